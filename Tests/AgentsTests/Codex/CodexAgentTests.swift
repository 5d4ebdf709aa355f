import Agents
import JSON
import Model
import Synchronization
import Testing

/// What the agent makes of programs that behave badly, or are old.
@Suite(.timeLimit(.minutes(15))) struct CodexAgentTests {
  private func agent(_ stage: AgentStage, _ setup: AgentSetup, _ launch: @escaping AgentLaunch) -> CodexAgent {
    CodexAgent(
      program: AgentProgram(engine: "codex", path: "/nowhere/codex"), setup: setup, capabilities: CodexEngine().capabilities, launch: launch
    )
  }

  @Test func aTurnOverAScript() async throws {
    let stage = try AgentStage()
    let agent = agent(stage, stage.setup()) { _ in ScriptedCodex.server { _, _ in .init() } }
    try await agent.start(stage.receive)
    try await agent.send("say ok")
    await stage.turns(1)
    await agent.stop()
    await stage.exited()
    #expect(stage.summary == ["turn", "session m", "text ok", "done completed ok", "exited 0 0"])
    #expect(await agent.sessionID == "thread-1")
  }

  @Test func anotherThreadThanAskedForIsAFailure() async throws {
    let stage = try AgentStage()
    let agent = agent(stage, stage.setup(session: .resume(id: "thread-0"))) { _ in ScriptedCodex.server { _, _ in .init() } }
    let failure = await #expect(throws: TaskFailure.self) { try await agent.start(stage.receive) }
    #expect(failure?.kind == .engine)
    #expect(failure?.text.contains("thread-0") == true)
    await agent.stop()
    await stage.exited()
  }

  @Test func anEndInsideTheTurnFailsItOnce() async throws {
    let stage = try AgentStage()
    let agent = agent(stage, stage.setup()) { _ in
      ScriptedCodex.server { method, line in
        guard method == "turn/start" else { return .init() }
        return .init(
          lines: [#"{"id":\#(line["id"]?.serialized() ?? "0"),"result":{"turn":{"id":"t","status":"inProgress"}}}"#, "{\"half"],
          error: "boom",
          exit: AgentExit(signal: 9))
      }
    }
    try await agent.start(stage.receive)
    try await agent.send("go")
    await stage.exited()
    #expect(stage.outcomes.map(\.summary) == ["failed(engine)"])
    guard case .failed(let failure)? = stage.outcomes.first else { return }
    #expect(failure.text.contains("signal 9"))
    await #expect(throws: TaskFailure.self) { try await agent.send("more") }
    await agent.stop()
  }

  @Test func aRefusedPromptIsNoTurn() async throws {
    let stage = try AgentStage()
    let agent = agent(stage, stage.setup()) { _ in
      ScriptedCodex.server { method, line in
        method == "turn/start"
          ? .init(lines: [#"{"id":\#(line["id"]?.serialized() ?? "0"),"error":{"message":"no such thing"}}"#]) : .init()
      }
    }
    try await agent.start(stage.receive)
    let failure = await #expect(throws: TaskFailure.self) { try await agent.send("go") }
    #expect(failure?.text.contains("no such thing") == true)
    await agent.stop()
    await stage.exited()
    #expect(stage.outcomes.isEmpty)
  }

  @Test("a codex that cannot end background commands is started again, and its thread goes on")
  func interruptRestarts() async throws {
    let stage = try AgentStage()
    let starts = Mutex(0)
    let agent = agent(stage, stage.setup()) { _ in
      starts.withLock { $0 += 1 }
      return ScriptedCodex.server { method, line in
        let id = line["id"]?.serialized() ?? "0"
        switch method {
        case "turn/start":
          return .init(lines: [
            #"{"id":\#(id),"result":{"turn":{"id":"t","status":"inProgress"}}}"#,
            #"{"method":"item/started","params":{"item":{"type":"commandExecution","id":"c","command":"sleep 300","status":"inProgress"}}}"#,
          ])
        case "turn/interrupt":
          return .init(lines: [
            #"{"id":\#(id),"result":{}}"#, #"{"method":"turn/completed","params":{"turn":{"id":"t","status":"interrupted"}}}"#,
          ])
        case "thread/backgroundTerminals/clean":
          return .init(lines: [#"{"id":\#(id),"error":{"code":-32600,"message":"unknown variant"}}"#])
        default: return .init()
        }
      }
    }
    try await agent.start(stage.receive)
    try await agent.send("go")
    try await agent.interrupt()
    await stage.turns(1)
    try await agent.send("say ok")
    await stage.turns(2)
    await agent.stop()
    await stage.exited()
    #expect(starts.withLock { $0 } == 2)
    #expect(stage.outcomes == [.interrupted, .completed])
    #expect(stage.events.filter { if case .exited = $0 { true } else { false } }.count == 1)
  }

  @Test func withoutAppServerExecDoesTheWork() async throws {
    let stage = try AgentStage()
    let commands = Mutex<[AgentCommand]>([])
    var setup = stage.setup()
    setup.model = "gpt-5.5"
    let agent = agent(stage, setup) { command in
      commands.withLock { $0.append(command) }
      if command.arguments.first == "app-server" {
        return ScriptedCodex(first: .init(error: "Error: stdin is not a terminal", exit: AgentExit(code: 1))) { _ in .init() }
      }
      let said = [
        #"{"type":"thread.started","thread_id":"thread-1"}"#, #"{"type":"turn.started"}"#,
        #"{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"ok"}}"#,
        #"{"type":"turn.completed","usage":{"input_tokens":10,"output_tokens":1}}"#,
      ]
      return ScriptedCodex(atEnd: .init(lines: said, exit: AgentExit(code: 0))) { _ in .init() }
    }
    try await agent.start(stage.receive)
    #expect(!agent.capabilities.contains(.permissions))
    for turn in 1...2 {
      try await agent.send("go")
      await stage.turns(turn)
    }
    await agent.stop()
    await stage.exited()
    #expect(stage.outcomes == [.completed, .completed])
    let last = commands.withLock { $0.last?.arguments ?? [] }
    #expect(last.suffix(3) == ["resume", "thread-1", "-"])
    let tokens = stage.events.compactMap { if case .usage(let tokens, _) = $0 { tokens?.total } else { nil } }
    #expect(tokens == [11])
  }
}
