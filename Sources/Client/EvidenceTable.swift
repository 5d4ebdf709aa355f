package import Model

/// Claims and deeds in plain lines, for `carrel evidence`.
package enum EvidenceTable {
  /// The lines.
  package static func lines(_ evidence: Evidence) -> [String] {
    if evidence.isEmpty { return ["\(evidence.task): no test, build or lint was run, and none is claimed."] }
    var lines: [String] = []
    if let check = evidence.check {
      lines += [
        "Carrel's own check",
        "  \(PlainText.line(check.command)): \(check.words)\(evidence.isCheckStale ? "; files changed after it" : "")",
      ]
    }
    if !evidence.claims.isEmpty {
      lines += lines.isEmpty ? ["Claims"] : ["", "Claims"]
      for claim in evidence.claims { lines += self.lines(claim) }
    }
    if !evidence.deeds.isEmpty {
      lines += lines.isEmpty ? ["Runs"] : ["", "Runs"]
      for deed in evidence.deeds { lines.append("  " + line(deed)) }
      if evidence.left > 0 { lines.append("  (\(evidence.left) older ones are left out)") }
    }
    let states = evidence.mark?.points.map(\.words) ?? []
    if !states.isEmpty { lines += [""] + states.map(PlainText.line) }
    return lines
  }

  private static func lines(_ claim: Claim) -> [String] {
    var by = ""
    if claim.isByCheck { by = "Carrel's own check" } else if let deed = claim.deed { by = line(deed) }
    let since = claim.since.isEmpty ? "" : " (\(PlainText.line(claim.since)))"
    return ["  \"\(PlainText.line(claim.text))\"", "    \(claim.verdict.words)\(since)\(by.isEmpty ? "" : ": \(by)")"]
  }

  private static func line(_ deed: Deed) -> String {
    let time = String(deed.time.description.dropFirst(11).prefix(8))
    return
      "\(time)  turn \(deed.turn)  \(deed.kind.rawValue)  \(PlainText.line(deed.command))\(deed.isPart ? "  (a part)" : "")  \(deed.outcome.words)"
  }
}
