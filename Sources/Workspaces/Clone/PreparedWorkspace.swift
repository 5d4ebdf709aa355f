package import Model

/// A task's workspace, ready to be worked in.
package struct PreparedWorkspace: Hashable, Sendable {
  /// Whose it is.
  package var task: TaskID
  /// The agent's tree: writable in the sandbox, at the same path.
  package var path: String
  /// The agent's home, empty at first.
  package var home: String
  /// The service's own repository for the task; never shown to an agent.
  package var shadow: String
  /// The task's log directory.
  package var log: String
  /// The commit that the work starts from.
  package var baseCommit: String
  /// The branch that the base stood for, if any.
  package var baseBranch: String?
  /// Where the code came from and goes to.
  package var location: RepositoryLocation
  /// The mirror's objects: have to be readable, and only readable, in the sandbox at the same path.
  package var mirrorObjects: String
  /// What the operator has to be told: submodules, LFS, a shallow source.
  package var remarks: [String]
  /// The repository's own setup script, `.carrel/setup` of the base: the name of its content in git; nil: there is none.
  package var setupScript: String?
  /// Whether a shared setup has run in what this is a copy of.
  package var isSetUp: Bool
  /// The commit at the head of the published branch that it was made of; nil: of the base alone.
  package var publishedHead: String? = nil
}
