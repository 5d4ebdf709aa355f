import Agents
import FoundationEssentials
import Model
import Platform
import TestSupport
import Testing

/// Carrel's own agent with each kind of provider, and stand-ins for what cannot be had here.
extension EngineFixture {
  static let carrelMessages = own(
    "carrel, Anthropic Messages", model: "anthropic/scripted-large",
    other: "anthropic/scripted-small", unknown: "anthropic/no-such-model"
  ) { ["ANTHROPIC_API_KEY": key, "ANTHROPIC_BASE_URL": $0] }

  static let carrelChat = own(
    "carrel, OpenAI", model: "openai/scripted-large", other: "openai/scripted-small",
    unknown: "openai/no-such-model"
  ) { ["OPENAI_API_KEY": key, "OPENAI_BASE_URL": $0 + "/v1"] }

  static let carrelOllama = own(
    "carrel, Ollama", model: "ollama/scripted:latest", other: "ollama/scripted-small:1b",
    unknown: "ollama/no-such-model"
  ) { ["OLLAMA_HOST": $0] }

  private static func own(
    _ name: String, model: String, other: String, unknown: String,
    _ environment: @escaping @Sendable (String) -> [String: String]
  ) -> EngineFixture {
    EngineFixture(
      name: name, engine: BuiltInEngine(executable: CarrelProgram.path),
      capabilities: [
        .severalTurns, .resume, .interrupt, .permissions, .questions, .compact, .switchModel,
        .textDeltas, .tokens, .cost,
      ],
      ways: [.tellsTools, .runsCommands, .retries, .hasModel, .isOwnProgram],
      program: CarrelProgram.path, missing: "carrel was not built beside the tests", model: model,
      unknownModel: unknown,
      otherModel: other, otherModelAsked: "scripted-small",
      configure: { setup, address in
        setup.environment = environment(address)
        if model.hasPrefix("ollama/") { setup.ollamaURL = address }
      })
  }

  private static let standIn = "\(Fixture.directory)/standins/stand_in"

  static let gemini = EngineFixture(
    name: "gemini headless (stand-in)", engine: GeminiEngine(),
    capabilities: [.resume, .interrupt, .textDeltas, .tokens],
    ways: [.tellsTools, .runsCommands, .retries, .hasModel, .givesUp, .isSecondDialect],
    program: standIn, missing: "",
    configure: { setup, address in
      setup.dialect = .streamJSON
      setup.baseURL = address + "/v1"
      setup.environment = ["GEMINI_API_KEY": key]
    },
    words: { if case .think = $0 { nil } else { $0.mark } })

  static let command = EngineFixture(
    name: "command",
    engine: CommandEngine(ConfiguredEngine(name: "any", dialect: .command, command: standIn)),
    capabilities: [.textDeltas], ways: [.runsCommands, .retries, .hasModel, .anyProgram, .givesUp],
    program: standIn, missing: "",
    configure: { setup, address in setup.environment = ["STAND_IN_MODEL": address] },
    words: { if case .think = $0 { nil } else { $0.mark } })
}
