package import Model

/// What a request was sent for, kept until its reply comes.
package enum Pending: Hashable, Sendable {
  /// The latest entries of a transcript; whether older ones than those shown.
  case transcript(TaskID, older: Bool)
  /// The changed files.
  case diff(TaskID)
  /// How far the operator is with reading.
  case review(TaskID)
  /// Who wrote the lines of a file, for a line of it or for a call.
  case blame(TaskID, path: String, tree: String, BlameQuestion)
  /// A part of the change.
  case diffScope(TaskID, DiffScope)
  /// Something whose answer says nothing.
  case nothing
  /// The text of a file's diff.
  case diffText(TaskID, WantedDiff)
  /// A pasted list, or the sheet's rows read again; the sheet's edition that was sent.
  case sheet(edition: Int)
  /// The sheet's rows are being queued.
  case enqueue(edition: Int)
  /// A page of issues; which question of the page it answers.
  case issues(edition: Int)
  /// The texts of issues for the rows of the sheet, by these names.
  case fetch([String])
  /// A task with the changed text of its issue.
  case issueNow(TaskID)
  /// The brief of a row.
  case brief
  /// What an approval would do, in this way.
  case rehearsal(TaskID, Publication.Kind?)
  /// What an entry of the outbox does.
  case outboxText(TaskID)
  /// An answer to an agent's request.
  case answer(TaskID, request: String)
  /// A message; its text goes back to the draft when it is refused.
  case message(TaskID, text: String)
  /// The engines, for their page.
  case engines
  /// A page of what a search finds.
  case search(String, offset: Int)
  /// The statistics.
  case statistics
  /// Which tasks are in each other's way, for their page.
  case conflicts(CollisionQuestion)
  /// Whether tasks that are to be published merge one after the other.
  case train([TaskID])
  /// A task's timeline.
  case timeline(TaskID)
  /// What a task's agent really ran.
  case evidence(TaskID)
  /// Which pieces were reviewed in other tasks.
  case seenHunks(TaskID, tree: String)
  /// A whole task, for the page of its pull request.
  case pulled(TaskID)
  /// A shell's command line.
  case shell(TaskID)
  /// Where the service hands over the engine's own interface.
  case attach(TaskID, engine: String)
  /// The rules, for their page; the words that a toast says, empty: none.
  case rules(String)
  /// How briefs would change with an addition.
  case briefs(TaskID, addition: String)
  /// Anything else; the words that a toast says when it is done, and the task it was for.
  case plain(String)
}
