/// Which part of a task's change is asked for.
package enum DiffScope: Hashable, Sendable, Codable {
  /// All since the base.
  case all
  /// What one turn did, by the name of its checkpoint; nil: the running turn, or the last one.
  case turn(String?)
  /// What changed since this tree.
  case since(String)
}
