import Agents
import JSON
import Model
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(15))) struct ACPSessionTests {
  private static let offers: JSONValue = [
    "protocolVersion": 1, "agentCapabilities": ["loadSession": true, "mcpCapabilities": ["http": true, "sse": false]],
  ]

  @Test func loadDropsTheHistory() async throws {
    let play = try ACPStage()
    let agent = play.agent(play.stage.setup(.ask, session: .resume(id: "s1")))
    let peer = play.peer
    let greeting = Task {
      peer.reply(await peer.next("initialize"), Self.offers)
      let load = await peer.next("session/load")
      #expect(load["params"]?["sessionId"]?.string == "s1")
      peer.update(["sessionUpdate": "user_message_chunk", "content": ["type": "text", "text": "old prompt"]])
      peer.text("old answer")
      peer.update(["sessionUpdate": "tool_call", "toolCallId": "t", "title": "Old", "status": "completed"])
      peer.update(["sessionUpdate": "usage_update", "used": 5, "size": 10, "_meta": ["promptTokens": 1000, "completionTokens": 10]])
      peer.reply(load, ["modes": ["currentModeId": "ask", "availableModes": [["id": "ask", "name": "Ask"]]]])
    }
    try await agent.start(play.stage.receive)
    await greeting.value
    let prompt = try await play.turn(agent)
    peer.text("new")
    peer.update(["sessionUpdate": "usage_update", "used": 6, "size": 10, "_meta": ["promptTokens": 1200, "completionTokens": 11]])
    peer.reply(prompt, ["stopReason": "end_turn", "usage": ["inputTokens": 1200, "outputTokens": 11]])
    await play.stage.turns(1)
    #expect(play.stage.summary == ["session -", "turn", "session -", "usage 200/1 -", "context 6/10", "text new", "done completed new"])
    #expect(await agent.sessionID == "s1")
    #expect(agent.capabilities.contains(.resume))
    await agent.stop()
  }

  @Test func resumeIsPreferredAndCompared() async throws {
    let play = try ACPStage()
    let agent = play.agent(play.stage.setup(.ask, session: .resume(id: "s1")))
    let peer = play.peer
    let greeting = Task {
      peer.reply(
        await peer.next("initialize"), ["protocolVersion": 1, "agentCapabilities": ["sessionCapabilities": ["resume": [:]]]])
      peer.reply(await peer.next("session/resume"), ["sessionId": "another"])
    }
    let failure = await #expect(throws: TaskFailure.self) { try await agent.start(play.stage.receive) }
    await greeting.value
    #expect(failure?.kind == .engine)
    #expect(failure?.text.contains("another") == true)
    await play.stage.exited()
  }

  @Test(arguments: [true, false]) func aSessionThatIsNotThereFails(_ canLoad: Bool) async throws {
    let play = try ACPStage()
    let agent = play.agent(play.stage.setup(.ask, session: .resume(id: "gone")))
    let peer = play.peer
    let greeting = Task {
      peer.reply(await peer.next("initialize"), canLoad ? Self.offers : ["protocolVersion": 1])
      if canLoad { peer.refuse(await peer.next("session/load"), -32602, "Session not found: gone") }
    }
    let failure = await #expect(throws: TaskFailure.self) { try await agent.start(play.stage.receive) }
    await greeting.value
    #expect(failure?.kind == .engine)
    #expect(failure?.text.contains("gone") == true)
  }

  @Test func sessionsAreRemembered() async throws {
    let play = try ACPStage()
    let agent = play.agent()
    try await play.start(agent, Self.offers, session: ["sessionId": "s1"])
    let engine = ACPEngine(ACPEntry("tester", title: "T", command: "tester", homepage: "h", installHint: "i"))
    #expect(engine.holdsSession("s1", home: "\(play.stage.directory)/home"))
    #expect(!engine.holdsSession("s2", home: "\(play.stage.directory)/home"))
    #expect(!engine.holdsSession("", home: "\(play.stage.directory)/home"))
    #expect(!engine.holdsSession("s1", home: "\(play.stage.directory)/nowhere"))
    await agent.stop()

    let other = try ACPStage()
    let forgetful = other.agent()
    try await other.start(forgetful)
    #expect(!engine.holdsSession("s1", home: "\(other.stage.directory)/home"))
    #expect(!forgetful.capabilities.contains(.resume))
    await forgetful.stop()
  }

  @Test func modelsByOptionOrMethod() async throws {
    let play = try ACPStage()
    var setup = play.stage.setup(.ask)
    setup.model = "big"
    setup.effort = "High"
    let agent = play.agent(setup)
    let peer = play.peer
    let options: JSONValue = [
      [
        "id": "m", "name": "Model", "category": "model", "type": "select", "currentValue": "small",
        "options": [["value": "small", "name": "Small"], ["value": "vendor/big", "name": "The big one"]],
      ],
      [
        "id": "t", "name": "T", "category": "thought_level", "type": "select", "currentValue": "off",
        "options": [["group": "g", "name": "G", "options": [["value": "off", "name": "Off"], ["value": "h1", "name": "High"]]]],
      ],
    ]
    let settings = Task {
      await peer.greet(session: ["sessionId": "s1", "configOptions": options])
      let model = await peer.next("session/set_config_option")
      peer.reply(model, ["configOptions": options])
      let effort = await peer.next("session/set_config_option")
      peer.reply(effort, ["configOptions": options])
      return [model, effort].map { "\($0["params"]?["configId"]?.string ?? "") \($0["params"]?["value"]?.string ?? "")" }
    }
    try await agent.start(play.stage.receive)
    #expect(await settings.value == ["m vendor/big", "t h1"])
    #expect(agent.capabilities.contains(.switchModel))
    await agent.stop()
    await play.stage.exited()
    #expect(play.stage.summary == ["session small", "model vendor/big", "exited 0 0"])
  }

  @Test func modelsByTheirOwnMethod() async throws {
    let play = try ACPStage()
    let agent = play.agent()
    let peer = play.peer
    try await play.start(
      agent,
      session: [
        "sessionId": "s1",
        "models": ["currentModelId": "a", "availableModels": [["modelId": "a", "name": "A"], ["modelId": "b", "name": "B"]]],
      ])
    #expect(await agent.model == "a")
    async let set: Void = agent.setModel("b")
    let request = await peer.next("session/set_model")
    #expect(request["params"]?["modelId"]?.string == "b")
    peer.reply(request, [:])
    try await set
    #expect(await agent.model == "b")
    async let wrong: Void = agent.setModel("nope")
    peer.refuse(await peer.next("session/set_model"), -32602, "no such thing")
    do {
      try await wrong
      Issue.record("a wrong model was taken")
    } catch {
      #expect((error as? TaskFailure)?.kind == .modelNotFound)
    }
    await agent.stop()
  }

  @Test func aModelThatCannotBeSetIsSaid() async throws {
    let play = try ACPStage()
    var setup = play.stage.setup(.ask)
    setup.model = "big"
    setup.effort = "high"
    let agent = play.agent(setup)
    try await play.start(agent)
    await #expect(throws: TaskFailure.self) { try await agent.setModel("other") }
    await agent.stop()
    await play.stage.exited()
    #expect(play.notices.count == 2)
  }

  private static func modes(_ ids: [String]) -> JSONValue {
    [
      "sessionId": "s1",
      "modes": ["currentModeId": "odd", "availableModes": .array(ids.map { ["id": .string($0), "name": .string($0)] })],
    ]
  }

  @Test(arguments: [
    (TaskMode.auto, true, false, ["ask", "accept-edits", "auto-approve"], "auto-approve"),
    (.auto, false, false, ["ask", "accept-edits", "auto-approve"], "ask"), (.auto, true, true, ["ask", "auto-approve"], "ask"),
    (.ask, true, false, ["always-approve", "always-ask"], "always-ask"),
    (.plan, true, false, ["default", "https://x.example/session-modes#plan"], "https://x.example/session-modes#plan"),
    (.plan, true, false, ["default", "yolo"], "default"), (.auto, true, false, ["Default", "bypassPermissions"], "bypassPermissions"),
  ])
  func modes(_ mode: TaskMode, isolated: Bool, rules: Bool, offered: [String], expected: String) async throws {
    let play = try ACPStage()
    var setup = play.stage.setup(mode)
    setup.sandbox.level = isolated ? .isolated : .none
    if rules { setup.allowedTools = ["Read"] }
    let agent = play.agent(setup)
    let peer = play.peer
    let settings = Task {
      await peer.greet(session: Self.modes(offered))
      let request = await peer.next("session/set_mode")
      peer.reply(request, [:])
      return request["params"]?["modeId"]?.string
    }
    try await agent.start(play.stage.receive)
    #expect(await settings.value == expected)
    await agent.stop()
    await play.stage.exited()
    #expect(play.notices.contains { $0.contains("no planning mode") } == (mode == .plan && expected == "default"))
    #expect(play.stage.summary.contains("mode \(expected)"))
  }

  @Test func loggingInWithAKey() async throws {
    let play = try ACPStage()
    var setup = play.stage.setup(.ask)
    setup.environment["TESTER_KEY"] = "secret-value"
    let agent = play.agent(setup)
    let peer = play.peer
    let greeting = Task {
      peer.reply(
        await peer.next("initialize"),
        [
          "protocolVersion": 1,
          "authMethods": [
            ["id": "oauth", "name": "Log in with a browser"], ["id": "key", "name": "API key", "description": "uses TESTER_KEY"],
          ],
        ])
      peer.refuse(await peer.next("session/new"), -32000, "Authentication required")
      let login = await peer.next("authenticate")
      peer.reply(login, [:])
      peer.reply(await peer.next("session/new"), ["sessionId": "s1"])
      return login["params"]?["methodId"]?.string
    }
    try await agent.start(play.stage.receive)
    #expect(await greeting.value == "key")
    await agent.stop()
  }

  @Test func withoutAKeyTheWaysAreSaid() async throws {
    let play = try ACPStage()
    let agent = play.agent()
    let peer = play.peer
    let greeting = Task {
      peer.reply(
        await peer.next("initialize"),
        ["protocolVersion": 1, "authMethods": [["id": "login", "name": "Log in", "description": "Run `tester login`."]]])
      peer.refuse(await peer.next("session/new"), -32000, "Authentication required")
    }
    let failure = await #expect(throws: TaskFailure.self) { try await agent.start(play.stage.receive) }
    await greeting.value
    #expect(failure?.kind == .auth)
    #expect(failure?.text.contains("Run `tester login`.") == true)
    await play.stage.exited()
    #expect(play.stage.outcomes.isEmpty)
  }

  @Test func serversAreHandedOn() async throws {
    let play = try ACPStage()
    var setup = play.stage.setup(.ask)
    setup.mcpServers = [
      MCPServer(name: "one", transport: .stdio(command: "/bin/one", arguments: ["-x"], environment: ["A": "b"])),
      MCPServer(name: "two", transport: .http(url: "http://127.0.0.1/", headers: ["H": "v"])),
      MCPServer(name: "three", transport: .sse(url: "http://127.0.0.1/sse", headers: [:])),
    ]
    let agent = play.agent(setup)
    let peer = play.peer
    let servers = Task {
      peer.reply(await peer.next("initialize"), Self.offers)
      let new = await peer.next("session/new")
      peer.reply(new, ["sessionId": "s1"])
      return new["params"]?["mcpServers"]?.serialized()
    }
    try await agent.start(play.stage.receive)
    #expect(
      await servers.value
        == #"[{"name":"one","command":"/bin/one","args":["-x"],"env":[{"name":"A","value":"b"}]},{"type":"http","name":"two","url":"http://127.0.0.1/","headers":[{"name":"H","value":"v"}]}]"#
    )
    let prompt = try await play.turn(agent)
    peer.update(["sessionUpdate": "tool_call", "toolCallId": "t", "title": "two_search: x", "status": "completed", "rawInput": ["q": "x"]])
    peer.reply(prompt, ["stopReason": "end_turn"])
    await play.stage.turns(1)
    #expect(play.stage.summary.contains("start search mcp__two__search x"))
    #expect(play.notices.contains { $0.contains("three") })
    await agent.stop()
  }

  @Test func anAgentThatEndsAtOnceIsAFailure() async throws {
    let play = try ACPStage()
    let agent = play.agent()
    play.peer.complains("no such option: acp")
    play.peer.end(AgentExit(code: 2))
    let failure = await #expect(throws: TaskFailure.self) { try await agent.start(play.stage.receive) }
    #expect(failure?.kind == .engine)
    #expect(failure?.text.contains("no such option: acp") == true)
    await play.stage.exited()
  }

  @Test(arguments: [JSONValue.null, ["protocolVersion": 9], ["protocolVersion": 1]])
  func nonsenseIsAFailure(_ hello: JSONValue) async throws {
    let play = try ACPStage()
    let agent = play.agent()
    let peer = play.peer
    let greeting = Task {
      peer.reply(await peer.next("initialize"), hello)
      if hello["protocolVersion"]?.int != 9 { peer.reply(await peer.next("session/new"), ["something": "else"]) }
    }
    let failure = await #expect(throws: TaskFailure.self) { try await agent.start(play.stage.receive) }
    await greeting.value
    #expect(failure?.kind == .protocolError)
  }
}
