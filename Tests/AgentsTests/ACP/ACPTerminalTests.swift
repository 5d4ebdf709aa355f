import Agents
import JSON
import Model
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(15))) struct ACPTerminalTests {
  @Test func commandsRunAndAreRead() async throws {
    let play = try ACPStage()
    var setup = play.stage.setup(.ask)
    setup.environment["TESTER_KEY"] = "very-secret-value"
    let agent = play.agent(setup)
    try await play.start(agent)
    let prompt = try await play.turn(agent)
    play.peer.update([
      "sessionUpdate": "tool_call", "toolCallId": "t", "title": "Run", "kind": "execute", "rawInput": ["command": "make"],
    ])
    let created = await play.peer.call(0, "terminal/create", ["command": "make test", "env": [["name": "A", "value": "b"]]])
    let name = try #require(created["result"]?["terminalId"]?.string)
    let terminal = try #require(await play.terminal())
    let command = try #require(play.commands.withLock { $0.first?.command })
    #expect(command.path == "/bin/sh")
    #expect(command.arguments == ["-c", "make test"])
    #expect(command.directory == setup.workspace)
    #expect(command.environment["A"] == "b")
    #expect(command.environment["TESTER_KEY"] == nil)
    play.peer.update([
      "sessionUpdate": "tool_call_update", "toolCallId": "t", "status": "in_progress",
      "content": [["type": "terminal", "terminalId": .string(name)]],
    ])
    // The answer to any request says that the update before it was read.
    _ = await play.peer.call(1, "terminal/output", ["terminalId": .string(name)])
    terminal.send(line: "héllo very-secret-value")
    await play.stage.until { events in
      events.contains { if case .toolOutput(_, let text) = $0 { text.contains("llo") } else { false } }
    }
    play.peer.ask(2, "terminal/wait_for_exit", ["terminalId": .string(name)])
    terminal.end(AgentExit(code: 3))
    let status = await play.peer.answer(to: 2)
    #expect(status["result"]?["exitCode"]?.int == 3)
    let output = await play.peer.call(3, "terminal/output", ["terminalId": .string(name)])
    #expect(output["result"]?["output"]?.string == "héllo very-secret-value\n")
    #expect(output["result"]?["truncated"]?.bool == false)
    #expect(output["result"]?["exitStatus"]?["exitCode"]?.int == 3)
    let told = play.stage.events.compactMap { if case .toolOutput("t", let text) = $0 { text } else { nil } }.joined()
    #expect(told.hasPrefix("héllo "))
    #expect(!told.contains("very-secret-value"))
    #expect(await play.peer.call(4, "terminal/release", ["terminalId": .string(name)])["result"] != nil)
    #expect(await play.peer.call(5, "terminal/output", ["terminalId": .string(name)])["error"]?["code"]?.int == -32002)
    play.peer.reply(prompt, ["stopReason": "end_turn"])
    await play.stage.turns(1)
    await agent.stop()
  }

  @Test func argumentsLimitsAndKill() async throws {
    let play = try ACPStage()
    let agent = play.agent()
    try await play.start(agent)
    let prompt = try await play.turn(agent)
    let created = await play.peer.call(
      0, "terminal/create", ["command": "printf", "args": ["%s", "a b"], "cwd": "/somewhere", "outputByteLimit": 5])
    let name = JSONValue.string(created["result"]?["terminalId"]?.string ?? "")
    let terminal = try #require(await play.terminal())
    let command = try #require(play.commands.withLock { $0.first?.command })
    #expect(command.arguments == ["-c", #"exec "$0" "$@""#, "printf", "%s", "a b"])
    #expect(command.directory == "/somewhere")
    terminal.send(line: "abcdéfgh")
    play.peer.ask(1, "terminal/wait_for_exit", ["terminalId": name])
    #expect(await play.peer.call(2, "terminal/kill", ["terminalId": name])["result"] != nil)
    #expect(await play.peer.answer(to: 1)["result"]?["signal"]?.string == "15")
    let output = await play.peer.call(3, "terminal/output", ["terminalId": name])
    // The last five bytes begin inside of the é, which is left out.
    #expect(output["result"]?["output"]?.string == "fgh\n")
    #expect(output["result"]?["truncated"]?.bool == true)
    #expect(await play.peer.call(4, "terminal/create", ["command": ""])["error"]?["code"]?.int == -32602)
    #expect(await play.peer.call(5, "terminal/create", ["command": "a\u{0}b"])["error"]?["code"]?.int == -32602)
    #expect(await play.peer.call(6, "terminal/kill", ["terminalId": "nope"])["error"] != nil)
    play.peer.reply(prompt, ["stopReason": "end_turn"])
    await play.stage.turns(1)
    await agent.stop()
  }

  @Test func allEndWithTheInterrupt() async throws {
    let play = try ACPStage()
    let agent = play.agent()
    try await play.start(agent)
    let prompt = try await play.turn(agent)
    _ = await play.peer.call(0, "terminal/create", ["command": "sleep 1000"])
    let terminal = try #require(await play.terminal())
    try await agent.interrupt()
    #expect(terminal.exit != nil)
    _ = await play.peer.next("session/cancel")
    // kimi makes one after the cancel, and never releases it.
    #expect(await play.peer.call(1, "terminal/create", ["command": "sleep 1000"])["error"]?["code"]?.int == -32800)
    play.peer.reply(prompt, ["stopReason": "cancelled"])
    await play.stage.turns(1)
    #expect(await play.peer.call(2, "terminal/create", ["command": "sleep 1000"])["error"]?["code"]?.int == -32800)
    #expect(play.commands.withLock { $0.count } == 1)
    await agent.stop()
  }

  @Test func allEndWithTheAgent() async throws {
    let play = try ACPStage()
    let agent = play.agent()
    try await play.start(agent)
    let prompt = try await play.turn(agent)
    _ = await play.peer.call(0, "terminal/create", ["command": "server"])
    let terminal = try #require(await play.terminal())
    play.peer.reply(prompt, ["stopReason": "end_turn"])
    await play.stage.turns(1)
    #expect(terminal.exit == nil)
    await agent.stop()
    #expect(terminal.exit != nil)
  }

  @Test func thereAreOnlySoMany() async throws {
    let play = try ACPStage()
    let agent = play.agent()
    try await play.start(agent)
    let prompt = try await play.turn(agent)
    for id in 0..<64 { #expect(await play.peer.call(id, "terminal/create", ["command": "x"])["result"] != nil) }
    #expect(await play.peer.call(64, "terminal/create", ["command": "x"])["error"] != nil)
    play.peer.reply(prompt, ["stopReason": "end_turn"])
    await play.stage.turns(1)
    await agent.stop()
    #expect(play.commands.withLock { $0.allSatisfy { $0.process.exit != nil } })
  }
}
