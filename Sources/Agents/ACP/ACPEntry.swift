/// An agent that speaks the Agent Client Protocol, as configuration: everything that distinguishes one such engine from another.
package struct ACPEntry: Hashable, Sendable {
  /// The engine's name in commands and configuration.
  package var name: String
  /// The project's own name of it.
  package var title: String
  /// Its program.
  package var command: String
  /// The arguments that make it speak the protocol.
  package var arguments: [String]
  /// The arguments that have it print its version; none: it is not asked.
  package var versionArguments: [String]
  /// Its page.
  package var homepage: String
  /// How to install it, in a few words.
  package var installHint: String
  /// The documented way to install it, if there is one that can be run.
  package var installation: EngineInstallation?
  /// Environment variables that it takes credentials from, in order of preference.
  package var credentialVariables: [String]
  /// Environment variables that it is given when they are set.
  package var passedVariables: [String]
  /// Its login files, relative to the user's home: the first makes a login.
  package var loginFiles: [String]
  /// Whether it needs a credential.
  package var needsCredential: Bool
  /// How one logs in, for texts.
  package var logIn: String
  /// What is particular about it.
  package var options: ACPOptions
  /// What it leaves behind, and where.
  package var leavesBehind: [String]
  /// Peculiarities that operators should know.
  package var remarks: [String]
  /// How it was tried.
  package var trial: EngineSheet.Trial

  /// An entry with nothing optional.
  package init(_ name: String, title: String, command: String, arguments: [String] = [], homepage: String, installHint: String) {
    self.name = name
    self.title = title
    self.command = command
    self.arguments = arguments
    versionArguments = ["--version"]
    self.homepage = homepage
    self.installHint = installHint
    credentialVariables = []
    passedVariables = []
    loginFiles = []
    needsCredential = true
    logIn = "log in with `\(command)` once"
    options = ACPOptions()
    leavesBehind = ["its configuration and sessions in the task's private home"]
    remarks = []
    trial = .unverified
  }

  /// The entry of a configured engine (`protocol = "acp"`). Its arguments and environment come with every setup.
  package init(_ configured: ConfiguredEngine) {
    self.init(
      configured.name, title: configured.name, command: configured.command, homepage: "https://agentclientprotocol.com",
      installHint: "it is configured under [engine.\(configured.name)]")
    credentialVariables = configured.credentialVariables
    needsCredential = !configured.credentialVariables.isEmpty
    versionArguments = []
    logIn = "log in with `\(configured.command)` once"
    remarks = ["It comes from the configuration."]
  }

  /// The entry with something changed.
  package func with(_ change: (inout ACPEntry) -> Void) -> ACPEntry {
    var copy = self
    change(&copy)
    return copy
  }
}
