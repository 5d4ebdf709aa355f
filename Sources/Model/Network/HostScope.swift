/// For whom an operator allows a host.
package enum HostScope: String, Hashable, Sendable, Codable, CaseIterable {
  /// This task.
  case task
  /// All tasks of its repository, also later ones.
  case repository
  /// All tasks, also later ones.
  case everyone
}
