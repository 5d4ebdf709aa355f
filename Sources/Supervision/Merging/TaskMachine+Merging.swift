import Model

/// How a change stands to its branch, and what follows when it is brought onto a newer state of it.
extension TaskMachine {
  /// - Parameter standing: nil: it merges.
  mutating func stood(_ standing: MergeStanding?) -> TaskStep {
    var step = TaskStep()
    step.changed = record.standing != standing
    guard step.changed else { return step }
    let before = record.standing?.words ?? ""
    record.standing = standing
    guard record.phase == .review else { return step }
    if let words = standing?.words {
      record.detail = words
      if standing?.kind == .conflicts, before != words {
        step.events.append(.note(.warning, "Its change \(words). `carrel rebase \(record.id)` lets its agent put that right."))
      }
    } else if record.detail == before {
      record.detail = ""
    }
    return step
  }

  /// The workspace stands on another commit from now on; kept states remember the one that they were made on.
  mutating func basedOn(_ commit: String) -> TaskStep {
    var step = TaskStep()
    step.changed = record.baseCommit != commit
    for index in record.checkpoints.indices where record.checkpoints[index].base == nil {
      record.checkpoints[index].base = record.baseCommit
    }
    record.baseCommit = commit
    return step
  }

  mutating func rebased(_ rebase: Rebase) -> TaskStep {
    var step = basedOn(rebase.commit)
    step.changed = true
    if record.detail == record.standing?.words { record.detail = "" }
    record.standing = nil
    record.diff = rebase.change
    record.turnStart = rebase.change.tree
    record.check = nil
    let place = "\(rebase.branch) (\(rebase.commit.prefix(12)))"
    let undo = rebase.kept.map { "; `carrel rewind \(record.id) --turn \($0)` undoes it" } ?? ""
    let left = rebase.conflicts.isEmpty ? "" : ", with marks of conflict in \(Rebase.names(rebase.conflicts))"
    step.events.append(.note(.info, "\(rebase.author) brought the change onto \(place)\(left)\(undo)."))
    record.engineNote = rebase.conflicts.isEmpty ? rebase.newsForAgent : rebase.prompt(for: record.id)
    return step
  }
}
