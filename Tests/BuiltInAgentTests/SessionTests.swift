import BuiltInAgent
import Glibc
import JSON
import Model
import Platform
import Providers
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct SessionTests {
  @Test func goesOnAfterARestart() async throws {
    let first = try AgentStage(
      [.call("Reading.", [("c1", "Read", ["file_path": "a.txt"])]), .say(["Read."])], options: BuiltInOptions(mode: .auto))
    try first.write("a.txt", "one\n")
    let session = try await first.open()
    _ = try await first.prompt(session, "Read it")
    _ = try await first.client.request("session/set_mode", ["sessionId": .string(session), "modeId": "ask"])
    _ = try await first.client.request("session/set_model", ["sessionId": .string(session), "modelId": "model-2"])
    _ = await first.end()
    var found = stat()
    #expect(stat(first.sessionFile(session), &found) == 0 && found.st_mode & 0o777 == 0o600)

    let second = try AgentStage([.say(["On."])], options: BuiltInOptions(mode: .auto), sharing: first)
    _ = try await second.client.request("initialize", ["protocolVersion": 1])
    let parameters: JSONValue = ["sessionId": .string(session), "cwd": .string(second.workspace), "mcpServers": []]
    let answer = try await second.client.request("session/load", parameters)
    #expect(answer["result"]?["modes"]?["currentModeId"]?.string == "ask")
    #expect(answer["result"]?["models"]?["currentModelId"]?.string == "model-2")
    #expect(second.client.updates("user_message_chunk").first?["content"]?["text"]?.string == "Read it")
    #expect(second.client.said == "Reading.Read.")
    #expect(second.client.updates("tool_call").first?["kind"]?.string == "read")
    #expect(second.client.results.first?.text == "1\tone\n")
    let used = try await second.prompt(session, "More")
    #expect(used["result"]?["usage"]?["inputTokens"]?.int == 100, "tokens are counted from here on")
    #expect(second.client.updates("usage_update").last?["cost"]?["amount"]?.double == 0.33, "money is that of the whole session")
    #expect(second.provider.requests.last?.model == "model-2")
    #expect(
      second.provider.lastConversation == [
        "user: Read it", "assistant: Reading.", "call c1 Read", "result c1 1\tone\n", "assistant: Read.", "user: More",
      ])
    _ = await second.end()
  }

  @Test func aCallThatWasCutByAKillIsClosed() async throws {
    let first = try AgentStage([.say(["Hello."])])
    let session = try await first.open()
    _ = try await first.prompt(session, "Hi")
    _ = await first.end()
    let call: JSONValue = [
      "type": "message", "role": "assistant",
      "parts": [["call": "c1", "name": "Write", "input": ["file_path": "a"]], ["call": "c2", "name": "Read", "input": [:]]],
    ]
    let result: JSONValue = ["type": "message", "role": "user", "parts": [["result": "c1", "output": "Wrote a.", "error": false]]]
    let file = first.sessionFile(session)
    let cut = try Files.readText(file, limit: 1 << 20) + JSONLines.serialized([call, result]) + #"{"type":"message","role":"user","par"#
    try Files.writeAtomically(Array(cut.utf8), to: file)

    let second = try AgentStage([.say(["On."])], sharing: first)
    _ = try await second.client.request("initialize", ["protocolVersion": 1])
    let parameters: JSONValue = ["sessionId": .string(session), "cwd": .string(second.workspace), "mcpServers": []]
    #expect(try await second.client.request("session/resume", parameters)["result"] != nil)
    #expect(second.client.updates("user_message_chunk").isEmpty)
    _ = try await second.prompt(session, "Go on")
    #expect(
      second.provider.lastConversation == [
        "user: Hi", "assistant: Hello.", "call c1 Write", "call c2 Read", "result c1 Wrote a.",
        "failure c2 [interrupted: the agent was ended meanwhile]", "user: Go on",
      ])
    _ = await second.end()
  }

  @Test func sessionsAreListedLockedAndDeleted() async throws {
    let first = try AgentStage([.say(["Hello."])])
    let session = try await first.open()
    _ = try await first.prompt(session, "A title\nand more")
    let listed = try await first.client.request("session/list", ["cwd": .string(first.workspace)])
    #expect(listed["result"]?["sessions"]?.array?.count == 1)
    #expect(listed["result"]?["sessions"]?[0]?["title"]?.string == "A title")
    let elsewhere = try await first.client.request("session/list", ["cwd": "/nowhere"])
    #expect(elsewhere["result"]?["sessions"] == [])

    let second = try AgentStage([], sharing: first)
    _ = try await second.client.request("initialize", ["protocolVersion": 1])
    let parameters: JSONValue = ["sessionId": .string(session), "cwd": .string(second.workspace), "mcpServers": []]
    let locked = try await second.client.request("session/load", parameters)
    #expect(locked["error"]?["message"]?.string?.contains("locked") == true)
    _ = await second.end()

    #expect(try await first.client.request("session/delete", ["sessionId": .string(session)])["result"] != nil)
    #expect(!Files.exists(first.sessionFile(session)))
    #expect(try await first.client.request("session/load", parameters)["error"]?["code"]?.int == -32002)
    for id in ["", "../x", "A", "nothing"] {
      let wrong: JSONValue = ["sessionId": .string(id), "cwd": .string(first.workspace), "mcpServers": []]
      #expect(try await first.client.request("session/load", wrong)["error"]?["code"]?.int == -32002)
    }
    _ = await first.end()
  }

  @Test func compactsWhenTheContextIsFull() async throws {
    let big = String(repeating: "word ", count: 4000)
    let stage = try AgentStage(
      [
        .call(big, [("c1", "Glob", ["pattern": "*"])]), .say(["Looked."]), .say(["The summary."]), .say(["Going on."]),
      ], options: BuiltInOptions(mode: .auto), contextSize: 8192, use: TokenCount(input: 3000, output: 500))
    let session = try await stage.open()
    _ = try await stage.prompt(session, "First")
    _ = try await stage.prompt(session, big)
    #expect(stage.provider.requests.count == 4)
    let summary = stage.provider.requests[2]
    #expect(summary.tools.isEmpty && summary.messages.count == 1)
    let last = stage.provider.requests[3]
    #expect(last.messages.first?.parts.first.map { if case .text(let text) = $0 { text.contains("The summary.") } else { false } } == true)
    #expect(
      stage.provider.lastConversation.allSatisfy { !$0.hasPrefix("result") || stage.provider.lastConversation.contains("call c1 Glob") })
    #expect(stage.client.notes("_session/compacted").count == 1)
    #expect(stage.client.said.hasSuffix("Going on."))
    _ = await stage.end()

    let again = try AgentStage([.say(["Still here."])], sharing: stage)
    _ = try await again.client.request("initialize", ["protocolVersion": 1])
    _ = try await again.client.request(
      "session/resume", ["sessionId": .string(session), "cwd": .string(again.workspace), "mcpServers": []])
    _ = try await again.prompt(session, "And?")
    #expect(again.provider.lastConversation.first?.contains("The summary.") == true)
    _ = await again.end()
  }

  @Test func compactsWhenTheProviderSaysSo() async throws {
    let stage = try AgentStage([
      .say(["One."]), .say(["Two."]), .fail(TaskFailure(.contextFull, "Asking scripted: too long.")), .say(["The summary."]),
      .say(["Three."]),
      .fail(TaskFailure(.contextFull, "Asking scripted: too long.")), .say(["Again."]),
      .fail(TaskFailure(.contextFull, "Asking scripted: too long.")),
    ])
    let session = try await stage.open()
    _ = try await stage.prompt(session, "1")
    _ = try await stage.prompt(session, "2")
    #expect(try await stage.prompt(session, "3")["result"]?["stopReason"]?.string == "end_turn")
    #expect(try await stage.prompt(session, "4")["error"]?["data"]?["class"]?.string == "context_full", "once a turn, not for ever")
    _ = await stage.end()
  }

  @Test func compactsAndForgetsOnRequest() async throws {
    let stage = try AgentStage([.say(["One."]), .say(["Two."]), .say(["The summary."]), .say(["Three."]), .say(["Four."])])
    let session = try await stage.open()
    #expect(try await stage.prompt(session, "/compact")["result"]?["stopReason"]?.string == "end_turn")
    #expect(stage.client.said == "There is nothing to shorten yet.")
    _ = try await stage.prompt(session, "1")
    _ = try await stage.prompt(session, "2")
    _ = try await stage.prompt(session, "/compact keep the numbers")
    #expect(stage.provider.lastConversation.contains { $0.contains("keep the numbers") })
    _ = try await stage.prompt(session, "3")
    #expect(stage.provider.lastConversation.first?.contains("The summary.") == true)
    #expect(!stage.provider.lastConversation.contains("user: 1"))
    _ = try await stage.prompt(session, "/clear")
    _ = try await stage.prompt(session, "4")
    #expect(stage.provider.lastConversation == ["user: 4"])
    _ = await stage.end()
  }

  @Test func settingsAndNotes() async throws {
    let stage = try AgentStage([])
    try stage.write("AGENTS.md", "Use tabs.")
    let session = try await stage.open()
    let effort = try await stage.client.request(
      "session/set_config_option", ["sessionId": .string(session), "configId": "effort", "value": "high"])
    #expect(effort["result"]?["configOptions"]?[1]?["currentValue"]?.string == "high")
    let model = try await stage.client.request(
      "session/set_config_option", ["sessionId": .string(session), "configId": "model", "value": "other"])
    #expect(model["result"]?["configOptions"]?[0]?["currentValue"]?.string == "other")
    for (method, more) in [
      ("session/set_model", ["modelId": "unknown"]), ("session/set_mode", ["modeId": "wild"]),
      ("session/set_config_option", ["configId": "colour", "value": "red"]), ("session/set_config_option", ["configId": "model"]),
    ] as [(String, JSONValue)] {
      var parameters = more.object ?? JSONObject()
      parameters["sessionId"] = .string(session)
      #expect(try await stage.client.request(method, .object(parameters))["error"] != nil, "\(method)")
    }
    _ = try await stage.prompt(session, "Hi")
    #expect(stage.provider.requests[0].effort == "high" && stage.provider.requests[0].model == "other")
    #expect(stage.provider.requests[0].system.contains("Use tabs."))
    _ = await stage.end()
  }

  @Test func aMissingKeyIsSaidWhenASessionIsOpened() async throws {
    let stage = try AgentStage([], options: BuiltInOptions(model: "keyless"))
    _ = try await stage.client.request("initialize", ["protocolVersion": 1])
    let answer = try await stage.client.request("session/new", ["cwd": .string(stage.workspace), "mcpServers": []])
    #expect(answer["error"]?["code"]?.int == -32000)
    let login = try await stage.client.request("authenticate", ["methodId": "TEST_KEY"])
    #expect(login["error"]?["code"]?.int == -32000)
    for directory in ["relative", "/nowhere/at/all", ""] {
      let wrong = try await stage.client.request("session/new", ["cwd": .string(directory), "mcpServers": []])
      #expect(wrong["error"] != nil)
    }
    _ = await stage.end()
  }
}
