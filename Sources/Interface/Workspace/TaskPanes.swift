package import Model

/// The transcript and the diff of one task, as far as they were asked for.
package struct TaskPanes: Hashable, Sendable {
  /// The transcript.
  package internal(set) var transcript: TranscriptState
  /// Whether its first page has come.
  package internal(set) var isLoaded = false
  /// The diff.
  package internal(set) var diff: DiffPaneState

  /// Nothing yet.
  package init(task: TaskID) {
    transcript = TranscriptState(task: task)
    diff = DiffPaneState(task: task)
  }
}
