@testable import Agents
import JSON
import Model
import Testing

/// The decoder on hand-made events after facts/engines.md, 5.2.
@Suite struct OpenCodeEventDecoderTests {
  private struct Scene {
    var decoder = OpenCodeEventDecoder(workspace: "/w", servers: ["wiki"], session: "ses_1")
    var events: [AgentEvent] = []
    var control: [OpenCodeControl] = []

    init(prompt: Bool = true) {
      guard prompt else { return }
      decoder.promptSending()
      events += decoder.promptSent()
    }

    mutating func hear(_ lines: String...) {
      for line in lines {
        let output = decoder.decode(line, now: Timestamp(milliseconds: 1_000_000))
        events += output.events
        control += output.control
      }
    }

    mutating func event(_ type: String, _ properties: JSONValue) {
      let event: JSONValue = ["id": "evt", "type": .string(type), "properties": properties]
      hear(event.serialized())
    }

    mutating func message(_ id: String, _ role: String = "assistant", session: String = "ses_1", more: [(String, JSONValue)] = []) {
      var info = JSONObject()
      info["id"] = .string(id)
      info["sessionID"] = .string(session)
      info["role"] = .string(role)
      for (key, value) in more { info[key] = value }
      event("message.updated", ["sessionID": .string(session), "info": .object(info)])
    }

    mutating func part(_ id: String, _ type: String, message: String = "msg_1", session: String = "ses_1", _ more: [(String, JSONValue)]) {
      event("message.part.updated", ["part": Self.part(id, type, message, session, more)])
    }

    static func part(_ id: String, _ type: String, _ message: String, _ session: String, _ more: [(String, JSONValue)]) -> JSONValue {
      var part = JSONObject()
      part["id"] = .string(id)
      part["sessionID"] = .string(session)
      part["messageID"] = .string(message)
      part["type"] = .string(type)
      for (key, value) in more { part[key] = value }
      return .object(part)
    }

    mutating func delta(_ part: String, _ text: String, field: String = "text") {
      event(
        "message.part.delta",
        ["sessionID": "ses_1", "messageID": "msg_1", "partID": .string(part), "field": .string(field), "delta": .string(text)])
    }

    mutating func status(_ type: String, session: String = "ses_1") {
      event("session.status", ["sessionID": .string(session), "status": ["type": .string(type)]])
    }
  }

  @Test func idleOfAnEarlierTurnEndsNothing() {
    var scene = Scene()
    scene.event("session.idle", ["sessionID": "ses_1"])
    scene.status("idle")
    #expect(scene.control.isEmpty)
    scene.status("busy")
    scene.status("idle", session: "ses_2")
    #expect(scene.control.isEmpty)
    scene.status("idle")
    #expect(scene.control == [.idle])
    // No answer came.
    if case .failed(let failure) = scene.decoder.outcome() { #expect(failure.kind == .engine) } else { Issue.record("not failed") }
  }

  @Test func theOperatorsOwnWordsAreNotEchoed() {
    var scene = Scene()
    scene.message("msg_0", "user")
    scene.part("prt_0", "text", message: "msg_0", [("text", "the prompt")])
    // The part may come before the message that says whose it is.
    scene.part("prt_1", "text", [("text", "the answer"), ("time", ["end": 2])])
    #expect(scene.events == [.turnStarted])
    scene.message("msg_1")
    #expect(
      scene.events.suffix(2) == [.textDelta(messageID: "prt_1", text: "the answer"), .textDone(messageID: "prt_1", text: "the answer")])
    scene.part("prt_1", "text", [("text", "the answer"), ("time", ["end": 2])])
    #expect(scene.events.count == 3)
  }

