package import Model
import Platform
import Sandbox

/// opencode (facts/engines.md, 5), by its server, by the Agent Client Protocol, or by one program per turn.
package struct OpenCodeEngine: CodingEngine {
  package let name = "opencode"
  package let capabilities = OpenCodeAgent.allCapabilities
  package var credentialVariables: [String] { OpenCodeProvider.allKeys }
  package let passedVariables = ["ANTHROPIC_BASE_URL", "OPENAI_BASE_URL"]
  package let loginFiles = [".local/share/opencode/auth.json"]
  package let needsCredential = true
  package let installHint = "npm install -g opencode-ai"
  package let installation: EngineInstallation? = EngineInstallation(
    ["npm", "install", "-g", "opencode-ai"], documentation: "https://opencode.ai/docs")
  package let sheet = EngineSheet(
    title: "opencode", homepage: "https://opencode.ai",
    commandLines: [
      "opencode serve --port … --hostname 127.0.0.1   (protocol = \"serve\", the default)",
      "opencode acp   (protocol = \"acp\")",
      "opencode run --format json --thinking --agent build …   (protocol = \"run\", the prompt on standard input)",
    ],
    leavesBehind: [
      "its conversations, logs and cache in ~/.local and ~/.cache of the task's private home",
      "the generated opencode.json in ~/.carrel of the task's private home",
    ],
    remarks: [
      "Every task has a server of its own with a password of its own, since servers share the database of a home. With server_url a server that runs already is used: it is not started, not ended, and its own configuration holds.",
      "Models are named provider/model. A name without provider gets the one whose key is there; with a base URL it is an OpenAI-compatible server's.",
      "A repository's opencode.json and .opencode are off, because they can bring code that nobody has read; its AGENTS.md is read. Your own configuration and CLAUDE.md are not.",
      "A command that the agent runs can reach the agent's own server, as it has its environment.",
      "`run` shows no text while it is written and can ask nothing; mode ask needs `serve` or `acp`.",
      "In an isolated sandbox whose network is not open its server would listen where nobody outside can reach it: there `acp` is spoken instead of `serve`.",
    ],
    trial: .standIn)

  private let sandbox: AgentSandbox

  /// The engine. `sandbox` is what its agents' sandboxes are made with.
  package init(sandbox: AgentSandbox = .found()) { self.sandbox = sandbox }

  package func status(command: String?, environment: [String: String]) async -> EngineStatus {
    await EngineProbe.status(
      self, program: command ?? Self.program(environment), environment: environment, logIn: "log in with `opencode auth login` once")
  }

  package func credentialVariables(model: String?) -> [String] {
    guard let model, let provider = ModelName(model).provider else { return credentialVariables }
    // Free models of opencode itself need none.
    return provider == "opencode" ? [] : OpenCodeProvider.keys(of: provider)
  }

  package func replayDecoder() -> (any ReplayDecoder)? { OpenCodeReplay() }

  package func holdsSession(_ id: String, home: String) -> Bool {
    guard OpenCodeMemory.isID(id) else { return false }
    if OpenCodeMemory.read(home: home)?.session == id || ACPSessionLedger(engine: name, home: home).holds(id) { return true }
    // One that `opencode run` began is known by opencode's store alone.
    let store = "\(home)/.local/share/opencode"
    return id.hasPrefix("ses") && ((try? Files.list(store)) ?? []).contains { $0.hasPrefix("opencode") && $0.hasSuffix(".db") }
  }

  package func models(command: String?, environment: [String: String]) async throws(TaskFailure) -> [ModelOffer] {
    try await OpenCodeModelList.ask(EngineProbe.program(self, named: command ?? Self.program(environment)), environment: environment)
  }

  package func modelRoute(_ setup: AgentSetup, variable: String) -> ModelRoute? {
    guard setup.ollamaURL == nil, setup.serverURL == nil else { return nil }
    guard let name = setup.model, !name.isEmpty else {
      // It takes a model of the provider whose key is there.
      guard let provider = OpenCodeProvider.known.first(where: { $0.keys.contains(variable) }), let url = provider.baseVariable,
        let upstream = setup.baseURL(orOf: [url]) ?? provider.standardURL
      else { return nil }
      return ModelRoute(provider.id == "anthropic" ? .anthropic : .openAI, upstream: upstream, variables: [url], takesBaseURL: false)
    }
    guard
      let model = OpenCodeModel(name, environment: setup.environment, hasBaseURL: setup.baseURL != nil), model.provider != "ollama",
      OpenCodeProvider.keys(of: model.provider).contains(variable)
    else { return nil }
    let provider = OpenCodeProvider.named(model.provider)
    let variables = [provider?.baseVariable].compactMap { $0 }
    guard let upstream = setup.baseURL(orOf: variables) ?? provider?.standardURL else { return nil }
    let form: ModelRoute.Form = model.provider == "anthropic" ? .anthropic : model.provider == "google" ? .gemini : .openAI
    return ModelRoute(form, upstream: upstream, variables: variables, model: model.text)
  }

  package func ownInterface(_ setup: AgentSetup, session: String) throws(TaskFailure) -> OwnInterface? {
    guard setup.serverURL == nil else { return nil }
    let program = try EngineProbe.program(self, named: setup.command ?? Self.program(Environment.current))
    return OwnInterface(OpenCodeCommandLine.ownInterface(program, setup, session: session), program, sandbox)
  }

  package func makeAgent(_ setup: AgentSetup) throws(TaskFailure) -> any CodingAgent {
    let dialect = Self.dialect(setup)
    if let url = setup.serverURL, setup.dialect ?? .serve == .serve { return try OpenCodeAgent(server: url, setup: setup) }
    let program = try EngineProbe.program(self, named: setup.command ?? Self.program(Environment.current))
    let sandbox = sandbox
    switch dialect {
    case .serve:
      return try OpenCodeAgent(program: program, setup: setup) { command async throws(TaskFailure) in
        try await AgentLauncher.launch(command, setup, program, sandbox)
      }
    case .run:
      return TurnProcessAgent(program: program, setup: setup, driver: try OpenCodeRunDriver(program, setup), sandbox: sandbox)
    case .acp: return try Self.protocolAgent(program, setup, sandbox)
    case let other:
      throw TaskFailure(
        .badRequest, "Starting opencode: it does not speak \(other.rawValue); set protocol to serve, acp or run under [engine.opencode].")
    }
  }

  /// How the program is spoken to. Its server listens on the loopback of its own network namespace where the sandbox has one, out of our reach: there it speaks ACP.
  static func dialect(_ setup: AgentSetup) -> EngineDialect {
    let wanted = setup.dialect ?? .serve
    return wanted == .serve && setup.sandbox.level == .isolated && setup.sandbox.network != .open ? .acp : wanted
  }

  /// The agent that speaks the Agent Client Protocol. Its MCP servers come with the session; everything else stands in opencode.json.
  private static func protocolAgent(
    _ program: AgentProgram, _ setup: AgentSetup, _ sandbox: AgentSandbox
  ) throws(TaskFailure) -> ACPAgent {
    let model = try OpenCodeModel.of(setup.model, setup)
    var named = setup
    named.model = model?.text
    var bare = named
    bare.mcpServers = []
    let path = OpenCodeConfiguration.path(home: setup.home)
    let files = [path: OpenCodeConfiguration.bytes(bare, model: model, canAsk: true)]
    let own = OpenCodeCommandLine.acp(program, setup)
    let options = ACPOptions(capabilities: ACPOptions.usual.union([.resume, .switchModel]))
    return ACPAgent(program: program, arguments: ["acp", "--cwd", setup.workspace], setup: named, options: options) {
      command async throws(TaskFailure) in
      // Commands that the agent has us run come this way, too.
      guard command.path == program.path else { return try await AgentLauncher.launch(command, setup, program, sandbox) }
      try await OpenCodeFiles.write(files, in: setup.home)
      return try await AgentLauncher.launch(own, setup, program, sandbox)
    }
  }

  /// The program: by its name, or where its own installer puts it.
  private static func program(_ environment: [String: String]) -> String {
    var places = environment
    if places["PATH"] == nil { places["PATH"] = Environment.current["PATH"] }
    let own = "~/.opencode/bin/opencode"
    if ProgramSearch.find("opencode", environment: places) == nil, ProgramSearch.find(own, environment: places) != nil { return own }
    return "opencode"
  }
}
