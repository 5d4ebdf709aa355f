import Agents
import TestSupport

extension EngineFixture {
  /// All of them, in the order of the registry.
  static let all: [EngineFixture] = [claude, demo]

  static let claude = EngineFixture(
    name: "claude", engine: ClaudeEngine(),
    capabilities: [
      .severalTurns, .resume, .interrupt, .permissions, .questions, .compact, .switchModel, .steer, .textDeltas, .tokens, .cost,
    ],
    ways: [.tellsTools, .runsCommands, .tellsRetries, .retries, .hasModel, .givesUpRefused],
    program: program("CARREL_TEST_CLAUDE"), missing: "CARREL_TEST_CLAUDE names no claude program",
    configure: { setup, address in
      setup.environment = [
        "ANTHROPIC_BASE_URL": address, "ANTHROPIC_API_KEY": "sk-ant-test-0123456789", "CLAUDE_CODE_MAX_RETRIES": "1",
      ]
    })

  static let demo = EngineFixture(
    name: "demo", engine: DemoEngine(executable: CarrelProgram.path),
    capabilities: claude.capabilities,
    ways: [.tellsTools, .isOwnProgram],
    program: CarrelProgram.path, missing: "carrel was not built beside the tests", questionLeaves: ["GREETING.md", "NOTES.md"],
    configure: { setup, _ in setup.environment = ["CARREL_DEMO_PACE": "0"] },
    words: { $0.demoMark })
}
