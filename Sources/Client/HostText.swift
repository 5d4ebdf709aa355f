package import JSON
package import Model

/// A task's network in lines and as JSON.
package enum HostText {
  /// `carrel hosts`.
  package static func lines(_ report: HostReport, task: TaskID) -> [String] {
    var lines = ["network \(report.network.rawValue)" + remark(report.network)]
    let blocked = report.uses.filter(\.isBlocked)
    let reached = report.uses.filter { !$0.isBlocked && $0.connections > 0 }
    if !blocked.isEmpty {
      lines += ["", "refused"] + table(blocked.map { [PlainText.line(place($0)), "\($0.refusals)×", PlainText.line($0.reason ?? "")] })
      if blocked.contains(where: \.canBeAllowed) { lines.append("carrel allow \(task) HOST:PORT lets one through") }
    }
    if !reached.isEmpty {
      lines += ["", "reached"]
      lines += table(reached.map { [PlainText.line(place($0)), "\($0.connections)×", "\(bytes($0.sent)) out, \(bytes($0.received)) in"] })
    }
    if !report.allowed.isEmpty {
      lines += ["", "allowed"] + table(report.allowed.map { [$0.rule.text, PlainText.line($0.source)] })
    }
    return lines
  }

  /// `carrel hosts --json`.
  package static func json(_ report: HostReport) -> JSONValue {
    let allowed = report.allowed.map { entry -> JSONValue in
      [
        "host": .string((entry.rule.isSuffix ? "*." : "") + entry.rule.host.text), "port": .integer(Int64(entry.rule.port)),
        "private": .bool(entry.rule.isPrivate), "source": .string(entry.source),
      ]
    }
    let uses = report.uses.map { use -> JSONValue in
      [
        "host": .string(use.host), "port": .integer(Int64(use.port)), "blocked": .bool(use.isBlocked),
        "reason": use.reason.map(JSONValue.string) ?? .null, "can_be_allowed": .bool(use.canBeAllowed),
        "refusals": .integer(Int64(use.refusals)), "connections": .integer(Int64(use.connections)), "bytes_out": .integer(use.sent),
        "bytes_in": .integer(use.received),
      ]
    }
    return ["network": .string(report.network.rawValue), "allowed": .array(allowed), "hosts": .array(uses)]
  }

  private static func remark(_ network: SandboxSummary.Network) -> String {
    switch network {
    case .open: ": everything can be reached, and nothing of it is seen here"
    case .engine: ""
    case .none: ": nothing can be reached"
    }
  }

  private static func place(_ use: HostUse) -> String { use.port == 0 ? use.host : use.place }

  private static func table(_ rows: [[String]]) -> [String] {
    let first = rows.map { $0.first?.count ?? 0 }.max() ?? 0
    let second = rows.map { $0.count > 2 ? $0[1].count : 0 }.max() ?? 0
    return rows.map { row in
      row.enumerated().map { index, text in
        let width = index == 0 ? first : index == 1 && row.count > 2 ? second : 0
        return text + String(repeating: " ", count: max(0, width - text.count))
      }.joined(separator: "  ")
    }.map { "  " + $0 }
  }

  private static func bytes(_ count: Int64) -> String {
    if count < 10_000 { return "\(count) B" }
    return count < 10_000_000 ? "\(count / 1000) kB" : "\(count / 1_000_000) MB"
  }
}
