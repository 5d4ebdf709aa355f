/// What runs and claims of a task have come to, in short: for the list.
package struct EvidenceMark: Hashable, Sendable, Codable {
  /// The runs of one kind.
  package struct Point: Hashable, Sendable, Codable {
    /// Which.
    package var kind: DeedKind
    /// How they stand.
    package var state: LastRuns.State
    /// What changed after the last green run, in words; empty: nothing.
    package var since: String
    /// Whether it was a part of the tests only.
    package var isPart: Bool

    /// A point.
    package init(kind: DeedKind, state: LastRuns.State, since: String = "", isPart: Bool = false) {
      self.kind = kind
      self.state = state
      self.since = since
      self.isPart = isPart
    }

    /// "tests: green, then 2 files changed".
    package var words: String {
      switch state {
      case .green: "\(kind.noun): green\(isPart ? ", a part of them" : "")"
      case .stale: "\(kind.noun): green\(isPart ? ", a part of them" : ""), then \(since.isEmpty ? "files changed" : since)"
      case .failed(let code): "\(kind.noun): failed (exit \(code))"
      case .hidden(let cover): "\(kind.noun): \(cover.words)"
      }
    }
  }

  /// By kind: tests first; only the kinds that were run.
  package var points: [Point]
  /// Claims for which no command ran.
  package var unseen: Int
  /// Claims that the last run contradicts.
  package var contradicted: Int

  /// A mark.
  package init(points: [Point], unseen: Int = 0, contradicted: Int = 0) {
    self.points = points
    self.unseen = unseen
    self.contradicted = contradicted
  }

  /// The first thing that there is to say: what is contradicted or failed, then the tests.
  package var word: String {
    if contradicted > 0, !points.contains(where: { $0.isFailed }) { return "Carrel's check contradicts a claim" }
    let first = points.first { $0.isFailed } ?? points.first
    let open = unseen == 0 ? "" : "\(unseen) \(unseen == 1 ? "claim" : "claims") not seen"
    if let first { return first.words + (open.isEmpty ? "" : " · \(open)") }
    return unseen > 0 ? "claimed, nothing of it seen" : ""
  }

  /// The same where there is hardly room: "tests ok", "tests old", "tests bad", "tests ?".
  package var shortWord: String {
    guard let first = points.first(where: { $0.isFailed }) ?? points.first else { return unseen > 0 ? "not seen" : "" }
    switch first.state {
    case .green: return "\(first.kind.noun) \(first.isPart ? "part" : "ok")"
    case .stale: return "\(first.kind.noun) old"
    case .failed: return "\(first.kind.noun) bad"
    case .hidden: return "\(first.kind.noun) ?"
    }
  }

  /// All of it in one line: "tests: green · build: failed (exit 1) · 1 claim not seen".
  package var words: String {
    var parts = points.map(\.words)
    if contradicted > 0 { parts.append("\(contradicted) \(contradicted == 1 ? "claim" : "claims") contradicted") }
    if unseen > 0 { parts.append("\(unseen) \(unseen == 1 ? "claim" : "claims") not seen") }
    return parts.joined(separator: " · ")
  }
}

extension EvidenceMark.Point {
  /// Whether the last run failed.
  package var isFailed: Bool { if case .failed = state { true } else { false } }
}

extension EvidenceMark {
  /// Whether there is nothing to warn of.
  package var isGood: Bool { unseen == 0 && contradicted == 0 && points.allSatisfy { $0.state == .green && !$0.isPart } }
}
