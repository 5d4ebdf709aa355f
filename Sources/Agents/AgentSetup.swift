package import Model
package import Sandbox
package import Secrets

/// All that an engine needs to make an agent for one attempt of a task.
package struct AgentSetup: Sendable {
  /// Which conversation it works in.
  package enum Session: Hashable, Sendable {
    /// A new one; the engine may take the id (a lower-case UUID) or choose its own.
    case new(id: String)
    /// One that this task's private home already holds.
    case resume(id: String)
  }

  /// The task, for logs.
  package var task: TaskID
  /// The workspace's absolute directory (the same inside the sandbox).
  package var workspace: String
  /// The task's private home (the same inside the sandbox).
  package var home: String
  /// The directory for the raw protocol log and standard error.
  package var log: String
  /// The sandbox it runs in; the engine adds what its program needs to read.
  package var sandbox: SandboxProfile
  /// The doors out of its network namespace, for this one start.
  package var doors: [SandboxDoor]
  /// Stops and lets go what is started with this setup.
  package var brake: AgentBrake
  /// The conversation.
  package var session: Session
  /// The model; nil: the engine's default.
  package var model: String?
  /// The mode.
  package var mode: TaskMode
  /// The engine's effort word.
  package var effort: String?
  /// The program, by name or path, if configured otherwise than the engine's own name.
  package var command: String?
  /// Further arguments from the configuration.
  package var arguments: [String]
  /// Environment for the engine: its credentials and configured variables, nothing else.
  package var environment: [String: String]
  /// Values of that environment that look like secrets and are worth nothing outside of this one sandbox: nothing is to be remembered of them.
  package var dummies: Set<String>
  /// Files outside that the engine's login needs, bound read-write into the private home: host path → path relative to the home.
  package var loginFiles: [String: String]
  /// Tools that run without asking; nil: the engine's default.
  package var allowedTools: [String]?
  /// Tools that never run.
  package var disallowedTools: [String]
  /// How to speak to the program; nil: the engine's own best way.
  package var dialect: EngineDialect?
  /// The base URL of the model's provider, when the configuration names one: an OpenAI-compatible or Anthropic-compatible server.
  package var baseURL: String?
  /// Where this machine's Ollama answers (`http://127.0.0.1:11434`), set when the model is one of its own (`ModelName.isOllama`).
  package var ollamaURL: String?
  /// MCP servers for the agent.
  package var mcpServers: [MCPServer]
  /// A server that already runs, for engines that can attach to one (`opencode serve`).
  package var serverURL: String?
  /// That server's password.
  package var serverPassword: String?
  /// Every secret that is taken out of what the agent says; its own are added when it is made.
  package var secrets: SecretLedger
  /// Cost and token totals that the session had before this process, for engines that report running totals.
  package var priorCostUSD: Double

  /// A setup with nothing optional.
  package init(task: TaskID, workspace: String, home: String, log: String, sandbox: SandboxProfile, session: Session, mode: TaskMode) {
    self.task = task
    self.workspace = workspace
    self.home = home
    self.log = log
    self.sandbox = sandbox
    self.session = session
    self.mode = mode
    arguments = []
    doors = []
    brake = AgentBrake()
    environment = [:]
    dummies = []
    loginFiles = [:]
    disallowedTools = []
    mcpServers = []
    secrets = SecretLedger()
    priorCostUSD = 0
  }
}