  @Test func deltasAndWholePartsAddUpOnce() {
    var scene = Scene()
    scene.message("msg_1")
    scene.part("prt_1", "text", [("text", "")])
    scene.delta("prt_1", "Hello ")
    scene.delta("prt_1", "ignored", field: "input")
    scene.delta("prt_9", "unknown")
    scene.part("prt_1", "text", [("text", "Hello wor")])
    scene.delta("prt_1", "ld ")
    scene.part("prt_1", "text", [("text", "Hello world"), ("time", ["start": 1, "end": 2])])
    scene.delta("prt_1", "late")
    #expect(
      scene.events == [
        .turnStarted, .textDelta(messageID: "prt_1", text: "Hello "), .textDelta(messageID: "prt_1", text: "wor"),
        .textDelta(messageID: "prt_1", text: "ld "), .textDone(messageID: "prt_1", text: "Hello world"),
      ])
  }

  @Test func whatIsWrittenAnewOrRemovedIsDiscarded() {
    var scene = Scene()
    scene.message("msg_1")
    scene.part("prt_1", "reasoning", [("text", "One way")])
    scene.part("prt_1", "reasoning", [("text", "Another")])
    scene.part("prt_2", "text", [("text", "gone")])
    scene.event("message.part.removed", ["sessionID": "ses_1", "messageID": "msg_1", "partID": "prt_2"])
    scene.event("message.removed", ["sessionID": "ses_1", "messageID": "msg_1"])
    #expect(
      scene.events.dropFirst() == [
        .thinkingDelta(messageID: "prt_1", text: "One way"), .messageDiscarded(messageID: "prt_1"),
        .thinkingDelta(messageID: "prt_1", text: "Another"), .textDelta(messageID: "prt_2", text: "gone"),
        .messageDiscarded(messageID: "prt_2"), .messageDiscarded(messageID: "prt_1"),
      ])
  }

  @Test func toolsGoThroughTheirStates() {
    var scene = Scene()
    scene.message("msg_1")
    func state(_ scene: inout Scene, _ id: String, _ tool: String, _ state: JSONValue) {
      scene.part(id, "tool", [("callID", .string("call_\(id)")), ("tool", .string(tool)), ("state", state)])
    }
    state(&scene, "a", "bash", ["status": "pending", "input": [:], "raw": ""])
    #expect(scene.events.count == 1)
    let input: JSONValue = ["command": "make"]
    state(&scene, "a", "bash", ["status": "running", "input": input])
    state(&scene, "a", "bash", ["status": "running", "input": input, "metadata": ["output": "one\n"]])
    state(&scene, "a", "bash", ["status": "running", "input": input, "metadata": ["output": "one\ntwo\n"]])
    state(&scene, "a", "bash", ["status": "completed", "input": input, "output": "one\ntwo\n", "metadata": ["exit": 2]])
    state(&scene, "a", "bash", ["status": "completed", "input": input, "output": "one\ntwo\n", "metadata": ["exit": 2]])
    state(&scene, "b", "edit", ["status": "completed", "input": ["filePath": "/w/src/a.c", "oldString": ""], "output": "ok"])
    state(
      &scene, "c", "apply_patch",
      [
        "status": "completed", "input": [:], "output": "ok", "title": "2 files",
        "metadata": ["files": [["relativePath": "x", "type": "delete"], ["filePath": "/w/y", "type": "add"]]],
      ])
    state(&scene, "d", "wiki_read_page", ["status": "error", "input": [:], "error": "Tool execution aborted"])
    #expect(
      scene.events.dropFirst().compactMap(\.summary) == [
        "start execute bash make", "end failed 2 one", "start edit edit src/a.c", "file add src/a.c", "end ok - ok",
        "start edit apply_patch 2 files", "file delete x", "file add y", "end ok - ok", "start other mcp__wiki__read_page ",
        "end cancelled - Tool execution aborted",
      ])
    #expect(
      scene.events.filter { if case .toolOutput = $0 { true } else { false } }
        == [.toolOutput(id: "a", text: "one\n"), .toolOutput(id: "a", text: "two\n")])
  }

  @Test func useIsCountedOnce() {
    var scene = Scene()
    scene.decoder.contextSizes = ["p/m": 200]
    scene.message("msg_1", more: [("providerID", "p"), ("modelID", "m")])
    let tokens: JSONValue = ["input": 10, "output": 5, "reasoning": 3, "cache": ["read": 20, "write": 1]]
    for _ in 0..<3 { scene.part("prt_s", "step-finish", [("cost", 0.5), ("tokens", tokens)]) }
    scene.message("msg_1", more: [("providerID", "p"), ("modelID", "m"), ("cost", 0.5), ("tokens", tokens)])
    scene.part(
      "prt_t", "step-finish", [("cost", .double(-.infinity)), ("tokens", ["input": -5, "output": 5, "reasoning": 3, "total": 5])])
    #expect(
      scene.events.dropFirst() == [
        .sessionStarted(id: "ses_1", model: "p/m", tools: []),
        .usage(tokens: TokenCount(input: 10, output: 8, cacheRead: 20, cacheWrite: 1), costUSD: 0.5), .context(used: 39, size: 200),
        .usage(tokens: TokenCount(output: 5), costUSD: nil), .context(used: 5, size: 200),
      ])
  }

  @Test func retriesAndLimits() {
    var scene = Scene()
    for _ in 0..<2 {
      scene.event(
        "session.status", ["sessionID": "ses_1", "status": ["type": "retry", "attempt": 1, "message": "Overloaded", "next": 1_004_000]])
    }
    scene.event(
      "session.status",
      ["sessionID": "ses_1", "status": ["type": "retry", "attempt": 2, "message": "usage limit reached", "next": 61_000_000]])
    #expect(
      scene.events.dropFirst() == [
        .retrying(attempt: 1, of: nil, delaySeconds: 4, cause: .overloaded),
        .retrying(attempt: 2, of: nil, delaySeconds: 60_000, cause: .usageLimit),
        .rateLimited(until: Timestamp(milliseconds: 61_000_000), text: "usage limit reached"),
      ])
  }

  @Test(arguments: [
    (#"{"name":"ProviderAuthError","data":{"message":"no key"}}"#, "failed(auth)"),
    (#"{"name":"APIError","data":{"message":"x","statusCode":429}}"#, "failed(rate_limit)"),
    (#"{"name":"APIError","data":{"message":"x","statusCode":402}}"#, "failed(billing)"),
    (#"{"name":"APIError","data":{"message":"x","statusCode":404}}"#, "failed(model_not_found)"),
    (#"{"name":"APIError","data":{"message":"x","statusCode":418}}"#, "failed(bad_request)"),
    (#"{"name":"APIError","data":{"message":"x","statusCode":503}}"#, "failed(server)"),
    (#"{"name":"APIError","data":{"message":"fetch failed"}}"#, "failed(network)"),
    (#"{"name":"APIError","data":{"message":"x","statusCode":99999999999999999999}}"#, "failed(unknown)"),
    (#"{"name":"ContextOverflowError","data":{"message":"too long"}}"#, "failed(context_full)"),
    (#"{"name":"MessageAbortedError","data":{"message":"Aborted"}}"#, "interrupted"),
    (#"{"name":"ContentFilterError","data":{"message":"no"}}"#, "refused"),
    (#"{"name":"MessageOutputLengthError","data":{}}"#, "limit(the length of an answer)"),
    (#"{"name":7}"#, "failed(unknown)"),
  ])
  func errors(_ error: String, _ outcome: String) throws {
    #expect(OpenCodeFailure.outcome(try JSONValue.parse(error)).summary == outcome)
    var scene = Scene()
    scene.hear(#"{"type":"session.error","properties":{"sessionID":"ses_1","error":\#(error)}}"#)
    #expect(scene.control == [.idle])
    #expect(scene.decoder.endTurn(scene.decoder.outcome()).last.flatMap(\.summary)?.hasPrefix("done \(outcome)") == true)
    #expect(scene.decoder.endTurn(.completed).isEmpty)
  }

  @Test func anErrorThatIsOvercomeCountsNot() {
    var scene = Scene()
    scene.status("busy")
    scene.message("msg_1")
    scene.hear(#"{"type":"session.error","properties":{"sessionID":"ses_1","error":{"name":"UnknownError","data":{"message":"x"}}}}"#)
    #expect(scene.control.isEmpty)
    scene.part("prt_s", "step-finish", [("cost", 0), ("tokens", [:])])
    #expect(scene.decoder.outcome() == .completed)
  }

  @Test func whatWasMissedIsRead() {
    var scene = Scene()
    scene.message("msg_1")
    scene.part("prt_1", "text", [("text", "")])
    scene.delta("prt_1", "One ")
    let running: JSONValue = ["status": "completed", "input": [:], "output": "o"]
    let output = scene.decoder.read([
      [
        "info": ["id": "msg_1", "sessionID": "ses_1", "role": "assistant"],
        "parts": [
          Scene.part("prt_1", "text", "msg_1", "ses_1", [("text", "One two ")]),
          Scene.part("prt_2", "tool", "msg_1", "ses_1", [("callID", "c"), ("tool", "list"), ("state", running)]),
        ],
      ]
    ])
    #expect(output.events.compactMap(\.summary) == ["start search list ", "end ok - o"])
    #expect(output.events.first == .textDelta(messageID: "prt_1", text: "two "))
    #expect(scene.decoder.isBehind)
    // These may be in what was read already.
    scene.events = []
    scene.delta("prt_1", "two ")
    scene.delta("prt_1", "three")
    scene.part("prt_2", "tool", [("callID", "c"), ("tool", "list"), ("state", running)])
    scene.part("prt_1", "text", [("text", "One two three"), ("time", ["end": 1])])
    #expect(scene.events == [.textDelta(messageID: "prt_1", text: "three"), .textDone(messageID: "prt_1", text: "One two three")])
    #expect(!scene.decoder.isBehind)
  }

  @Test func whatWasThereBeforeIsNotTold() {
    var scene = Scene(prompt: false)
    let part = Scene.part("prt_1", "text", "msg_1", "ses_1", [("text", "old"), ("time", ["end": 1])])
    let messages: JSONValue = [["info": ["id": "msg_1", "sessionID": "ses_1", "role": "assistant"], "parts": [part]]]
    scene.decoder.skip(messages)
    #expect(scene.decoder.read(messages).events.isEmpty)
    #expect(!scene.decoder.turnRunning)
    // Somebody else prompts the session.
    scene.message("msg_2")
    #expect(scene.events == [.turnStarted])
  }

  @Test func oddEvents() {
    var scene = Scene()
    scene.hear(
      "", "[]", "7", "{}", #"{"type":null}"#, #"{"type":"message.updated","properties":7}"#,
      #"{"type":"message.part.updated","properties":{"part":{"id":"p","sessionID":"ses_1","messageID":"m","type":"tool","state":7}}}"#,
      #"{"type":"session.status","properties":{"sessionID":"ses_1","status":{"type":"retry","next":1e400}}}"#,
      #"{"type":"session.created","properties":{"info":{"id":"ses_1","parentID":"ses_1"}}}"#,
      #"{"type":"todo.updated","properties":{"sessionID":"ses_1","todos":[7,{"content":"x"}]}}"#,
      #"{"type":"question.asked","properties":{"id":"q","sessionID":"ses_1","questions":[]}}"#,
      #"{"type":"permission.asked","properties":{"id":9,"sessionID":"ses_1"}}"#, #"{"type":"server.heartbeat","properties":{}}"#,
      #"{"directory":"/w","payload":{"type":"session.compacted","properties":{"sessionID":"ses_1"}}}"#)
    #expect(scene.control.isEmpty)
    #expect(scene.events.contains(.compacted(before: nil, after: nil)))
    #expect(scene.decoder.children.isEmpty)
    #expect(scene.events.count { if case .raw = $0 { true } else { false } } >= 4)
    let events = scene.decoder.ended(.interrupted)
    #expect(events.last == .turnDone(.interrupted, text: nil))
    #expect(scene.decoder.ended(.interrupted).isEmpty)
  }

  @Test func answers() throws {
    let ask = try #require(
      OpenCodeAsk(
        question: [
          "id": "que/1", "sessionID": "s",
          "questions": [
            ["question": "A?", "options": [["label": "x"], ["label": "y"]], "multiple": true], ["question": "B?", "options": []],
          ],
        ], toolID: nil))
    #expect(ask.request.title == "2 questions")
    let reply = ask.reply(.answers(["A?": "x, y", "": "other"]))
    #expect(reply.path == "/question/que%2F1/reply")
    #expect(reply.body == ["answers": [["x", "y"], ["other"]]])
    #expect(ask.reply(.deny("")).path == "/question/que%2F1/reject")
    let permission = try #require(
      OpenCodeAsk(
        permission: [
          "id": "per_1", "sessionID": "s", "permission": "external_directory", "patterns": ["/etc/*"], "always": [], "metadata": [:],
        ],
        tool: nil, toolID: nil, workspace: "/w", servers: []))
    #expect(permission.request.title == "Go outside of the workspace: /etc/*?")
    #expect(permission.request.kind == .permission(tool: "external_directory", always: false))
    #expect(permission.reply(.deny("")).body == ["reply": "reject", "message": "The operator said no."])
    #expect(permission.reply(.answers(["": "rather not"])).body == ["reply": "reject", "message": "rather not"])
  }

  @Test func aLogIsPlayedAgain() {
    var replay = OpenCodeReplay()
    let lines = [
      #"{"carrel":"sent","line":{"method":"POST","path":"/session/ses_1/prompt_async","body":{}}}"#,
      #"{"type":"session.status","properties":{"sessionID":"ses_1","status":{"type":"busy"}}}"#,
      #"{"type":"message.updated","properties":{"info":{"id":"m","sessionID":"ses_1","role":"assistant"}}}"#,
      #"{"type":"carrel.messages","properties":{"sessionID":"ses_1","messages":[{"info":{"id":"m","sessionID":"ses_1","role":"assistant"},"parts":[{"id":"p","sessionID":"ses_1","messageID":"m","type":"text","text":"Hi.","time":{"end":1}}]}]}}"#,
      #"{"type":"session.idle","properties":{"sessionID":"ses_1"}}"#,
    ]
    let events = lines.flatMap { replay.decode(line: Array($0.utf8)) }
    #expect(events.compactMap(\.summary) == ["turn", "text Hi.", "done completed Hi."])
    #expect(replay.finish(TaskFailure(.unknown, "x")).isEmpty)
    var run = OpenCodeReplay()
    _ = run.decode(line: Array(#"{"type":"step_start","sessionID":"ses_2","part":{"id":"p","sessionID":"ses_2","messageID":"m"}}"#.utf8))
    #expect(run.finish(TaskFailure(.unknown, "cut")).compactMap(\.summary) == ["done failed(unknown) -"])
  }
}
