import Model

/// The states that are kept, and the way back to them.
extension TaskMachine {
  /// Notes what a turn left.
  mutating func turnLeft(_ summary: DiffSummary, _ now: Timestamp) {
    var checkpoint = Checkpoint(name: record.nextTurnName, before: record.turnStart, time: now, change: summary)
    checkpoint.base = record.baseCommit
    record.add(checkpoint)
  }

  mutating func kept(_ checkpoint: Checkpoint) -> TaskStep {
    let step = TaskStep()
    record.add(checkpoint)
    return step
  }

  mutating func rewound(_ name: String, _ summary: DiffSummary, _ lost: [String], _ kept: String?, _ author: String) -> TaskStep {
    var step = TaskStep()
    record.diff = summary
    record.turnStart = summary.tree
    record.check = nil
    record.evidence = nil
    let place = name == "0" ? "where the work began" : "the end of turn \(name)"
    let way = kept.map { "; `carrel rewind \(record.id) --turn \($0)` undoes it" } ?? ""
    step.events.append(.note(.info, "\(author) set the files back to \(place)\(way)."))
    let names = lost.prefix(20).joined(separator: ", ") + (lost.count > 20 ? " and \(lost.count - 20) more" : "")
    record.engineNote =
      "Note: the operator set the files of the workspace back to \(place). What was changed after that is no longer there"
      + (names.isEmpty ? "" : " (\(names))")
      + ". Read a file again before you rely on what you know of it; commits in .git were left as they are."
    return step
  }
}
