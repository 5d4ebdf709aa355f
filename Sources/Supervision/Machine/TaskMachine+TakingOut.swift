import Model

/// What stays in the workspace and is not published.
extension TaskMachine {
  mutating func takenOut(_ out: [String: TakenOut], _ note: String, _ level: NoticeLevel) -> TaskStep {
    var step = TaskStep()
    step.changed = out != record.out
    record.takenOut = out.isEmpty ? nil : out
    if !note.isEmpty { step.events.append(.note(level, note)) }
    return step
  }
}
