import Agents
import FoundationEssentials
import Model
import Platform
import Sandbox
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct BuiltInEngineTests {
  private static let bare = AgentSandbox(warden: nil, bwrap: "/usr/bin/bwrap", features: .init())

  @Test func theArgumentsFollowTheSetup() throws {
    let stage = try AgentStage()
    var setup = stage.setup(.auto)
    #expect(BuiltInCommandLine.arguments(setup) == ["--allow-bash", "--after-plan=ask"])
    setup.sandbox.level = .isolated
    #expect(BuiltInCommandLine.arguments(setup) == ["--allow-bash", "--after-plan=auto"])
    (setup.model, setup.effort, setup.baseURL) = ("ollama/qwen3", "high", "http://127.0.0.1:1/v1")
    setup.allowedTools = ["Read", "Edit"]
    setup.disallowedTools = ["Write", "Bash(rm *)"]
    #expect(
      BuiltInCommandLine.arguments(setup) == [
        "--model=ollama/qwen3", "--effort=high", "--base-url=http://127.0.0.1:1/v1", "--after-plan=ask", "--deny=Write",
      ])
    setup.allowedTools = ["Bash(make *)"]
    #expect(BuiltInCommandLine.arguments(setup).contains("--allow-bash"))
    setup.disallowedTools = ["Bash"]
    #expect(!BuiltInCommandLine.arguments(setup).contains("--allow-bash"))
  }

  @Test func statusSaysWhichKeyItUses() async {
    let engine = BuiltInEngine(executable: "/nowhere/carrel")
    let none = await engine.status(command: nil, environment: [:])
    #expect(none.problem?.contains("ANTHROPIC_API_KEY") == true && none.path == "/nowhere/carrel")
    let some = await engine.status(command: nil, environment: ["OPENAI_API_KEY": "x"])
    #expect(some.problem == nil && some.credential == "OPENAI_API_KEY from the environment")
    #expect(engine.credentialVariables(model: "ollama/qwen3") == [])
    #expect(engine.credentialVariables(model: "openrouter/x") == ["OPENROUTER_API_KEY"])
    #expect(engine.credentialVariables(model: "sonnet").first == "ANTHROPIC_API_KEY")
    #expect(EngineRegistry.standard().engine(named: "carrel") != nil)
  }

  @Test func itWorksInClaudesPlace() async throws {
    if ProcessCommand.find("claude", path: Environment.current["PATH"]) != nil { try Test.cancel("claude is installed") }
    guard Files.isFile(CarrelProgram.path) else { try Test.cancel("carrel was not built beside the tests") }
    let engine = ClaudeEngine(sandbox: Self.bare, executable: CarrelProgram.path)
    let status = await engine.status(command: nil, environment: ["ANTHROPIC_API_KEY": "x", "HOME": "/nowhere"])
    if status.version != "carrel agent" { try Test.cancel("claude is installed") }
    #expect(status.problem == nil && status.credential?.contains("claude is not installed") == true)
    try await ScriptedModel.use { model in
      let stage = try AgentStage()
      var setup = stage.setup()
      setup.environment = ["ANTHROPIC_API_KEY": "sk-test", "ANTHROPIC_BASE_URL": model.address]
      let agent = try engine.makeAgent(setup)
      try await agent.start(stage.receive)
      try await agent.send("Please [[model:say Hello from Carrel.]]")
      await stage.turns(1)
      let id = await agent.sessionID
      await agent.stop()
      #expect(stage.events.first == .notice(.info, "claude is not installed: Carrel's own agent works with the same key."))
      #expect(stage.outcomes == [.completed])
      #expect(stage.summary.contains("text Hello from Carrel."))
      #expect(id.map { engine.holdsSession($0, home: "\(stage.directory)/home") } == true)
    }
  }

  @Test func withoutAKeyAMissingClaudeIsMissing() throws {
    let stage = try AgentStage()
    var setup = stage.setup()
    setup.command = "/nowhere/claude"
    setup.environment = ["ANTHROPIC_API_KEY": "sk-test"]
    #expect(throws: TaskFailure.self) { _ = try ClaudeEngine(sandbox: Self.bare).makeAgent(setup) }
  }
}
