import FoundationEssentials
import Model

/// Recorded output of real agents in Fixtures.
enum Fixture {
  static let directory =
    String(#filePath.prefix(upTo: #filePath.lastIndex(of: "/") ?? #filePath.startIndex))
    + "/Fixtures"

  static var claude: [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: directory + "/claude")) ?? []
    return files.filter { $0.hasSuffix(".jsonl") }.map { String($0.dropLast(6)) }.sorted()
  }

  static func bytes(_ name: String) -> [UInt8] {
    (FileManager.default.contents(atPath: "\(directory)/claude/\(name).jsonl")).map(Array.init)
      ?? []
  }
}

extension AgentEvent {
  /// A short form for comparing whole turns.
  var summary: String? {
    switch self {
    case .sessionStarted(_, let model, _): "session \(model ?? "-")"
    case .turnStarted: "turn"
    case .textDelta, .thinkingDelta: nil
    case .textDone(_, let text): "text \(text.prefix(40))"
    case .thinkingDone(_, let text): "thinking \(text.prefix(40))"
    case .messageDiscarded: "discarded"
    case .toolStarted(let call): "start \(call.kind) \(call.name) \(call.title)"
    case .toolOutput: nil
    case .toolFinished(_, let status, let output, let code):
      "end \(status) \(code.map(String.init) ?? "-") \(output.prefix(30).split(separator: "\n").first ?? "")"
    case .fileChanged(let path, let change): "file \(change) \(path)"
    case .plan(let entries): "plan \(entries.count)"
    case .asked(let request): "asked \(request.title)"
    case .askWithdrawn: "withdrawn"
    case .usage(let tokens, let cost):
      "usage \(tokens?.input ?? 0)/\(tokens?.output ?? 0) \(cost.map { String(Int(($0 * 10000).rounded())) } ?? "-")"
    case .context(let used, let size): "context \(used)/\(size)"
    case .retrying(let attempt, let of, _, let cause): "retry \(attempt ?? 0)/\(of ?? 0) \(cause)"
    case .rateLimited(let until, _): "limited \(until?.description ?? "-")"
    case .compacted(let before, let after): "compacted \(before ?? 0)>\(after ?? 0)"
    case .modelChanged(let model): "model \(model)"
    case .modeChanged(let mode): "mode \(mode)"
    case .turnDone(let outcome, let text): "done \(outcome.summary) \(text?.prefix(30) ?? "-")"
    case .notice(let level, let text): "notice \(level) \(text.prefix(40))"
    case .standardError(let line): "stderr \(line)"
    case .raw(let line): "raw \(line.prefix(30))"
    case .exited(let code, let signal): "exited \(code ?? -1) \(signal ?? 0)"
    }
  }
}

extension TurnOutcome {
  var summary: String {
    switch self {
    case .completed: "completed"
    case .interrupted: "interrupted"
    case .failed(let failure): "failed(\(failure.kind.rawValue))"
    case .refused: "refused"
    case .limit(let which): "limit(\(which))"
    }
  }
}
