internal import Glibc

/// The places where tests kill the program, to see what survives. With `CARREL_CRASH_AT=<name>` in its environment the program ends itself with SIGKILL
/// when it comes to that place; otherwise reaching one costs a comparison.
package enum CrashPoint: String, CaseIterable, Sendable {
  /// New tasks are committed, nobody was told.
  case taskInserted = "task-inserted"
  /// A task has its slot.
  case admitted
  /// A workspace stands, its task does not know.
  case workspaceMade = "workspace-made"
  /// The task knows its workspace.
  case preparedCommitted = "prepared-committed"
  /// The agent's process runs, its task does not know.
  case agentStarted = "agent-started"
  /// A prompt is noted as in flight; no byte of it is written.
  case promptCommitted = "prompt-committed"
  /// A prompt was handed over.
  case promptWritten = "prompt-written"
  /// The end of a turn is committed.
  case turnDoneCommitted = "turn-done-committed"
  /// The change at the end of a turn is committed.
  case measured
  /// An approval is committed, nothing is pushed.
  case approvedCommitted = "approved-committed"
  /// The work is published, its task does not know.
  case pushed
  /// The task knows that it is published; its workspace stands.
  case publishedCommitted = "published-committed"
  // The outbox, each place once for an entry. Approvals as pull requests come here, those as branches to the places of the push.

  /// An approval and its entry are committed, nothing has left.
  case outboxCommitted = "outbox-committed"
  /// The branch is pushed, the entry does not know.
  case outboxPushed = "outbox-pushed"
  /// The request is open, the entry does not know.
  case outboxOpened = "outbox-opened"
  /// The entry knows its request, the task does not.
  case outboxOpenCommitted = "outbox-open-committed"
  /// The task knows that it is published, the rest is to be done.
  case outboxPublished = "outbox-published"
  /// The request has its labels, the entry does not know.
  case outboxLabelled = "outbox-labelled"
  /// The comment is written, the entry does not know.
  case outboxCommented = "outbox-commented"
  /// The issue is closed, the entry does not know.
  case outboxClosed = "outbox-closed"
  /// Unpublished work is in the morgue, its workspace stands.
  case sealed
  /// A workspace lies in the trash.
  case renamedToTrash = "renamed-to-trash"
  /// A workspace is gone, its task does not know.
  case removed

  private static let chosen = Environment.current["CARREL_CRASH_AT"].flatMap { CrashPoint(rawValue: $0) }

  /// Ends the program here when this point was chosen.
  package static func reach(_ point: CrashPoint) {
    guard chosen == point else { return }
    kill(getpid(), SIGKILL)
    // The signal may reach another thread first: nothing may go on meanwhile.
    while true { pause() }
  }
}
