extension TicketDraft {
  /// Takes what came of fetching its issue: the text, or why it is not there.
  package mutating func take(_ issue: FetchedIssue) {
    fetch = nil
    guard let new = issue.ticket else {
      problem = issue.problem ?? "its text could not be fetched"
      use = false
      return
    }
    let old = ticket
    ticket = new
    ticket.labels += old.labels.filter { !new.labels.contains($0) }
    ticket.dependsOn = old.dependsOn
    repository = repository ?? issue.repository
    duplicateOf = issue.task ?? duplicateOf
    problem = nil
    use = true
  }
}
