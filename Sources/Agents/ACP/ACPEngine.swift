package import Model
import Providers
import Sandbox

/// An engine whose program speaks the Agent Client Protocol on standard input and output: pure configuration (facts/engines.md, 4).
package struct ACPEngine: CodingEngine {
  /// What makes it this engine.
  package let entry: ACPEntry
  private let sandbox: AgentSandbox

  /// The engine of an entry. `sandbox` is what its agents' sandboxes are made with.
  package init(_ entry: ACPEntry, sandbox: AgentSandbox = .found()) {
    self.entry = entry
    self.sandbox = sandbox
  }

  package var name: String { entry.name }
  package var program: String { entry.command }
  package var capabilities: AgentCapabilities { entry.options.capabilities }
  package var credentialVariables: [String] { entry.credentialVariables }
  package var passedVariables: [String] { entry.passedVariables }
  package var loginFiles: [String] { entry.loginFiles }
  package var needsCredential: Bool { entry.needsCredential }
  package var installHint: String { entry.installHint }
  package var installation: EngineInstallation? { entry.installation }
  package var sheet: EngineSheet {
    EngineSheet(
      title: entry.title, homepage: entry.homepage, commandLines: [([entry.command] + entry.arguments).joined(separator: " ")],
      leavesBehind: entry.leavesBehind, remarks: entry.remarks, trial: entry.trial)
  }

  package func status(command: String?, environment: [String: String]) async -> EngineStatus {
    await EngineProbe.status(
      self, program: command ?? entry.command, environment: environment, versionArguments: entry.versionArguments, logIn: entry.logIn)
  }

  package func replayDecoder() -> (any ReplayDecoder)? { ACPReplay(engine: name) }

  package func holdsSession(_ id: String, home: String) -> Bool { ACPSessionLedger(engine: name, home: home).holds(id) }

  package func modelRoute(_ setup: AgentSetup, variable: String) -> ModelRoute? {
    guard setup.ollamaURL == nil else { return nil }
    if passedVariables.contains("ANTHROPIC_BASE_URL"), variable.hasPrefix("ANTHROPIC_") {
      let upstream = setup.baseURL(orOf: ["ANTHROPIC_BASE_URL"]) ?? AnthropicProvider.defaultURL
      return ModelRoute(.anthropic, upstream: upstream, variables: ["ANTHROPIC_BASE_URL"], takesBaseURL: false)
    }
    // Where the others go when they are told nothing is their own secret: only a base URL of the operator's is sure.
    let told = [entry.options.baseURLVariable].compactMap { $0 } + passedVariables.filter { $0.hasSuffix("_BASE_URL") }
    let owner = variable.prefix { $0 != "_" } + "_"
    guard variable.hasSuffix("_API_KEY"), let name = told.first(where: { $0.hasPrefix(owner) }) else { return nil }
    let takesBaseURL = name == entry.options.baseURLVariable
    let named = takesBaseURL ? setup.baseURL(orOf: [name]) : setup.environment[name]
    guard let upstream = named, !upstream.isEmpty else { return nil }
    return ModelRoute(.openAI, upstream: upstream, variables: [name], takesBaseURL: takesBaseURL)
  }

  package func makeAgent(_ setup: AgentSetup) throws(TaskFailure) -> any CodingAgent {
    var program = try EngineProbe.program(self, named: setup.command ?? entry.command)
    // Many of them are Python programs in an environment of their own, which has to be seen whole.
    program.readOnly += SandboxPaths.readable(forProgram: program.path).filter { !program.readOnly.contains($0) }
    let found = program
    let sandbox = sandbox
    return ACPAgent(program: found, arguments: entry.arguments, setup: setup, options: entry.options) {
      command async throws(TaskFailure) in
      try await AgentLauncher.launch(command, setup, found, sandbox)
    }
  }
}
