package import Model

/// What `carrel conflicts` was asked for.
package struct ConflictOptions: Hashable, Sendable {
  /// The repository: a name as lists show it, a directory or an address; nil: all that have changes.
  package var repository: String?
  /// Whether the train is rehearsed.
  package var rehearses = false
  /// The tasks of the train in order; empty: all, in the suggested order.
  package var order: [TaskID] = []
  /// Whether the mirror is brought up to date first.
  package var fetches = false
  /// Whether it is printed as JSON.
  package var json = false

  /// The defaults.
  package init() {}
}
