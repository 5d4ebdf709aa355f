package import JSON
package import Model

/// Claims and deeds as JSON, with stable keys.
package enum EvidenceJSON {
  /// What stands on a task; null: nothing was run or claimed.
  package static func mark(_ mark: EvidenceMark?) -> JSONValue {
    guard let mark else { return .null }
    return [
      "words": .string(mark.words), "runs": .array(mark.points.map(point)), "claims_not_seen": .integer(Int64(mark.unseen)),
      "claims_contradicted": .integer(Int64(mark.contradicted)),
    ]
  }

  /// All of it.
  package static func full(_ evidence: Evidence) -> JSONValue {
    [
      "task": .string(evidence.task.description), "check": check(evidence), "claims": .array(evidence.claims.map(claim)),
      "runs": .array(evidence.deeds.map(deed)), "left_out": .integer(Int64(evidence.left)),
      "states": .array((evidence.mark?.points ?? []).map(point)),
    ]
  }

  private static func point(_ point: EvidenceMark.Point) -> JSONValue {
    let state: String =
      switch point.state {
      case .green: "green"
      case .stale: "stale"
      case .failed: "failed"
      case .hidden: "hidden"
      }
    return [
      "kind": .string(point.kind.rawValue), "state": .string(state), "changed_since": .string(point.since), "part": .bool(point.isPart),
      "words": .string(point.words),
    ]
  }

  private static func check(_ evidence: Evidence) -> JSONValue {
    guard let check = evidence.check else { return .null }
    return [
      "command": .string(check.command), "exit_code": check.exitCode.map { .integer(Int64($0)) } ?? .null,
      "changed_since": .bool(evidence.isCheckStale),
    ]
  }

  private static func claim(_ claim: Claim) -> JSONValue {
    [
      "text": .string(claim.text), "about": .array(claim.kinds.map { .string($0.rawValue) }), "verdict": .string(claim.verdict.rawValue),
      "by_check": .bool(claim.isByCheck), "run": claim.deed.map(deed) ?? .null, "changed_since": .string(claim.since),
    ]
  }

  private static func deed(_ deed: Deed) -> JSONValue {
    let outcome: String
    var code: JSONValue = .null
    switch deed.outcome {
    case .passed:
      outcome = "passed"
      code = .integer(0)
    case .failed(let status):
      outcome = "failed"
      code = .integer(Int64(status))
    case .hidden: outcome = "hidden"
    case .running: outcome = "running"
    }
    return [
      "seq": .integer(deed.seq), "time": .string(deed.time.description), "turn": .integer(Int64(deed.turn)),
      "kind": .string(deed.kind.rawValue),
      "command": .string(deed.command), "part": .bool(deed.isPart), "outcome": .string(outcome), "exit_code": code,
      "words": .string(deed.outcome.words),
    ]
  }
}
