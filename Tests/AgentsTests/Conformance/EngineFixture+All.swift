import Agents
import FoundationEssentials
import Model
import Platform
import TestSupport
import Testing

extension EngineFixture {
  /// All of them: engine by engine, each in every way in which it is spoken to; those that CARREL_CONFORMANCE names ("codex,aider") where it is set.
  static let all: [EngineFixture] = {
    let all = [
      claude, codex, codexExec, openCode, openCodeRun, gemini, aider, carrelMessages, carrelChat, carrelOllama, vibe, gptme, command, demo,
    ]
    guard let names = program("CARREL_CONFORMANCE")?.split(separator: ",") else { return all }
    return all.filter { fixture in names.contains { fixture.name.hasPrefix($0) } }
  }()

  private static func isInFirstHalf(_ fixture: EngineFixture) -> Bool {
    ["claude", "aider", "vibe", "demo", "command"].contains { fixture.name.hasPrefix($0) }
  }

  /// Two halves that take about the same time.
  static let halves: ([EngineFixture], [EngineFixture]) = (
    all.filter { isInFirstHalf($0) },
    all.filter { !isInFirstHalf($0) }
  )

  static let claude = EngineFixture(
    name: "claude", engine: ClaudeEngine(),
    capabilities: [
      .severalTurns, .resume, .interrupt, .permissions, .questions, .compact, .switchModel, .steer,
      .textDeltas, .tokens, .cost,
    ],
    ways: [.tellsTools, .runsCommands, .tellsRetries, .retries, .hasModel, .givesUp],
    program: program("CARREL_TEST_CLAUDE"), missing: "CARREL_TEST_CLAUDE names no claude program",
    configure: { setup, address in
      setup.environment = [
        "ANTHROPIC_BASE_URL": address, "ANTHROPIC_API_KEY": key, "CLAUDE_CODE_MAX_RETRIES": "1",
      ]
    })

  static let demo = EngineFixture(
    name: "demo", engine: DemoEngine(executable: CarrelProgram.path),
    capabilities: claude.capabilities,
    ways: [.tellsTools, .isOwnProgram, .givesUp],
    program: CarrelProgram.path, missing: "carrel was not built beside the tests",
    questionLeaves: ["GREETING.md", "NOTES.md"],
    configure: { setup, _ in setup.environment = ["CARREL_DEMO_PACE": "0"] },
    words: { $0.demoMark })

  /// A key as the redactor knows them.
  static let key = "sk-ant-test-0123456789"
}
