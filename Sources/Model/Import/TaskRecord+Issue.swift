extension TaskRecord {
  /// Whether its issue was seen to have changed since it was taken.
  package var issueChanged: Bool { ticket.origin?.isChanged == true }

  /// Whether a changed text of its issue can simply be its own: it waits and nothing of it was told to an agent.
  package var takesIssueText: Bool { phase == .queued && attempt == 0 }
}
