package import Model

/// A `[[repo]]` table.
package struct RepositorySettings: Hashable, Sendable {
  /// The beginning of the repository's URL or path; `~/` is the home.
  package var match: String
  /// The base reference.
  package var base: String?
  /// What every agent should know about it, for the brief.
  package var notes: String?
  /// The file of the brief's template, as written.
  package var briefPath: String?
  /// The text of that file; nil: the template that holds for all.
  package var briefTemplate: String?
  /// The command that runs inside the sandbox before the agent.
  package var setup: String?
  /// Whether `setup` runs once for each commit, and its result is copied into the workspaces.
  package var setupShared = false
  /// The directories that workspaces have, with what is below them; empty: the whole tree.
  package var sparse: [String] = []
  /// The command that runs inside the sandbox after the agent.
  package var check: String?
  /// Hosts that its tasks may reach besides the engine's own, with `network = "engine"`.
  package var allowHosts: [HostRule] = []
  /// How its tasks are published, where it is not as everywhere.
  package var publish = PublishSettings()

  /// An entry that says nothing.
  package init(match: String) { self.match = match }

  /// Whether the entry speaks of a repository.
  package func matches(_ location: RepositoryLocation) -> Bool { RepositoryMatch(match).takes(location) }
}
