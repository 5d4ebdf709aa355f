@testable import Agents
import FoundationEssentials
import Glibc
import JSON
import Model
import Platform
import Testing

@Suite(.timeLimit(.minutes(15))) struct OpenCodeTroubleTests {
  @Test(arguments: [
    ("[[model:error 401]]", TaskFailure.Class.auth), ("[[model:error 429]]", .rateLimit), ("[[model:error 529]]", .overloaded),
    ("[[model:error 500]]", .server), ("[[model:limit]]", .usageLimit), ("[[model:context]]", .contextFull), ("[[model:drop]]", .network),
    ("[[stub:fail]]", .unknown), ("[[stub:nothing]]", .engine),
  ])
  func errorsHaveClasses(_ prompt: String, _ kind: TaskFailure.Class) async throws {
    let open = try OpenCodeStage()
    try await open.play(open.setup()) { agent in
      try await agent.send(prompt)
      await open.stage.turns(1)
      try await agent.send("[[model:say Still there.]]")
      await open.stage.turns(2)
    }
    #expect(open.outcomes == ["failed(\(kind.rawValue))", "completed"])
    #expect(open.texts == ["Still there."])
  }

  @Test func anUnknownModelIsSaid() async throws {
    let open = try OpenCodeStage()
    var setup = open.setup()
    setup.model = "anthropic/no-such-model"
    try await open.play(setup) { agent in
      try await agent.send("[[model:say Never.]]")
      await open.stage.turns(1)
    }
    #expect(open.failure?.kind == .modelNotFound)
    #expect(open.failure?.text.contains("--model") == true)
  }

  @Test func retriesAreTold() async throws {
    let open = try OpenCodeStage()
    try await open.play(open.setup()) { agent in
      try await agent.send("[[model:error 429 2]][[model:say After all.]]")
      await open.stage.turns(1)
    }
    #expect(open.outcomes == ["completed"])
    #expect(open.summary.filter { $0.hasPrefix("retry") } == ["retry 1/0 rateLimit", "retry 2/0 rateLimit"])
    let delays = open.events.compactMap { if case .retrying(_, _, let delay, _) = $0 { delay } else { nil } }
    #expect(delays.count == 2 && delays.allSatisfy { $0 >= 0 && $0 <= 60 })
  }

  @Test func aCutStreamLosesNothingAndDoublesNothing() async throws {
    let open = try OpenCodeStage()
    try await open.play(open.setup()) { agent in
      try await agent.send("[[stub:cut]][[model:say After it.]]")
      await open.stage.turns(1)
      try await agent.send("[[model:say And on.]]")
      await open.stage.turns(2)
    }
    let whole = "The first half, which nobody heard whole, and the other half."
    #expect(open.texts == [whole, "After it.", "And on."])
    #expect(open.outcomes == ["completed", "completed"])
    #expect(open.summary.filter { $0.hasPrefix("start") } == ["start read read missed.txt"])
    #expect(open.summary.filter { $0.hasPrefix("end") } == ["end ok - missed"])
    #expect(open.used.tokens == TokenCount(input: 25, output: 45, cacheRead: 250))
    #expect(abs(open.used.cost - 0.27) < 1e-9)
    for text in open.streamed.values { #expect([whole, "After it.", "And on."].contains { $0.hasPrefix(text) }, "\(text)") }
  }

  @Test func aTurnThatEndsWhileNobodyListensEnds() async throws {
    let open = try OpenCodeStage()
    try await open.play(open.setup()) { agent in
      try await agent.send("[[stub:cutend]][[model:say The end.]]")
      await open.stage.turns(1)
    }
    #expect(open.texts == ["The first half, which nobody heard whole, and the other half.", "The end."])
    #expect(open.outcomes == ["completed"])
    #expect(open.used.tokens.output == 25)
  }

  @Test func whatIsAskedWhileNobodyListensIsHeard() async throws {
    let open = try OpenCodeStage()
    try await open.play(open.setup(.ask)) { agent in
      try await agent.send("[[stub:cutask]][[model:say Asked.]]")
      let request = try #require(await open.stage.request(1))
      #expect(request.title == "Fetch https://example.org/?")
      try await agent.answer(request.id, with: .allow)
      await open.stage.turns(1)
    }
    #expect(open.texts == ["Asked."])
    #expect(open.events.count { if case .asked = $0 { true } else { false } } == 1)
  }

  @Test func aKilledServerFailsTheTurn() async throws {
    let open = try OpenCodeStage()
    let agent = try await open.agent(open.setup())
    try await agent.send("[[model:say One.]][[stub:die]]")
    await open.stage.until { $0.contains { if case .textDone = $0 { true } else { false } } }
    try open.release("die")
    await open.stage.exited()
    #expect(open.outcomes == ["failed(engine)"])
    #expect(open.failure?.text.contains("told to die") == true)
    #expect(open.texts == ["One."])
    #expect(open.events.last == .exited(code: nil, signal: 9))
    await #expect(throws: TaskFailure.self) { try await agent.send("x") }
    await agent.stop()
  }

  @Test func aServerKilledFromOutsideFailsTheTurn() async throws {
    let open = try OpenCodeStage()
    let agent = try await open.agent(open.setup(.ask))
    try await agent.send("[[model:bash ls]]")
    _ = await open.stage.request(1)
    for pid in open.processes { kill(pid, SIGKILL) }
    await open.stage.exited()
    #expect(open.outcomes == ["failed(engine)"])
    #expect(open.summary.contains("withdrawn"))
    await agent.stop()
  }

  @Test func garbageIsKeptAndPassedOver() async throws {
    let open = try OpenCodeStage()
    try await open.play(open.setup()) { agent in
      try await agent.send("[[stub:garbage]][[model:hostile]]")
      await open.stage.turns(1)
    }
    #expect(open.outcomes == ["completed"])
    #expect(open.texts.last?.hasSuffix("Plain end.") == true)
    #expect(open.events.contains { if case .raw(let line) = $0 { line.contains("never.heard.of") } else { false } })
    #expect(open.summary.filter { $0.hasPrefix("notice warning An event of opencode cannot be read") }.count == 2)
  }

  @Test func aProgramThatIsNoServer() async throws {
    for program in ["/bin/false", "/bin/true"] {
      let open = try OpenCodeStage()
      var setup = open.setup()
      setup.command = program
      do throws(TaskFailure) {
        try await open.engine.makeAgent(setup).start(open.stage.receive)
        Issue.record("\(program) is a server")
      } catch {
        #expect(error.kind == .engine)
        #expect(error.text.hasPrefix("Starting opencode: its server ended at once."))
      }
      await open.stage.exited()
    }
    let open = try OpenCodeStage()
    try open.configure(#"{"silent":true}"#)
    do throws(TaskFailure) {
      try await open.engine.makeAgent(open.setup()).start(open.stage.receive)
      Issue.record("a server that does not listen")
    } catch {
      #expect(error.text.contains("the port is taken"))
    }
  }

  @Test(arguments: [
    (#"{"/global/health":{"body":{"healthy":false}}}"#, "no healthy opencode server"),
    (#"{"/global/health":{"body":"hello"}}"#, "no healthy opencode server"),
    (#"{"/session":{"status":500,"body":{"data":{"message":"no disk"}}}}"#, "status 500 (no disk)"),
    (#"{"/session":{"body":{"id":"../../etc"}}}"#, "without a session"), (#"{"/event":{"status":500}}"#, "status 500"),
  ])
  func aServerThatAnswersOddly(_ behaviour: String, _ words: String) async throws {
    let open = try OpenCodeStage()
    try open.configure(behaviour)
    do throws(TaskFailure) {
      try await open.engine.makeAgent(open.setup()).start(open.stage.receive)
      Issue.record("started")
    } catch {
      #expect(error.text.contains(words), "\(error.text)")
    }
    await open.stage.exited()
    #expect(open.processes.isEmpty)
  }

  @Test func aPromptThatIsRefusedBeginsNoTurn() async throws {
    let open = try OpenCodeStage()
    try await open.play(open.setup()) { agent in
      let id = try #require(await agent.sessionID)
      try open.configure(#"{"/session/\#(id)/prompt_async":{"status":400,"body":{"message":"no such agent"}}}"#)
      do {
        try await agent.send("x")
        Issue.record("sent")
      } catch let error as TaskFailure {
        #expect(error.kind == .badRequest)
        #expect(error.text.contains("no such agent"))
      }
      try open.configure("{}")
      try await agent.send("[[model:say Now.]]")
      await open.stage.turns(1)
    }
    #expect(open.outcomes == ["completed"])
  }

  @Test func aLinkInTheHomeIsNotFollowed() async throws {
    let open = try OpenCodeStage()
    let outside = "\(open.stage.directory)/outside"
    try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: "\(open.home)/.carrel", withDestinationPath: outside)
    do throws(TaskFailure) {
      try await open.engine.makeAgent(open.setup()).start(open.stage.receive)
      Issue.record("started")
    } catch {
      #expect(error.text.contains("symbolic link"))
    }
    #expect(try Files.list(outside).isEmpty)
  }
}
