package import Model

/// An engine that is configuration only: `[engine.NAME]` with a `protocol` of `acp` or `command`.
package struct ConfiguredEngine: Hashable, Sendable {
  /// Where a `command` engine takes its prompt from.
  package enum PromptPlace: String, Hashable, Sendable, CaseIterable {
    /// Its standard input, which is closed after it.
    case stdin
    /// An argument: the one that is `{prompt}`, else a last one.
    case argument
  }

  /// Its name.
  package var name: String
  /// `acp` or `command`.
  package var dialect: EngineDialect
  /// Its program.
  package var command: String
  /// The environment variables that its credentials may be in.
  package var credentialVariables: [String]
  /// Where a `command` engine takes its prompt from.
  package var prompt: PromptPlace

  /// An engine. Its arguments and environment come with every setup.
  package init(
    name: String, dialect: EngineDialect, command: String, credentialVariables: [String] = [], prompt: PromptPlace = .stdin
  ) {
    self.name = name
    self.dialect = dialect
    self.command = command
    self.credentialVariables = credentialVariables
    self.prompt = prompt
  }
}
