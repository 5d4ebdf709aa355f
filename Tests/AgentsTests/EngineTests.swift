import Agents
import FoundationEssentials
import Model
import Sandbox
import Testing

@Suite struct EngineTests {
  @Test func registry() {
    let registry = EngineRegistry.standard()
    #expect(registry.engines.first?.name == "claude")
    #expect(registry.engine(named: "demo")?.needsCredential == false)
    #expect(registry.engine(named: "nope") == nil)
  }

  @Test func aMissingProgramIsSaidWithTheRemedy() async throws {
    let stage = try AgentStage()
    var setup = stage.setup()
    setup.command = "/nowhere/claude"
    do throws(TaskFailure) {
      _ = try ClaudeEngine().makeAgent(setup)
      Issue.record("an agent without a program")
    } catch {
      #expect(error.kind == .engine)
      #expect(error.text.contains("npm install -g @anthropic-ai/claude-code"))
      #expect(error.text.contains("/nowhere/claude"))
    }
    let status = await ClaudeEngine().status(
      command: "/nowhere/claude", environment: ["HOME": stage.directory, "ANTHROPIC_API_KEY": "x"])
    #expect(status.path == nil)
    #expect(status.problem?.contains("/nowhere/claude") == true)
    #expect(status.variables["ANTHROPIC_API_KEY"] == true)
    #expect(status.variables["ANTHROPIC_BASE_URL"] == false)
  }

  @Test func aProgramThatIsNotClaude() async throws {
    let stage = try AgentStage()
    let status = await ClaudeEngine().status(
      command: "/bin/false", environment: ["HOME": stage.directory])
    #expect(status.path == "/bin/false")
    #expect(status.version == nil)
    #expect(status.problem?.contains("/bin/false") == true)
  }

  @Test func aProgramThatEndsAtOnce() async throws {
    let stage = try AgentStage()
    var setup = stage.setup()
    setup.command = "/bin/false"
    let agent = try ClaudeEngine(
      sandbox: AgentSandbox(warden: nil, bwrap: "/usr/bin/bwrap", features: .init())
    ).makeAgent(setup)
    try await agent.start(stage.receive)
    await stage.exited()
    #expect(stage.events == [.exited(code: 1, signal: nil)])
    await #expect(throws: TaskFailure.self) { try await agent.send("x") }
    await agent.stop()
  }

  @Test func aProgramThatSaysNothingIsStopped() async throws {
    let stage = try AgentStage()
    var setup = stage.setup()
    setup.command = "/bin/sh"
    setup.arguments = []
    // A shell that gets claude's arguments refuses them and complains.
    let agent = try ClaudeEngine(
      sandbox: AgentSandbox(warden: nil, bwrap: "/usr/bin/bwrap", features: .init())
    ).makeAgent(setup)
    try await agent.start(stage.receive)
    await stage.exited()
    #expect(stage.events.contains { if case .standardError = $0 { true } else { false } })
    await agent.stop()
  }

  @Test func sessionsAreFoundByTheirFile() throws {
    let stage = try AgentStage()
    let home = "\(stage.directory)/home"
    #expect(!ClaudeEngine().holdsSession("abc", home: home))
    try FileManager.default.createDirectory(
      atPath: "\(home)/.claude/projects/-x", withIntermediateDirectories: true)
    try Data("{}".utf8).write(to: URL(filePath: "\(home)/.claude/projects/-x/abc.jsonl"))
    #expect(ClaudeEngine().holdsSession("abc", home: home))
    #expect(!ClaudeEngine().holdsSession("../-x/abc", home: home))
    #expect(!ClaudeEngine().holdsSession("", home: home))
  }
}
