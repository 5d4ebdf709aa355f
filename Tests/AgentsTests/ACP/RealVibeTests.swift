import Agents
import Model
import Sandbox
import Testing

/// The engine with the real vibe-acp. Skipped, visibly, where `CARREL_TEST_VIBE_ACP` does not name it.
@Suite(
  .enabled(if: RealACP.vibe.program != nil, "CARREL_TEST_VIBE_ACP names no vibe-acp program"), .timeLimit(.minutes(10)), .serialized)
struct RealVibeTests {
  @Test func writesRunsAndGoesOn() async throws {
    let stage = try AgentStage()
    var session = ""
    try await RealACP.vibe.play(stage: stage) { agent, stage in
      try await agent.send("[[model:write hello.txt hi there]] [[model:bash echo out]] [[model:remember 42]] [[model:say Finished.]]")
      await stage.turns(1)
      session = await agent.sessionID ?? ""
      #expect(await agent.model == "large")
      try await agent.setModel("small")
      try await agent.send("[[model:say Second.]]")
      await stage.turns(2)
      #expect(agent.capabilities.contains([.resume, .compact, .switchModel]))
      try await agent.compact()
      await stage.turns(3)
    }
    #expect(stage.read("hello.txt")?.hasPrefix("hi there") == true)
    #expect(stage.outcomes == [.completed, .completed, .completed])
    #expect(stage.summary.contains { $0.hasPrefix("file add") })
    #expect(stage.summary.contains { $0.hasPrefix("start execute") })
    #expect(stage.summary.contains("done completed Second."))
    #expect(stage.summary.contains("model small"))
    #expect(stage.summary.contains("compacted 0>0"))
    let engine = try #require(EngineRegistry.standard().engine(named: "vibe"))
    #expect(engine.holdsSession(session, home: "\(stage.directory)/home"))
    func tokens(_ stage: AgentStage) -> Int {
      stage.events.reduce(0) { if case .usage(let count?, _) = $1 { $0 + count.input } else { $0 } }
    }
    // The scripted model reports 1000 tokens a request, so that nothing was counted twice: three requests, one, and the summary's.
    #expect((4000...6000).contains(tokens(stage)))

    let again = try AgentStage(sharing: stage)
    try await RealACP.vibe.play(session: .resume(id: session), stage: again) { agent, again in
      try await agent.send("[[model:recall]]")
      await again.turns(1)
      #expect(await agent.sessionID == session)
    }
    #expect(again.outcomes == [.completed])
    #expect((1...2000).contains(tokens(again)))
    #expect(!again.summary.contains("text Finished."))
  }

  @Test func permissions() async throws {
    let stage = try AgentStage()
    try await RealACP.vibe.play(.ask, stage: stage) { agent, stage in
      try await agent.send("[[model:write one.txt one]] [[model:bash touch two.txt]] [[model:say Done.]]")
      let first = try #require(await stage.request(1))
      #expect(first.title.contains("one.txt"))
      try await agent.answer(first.id, with: .allow)
      let second = try #require(await stage.request(2))
      #expect(second.title == "Run `touch two.txt`?")
      try await agent.answer(second.id, with: .deny("no"))
      await stage.turns(1)
    }
    #expect(stage.read("one.txt") != nil)
    #expect(stage.read("two.txt") == nil)
    #expect(stage.summary.contains { $0.hasPrefix("end denied") })
    #expect(stage.outcomes == [.completed])
  }

  @Test func interruptAndGoOn() async throws {
    let stage = try AgentStage()
    try await RealACP.vibe.play(stage: stage) { agent, stage in
      try await agent.send("[[model:slow]]")
      await stage.until { $0.contains { if case .textDelta = $0 { true } else { false } } }
      try await agent.interrupt()
      await stage.turns(1)
      try await agent.send("[[model:say Still here.]]")
      await stage.turns(2)
    }
    #expect(stage.outcomes == [.interrupted, .completed])
    #expect(stage.summary.contains("done completed Still here."))
  }

  @Test(arguments: [("[[model:error 401]]", TaskFailure.Class.auth), ("[[model:context]]", .contextFull)])
  func failures(_ prompt: String, _ kind: TaskFailure.Class) async throws {
    let stage = try AgentStage()
    try await RealACP.vibe.play(stage: stage) { agent, stage in
      try await agent.send(prompt)
      await stage.turns(1)
    }
    guard case .failed(let failure) = stage.outcomes.first else {
      Issue.record("the turn did not fail")
      return
    }
    #expect(failure.kind == kind, "\(failure.text)")
  }

  @Test func aDroppedStreamIsTriedAgain() async throws {
    let stage = try AgentStage()
    try await RealACP.vibe.play(stage: stage) { agent, stage in
      try await agent.send("[[model:drop 1]] [[model:say The whole answer.]]")
      await stage.turns(1)
    }
    #expect(stage.summary.contains { $0.hasPrefix("retry") })
    #expect(stage.summary.last { $0.hasPrefix("done") } == "done completed The whole answer.")
  }

  @Test(.enabled(if: RealClaude.hasSandbox, "bubblewrap or the warden is missing")) func inTheSandbox() async throws {
    let stage = try AgentStage()
    try await RealACP.vibe.play(stage: stage, isolated: true) { agent, stage in
      try await agent.send("[[model:bash touch inside.txt]] [[model:say Done.]]")
      await stage.turns(1)
    }
    #expect(stage.read("inside.txt") != nil)
    #expect(stage.outcomes == [.completed])
    #expect(stage.summary.contains("mode auto-approve"))
    #expect(!stage.events.contains { if case .asked = $0 { true } else { false } })
  }
}
