package import Model
import Platform
import Providers

/// Claude Code (facts/engines.md, 1).
package struct ClaudeEngine: CodingEngine {
  package let name = "claude"
  package let capabilities = ClaudeEngine.allCapabilities
  package let credentialVariables = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"]
  package let passedVariables = ["ANTHROPIC_BASE_URL"]
  package let loginFiles = [".claude/.credentials.json"]
  package let needsCredential = true
  package let installHint = "npm install -g @anthropic-ai/claude-code"
  package let installation: EngineInstallation? = EngineInstallation(
    ["npm", "install", "-g", "@anthropic-ai/claude-code"], documentation: "https://docs.anthropic.com/en/docs/claude-code/setup")
  package let sheet = EngineSheet(
    title: "Claude Code", homepage: "https://claude.com/claude-code",
    commandLines: ["claude -p --input-format stream-json --output-format stream-json --verbose --permission-prompt-tool stdio …"],
    leavesBehind: ["the conversation, its plans and shell snapshots in ~/.claude of the task's private home"],
    remarks: ["A repository's own hooks and MCP servers are off: they would run code before anybody has read it."],
    trial: .realProgram)

  private let sandbox: AgentSandbox
  /// What works in claude's place where it is not installed.
  let builtIn: BuiltInEngine

  /// The engine. `sandbox` is what its agents' sandboxes are made with; `executable` the program that understands `agent`, this program itself if nil.
  package init(sandbox: AgentSandbox = .found(), executable: String? = nil) {
    self.sandbox = sandbox
    builtIn = BuiltInEngine(executable: executable, sandbox: sandbox)
  }

  static let allCapabilities: AgentCapabilities = [
    .severalTurns, .resume, .interrupt, .permissions, .questions, .compact, .switchModel, .steer, .textDeltas, .tokens, .cost,
  ]

  package func status(command: String?, environment: [String: String]) async -> EngineStatus {
    let status = await EngineProbe.status(
      self, program: command ?? name, environment: environment, logIn: "log in with `claude` once")
    return withFallback(status, command: command, environment: environment)
  }

  /// The aliases that claude itself takes, then what Anthropic (or the server at `ANTHROPIC_BASE_URL`) lists when there is a key, then this machine's models.
  package func models(command: String?, environment: [String: String]) async throws(TaskFailure) -> [ModelOffer] {
    let lists = OfferedModels(environment)
    let aliases = ["sonnet", "opus", "haiku"].map { ModelOffer(id: $0, note: "the newest of its family (now \(ModelAliases.resolve($0)))") }
    return aliases + (try await lists.anthropic()) + (await lists.ollama())
  }

  package func replayDecoder() -> (any ReplayDecoder)? { ClaudeReplay() }

  package func holdsSession(_ id: String, home: String) -> Bool {
    guard !id.isEmpty, !id.contains("/") else { return false }
    if builtIn.holdsSession(id, home: home) { return true }
    let projects = "\(home)/.claude/projects"
    return ((try? Files.list(projects)) ?? []).contains { Files.isFile("\(projects)/\($0)/\(id).jsonl") }
  }

  package func modelRoute(_ setup: AgentSetup, variable: String) -> ModelRoute? {
    guard setup.ollamaURL == nil, credentialVariables.contains(variable) else { return nil }
    let upstream = setup.baseURL(orOf: passedVariables) ?? AnthropicProvider.defaultURL
    return ModelRoute(.anthropic, upstream: upstream, variables: passedVariables)
  }

  package func ownInterface(_ setup: AgentSetup, session: String) throws(TaskFailure) -> OwnInterface? {
    // A conversation of the agent in its place has no such interface.
    if builtIn.holdsSession(session, home: setup.home) { return nil }
    let program = try EngineProbe.program(self, named: setup.command ?? name)
    var own = OwnInterface(ClaudeCommandLine.ownInterface(program, setup, session: session), program, sandbox)
    let (home, directory, workspace) = (setup.home, ClaudeCommandLine.configDirectory(setup), setup.workspace)
    let key = own.command.environment["ANTHROPIC_API_KEY"]
    own.preparing = { () throws(PlatformError) in
      try ClaudeWelcome.prepare(home: home, directory: directory, workspace: workspace, key: key)
    }
    return own
  }

  package func makeAgent(_ setup: AgentSetup) throws(TaskFailure) -> any CodingAgent {
    if let agent = try fallback(setup) { return agent }
    let program = try EngineProbe.program(self, named: setup.command ?? name)
    let sandbox = sandbox
    return ClaudeAgent(program: program, setup: setup, capabilities: capabilities) { command async throws(TaskFailure) in
      try await AgentLauncher.launch(command, setup, program, sandbox)
    }
  }
}
