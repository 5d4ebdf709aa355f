/// A program that an engine found, with what it needs.
package struct AgentProgram: Hashable, Sendable {
  /// The engine's name, for texts.
  package var engine: String
  /// The program's absolute path.
  package var path: String
  /// Arguments before all others.
  package var arguments: [String]
  /// What the program needs to read inside a sandbox.
  package var readOnly: [String]
  /// Directories for the end of its `PATH`.
  package var searchPath: [String]
  /// Variables whose values are secret.
  package var credentialVariables: [String]

  /// A program.
  package init(
    engine: String, path: String, arguments: [String] = [], readOnly: [String] = [], searchPath: [String] = [],
    credentialVariables: [String] = []
  ) {
    self.engine = engine
    self.path = path
    self.arguments = arguments
    self.readOnly = readOnly
    self.searchPath = searchPath
    self.credentialVariables = credentialVariables
  }
}
