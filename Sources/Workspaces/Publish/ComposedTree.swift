package import Model

/// A tree that is published instead of the one that was reviewed, since parts of the change were taken out.
package struct ComposedTree: Hashable, Sendable {
  /// Its object id; the reviewed tree itself when nothing is out.
  package var tree: String
  /// What is out of it, held against the reviewed tree.
  package var out: [String: TakenOut]
  /// What had been taken out and is in it again, since it changed.
  package var back: [String: TakenOut]
}
