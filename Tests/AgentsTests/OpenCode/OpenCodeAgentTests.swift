@testable import Agents
import FoundationEssentials
import JSON
import Model
import Platform
import Testing

@Suite(.timeLimit(.minutes(15))) struct OpenCodeAgentTests {
  @Test func aTurnStreamsEditsAndEnds() async throws {
    let open = try OpenCodeStage()
    var setup = open.setup()
    setup.model = "stub/default"
    setup.effort = "high"
    try await open.play(setup) { agent in
      #expect(await agent.sessionID?.hasPrefix("ses_") == true)
      try await agent.send(
        "Go [[model:think Let me see.]][[model:write made.txt made by it]][[model:bash echo one; exit 3]][[model:say All of it is done.]]")
      await open.stage.turns(1)
      #expect(await agent.model == "stub/default")
    }
    #expect(open.outcomes == ["completed"])
    #expect(open.stage.read("made.txt") == "made by it\n")
    #expect(
      open.summary == [
        "session stub/default", "turn", "session stub/default", "thinking Let me see.", "start write write made.txt", "file add made.txt",
        "end ok - Wrote file successfully.", "start execute bash echo one; exit 3", "end failed 3 one", "text All of it is done.",
        "usage 10/20 100", "context 130/1000", "done completed All of it is done.", "exited -1 15",
      ])
    #expect(Set(open.streamed.values) == ["Let me see.", "All of it is done."])
    #expect(open.streamed.count == 2)
    let deltas = open.events.count { if case .textDelta = $0 { true } else { false } }
    #expect(deltas > 1)
    let prompt = try #require(open.posted("/prompt_async").first)
    #expect(prompt["agent"] == "build")
    #expect(prompt["variant"] == "high")
    #expect(prompt["model"] == ["providerID": "stub", "modelID": "default"])
    // Nothing of it is in the workspace.
    #expect(open.workspace == ["README.md", "made.txt", "missed.txt"])
  }

  @Test func theServerIsOursAlone() async throws {
    let open = try OpenCodeStage()
    try await open.play(open.setup()) { _ in }
    let start = try #require(open.asked.first)
    let argv = (start["argv"]?.array ?? []).compactMap(\.string)
    #expect(argv.prefix(2) == ["serve", "--port"])
    #expect(argv.suffix(2) == ["--hostname", "127.0.0.1"])
    let environment = try #require(start["environment"])
    let password = try #require(environment["OPENCODE_SERVER_PASSWORD"]?.string)
    #expect(password.count >= 32)
    #expect(!argv.joined().contains(password))
    for (name, value) in [
      ("HOME", open.home), ("XDG_CONFIG_HOME", "\(open.home)/.config"), ("XDG_DATA_HOME", "\(open.home)/.local/share"),
      ("OPENCODE_CONFIG", "\(open.home)/.carrel/opencode.json"), ("OPENCODE_DISABLE_PROJECT_CONFIG", "1"),
      ("OPENCODE_DISABLE_CLAUDE_CODE", "1"),
      ("OPENCODE_DISABLE_AUTOUPDATE", "1"), ("ANTHROPIC_API_KEY", "sk-ant-test-0123456789"),
    ] {
      #expect(environment[name]?.string == value, "\(name)")
    }
    let configuration = try Files.readText("\(open.home)/.carrel/opencode.json", limit: 1 << 20)
    #expect(!configuration.contains("sk-ant"))
    // The password is not in the log either.
    let log = try Files.readText("\(open.stage.directory)/log/protocol.jsonl", limit: 1 << 24)
    #expect(log.contains("session.created") || log.contains("server.connected"))
    #expect(!log.contains(password))
  }

  @Test func severalTurnsAndTheUseOfEach() async throws {
    let open = try OpenCodeStage()
    try await open.play(open.setup()) { agent in
      try await agent.send("[[model:remember rain]][[model:say One.]]")
      await open.stage.turns(1)
      try await agent.send("[[model:recall]]")
      await open.stage.turns(2)
      // Two at once: the second is the turn after.
      try await agent.send("[[model:hang three]]")
      try await agent.send("[[model:say Four.]]")
      try open.release("three")
      await open.stage.turns(4)
    }
    #expect(open.texts == ["One.", "I remember: rain", "It begins and ends.", "Four."])
    #expect(open.outcomes == ["completed", "completed", "completed", "completed"])
    #expect(open.used.tokens == TokenCount(input: 40, output: 80, cacheRead: 400))
    #expect(abs(open.used.cost - 0.04) < 1e-9)
    #expect(open.events.count { $0 == .turnStarted } == 4)
  }

  @Test func theSessionGoesOnInANewServer() async throws {
    let open = try OpenCodeStage()
    let first = try await open.agent(open.setup())
    try await first.send("[[model:remember thunder]][[model:say Heard.]]")
    await open.stage.turns(1)
    let id = try #require(await first.sessionID)
    await first.stop()
    #expect(open.engine.holdsSession(id, home: open.home))
    #expect(!open.engine.holdsSession("x/../y", home: open.home))
    #expect(!open.engine.holdsSession("other", home: open.home))

    let later = try AgentStage(sharing: open.stage)
    let second = try open.engine.makeAgent(open.setup(session: .resume(id: id)))
    try await second.start(later.receive)
    try await second.send("[[model:recall]]")
    await later.turns(1)
    #expect(await second.sessionID == id)
    await second.stop()
    #expect(later.events.compactMap { if case .textDone(_, let text) = $0 { text } else { nil } } == ["I remember: thunder"])
    #expect(later.summary.filter { $0.hasPrefix("usage") } == ["usage 10/20 100"])
  }

  @Test func aSessionThatIsNotThereIsSaid() async throws {
    let open = try OpenCodeStage()
    for (id, words) in [("ses_nowhere", "does not know it"), ("../x", "no session of opencode")] {
      do throws(TaskFailure) {
        let agent = try open.engine.makeAgent(open.setup(session: .resume(id: id)))
        try await agent.start(open.stage.receive)
        Issue.record("resumed \(id)")
      } catch {
        #expect(error.kind == .engine)
        #expect(error.text.contains(words))
        #expect(error.text.contains("--fresh"))
      }
    }
    #expect(open.processes.isEmpty)
    try open.configure(#"{"/session/ses_asked":{"body":{"id":"ses_another"}}}"#)
    do throws(TaskFailure) {
      try await open.engine.makeAgent(open.setup(session: .resume(id: "ses_asked"))).start(open.stage.receive)
      Issue.record("resumed another session")
    } catch {
      #expect(error.kind == .engine)
      #expect(error.text.contains("ses_another"))
    }
  }

  @Test func permissionsAreAskedAllowedAndDenied() async throws {
    let open = try OpenCodeStage()
    try await open.play(open.setup(.ask)) { agent in
      try await agent.send("[[model:bash echo a > a.txt]][[model:write b.txt b]][[model:bash echo a > a.txt]][[model:say Tried.]]")
      let bash = try #require(await open.stage.request(1))
      #expect(bash.kind == .permission(tool: "bash", always: true))
      #expect(bash.title == "Run `echo a > a.txt`?")
      #expect(bash.toolID != nil)
      await #expect(throws: TaskFailure.self) { try await agent.answer("nonsense", with: .allow) }
      try await agent.answer(bash.id, with: .always)
      let write = try #require(await open.stage.request(2))
      #expect(write.title == "Edit b.txt?")
      #expect(write.detail == "+b\n")
      try await agent.answer(write.id, with: .deny("not this one"))
      await open.stage.turns(1)
      await #expect(throws: TaskFailure.self) { try await agent.answer(write.id, with: .allow) }
    }
    #expect(open.stage.read("a.txt") == "a\n")
    #expect(open.stage.read("b.txt") == nil)
    #expect(open.summary.contains { $0.hasPrefix("end denied") })
    #expect(open.outcomes == ["completed"])
    #expect(open.posted("/reply") == [["reply": "always"], ["reply": "reject", "message": "not this one"]])
    #expect(!open.summary.contains("withdrawn"))
  }

  @Test func inAutoWhatTheRulesDoNotAllowIsDeniedAndSaid() async throws {
    let open = try OpenCodeStage()
    var setup = open.setup()
    setup.allowedTools = ["write"]
    try await open.play(setup) { agent in
      try await agent.send("[[model:write a.txt a]][[model:bash touch b.txt]][[stub:outside]][[model:question]]")
      await open.stage.turns(1)
    }
    #expect(open.stage.read("a.txt") == "a\n")
    #expect(open.stage.read("b.txt") == nil)
    #expect(open.summary.contains("notice warning bash was denied (Run `touch b.txt`?): th"))
    #expect(open.summary.filter { $0.hasPrefix("end denied") }.count == 2)
    #expect(open.texts == ["Nobody may be asked."])
    #expect(!open.events.contains { if case .asked = $0 { true } else { false } })
  }

  @Test func questionsAreAskedAndAnswered() async throws {
    let open = try OpenCodeStage()
    try await open.play(open.setup(.ask)) { agent in
      try await agent.send("[[model:question]]")
      let question = try #require(await open.stage.request(1))
      #expect(question.kind == .questions([AgentQuestion(text: "Which colour?", options: ["Red", "Blue"])]))
      try await agent.answer(question.id, with: .answers(["Which colour?": "Blue"]))
      await open.stage.turns(1)
      try await agent.send("[[model:question]]")
      let again = try #require(await open.stage.request(2))
      try await agent.answer(again.id, with: .deny(""))
      await open.stage.turns(2)
    }
    #expect(open.texts == ["You said Blue.", "You said (rejected)."])
  }

  @Test func aPlanWaitsForItsApproval() async throws {
    let open = try OpenCodeStage()
    try await open.play(open.setup(.plan)) { agent in
      try await agent.send("[[model:write a.txt too early]][[model:say First a, then b.]]")
      let plan = try #require(await open.stage.request(1))
      #expect(plan.kind == .plan("First a, then b."))
      #expect(open.outcomes.isEmpty)
      #expect(open.stage.read("a.txt") == nil)
      try await agent.answer(plan.id, with: .deny("[[model:say Only a.]]"))
      let second = try #require(await open.stage.request(2))
      #expect(second.kind == .plan("Only a."))
      try await agent.answer(second.id, with: .allow)
      await open.stage.turns(1)
      try await agent.send("[[model:write a.txt now]]")
      await open.stage.turns(2)
    }
    #expect(open.stage.read("a.txt") == "now\n")
    #expect(open.posted("/prompt_async").compactMap { $0["agent"]?.string } == ["plan", "plan", "build", "build"])
    #expect(open.outcomes == ["completed", "completed"])
  }

  @Test func interruptingEndsTheTurnAndItsCommand() async throws {
    let open = try OpenCodeStage()
    try await open.play(open.setup()) { agent in
      try await agent.send("[[model:bash echo begun; sleep 600]]")
      await open.stage.until { $0.contains { if case .toolOutput = $0 { true } else { false } } }
      try await agent.interrupt()
      await open.stage.turns(1)
      try await agent.send("[[model:say And on.]]")
      await open.stage.turns(2)
    }
    #expect(open.outcomes == ["interrupted", "completed"])
    #expect(open.summary.contains { $0.hasPrefix("end cancelled") })
  }

  @Test func interruptingWithdrawsWhatIsAsked() async throws {
    let open = try OpenCodeStage()
    try await open.play(open.setup(.ask)) { agent in
      try await agent.send("[[model:bash ls]]")
      _ = await open.stage.request(1)
      try await agent.interrupt()
      await open.stage.turns(1)
      try await agent.interrupt()
    }
    #expect(open.outcomes == ["interrupted"])
    #expect(open.summary.contains("withdrawn"))
  }

  @Test func stoppingInTheTurnInterruptsIt() async throws {
    let open = try OpenCodeStage()
    let agent = try await open.agent(open.setup())
    try await agent.send("[[model:hang forever]]")
    await open.stage.until { $0.contains { if case .textDelta = $0 { true } else { false } } }
    await agent.stop()
    await open.stage.exited()
    await agent.stop()
    #expect(open.outcomes == ["interrupted"])
    #expect(open.texts == ["It begins "])
    #expect(open.processes.isEmpty)
    await #expect(throws: TaskFailure.self) { try await agent.send("x") }
  }

  @Test func compactingIsATurnOfItsOwn() async throws {
    let open = try OpenCodeStage()
    try await open.play(open.setup()) { agent in
      await #expect(throws: TaskFailure.self) { try await agent.compact() }
      try await agent.send("[[model:say One.]]")
      await open.stage.turns(1)
      try await agent.compact()
      await open.stage.turns(2)
    }
    #expect(open.outcomes == ["completed", "completed"])
    #expect(open.events.contains(.compacted(before: nil, after: nil)))
    #expect(open.posted("/summarize") == [["providerID": "stub", "modelID": "default", "auto": false]])
  }

  @Test func theModelCanBeChanged() async throws {
    let open = try OpenCodeStage()
    try await open.play(open.setup()) { agent in
      try await agent.send("[[model:say One.]]")
      await open.stage.turns(1)
      try await agent.setModel("stub/small/model")
      try await agent.send("[[model:say Two.]]")
      await open.stage.turns(2)
      #expect(await agent.model == "stub/small/model")
    }
    #expect(open.posted("/prompt_async").last?["model"] == ["providerID": "stub", "modelID": "small/model"])
    #expect(open.summary.contains("model stub/small/model"))
  }

  @Test func listsSubAgentsAndOtherSessions() async throws {
    let open = try OpenCodeStage()
    var setup = open.setup()
    setup.mcpServers = [MCPServer(name: "files", transport: .http(url: "http://127.0.0.1:1/", headers: [:]))]
    try await open.play(setup) { agent in
      try await agent.send("[[stub:todo]][[stub:other]][[stub:child]][[stub:mcp files_read_all]][[stub:old]]")
      await open.stage.turns(1)
    }
    #expect(open.outcomes == ["completed"])
    #expect(open.summary.contains("plan 3"))
    #expect(open.texts == ["One two three.", "Done."])
    let calls = open.events.compactMap { if case .toolStarted(let call) = $0 { call } else { nil } }
    #expect(calls.map(\.name) == ["task", "read", "mcp__files__read_all"])
    #expect(calls[1].parent == calls[0].id)
    #expect(calls[0].parent == nil)
    #expect(open.used.tokens == TokenCount(input: 17, output: 23, cacheRead: 170))
    #expect(!open.events.contains { if case .asked = $0 { true } else { false } })
    #expect(open.streamed.values.contains("One two three."))
  }
}
