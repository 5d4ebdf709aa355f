package import Model

/// The transcript and the diff of one task, as far as they were asked for.
package struct TaskPanes: Hashable, Sendable {
  /// The transcript.
  package internal(set) var transcript: TranscriptState
  /// Whether its first page has come.
  package internal(set) var isLoaded = false
  /// The changed files; nil until they were told.
  package internal(set) var diff: DiffListing?
  /// The first row of the diff's files that is shown.
  package internal(set) var diffTop = 0

  /// Nothing yet.
  package init(task: TaskID) { transcript = TranscriptState(task: task) }
}
