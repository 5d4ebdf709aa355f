import Agents
import JSON
import Model
import Testing

@Suite(.timeLimit(.minutes(15))) struct ACPAgentTests {
  @Test func aTurnStreamsUsesToolsAndEnds() async throws {
    let play = try ACPStage()
    let agent = play.agent()
    try await play.start(agent)
    let prompt = try await play.turn(agent, "Do it\n\nnow")
    #expect(prompt["params"]?["prompt"]?[0]?["text"]?.string == "Do it\n\nnow")
    play.peer.update(["sessionUpdate": "user_message_chunk", "content": ["type": "text", "text": "Do it"]])
    play.peer.update(["sessionUpdate": "agent_thought_chunk", "content": ["type": "text", "text": "hm"]])
    play.peer.text("Wri")
    play.peer.text("ting.")
    play.peer.update([
      "sessionUpdate": "tool_call", "toolCallId": "t1", "title": "Write a.txt", "kind": "edit", "status": "in_progress",
      "content": [["type": "diff", "path": "a.txt", "newText": "hi"]], "rawInput": ["path": "a.txt"],
    ])
    play.peer.update(["sessionUpdate": "tool_call_update", "toolCallId": "t1", "status": "completed"])
    play.peer.update(["sessionUpdate": "plan", "entries": [["content": "One", "status": "completed", "priority": "high"]]])
    play.peer.update(["sessionUpdate": "usage_update", "used": 10, "size": 100, "cost": ["amount": 0.5, "currency": "USD"]])
    play.peer.update(["sessionUpdate": "something_new", "x": 1])
    play.peer.text("Done.")
    play.peer.reply(prompt, ["stopReason": "end_turn", "usage": ["totalTokens": 12, "inputTokens": 10, "outputTokens": 2]])
    await play.stage.turns(1)
    #expect(
      play.stage.summary == [
        "session -", "turn", "session -", "thinking hm", "text Writing.", "start write Edit a.txt", "file add a.txt", "end ok - ", "plan 1",
        "usage 0/0 5000", "context 10/100", "raw {\"jsonrpc\":\"2.0\",\"method\":\"ses", "text Done.", "usage 10/2 -",
        "done completed Done.",
      ])
    await agent.stop()
    await play.stage.exited()
    #expect(play.stage.events.last == .exited(code: 0, signal: nil))
    await agent.stop()
  }

  @Test(arguments: [
    ("max_tokens", "limit(tokens)"), ("max_turn_requests", "limit(turns)"), ("refusal", "refused"), ("cancelled", "failed(unknown)"),
    ("never heard of it", "completed"),
  ])
  func howTurnsEnd(_ reason: String, _ outcome: String) async throws {
    let play = try ACPStage()
    let agent = play.agent()
    try await play.start(agent)
    play.peer.reply(try await play.turn(agent), ["stopReason": .string(reason)])
    await play.stage.turns(1)
    #expect(play.stage.outcomes.map(\.summary) == [outcome])
    await agent.stop()
  }

  @Test(arguments: [
    (-32000, "Authentication required", "auth"), (-31001, "HTTP 429", "rate_limit"), (-31002, "Bad key", "auth"),
    (-31004, "Too long", "context_full"), (-32603, "HTTP 503 from the model", "server"), (-32603, "model not found: x", "model_not_found"),
    (-32603, "Connection refused", "network"), (-32601, "Method not found", "protocol"), (-32603, "who knows", "unknown"),
    (-32602, "wrong", "bad_request"), (-32603, "insufficient_quota", "billing"),
  ])
  func errorsHaveClasses(_ code: Int, _ text: String, _ kind: String) async throws {
    let play = try ACPStage()
    let agent = play.agent()
    try await play.start(agent)
    play.peer.refuse(try await play.turn(agent), code, text)
    await play.stage.turns(1)
    #expect(play.stage.outcomes.map(\.summary) == ["failed(\(kind))"])
    if case .failed(let failure) = play.stage.outcomes.first {
      #expect(failure.text.contains(text))
      #expect(failure.text.hasPrefix("Working on the prompt: tester says"))
    }
    await agent.stop()
  }

  @Test func idsOfBothDirectionsOverlap() async throws {
    let play = try ACPStage()
    let agent = play.agent()
    try await play.start(agent)
    let prompt = try await play.turn(agent)
    let id = try #require(prompt["id"]?.int)
    try play.stage.write("a.txt", "text")
    // The same number as our own request that is open.
    let answer = await play.peer.call(id, "fs/read_text_file", ["path": .string("\(play.stage.directory)/ws/a.txt")])
    #expect(answer["result"]?["content"]?.string == "text")
    #expect(play.stage.outcomes.isEmpty)
    play.peer.send(["jsonrpc": "2.0", "id": "word", "method": "fs/read_text_file", "params": ["sessionId": "s1", "path": "a.txt"]])
    let other = await play.peer.next { $0["id"]?.string == "word" }
    #expect(other["result"]?["content"]?.string == "text")
    play.peer.reply(prompt, ["stopReason": "end_turn"])
    await play.stage.turns(1)
    await agent.stop()
  }

  @Test func aSecondPromptWaitsForTheFirst() async throws {
    let play = try ACPStage()
    let agent = play.agent()
    try await play.start(agent)
    let first = try await play.turn(agent, "one")
    try await agent.send("two")
    #expect(!play.peer.has("session/prompt"))
    play.peer.reply(first, ["stopReason": "end_turn"])
    let second = await play.peer.next("session/prompt")
    #expect(second["params"]?["prompt"]?[0]?["text"]?.string == "two")
    play.peer.reply(second, ["stopReason": "end_turn"])
    await play.stage.turns(2)
    #expect(play.stage.summary == ["session -", "turn", "session -", "done completed -", "turn", "session -", "done completed -"])
    await agent.stop()
  }

  @Test func unknownRequestsAndNotifications() async throws {
    let play = try ACPStage()
    let agent = play.agent()
    try await play.start(agent)
    let prompt = try await play.turn(agent)
    #expect(await play.peer.call(0, "_vendor/thing", [:])["error"]?["code"]?.int == -32601)
    #expect(await play.peer.call(1, "no/such", [:])["error"]?["code"]?.int == -32601)
    play.peer.send(["jsonrpc": "2.0", "method": "_vendor/note", "params": [:]])
    play.peer.send(["jsonrpc": "2.0", "method": "some/note", "params": [:]])
    play.peer.update(["sessionUpdate": "agent_message_chunk", "content": ["type": "text", "text": "other"]], session: "elsewhere")
    play.peer.send(["jsonrpc": "2.0", "method": "_session/retrying", "params": ["sessionId": "s1", "category": "rate_limited"]])
    play.peer.reply(prompt, ["stopReason": "end_turn"])
    await play.stage.turns(1)
    #expect(
      play.stage.summary.dropFirst(3) == [
        "raw {\"jsonrpc\":\"2.0\",\"method\":\"som", "raw {\"jsonrpc\":\"2.0\",\"method\":\"ses", "retry 0/0 rateLimit", "done completed -",
      ])
    await agent.stop()
  }

  @Test func garbageAndHugeLines() async throws {
    let play = try ACPStage()
    let agent = play.agent()
    try await play.start(agent)
    let prompt = try await play.turn(agent)
    for line in [
      "", "   ", "Welcome!", "{", "[1,2]", "{\"jsonrpc\":\"2.0\"}", "{\"id\":99,\"result\":{}}", "{\"id\":1e400,\"result\":1}",
      "{\"method\":\"session/update\"}", "{\"method\":\"session/update\",\"params\":{\"update\":{\"sessionUpdate\":7}}}",
      "{\"method\":\"session/update\",\"params\":{\"update\":{\"sessionUpdate\":\"tool_call\"}}}",
      "{\"method\":\"session/update\",\"params\":{\"update\":{\"sessionUpdate\":\"usage_update\",\"used\":9223372036854775807,\"size\":-1}}}",
      "{\"id\":null,\"error\":{\"code\":-32700,\"message\":\"Parse error\"}}", String(repeating: "[", count: 5000), "\u{1b}[31mred",
    ] { play.peer.send(line: line) }
    play.peer.text(String(repeating: "x", count: 9 << 20))
    play.peer.text("end")
    play.peer.reply(prompt, ["stopReason": "end_turn", "usage": ["inputTokens": 9_223_372_036_854_775_807, "outputTokens": 1e300]])
    await play.stage.turns(1)
    #expect(play.stage.outcomes.map(\.summary) == ["completed"])
    let texts = play.stage.events.compactMap { if case .textDone(_, let text) = $0 { text.utf8.count } else { nil } }
    #expect(texts == [9 << 20, 3])
    await agent.stop()
  }

  @Test func aCrashInTheTurnFailsIt() async throws {
    let play = try ACPStage()
    let agent = play.agent()
    try await play.start(agent)
    _ = try await play.turn(agent)
    play.peer.text("half")
    play.peer.update(["sessionUpdate": "tool_call", "toolCallId": "t", "title": "Run", "kind": "execute", "rawInput": ["command": "ls"]])
    play.peer.complains("Traceback: it broke")
    play.peer.end(AgentExit(code: 3))
    await play.stage.exited()
    #expect(play.stage.outcomes.map(\.summary) == ["failed(engine)"])
    #expect(
      play.stage.summary.filter { !$0.hasPrefix("stderr") } == [
        "session -", "turn", "session -", "text half", "start execute Run ls", "end cancelled - ", "done failed(engine) half", "exited 3 0",
      ])
    if case .failed(let failure) = play.stage.outcomes.first { #expect(failure.text.contains("it broke")) }
    await #expect(throws: TaskFailure.self) { try await agent.send("more") }
    await agent.stop()
  }

  @Test func aPromptThatCannotBeWrittenIsAFailedTurn() async throws {
    let play = try ACPStage()
    let agent = play.agent()
    try await play.start(agent)
    play.peer.turnDeaf()
    try await agent.send("hello")
    await play.stage.turns(1)
    #expect(play.stage.outcomes.map(\.summary) == ["failed(engine)"])
    await agent.stop()
  }

  @Test func interruptCancelsWhatIsOpen() async throws {
    let play = try ACPStage()
    let agent = play.agent()
    try await play.start(agent)
    let prompt = try await play.turn(agent)
    play.peer.ask(0, "session/request_permission", ["toolCall": ["toolCallId": "t", "title": "Run"], "options": []])
    _ = await play.stage.request(1)
    try await agent.interrupt()
    #expect(await play.peer.answer(to: 0)["result"]?["outcome"]?["outcome"]?.string == "cancelled")
    #expect(await play.peer.next("session/cancel")["params"]?["sessionId"]?.string == "s1")
    // Asked after the interrupt.
    #expect(
      await play.peer.call(1, "session/request_permission", ["toolCall": ["toolCallId": "u"], "options": []])["result"]?["outcome"]?[
        "outcome"]?.string == "cancelled")
    #expect(await play.peer.call(2, "fs/write_text_file", ["path": "late.txt", "content": "late"])["error"]?["code"]?.int == -32800)
    play.peer.reply(prompt, ["stopReason": "end_turn"])
    await play.stage.turns(1)
    #expect(play.stage.summary == ["session -", "turn", "session -", "asked Use Run?", "withdrawn", "done interrupted -"])
    #expect(play.stage.read("late.txt") == nil)
    let second = try await play.turn(agent, "again")
    play.peer.reply(second, ["stopReason": "end_turn"])
    await play.stage.turns(2)
    #expect(play.stage.outcomes.map(\.summary) == ["interrupted", "completed"])
    await agent.stop()
  }

  @Test func aTurnThatDoesNotEndIsEnded() async throws {
    let play = try ACPStage(hangs: true)
    let agent = play.agent(options: ACPOptions(patience: 60, interruptPatience: 0))
    try await play.start(agent)
    _ = try await play.turn(agent)
    try await agent.interrupt()
    await play.stage.exited()
    #expect(play.stage.outcomes.map(\.summary) == ["interrupted"])
    #expect(play.notices.contains { $0.contains("did not end its turn") })
    await agent.stop()
  }

  @Test func stopEndsAnAgentThatHangs() async throws {
    let play = try ACPStage(hangs: true)
    let agent = play.agent()
    try await play.start(agent)
    _ = try await play.turn(agent)
    await agent.stop()
    await play.stage.exited()
    #expect(play.stage.outcomes.map(\.summary) == ["interrupted"])
    #expect(play.peer.exit == AgentExit(signal: 15))
  }

  @Test func compactIsACommandWhereThereIsOne() async throws {
    let play = try ACPStage()
    let agent = play.agent()
    try await play.start(agent)
    await #expect(throws: TaskFailure.self) { try await agent.compact() }
    play.peer.update(["sessionUpdate": "available_commands_update", "availableCommands": [["name": "compact", "description": "x"]]])
    play.peer.update(["sessionUpdate": "session_info_update", "title": "A title"])
    await play.stage.until { $0.contains { if case .notice = $0 { true } else { false } } }
    async let compacted: Void = agent.compact()
    let prompt = await play.peer.next("session/prompt")
    try await compacted
    #expect(prompt["params"]?["prompt"]?[0]?["text"]?.string == "/compact")
    play.peer.reply(prompt, ["stopReason": "end_turn"])
    await play.stage.turns(1)
    #expect(play.stage.summary.suffix(4) == ["turn", "session -", "compacted 0>0", "done completed -"])
    await agent.stop()
  }
}
