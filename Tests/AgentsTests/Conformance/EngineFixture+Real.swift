import Agents
import FoundationEssentials
import Model
import Platform
import Sandbox
import TestSupport
import Testing

/// Engines with their real programs.
extension EngineFixture {
  static let codex = EngineFixture(
    name: "codex", engine: CodexEngine(),
    capabilities: [
      .severalTurns, .resume, .interrupt, .permissions, .questions, .compact, .switchModel, .steer,
      .textDeltas, .tokens,
    ],
    ways: [.tellsTools, .runsCommands, .retries, .hasModel],
    program: program("CARREL_TEST_CODEX"), missing: "CARREL_TEST_CODEX names no codex program",
    model: "gpt-5.5", otherModel: "gpt-5.2", otherModelAsked: "gpt-5.2", configure: configureCodex)

  static let codexExec = EngineFixture(
    name: "codex exec", engine: CodexEngine(),
    capabilities: [.severalTurns, .resume, .interrupt, .switchModel, .tokens],
    ways: [.tellsTools, .runsCommands, .retries, .hasModel, .isSecondDialect],
    program: codex.program, missing: codex.missing, model: "gpt-5.5", otherModel: "gpt-5.2",
    otherModelAsked: "gpt-5.2",
    configure: { setup, address in
      configureCodex(&setup, address)
      setup.dialect = .exec
    })

  private static let configureCodex: @Sendable (inout AgentSetup, String) -> Void = {
    setup, address in
    setup.environment = ["OPENAI_API_KEY": key, "OPENAI_BASE_URL": address + "/v1"]
    // Its own sandbox, which it has outside of ours, does not show the directories of tests.
    if RealClaude.hasSandbox { setup.sandbox.level = .isolated }
  }

  static let aider = EngineFixture(
    name: "aider", engine: AiderEngine(),
    capabilities: [.resume, .interrupt, .textDeltas, .tokens, .cost],
    ways: [.tellsTools, .tellsRetries, .retries, .hasModel],
    program: program("CARREL_TEST_AIDER"), missing: "CARREL_TEST_AIDER names no aider program",
    model: "openai/gpt-4o", unknownModel: "openai/no-such-model",
    configure: { setup, address in
      setup.baseURL = address + "/v1"
      setup.environment = ["OPENAI_API_KEY": key]
    },
    words: { if case .run = $0 { nil } else { $0.mark } })

  static let vibe = EngineFixture(
    name: "vibe-acp", engine: acp("vibe"),
    capabilities: [
      .severalTurns, .resume, .interrupt, .permissions, .questions, .compact, .switchModel,
      .textDeltas, .tokens,
    ],
    ways: [.tellsTools, .runsCommands, .retries, .hasModel],
    program: program("CARREL_TEST_VIBE_ACP"),
    missing: "CARREL_TEST_VIBE_ACP names no vibe-acp program (it needs Python 3.12)",
    otherModel: "small",
    configure: { setup, address in
      setup.baseURL = address + "/v1"
      setup.environment = [
        "OPENAI_API_KEY": key, "MISTRAL_API_KEY": key, "VIBE_TEST_DISABLE_KEYRING": "1",
      ]
      configureVibe(address + "/v1", home: setup.home)
    },
    words: { if case .question = $0 { nil } else { $0.mark } })

  static let gptme = EngineFixture(
    name: "gptme-acp", engine: acp("gptme"),
    capabilities: [.severalTurns, .interrupt, .permissions, .questions, .textDeltas],
    ways: [.runsCommands, .retries, .hasModel],
    program: program("CARREL_TEST_GPTME_ACP"),
    missing: "CARREL_TEST_GPTME_ACP names no gptme-acp program",
    model: "local/scripted-large", unknownModel: "local/no-such-model",
    configure: { setup, address in
      setup.baseURL = address + "/v1"
      // Its tokenizer's table cannot be fetched, and is not waited for.
      setup.environment = ["OPENAI_API_KEY": key, "HTTPS_PROXY": "http://127.0.0.1:9"]
    },
    words: {
      switch $0 {
      case .question, .think: nil
      default: $0.mark
      }
    })

  private static func acp(_ name: String) -> any CodingEngine {
    EngineRegistry.standard().engine(named: name) ?? DemoEngine(executable: nil)
  }

  /// vibe's own configuration names the server and two models.
  private static func configureVibe(_ url: String, home: String) {
    let models = ["large", "small"].map {
      "\n[[models]]\nname = \"scripted-\($0)\"\nprovider = \"scripted\"\nalias = \"\($0)\"\n"
    }
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

      """
    try? Files.makeDirectory("\(home)/.vibe")
    try? Files.writeAtomically(
      Array((text + models.joined()).utf8), to: "\(home)/.vibe/config.toml")
  }
}
