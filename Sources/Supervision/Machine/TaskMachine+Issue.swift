import Model

/// The issue that a task came from, when it changes.
extension TaskMachine {
  /// The issue was looked at again. When it is not as it was taken, the task is marked and its transcript says so, once for each change; nothing else happens.
  mutating func issueSeen(_ now: Ticket) -> TaskStep {
    var step = TaskStep()
    step.changed = false
    guard let taken = record.ticket.origin, let seen = now.origin, taken.key == seen.key, !record.phase.isCompletion else { return step }
    if taken.digest == seen.digest {
      guard taken.isChanged || record.issueNow != nil else { return step }
      record.ticket.origin?.isChanged = false
      record.ticket.origin?.updated = seen.updated
      record.issueNow = nil
      step.changed = true
      step.events.append(.note(.info, "The issue \(taken.name) is again as it was taken."))
      return step
    }
    guard record.issueNow?.origin?.digest != seen.digest || !taken.isChanged else { return step }
    record.issueNow = now
    record.ticket.origin?.isChanged = true
    step.changed = true
    step.events.append(.note(.warning, Self.changeText(record.ticket, now)))
    return step
  }

  /// An operator gives it the changed text: as its own while it waits, else as a message.
  mutating func issueTaken(_ author: String, _ now: Timestamp) -> TaskStep {
    guard let new = record.issueNow else { return .refused("The issue of \(record.id) is not known to have changed.") }
    var step = TaskStep()
    if record.takesIssueText {
      step.events.append(.note(.info, "\(author) had it take the changed text of \(new.origin?.name ?? "its issue")."))
    } else {
      step = message(OutsideText.news(new), author, now)
      guard step.refusal == nil else { return step }
    }
    let dependsOn = record.ticket.dependsOn
    record.ticket = new
    record.ticket.dependsOn = dependsOn
    record.ticket.origin?.isChanged = false
    record.issueNow = nil
    return step
  }

  /// What changed, and the text as it is now.
  private static func changeText(_ old: Ticket, _ new: Ticket) -> String {
    var parts: [String] = []
    if old.title != new.title { parts.append("title") }
    if old.body != new.body { parts.append("text or comments") }
    if Set(old.labels) != Set(new.labels) { parts.append("labels") }
    let what = parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
    let text = String(decoding: new.body.utf8.prefix(6000), as: UTF8.self)
    let cut = new.body.utf8.count > 6000 ? "\n…" : ""
    return """
      The issue \(new.origin?.name ?? "") changed since it was taken\(what); the task still has the old text. It is now, as text from outside:
      \(new.title)
      \(new.labels.isEmpty ? "" : "[\(new.labels.joined(separator: ", "))]\n")\(text)\(cut)
      """
  }
}
