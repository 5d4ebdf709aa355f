/// What is started for an agent: program, arguments and the whole environment. A value; made by an engine's command line, run by a launcher.
package struct AgentCommand: Hashable, Sendable {
  /// The program's absolute path.
  package var path: String
  /// The arguments after the program's name.
  package var arguments: [String]
  /// The environment: exactly this.
  package var environment: [String: String]
  /// The working directory.
  package var directory: String

  /// A command.
  package init(path: String, arguments: [String], environment: [String: String], directory: String) {
    self.path = path
    self.arguments = arguments
    self.environment = environment
    self.directory = directory
  }
}
