import JSON
package import Model
import Platform

/// Gemini CLI (https://github.com/google-gemini/gemini-cli; facts/engines.md, 6).
package struct GeminiEngine: CodingEngine {
  package let name = "gemini"
  package let program = "gemini"
  package let capabilities = ACPOptions.usual.union([.resume, .switchModel, .tokens])
  package let credentialVariables = ["GEMINI_API_KEY", "GOOGLE_API_KEY"]
  package let passedVariables = [
    "GOOGLE_GEMINI_BASE_URL", "GOOGLE_VERTEX_BASE_URL", "GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_CLOUD_PROJECT", "GOOGLE_CLOUD_LOCATION",
  ]
  package let loginFiles = [".gemini/oauth_creds.json", ".gemini/google_accounts.json"]
  package let needsCredential = true
  package let installHint = "npm install -g @google/gemini-cli"
  package let installation: EngineInstallation? = EngineInstallation(
    ["npm", "install", "-g", "@google/gemini-cli"], documentation: "https://github.com/google-gemini/gemini-cli#-installation")
  package let sheet = EngineSheet(
    title: "Gemini CLI", homepage: "https://github.com/google-gemini/gemini-cli",
    commandLines: [
      "gemini --acp", "gemini --prompt=… --output-format=stream-json --approval-mode=yolo --skip-trust --session-id=… | --resume=…",
    ],
    leavesBehind: ["settings and conversations in ~/.gemini of the task's private home"],
    remarks: [
      "It speaks ACP; with protocol = \"stream-json\" it is run headless: one process per turn that cannot ask: mode ask works as auto; in mode plan its first answer is the plan to approve.",
      "Its settings are written anew for every task, without updates and telemetry; a user's own are not read.",
      "A repository's GEMINI.md and .gemini/ are read by it.",
    ],
    trial: .standIn)

  private let sandbox: AgentSandbox
  private let client: GeminiModels

  /// The engine, in sandboxes made with this.
  package init(sandbox: AgentSandbox = .found()) {
    self.sandbox = sandbox
    client = GeminiModels()
  }

  package func status(command: String?, environment: [String: String]) async -> EngineStatus {
    await EngineProbe.status(self, program: command ?? program, environment: environment, logIn: "log in with `gemini` once")
  }

  package func holdsSession(_ id: String, home: String) -> Bool {
    guard id.utf8.count >= 8, !id.contains("/") else { return false }
    if ACPSessionLedger(engine: name, home: home).holds(id) { return true }
    return GeminiCommandLine.keeps(id, home: home)
  }

  package func models(command: String?, environment: [String: String]) async throws(TaskFailure) -> [ModelOffer] {
    try await client.list(environment)
  }

  package func replayDecoder() -> (any ReplayDecoder)? { GeminiReplay() }

  package func modelRoute(_ setup: AgentSetup, variable: String) -> ModelRoute? {
    // The other variable leads to Vertex AI, whose addresses are many.
    guard variable == "GEMINI_API_KEY", setup.environment["GOOGLE_GENAI_USE_VERTEXAI"] != "true" else { return nil }
    let names = ["GOOGLE_GEMINI_BASE_URL"]
    return ModelRoute(
      .gemini, upstream: setup.baseURL(orOf: names) ?? "https://generativelanguage.googleapis.com", variables: names)
  }

  package func makeAgent(_ setup: AgentSetup) throws(TaskFailure) -> any CodingAgent {
    let program = try EngineProbe.program(self, named: setup.command ?? program)
    if setup.dialect == .streamJSON || setup.dialect == .run || setup.dialect == .exec {
      let driver = GeminiDriver(program: program, setup: setup, capabilities: Self.headless)
      return TurnProcessAgent(program: program, setup: setup, driver: driver, sandbox: sandbox)
    }
    let options = ACPOptions(
      capabilities: capabilities, environment: GeminiCommandLine.quiet.merging(["GEMINI_CLI_HOME": setup.home]) { _, own in own },
      modelVariable: "GEMINI_MODEL", baseURLVariable: "GOOGLE_GEMINI_BASE_URL", usagePerTurn: true)
    let sandbox = sandbox
    let settings = GeminiCommandLine.settings(setup, withServers: false)
    var named = setup
    named.model = GeminiCommandLine.model(setup)
    return ACPAgent(program: program, arguments: ["--acp"], setup: named, options: options) { command async throws(TaskFailure) in
      try await Self.write(settings, setup)
      return try await AgentLauncher.launch(command, setup, program, sandbox)
    }
  }

  /// What its headless form can do.
  static let headless: AgentCapabilities = [.resume, .interrupt, .textDeltas, .tokens]

  private static func write(_ settings: JSONValue, _ setup: AgentSetup) async throws(TaskFailure) {
    let path = GeminiCommandLine.settingsPath(setup.home)
    let failure = await runBlocking { () -> String? in
      do throws(PlatformError) {
        try TurnFiles.write([path: Array(settings.serialized(pretty: true).utf8)], in: setup.home)
        return nil
      } catch {
        return error.text
      }
    }
    if let failure { throw TaskFailure(.engine, "Writing gemini's settings: \(failure).") }
  }
}
