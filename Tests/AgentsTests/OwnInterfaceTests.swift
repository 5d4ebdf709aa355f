import Agents
import Model
import Sandbox
import Testing

@Suite("Engines' own interfaces") struct OwnInterfaceTests {
  private var setup: AgentSetup {
    var setup = AgentSetup(
      task: TaskID(3), workspace: "/s/ws", home: "/s/home", log: "/s/log", sandbox: SandboxProfile(workspace: "/s/ws", home: "/s/home"),
      session: .resume(id: "5f3b"), mode: .auto)
    setup.command = "/bin/sh"
    return setup
  }

  @Test("They go on with the task's conversation, in its home, on a terminal", arguments: ["claude", "codex", "opencode", "demo"])
  func goOn(name: String) throws {
    let engine = try #require(EngineRegistry.standard().engine(named: name))
    let own = try #require(try engine.ownInterface(setup, session: "5f3b"))
    #expect(own.command.arguments.contains { $0.contains("5f3b") })
    #expect(own.command.environment["TERM"] == "xterm-256color")
    #expect(own.command.environment["NO_COLOR"] == nil)
    #expect(own.command.environment["HOME"] == "/s/home")
    #expect(own.command.directory == "/s/ws")
    // No hooks, servers or settings that only the repository brings.
    if name == "claude" { #expect(own.command.arguments.contains("--strict-mcp-config") && !own.command.arguments.contains("-p")) }
    if name == "codex" { #expect(own.command.arguments.suffix(2) == ["resume", "5f3b"]) }
  }

  @Test("An engine without one says so")
  func none() throws {
    let engine = try #require(EngineRegistry.standard().engine(named: "aider"))
    #expect(try engine.ownInterface(setup, session: "5f3b") == nil)
  }
}
