/// What is known about an engine on this machine (`carrel engines`).
package struct EngineStatus: Hashable, Sendable, Codable {
  /// The engine's name.
  package var name: String
  /// The program's resolved path; nil when it is not installed.
  package var path: String?
  /// Its version, when it could be asked.
  package var version: String?
  /// How to install it, for when it is missing.
  package var installHint: String
  /// Where its credentials come from, or nil with `problem` saying what is missing. Never a value.
  package var credential: String?
  /// Why it cannot be used now, or nil.
  package var problem: String?
  /// The environment variables that it reads, and whether each is set.
  package var variables: [String: Bool]
  /// The model used when none is named.
  package var defaultModel: String?
  /// What it can do, in words (`resume`, `permissions`, …).
  package var capabilities: [String]

  /// A status.
  package init(
    name: String, path: String? = nil, version: String? = nil, installHint: String, credential: String? = nil, problem: String? = nil,
    variables: [String: Bool] = [:], defaultModel: String? = nil, capabilities: [String] = []
  ) {
    self.name = name
    self.path = path
    self.version = version
    self.installHint = installHint
    self.credential = credential
    self.problem = problem
    self.variables = variables
    self.defaultModel = defaultModel
    self.capabilities = capabilities
  }
}
