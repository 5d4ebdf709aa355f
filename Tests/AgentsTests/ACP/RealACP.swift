import Agents
import FoundationEssentials
import Model
import Platform
import Sandbox
import Testing

/// Real agents of the protocol against the scripted model server of Tests/TestSupport.
enum RealACP: String, Sendable, CaseIterable, CustomTestStringConvertible {
  case vibe, gptme

  var testDescription: String { rawValue }

  var variable: String { self == .vibe ? "CARREL_TEST_VIBE_ACP" : "CARREL_TEST_GPTME_ACP" }

  /// The program's path, if it is there.
  var program: String? { Environment.current[variable].flatMap { $0.isEmpty ? nil : $0 } }

  /// Runs an agent in a stage while a model server does; ends both.
  func play(
    _ mode: TaskMode = .auto, session: AgentSetup.Session = .new(id: UUID().uuidString.lowercased()), stage: AgentStage,
    isolated: Bool = false, change: (inout AgentSetup) -> Void = { _ in }, _ script: (any CodingAgent, AgentStage) async throws -> Void
  ) async throws {
    let model = try await RealClaude()
    var setup = stage.setup(mode, session: session)
    setup.command = program
    setup.baseURL = "\(model.address)/v1"
    setup.model = self == .vibe ? nil : "local/scripted-large"
    setup.environment = ["OPENAI_API_KEY": "sk-test-0123456789", "MISTRAL_API_KEY": "sk-test-0123456789", "VIBE_TEST_DISABLE_KEYRING": "1"]
    if isolated { setup.sandbox.level = .isolated }
    change(&setup)
    if self == .vibe { try configureVibe("\(model.address)/v1", home: setup.home) }
    let engine = try #require(EngineRegistry.standard().engine(named: rawValue))
    let agent = try engine.makeAgent(setup)
    do {
      try await agent.start(stage.receive)
      try await script(agent, stage)
    } catch {
      Issue.record(error)
    }
    await agent.stop()
    await stage.exited()
    await model.end()
  }

  /// Its own configuration names the server and two models.
  private func configureVibe(_ url: String, home: String) throws {
    try FileManager.default.createDirectory(atPath: "\(home)/.vibe", withIntermediateDirectories: true)
    let text = """
      active_model = "large"
      enable_telemetry = false
      enable_auto_update = false

      [[providers]]
      name = "scripted"
      api_base = "\(url)"
      api_key_env_var = "OPENAI_API_KEY"
      api_style = "openai"
      backend = "generic"

      [[models]]
      name = "scripted-large"
      provider = "scripted"
      alias = "large"

      [[models]]
      name = "scripted-small"
      provider = "scripted"
      alias = "small"
      """
    try Data(text.utf8).write(to: URL(filePath: "\(home)/.vibe/config.toml"))
  }
}
