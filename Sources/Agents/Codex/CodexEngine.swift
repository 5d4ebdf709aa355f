package import Model
import Platform

/// OpenAI's codex (facts/engines.md, 2): `codex app-server`, and `codex exec` where a version has none or the configuration says so.
package struct CodexEngine: CodingEngine {
  package let name = "codex"
  package let capabilities = CodexEngine.allCapabilities
  package let credentialVariables = CodexConfiguration.credentialVariables
  package let passedVariables = ["OPENAI_BASE_URL"]
  package let loginFiles = [".codex/auth.json"]
  package let needsCredential = true
  package let installHint = "npm install -g @openai/codex"
  package let installation: EngineInstallation? = EngineInstallation(
    ["npm", "install", "-g", "@openai/codex"], documentation: "https://developers.openai.com/codex/cli")
  package let sheet = EngineSheet(
    title: "Codex CLI", homepage: "https://github.com/openai/codex",
    commandLines: ["codex app-server -c model_providers.carrel=… …", "codex exec --json --skip-git-repo-check -s … [resume THREAD] -"],
    leavesBehind: ["threads, logs and databases in ~/.codex of the task's private home"],
    remarks: [
      "A repository's own .codex/config.toml is not read: its MCP servers and hooks would run before anybody has read them. Its AGENTS.md is.",
      "Its own sandbox cannot be made inside Carrel's and is off there; with [sandbox] level = \"none\" it is on.",
      "In mode ask it asks for every command that is not plain reading.",
      "It reports tokens, no money.",
      "OPENAI_API_KEY and CODEX_API_KEY are hidden from the commands that it runs.",
      "`codex exec`, the fallback, can neither ask nor compact and runs in mode auto only.",
    ],
    trial: .realProgram)

  private let sandbox: AgentSandbox

  /// The engine. `sandbox` is what its agents' sandboxes are made with.
  package init(sandbox: AgentSandbox = .found()) { self.sandbox = sandbox }

  static let allCapabilities: AgentCapabilities = [
    .severalTurns, .resume, .interrupt, .permissions, .questions, .compact, .switchModel, .steer, .textDeltas, .tokens,
  ]

  package func status(command: String?, environment: [String: String]) async -> EngineStatus {
    await EngineProbe.status(self, program: command ?? name, environment: environment, logIn: "log in with `codex login` once")
  }

  package func models(command: String?, environment: [String: String]) async throws(TaskFailure) -> [ModelOffer] {
    var places = environment
    if places["PATH"] == nil { places["PATH"] = Environment.current["PATH"] }
    guard let path = ProgramSearch.find(command ?? name, environment: places) else {
      throw TaskFailure(
        .engine, "Listing codex's models: codex is not installed: \(installHint), or set command under [engine.codex] in the configuration."
      )
    }
    return try await CodexModels.ask(path, environment: environment)
  }

  package func replayDecoder() -> (any ReplayDecoder)? { CodexReplay() }

  package func holdsSession(_ id: String, home: String) -> Bool { CodexRollout.path(id, home: home) != nil }

  package func modelRoute(_ setup: AgentSetup, variable: String) -> ModelRoute? {
    guard setup.ollamaURL == nil, credentialVariables.contains(variable) else { return nil }
    let upstream = setup.baseURL(orOf: passedVariables) ?? CodexConfiguration.openAI
    return ModelRoute(.openAI, upstream: upstream, variables: passedVariables)
  }

  package func ownInterface(_ setup: AgentSetup, session: String) throws(TaskFailure) -> OwnInterface? {
    let program = try EngineProbe.program(self, named: setup.command ?? name)
    return OwnInterface(CodexCommandLine.ownInterface(program, setup, thread: session), program, sandbox)
  }

  package func makeAgent(_ setup: AgentSetup) throws(TaskFailure) -> any CodingAgent {
    let program = try EngineProbe.program(self, named: setup.command ?? name)
    let sandbox = sandbox
    let launch: AgentLaunch = { command async throws(TaskFailure) in
      try await Self.makeHome(setup)
      return try await AgentLauncher.launch(command, setup, program, sandbox)
    }
    switch setup.dialect {
    case nil, .appServer: return CodexAgent(program: program, setup: setup, capabilities: capabilities, launch: launch)
    case .exec:
      return CodexExecAgent(program: program, setup: setup, channel: AgentChannel(program, setup, launch: launch))
    case .some(let other):
      throw TaskFailure(
        .badRequest,
        "Starting codex: it does not speak \"\(other.rawValue)\"; set protocol under [engine.codex] to \"app-server\" or \"exec\".")
    }
  }

  /// Codex wants its directory to be there.
  private static func makeHome(_ setup: AgentSetup) async throws(TaskFailure) {
    let directory = CodexCommandLine.home(setup)
    do throws(PlatformError) {
      try await runBlocking { () throws(PlatformError) in try Files.makeDirectory(directory) }
    } catch {
      throw TaskFailure(.engine, "Preparing the private home of \(setup.task): \(error.text).")
    }
  }
}
