import Agents
import JSON
import Model
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(15))) struct ACPPermissionTests {
  private static let options: JSONValue = [
    ["optionId": "no", "name": "Yes, allow", "kind": "reject_once"], ["optionId": "yes", "name": "Never", "kind": "allow_once"],
    ["optionId": "yes2", "name": "b", "kind": "allow_once"], ["optionId": "ever", "name": "c", "kind": "allow_always"],
    ["optionId": "ever2", "name": "d", "kind": "allow_always"],
  ]

  @Test func theWholeInputGoesWithIt() async throws {
    let play = try ACPStage()
    let agent = play.agent()
    try await play.start(agent)
    let prompt = try await play.turn(agent)
    let call: JSONValue = [
      "toolCallId": "t", "title": "Run it", "kind": "execute",
      "rawInput": ["command": "make test", "description": "Runs them", "timeout": 5], "_meta": ["tool_name": "Bash"],
    ]
    play.peer.ask(0, "session/request_permission", ["toolCall": call, "options": Self.options])
    let request = try #require(await play.stage.request(1))
    #expect(request.input == #"{"command":"make test","timeout":5}"#)
    try await agent.answer(request.id, with: .allow)
    _ = await play.peer.answer(to: 0)
    play.peer.reply(prompt, ["stopReason": "end_turn"])
    await play.stage.turns(1)
    await agent.stop()
  }

  /// Asks once in the mode `ask`, answers, and gives what the peer got.
  private func answer(_ answer: AgentAnswer, _ options: JSONValue = Self.options) async throws -> JSONValue? {
    let play = try ACPStage()
    let agent = play.agent()
    try await play.start(agent)
    let prompt = try await play.turn(agent)
    play.peer.ask(0, "session/request_permission", ["toolCall": ["toolCallId": "t", "title": "Run it"], "options": options])
    let request = try #require(await play.stage.request(1))
    try await agent.answer(request.id, with: answer)
    let got = await play.peer.answer(to: 0)
    await #expect(throws: TaskFailure.self) { try await agent.answer(request.id, with: answer) }
    play.peer.reply(prompt, ["stopReason": "end_turn"])
    await play.stage.turns(1)
    await agent.stop()
    return got["result"]?["outcome"]
  }

  @Test(arguments: [
    (AgentAnswer.allow, "yes"), (.always, "ever"), (.deny("no"), "no"), (.answers(["": "rather not"]), "no"),
  ])
  func optionsArePickedByKind(_ given: AgentAnswer, _ option: String) async throws {
    let outcome = try await answer(given)
    #expect(outcome?["outcome"]?.string == "selected")
    #expect(outcome?["optionId"]?.string == option)
  }

  @Test func oddKindsOfOptions() async throws {
    let odd: JSONValue = [
      ["optionId": "a", "name": "?", "kind": "maybe"], ["optionId": "b"], "junk", ["optionId": "c", "kind": "allow_for_session"],
      ["optionId": "d", "kind": "reject_and_stop"],
    ]
    #expect(try await answer(.allow, odd)?["optionId"]?.string == "c")
    #expect(try await answer(.deny(""), odd)?["optionId"]?.string == "d")
    #expect(try await answer(.allow, [["optionId": "x", "kind": "reject_once"]])?["outcome"]?.string == "cancelled")
    #expect(try await answer(.deny("no"), [])?["outcome"]?.string == "cancelled")
    #expect(try await answer(.always, [["optionId": "x", "kind": "allow_once"]])?["optionId"]?.string == "x")
    #expect(try await answer(.allow, [["optionId": "x", "kind": "allow_always"]])?["optionId"]?.string == "x")
  }

  @Test func requestsAreJoinedWithTheirCalls() async throws {
    let play = try ACPStage()
    let agent = play.agent()
    try await play.start(agent)
    let prompt = try await play.turn(agent)
    let call: JSONValue = [
      "sessionUpdate": "tool_call", "toolCallId": "t1", "title": "x", "kind": "execute", "status": "pending",
      "rawInput": ["command": "rm -rf build"],
    ]
    play.peer.update(call)
    play.peer.ask(0, "session/request_permission", ["toolCall": ["toolCallId": "t1"], "options": Self.options])
    let joined = try #require(await play.stage.request(1))
    #expect(joined.title == "Run `rm -rf build`?")
    #expect(joined.detail == "rm -rf build")
    #expect(joined.toolID == "t1")
    #expect(joined.kind == .permission(tool: "x", always: true))
    // One that names no call that is known and says nothing itself.
    play.peer.ask(1, "session/request_permission", ["toolCall": ["toolCallId": "confirm", "title": "Confirm"], "options": Self.options])
    let guessed = try #require(await play.stage.request(2))
    #expect(guessed.title == "Run `rm -rf build`?")
    try await agent.answer(guessed.id, with: .deny("no"))
    play.peer.update(["sessionUpdate": "tool_call_update", "toolCallId": "t1", "status": "failed"])
    play.peer.reply(prompt, ["stopReason": "end_turn"])
    await play.stage.turns(1)
    #expect(play.stage.summary.contains("end denied - "))
    // What was not answered is answered at the end of the turn.
    #expect(await play.peer.answer(to: 0)["result"]?["outcome"]?["outcome"]?.string == "cancelled")
    #expect(play.stage.summary.last == "withdrawn")
    await agent.stop()
  }

  private static let rules: [(allowed: [String]?, denied: [String], isolated: Bool, kind: String, input: JSONValue, verdict: String)] = [
    (nil, [], true, "fetch", ["url": "http://x"], "yes"), (nil, [], false, "fetch", ["url": "http://x"], "no"),
    (nil, [], false, "execute", ["command": "ls"], "yes"), (nil, ["Bash"], true, "execute", ["command": "ls"], "no"),
    (["Read"], [], true, "execute", ["command": "ls"], "no"), (["Bash(git *)"], [], true, "execute", ["command": "git log"], "yes"),
    (["Bash(git *)"], [], true, "execute", ["command": "git log; rm -rf ."], "no"),
    (["Bash(git:*)"], [], true, "execute", ["command": "github"], "no"), (["Edit"], [], true, "edit", ["path": "a"], "yes"),
    (["Read"], [], true, "read", ["path": "a"], "yes"), (["Read"], [], true, "other", ["x": 1], "no"),
    (["Bash"], ["Bash(rm *)"], true, "execute", ["command": "rm x"], "no"), (["mcp__srv"], [], true, "other", [:], "yes"),
  ]

  @Test(arguments: rules.indices) func autoAnswersByTheRules(_ index: Int) async throws {
    let rule = Self.rules[index]
    let play = try ACPStage()
    var setup = play.stage.setup(.auto)
    setup.sandbox.level = rule.isolated ? .isolated : .none
    setup.allowedTools = rule.allowed
    setup.disallowedTools = rule.denied
    setup.mcpServers = [MCPServer(name: "srv", transport: .stdio(command: "x", arguments: [], environment: [:]))]
    let agent = play.agent(setup)
    try await play.start(agent)
    let prompt = try await play.turn(agent)
    let title = rule.input == [:] ? "srv_find: y" : "Something to do"
    let answer = await play.peer.call(
      0, "session/request_permission",
      [
        "toolCall": ["toolCallId": "t", "title": .string(title), "kind": .string(rule.kind), "rawInput": rule.input],
        "options": Self.options,
      ])
    #expect(answer["result"]?["outcome"]?["optionId"]?.string == rule.verdict)
    #expect(play.notices.contains { $0.contains("was denied") } == (rule.verdict == "no"))
    play.peer.reply(prompt, ["stopReason": "end_turn"])
    await play.stage.turns(1)
    await agent.stop()
  }

  @Test func leavingThePlanModeIsAPlan() async throws {
    let play = try ACPStage()
    let agent = play.agent(play.stage.setup(.plan))
    try await play.start(agent)
    let prompt = try await play.turn(agent)
    play.peer.ask(
      0, "session/request_permission",
      [
        "toolCall": [
          "toolCallId": "t", "title": "Ready to code?", "kind": "switch_mode",
          "content": [["type": "content", "content": ["type": "text", "text": "1. Do it"]]],
        ], "options": Self.options,
      ])
    let request = try #require(await play.stage.request(1))
    #expect(request.kind == .plan("1. Do it"))
    try await agent.answer(request.id, with: .allow)
    #expect(await play.peer.answer(to: 0)["result"]?["outcome"]?["optionId"]?.string == "yes")
    play.peer.reply(prompt, ["stopReason": "end_turn"])
    await play.stage.turns(1)
    await agent.stop()
  }

  private static let form: JSONValue = [
    "mode": "form", "message": "Some things",
    "requestedSchema": [
      "type": "object", "required": ["name"],
      "properties": [
        "name": ["type": "string", "title": "Which name?"], "count": ["type": "integer", "title": "How many?"],
        "colour": [
          "type": "string", "title": "Which colour?", "oneOf": [["const": "r", "title": "Red"], ["const": "b", "title": "Blue"]],
        ],
        "sure": ["type": "boolean", "title": "Sure?"],
        "parts": ["type": "array", "title": "Parts?", "items": ["type": "string", "enum": ["x", "y", "z"]]],
      ],
    ],
  ]

  @Test func formsAreQuestions() async throws {
    let play = try ACPStage()
    let agent = play.agent()
    try await play.start(agent)
    let prompt = try await play.turn(agent)
    play.peer.ask(0, "elicitation/create", Self.form)
    let request = try #require(await play.stage.request(1))
    guard case .questions(let questions) = request.kind else {
      Issue.record("no questions")
      return
    }
    #expect(questions.map(\.text) == ["Which name?", "How many?", "Which colour?", "Sure?", "Parts?"])
    #expect(questions.map(\.options) == [[], [], ["Red", "Blue"], ["Yes", "No"], ["x", "y", "z"]])
    #expect(questions.map(\.multiple) == [false, false, false, false, true])
    try await agent.answer(
      request.id,
      with: .answers(["Which name?": "Ann\nLee", "How many?": " 3 ", "Which colour?": "Blue", "Sure?": "No", "Parts?": "x, z"]))
    #expect(
      await play.peer.answer(to: 0)["result"]?.serialized()
        == #"{"action":"accept","content":{"name":"Ann\nLee","count":3,"colour":"b","sure":false,"parts":["x","z"]}}"#)
    play.peer.ask(1, "elicitation/create", Self.form)
    let second = try #require(await play.stage.request(2))
    try await agent.answer(second.id, with: .deny(""))
    #expect(await play.peer.answer(to: 1)["result"]?["action"]?.string == "decline")
    play.peer.ask(2, "elicitation/create", Self.form)
    let third = try #require(await play.stage.request(3))
    try await agent.answer(third.id, with: .answers(["How many?": "3"]))
    #expect(await play.peer.answer(to: 2)["result"]?["action"]?.string == "decline")
    // A page to open, a form without fields.
    #expect(
      await play.peer.call(3, "elicitation/create", ["mode": "url", "url": "http://x", "elicitationId": "e"])["result"]?["action"]?.string
        == "decline")
    #expect(await play.peer.call(4, "elicitation/create", ["message": "?"])["result"]?["action"]?.string == "decline")
    play.peer.reply(prompt, ["stopReason": "end_turn"])
    await play.stage.turns(1)
    await agent.stop()
  }

  @Test func autoDecidesForms() async throws {
    let play = try ACPStage()
    let agent = play.agent(play.stage.setup(.auto))
    try await play.start(agent)
    let prompt = try await play.turn(agent)
    let answer = await play.peer.call(0, "elicitation/create", Self.form)
    #expect(answer["result"]?["action"]?.string == "accept")
    #expect(answer["result"]?["content"]?["name"]?.string?.hasPrefix("Nobody is here") == true)
    #expect(answer["result"]?["content"]?["count"] == nil)
    play.peer.reply(prompt, ["stopReason": "end_turn"])
    await play.stage.turns(1)
    await agent.stop()
  }
}
