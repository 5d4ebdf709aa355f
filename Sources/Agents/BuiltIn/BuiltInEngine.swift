import HTTP
package import Model
import Platform
import Providers
import Sandbox

/// Carrel's own agent. Its program is Carrel itself (`carrel agent`), which speaks the Agent Client Protocol, so that its running agent is an `ACPAgent`.
package struct BuiltInEngine: CodingEngine {
  package let name = "carrel"
  package let capabilities = BuiltInEngine.allCapabilities
  package let credentialVariables = BuiltInCommandLine.credentialVariables
  package let passedVariables = ["ANTHROPIC_BASE_URL", "OPENAI_BASE_URL", "OLLAMA_HOST", "OLLAMA_CONTEXT_LENGTH"]
  package let loginFiles: [String] = []
  package let needsCredential = true
  package let installHint = "it is a part of carrel"
  package let sheet = EngineSheet(
    title: "Carrel's own agent", homepage: "a part of carrel", commandLines: ["carrel agent --model … --allow-bash"],
    leavesBehind: ["conversations in ~/.carrel-agent of the task's private home"],
    remarks: [
      "It talks straight to Anthropic Messages, OpenAI Responses and Chat Completions, and Ollama, by the model's name: `anthropic/…`, `openai/…`, `ollama/…`, `openrouter/…`. "
        + "Where claude is not installed and `ANTHROPIC_API_KEY` is set, it works in claude's place and says so.",
      "It is an ACP agent for any other client, too: `carrel agent`. It does not use MCP servers.",
    ], trial: .realProgram)
  private let executable: String?
  private let sandbox: AgentSandbox

  static let allCapabilities: AgentCapabilities = [
    .severalTurns, .resume, .interrupt, .permissions, .questions, .compact, .switchModel, .textDeltas, .tokens, .cost,
  ]

  /// The engine. `executable` is the program that understands `agent`, this program itself if nil; `sandbox` is what its agents' sandboxes are made with.
  package init(executable: String? = nil, sandbox: AgentSandbox = .found()) {
    self.executable = executable
    self.sandbox = sandbox
  }

  package var program: String { path ?? name }

  package func status(command: String?, environment: [String: String]) async -> EngineStatus {
    let names = credentialVariables + passedVariables
    let set = Dictionary(names.map { ($0, !(environment[$0] ?? "").isEmpty) }) { first, _ in first }
    var status = EngineStatus(
      name: name, path: command ?? path, version: "built in", installHint: installHint, variables: set, capabilities: capabilities.names)
    if let variable = credentialVariables.first(where: { set[$0] ?? false }) {
      status.credential = "\(variable) from the environment"
      status.defaultModel = BuiltInCommandLine.defaultModel(variable)
    } else {
      status.problem = "no key: set ANTHROPIC_API_KEY, OPENAI_API_KEY or another provider's, or use a model of Ollama (ollama/…)"
    }
    if status.path == nil { status.problem = "carrel's own program file is gone; install it again" }
    return status
  }

  package func holdsSession(_ id: String, home: String) -> Bool { ACPSessionLedger(engine: name, home: home).holds(id) }

  package func credentialVariables(model: String?) -> [String] {
    guard let model, !model.isEmpty else { return credentialVariables }
    return ProviderChoice.credentialVariables(model)
  }

  package func models(command: String?, environment: [String: String]) async throws(TaskFailure) -> [ModelOffer] {
    try await BuiltInModels.offers(environment)
  }

  package func replayDecoder() -> (any ReplayDecoder)? { ACPReplay(engine: name) }

  package func modelRoute(_ setup: AgentSetup, variable: String) -> ModelRoute? {
    guard setup.ollamaURL == nil else { return nil }
    return BuiltInRoute.route(setup, variable: variable)
  }

  package func makeAgent(_ setup: AgentSetup) throws(TaskFailure) -> any CodingAgent {
    guard let path = setup.command ?? path else {
      throw TaskFailure(.engine, "Starting \(name): carrel's own program file is gone; install it again.")
    }
    let needs = ProgramSearch.needs(path, environment: [:])
    let program = AgentProgram(
      engine: name, path: needs.path, arguments: ["agent"], readOnly: needs.readOnly + ProgramSearch.ownLibraries(),
      credentialVariables: credentialVariables)
    var setup = setup
    if let url = setup.ollamaURL { setup.environment["OLLAMA_HOST"] = url }
    let prepared = setup
    let sandbox = sandbox
    return ACPAgent(
      program: program, arguments: BuiltInCommandLine.arguments(setup), setup: setup,
      options: ACPOptions(capabilities: capabilities, patience: 60)
    ) { command async throws(TaskFailure) in
      try await AgentLauncher.launch(command, prepared, program, sandbox)
    }
  }

  private var path: String? { executable ?? Environment.executable }
}
