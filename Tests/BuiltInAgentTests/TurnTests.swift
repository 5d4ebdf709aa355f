import BuiltInAgent
import JSON
import Model
import Platform
import Providers
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct TurnTests {
  @Test func speaks() async throws {
    let stage = try AgentStage([.say(["Hello", " there."]), .say(["Again."])])
    let session = try await stage.open()
    let answer = try await stage.prompt(session, "Hi")
    #expect(answer["result"]?["stopReason"]?.string == "end_turn")
    #expect(answer["result"]?["usage"]?["inputTokens"]?.int == 100)
    #expect(stage.client.said == "Hello there.")
    let usage = stage.client.updates("usage_update").last
    #expect(usage?["used"]?.int == 110 && usage?["size"]?.int == 100_000 && usage?["cost"]?["amount"]?.double == 0.11)
    let second = try await stage.prompt(session, "More")
    #expect(second["result"]?["usage"]?["inputTokens"]?.int == 200)
    #expect(stage.provider.lastConversation == ["user: Hi", "assistant: Hello there.", "user: More"])
    #expect(stage.client.updates("available_commands_update").count == 1)
    #expect(await stage.end() == 0)
  }

  @Test func looksAndChanges() async throws {
    let stage = try AgentStage(
      [
        .call("Looking.", [("c1", "Read", ["file_path": "a.txt"])]),
        .call(
          "",
          [
            ("c2", "Edit", ["file_path": "a.txt", "old_string": "two", "new_string": "2"]),
            ("c3", "Write", ["file_path": "new/b.txt", "content": "b\n"]),
          ]),
        .call("", [("c4", "Glob", ["pattern": "**/*.txt"]), ("c5", "Grep", ["pattern": "^[12o]"])]), .say(["Ready."]),
      ], options: BuiltInOptions(mode: .auto))
    try stage.write("a.txt", "one\ntwo\nthree\n")
    let session = try await stage.open()
    let answer = try await stage.prompt(session, "Change it")
    #expect(answer["result"]?["stopReason"]?.string == "end_turn")
    #expect(stage.read("a.txt") == "one\n2\nthree\n")
    #expect(stage.read("new/b.txt") == "b\n")
    #expect(stage.client.results.map(\.status) == ["completed", "completed", "completed", "completed", "completed"])
    #expect(stage.client.results.first?.text == "1\tone\n2\ttwo\n3\tthree\n")
    #expect(stage.client.results[3].text == "a.txt\nnew/b.txt")
    #expect(stage.client.results[4].text == "a.txt:1:one\na.txt:2:2")
    let edit = stage.client.updates("tool_call")[1]
    #expect(edit["kind"]?.string == "edit" && edit["locations"]?[0]?["line"]?.int == 2)
    #expect(edit["content"]?[0]?["type"]?.string == "diff" && edit["content"]?[0]?["newText"]?.string == "one\n2\nthree\n")
    #expect(stage.client.requests("session/request_permission").isEmpty)
    #expect(stage.provider.requests.last?.messages.count == 7)
    _ = await stage.end()
  }

  @Test func asksForPermission() async throws {
    let write: ScriptedProvider.Step = .call("", [("c1", "Write", ["file_path": "a.txt", "content": "a"])])
    let stage = try AgentStage([
      write, .say(["No."]), write, .say(["Yes."]), .call("", [("c2", "Write", ["file_path": "b.txt", "content": "b"])]), .say(["Too."]),
    ])
    let session = try await stage.open()
    stage.client.answers { method, _ in
      method == "session/request_permission"
        ? ["outcome": ["outcome": "selected", "optionId": "reject"], "_meta": ["reason": "not now"]] : nil
    }
    _ = try await stage.prompt(session, "Write")
    #expect(stage.read("a.txt") == nil)
    #expect(stage.client.results.last?.status == "failed")
    #expect(stage.provider.lastConversation.last == "failure c1 The operator refused this: not now")
    let asked = stage.client.requests("session/request_permission").first
    #expect(asked?["toolCall"]?["kind"]?.string == "edit" && asked?["toolCall"]?["content"]?[0]?["type"]?.string == "diff")
    #expect(asked?["options"]?.array?.compactMap { $0["kind"]?.string } == ["allow_once", "allow_always", "reject_once", "reject_always"])
    stage.client.permits("always")
    _ = try await stage.prompt(session, "Write again")
    #expect(stage.read("a.txt") == "a")
    _ = try await stage.prompt(session, "And another")
    #expect(stage.read("b.txt") == "b")
    #expect(stage.client.requests("session/request_permission").count == 2)
    _ = await stage.end()
  }

  @Test func aRefusalForEverIsRemembered() async throws {
    let calls: ScriptedProvider.Step = .call(
      "", [("c1", "Write", ["file_path": "a.txt", "content": "a"]), ("c2", "Write", ["file_path": "b.txt", "content": "b"])])
    let stage = try AgentStage([calls, .say(["No."])])
    let session = try await stage.open()
    stage.client.permits("never")
    _ = try await stage.prompt(session, "Write")
    #expect(stage.client.requests("session/request_permission").count == 1)
    #expect(stage.client.results.map(\.status) == ["failed", "failed"])
    #expect(try Files.list(stage.workspace) == [])
    _ = await stage.end()
  }

  @Test func isCancelledWhileItSpeaks() async throws {
    let stage = try AgentStage([.hang("Half a"), .say(["Whole."])])
    let session = try await stage.open()
    let id = stage.client.begin("session/prompt", AgentStage.promptParameters(session, "Hi"))
    try await Patience.until("the first words") { stage.client.said == "Half a" }
    let busy = try await stage.prompt(session, "Another")
    #expect(busy["error"]?["code"]?.int == -32603)
    stage.client.notify("session/cancel", ["sessionId": .string(session)])
    #expect(try await stage.client.answer(id)["result"]?["stopReason"]?.string == "cancelled")
    let answer = try await stage.prompt(session, "Go on")
    #expect(answer["result"]?["stopReason"]?.string == "end_turn")
    #expect(
      stage.provider.lastConversation == [
        "user: Hi", "assistant: Half a", "user: [The operator interrupted the work here.]", "user: Go on",
      ])
    _ = await stage.end()
  }

  @Test func isCancelledWhileItAsks() async throws {
    let stage = try AgentStage([
      .call("", [("c1", "Write", ["file_path": "a.txt", "content": "a"]), ("c2", "Read", ["file_path": "a.txt"])]), .say(["On."]),
    ])
    let session = try await stage.open()
    let id = stage.client.begin("session/prompt", AgentStage.promptParameters(session, "Hi"))
    try await Patience.until("the request") { !stage.client.requests("session/request_permission").isEmpty }
    stage.client.notify("session/cancel", ["sessionId": .string(session)])
    #expect(try await stage.client.answer(id)["result"]?["stopReason"]?.string == "cancelled")
    #expect(stage.read("a.txt") == nil)
    _ = try await stage.prompt(session, "Go on")
    let calls = stage.provider.lastConversation.filter { $0.hasPrefix("failure") }
    #expect(calls.count == 2, "both calls have a result")
    _ = await stage.end()
  }

  @Test func retriesAreTold() async throws {
    let message = ProviderMessage(.assistant, [.text("Second try.")])
    let stage = try AgentStage([
      .events([
        .text("First t"), .retrying(attempt: 1, of: 5, delaySeconds: 2, cause: .overloaded), .restarted, .text("Second try."),
        .finished(message: message, stop: .end, tokens: TokenCount(input: 1, output: 1)),
      ])
    ])
    let session = try await stage.open()
    _ = try await stage.prompt(session, "Hi")
    let notes = stage.client.notes("_session/retrying")
    #expect(notes.count == 1)
    #expect(
      notes.first?["category"]?.string == "overloaded" && notes.first?["attempt"]?.int == 1 && notes.first?["delaySeconds"]?.double == 2)
    let chunks = stage.client.updates("agent_message_chunk")
    #expect(chunks.count == 2 && chunks[0]["messageId"] != chunks[1]["messageId"])
    _ = await stage.end()
  }

  @Test func endsOfOtherKinds() async throws {
    let half = ProviderMessage(
      .assistant, [.text("Hal"), .toolCall(id: "c1", name: "Write", input: ["file_path": "a.txt", "content": "h"])])
    let refusal = ProviderMessage(.assistant, [.text("No.")])
    let none = TokenCount()
    let stage = try AgentStage(
      [
        .events([.finished(message: half, stop: .length, tokens: none)]),
        .events([.finished(message: refusal, stop: .refusal, tokens: none)]),
        .fail(TaskFailure(.auth, "Asking scripted: the key is refused.")),
        .fail(TaskFailure(.rateLimit, "Asking scripted: too many requests.")),
        .events([]),
      ], options: BuiltInOptions(mode: .auto))
    let session = try await stage.open()
    #expect(try await stage.prompt(session, "1")["result"]?["stopReason"]?.string == "max_tokens")
    #expect(stage.read("a.txt") == nil, "half a call is not run")
    #expect(try await stage.prompt(session, "2")["result"]?["stopReason"]?.string == "refusal")
    #expect(stage.provider.lastConversation.contains("failure c1 [not done: the answer was cut off]"))
    let auth = try await stage.prompt(session, "3")
    #expect(auth["error"]?["code"]?.int == -32000 && auth["error"]?["data"]?["class"]?.string == "auth")
    let limit = try await stage.prompt(session, "4")
    #expect(limit["error"]?["code"]?.int == -32603 && limit["error"]?["data"]?["class"]?.string == "rate_limit")
    #expect(try await stage.prompt(session, "5")["error"]?["data"]?["class"]?.string == "protocol")
    #expect(try await stage.prompt(session, "6")["result"]?["stopReason"]?.string == "end_turn")
    _ = await stage.end()
  }

  @Test func requestsAreLimited() async throws {
    let read: ScriptedProvider.Step = .call("", [("c", "Glob", ["pattern": "*"])])
    let stage = try AgentStage([read, read, read], options: BuiltInOptions(maximumRequests: 2))
    let session = try await stage.open()
    #expect(try await stage.prompt(session, "Loop")["result"]?["stopReason"]?.string == "max_turn_requests")
    #expect(stage.provider.requests.count == 2)
    let ids = stage.client.updates("tool_call").compactMap { $0["toolCallId"]?.string }
    #expect(ids == ["c", "c-2"], "an id that the model uses twice is told apart")
    _ = await stage.end()
  }

  @Test func plansFirst() async throws {
    let stage = try AgentStage(
      [
        .call("", [("c1", "Write", ["file_path": "a.txt", "content": "a"])]),
        .call("", [("c2", "ExitPlanMode", ["plan": "# Plan\n1. Do"])]),
        .call("", [("c3", "ExitPlanMode", ["plan": "# Better"])]), .call("", [("c4", "Write", ["file_path": "a.txt", "content": "a"])]),
        .say(["Done."]),
      ], options: BuiltInOptions(mode: .plan, modeAfterPlan: .auto))
    let session = try await stage.open()
    stage.client.answers { method, parameters in
      guard method == "session/request_permission" else { return nil }
      let isFirst = parameters["toolCall"]?["content"]?[0]?["content"]?["text"]?.string == "# Plan\n1. Do"
      return ["outcome": ["outcome": "selected", "optionId": isFirst ? "refine" : "approve"]]
    }
    _ = try await stage.prompt(session, "Plan it")
    #expect(stage.read("a.txt") == "a")
    #expect(stage.client.results.map(\.status) == ["failed", "failed", "completed", "completed"])
    #expect(stage.client.requests("session/request_permission").count == 2)
    #expect(stage.client.updates("current_mode_update").compactMap { $0["currentModeId"]?.string } == ["auto"])
    #expect(stage.client.requests("session/request_permission")[0]["toolCall"]?["kind"]?.string == "switch_mode")
    #expect(stage.provider.requests[0].tools.contains { $0.name == "ExitPlanMode" })
    #expect(stage.provider.requests.last?.tools.contains { $0.name == "ExitPlanMode" } == false)
    #expect(stage.provider.requests[0].system == stage.provider.requests.last?.system, "the cached beginning stays the same")
    _ = await stage.end()
  }

  @Test func questionsAndLists() async throws {
    let question: JSONValue = [
      "questions": [["question": "Which?", "options": [["label": "Red"], ["label": "Blue"]], "multiSelect": false]]
    ]
    let steps: [ScriptedProvider.Step] = [
      .call("", [("c1", "AskUserQuestion", question), ("c2", "TodoWrite", ["todos": [["content": "Look", "status": "in_progress"]]])]),
      .say(["Done."]),
    ]
    let stage = try AgentStage(steps)
    let session = try await stage.open(elicitation: true)
    stage.client.answers { method, _ in method == "elicitation/create" ? ["action": "accept", "content": ["q1": "Blue"]] : nil }
    _ = try await stage.prompt(session, "Ask")
    #expect(stage.provider.lastConversation.contains("result c1 Which?\nAnswer: Blue"))
    let form = stage.client.requests("elicitation/create").first
    #expect(form?["message"]?.string == "Which?" && form?["requestedSchema"]?["properties"]?["q1"]?["enum"] == ["Red", "Blue"])
    let plan = stage.client.updates("plan").first
    #expect(plan?["entries"]?[0] == ["content": "Look", "priority": "medium", "status": "in_progress"])
    _ = await stage.end()

    let silent = try AgentStage(steps)
    let other = try await silent.open()
    _ = try await silent.prompt(other, "Ask")
    #expect(silent.client.requests("elicitation/create").isEmpty)
    #expect(silent.provider.lastConversation.contains { $0.hasPrefix("result c1 Nobody can be asked here: decide yourself") })
    _ = await silent.end()
  }
}
