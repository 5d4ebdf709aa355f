/// What `carrel complete` lists, one word a line; a tab and a description may follow.
package enum CompletionKind: String, Hashable, Sendable, CaseIterable {
  /// The ids of tasks, with their titles.
  case tasks
  /// The names of engines.
  case engines
}
