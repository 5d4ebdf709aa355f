import Agents
import FoundationEssentials
import Model
import Sandbox
import Testing

/// The engine with the real program. Skipped, visibly, where `CARREL_TEST_CLAUDE` does not name it.
@Suite(
  .enabled(if: RealClaude.program != nil, "CARREL_TEST_CLAUDE names no claude program"),
  .timeLimit(.minutes(15)), .serialized)
struct RealClaudeTests {
  private func play(
    _ mode: TaskMode = .auto,
    session: AgentSetup.Session = .new(id: UUID().uuidString.lowercased()), stage: AgentStage,
    tools: [String]? = nil,
    isolated: Bool = false, _ script: (any CodingAgent, AgentStage) async throws -> Void
  ) async throws {
    let claude = try await RealClaude()
    var setup = stage.setup(mode, session: session)
    setup.command = RealClaude.program
    setup.environment = [
      "ANTHROPIC_BASE_URL": claude.address, "ANTHROPIC_API_KEY": "sk-ant-test-0123456789",
      "CLAUDE_CODE_MAX_RETRIES": "1",
    ]
    setup.allowedTools = tools
    if isolated { setup.sandbox.level = .isolated }
    let agent = try ClaudeEngine().makeAgent(setup)
    do {
      try await agent.start(stage.receive)
      try await script(agent, stage)
    } catch {
      Issue.record(error)
    }
    await agent.stop()
    await stage.exited()
    await claude.end()
  }

  @Test func autoWritesAndRuns() async throws {
    let session = UUID().uuidString.lowercased()
    let stage = try AgentStage()
    try await play(session: .new(id: session), stage: stage) { agent, stage in
      try await agent.send(
        "/go @nothing [[model:write hello.txt hi there]] [[model:bash echo out; exit 3]] [[model:say Finished.]]"
      )
      await stage.turns(1)
      #expect(await agent.sessionID == session)
    }
    #expect(stage.read("hello.txt") == "hi there\n")
    #expect(stage.outcomes == [.completed])
    #expect(stage.summary.contains("file add hello.txt"))
    #expect(stage.summary.contains { $0.hasPrefix("end failed 3") })
    #expect(stage.summary.contains("done completed Finished."))
    #expect(!stage.events.contains { if case .asked = $0 { true } else { false } })
    let cost = stage.events.compactMap { if case .usage(_, let cost) = $0 { cost } else { nil } }
    #expect(cost.count == 1 && (cost.first ?? 0) > 0)

    // The session goes on in a new process, and its running total is not counted twice.
    #expect(ClaudeEngine().holdsSession(session, home: "\(stage.directory)/home"))
    let again = try AgentStage(sharing: stage)
    try await play(session: .resume(id: session), stage: again) { agent, again in
      try await agent.send("[[model:say Second.]]")
      await again.turns(1)
      #expect(await agent.sessionID == session)
    }
    #expect(again.outcomes == [.completed])
    let second = again.events.compactMap { if case .usage(_, let cost) = $0 { cost } else { nil } }
    #expect((second.first ?? 1) < (cost.first ?? 0))
  }

  @Test func autoDeniesToolsOutsideTheRules() async throws {
    let stage = try AgentStage()
    try await play(stage: stage, tools: ["Read", "Write"]) { agent, stage in
      try await agent.send(
        "[[model:bash touch forbidden]] [[model:question]] [[model:write ok.txt yes]]")
      await stage.turns(1)
    }
    #expect(stage.read("forbidden") == nil)
    #expect(stage.read("ok.txt") == "yes\n")
    #expect(stage.summary.contains { $0.hasPrefix("end denied") })
    #expect(
      stage.events.filter { if case .notice(.warning, _) = $0 { true } else { false } }.count == 1)
  }

  @Test(.enabled(if: RealClaude.hasSandbox, "there is no sandbox here"))
  func worksInItsSandbox() async throws {
    let stage = try AgentStage()
    try await play(stage: stage, isolated: true) { agent, stage in
      try await agent.send(
        "[[model:write in.txt yes]] [[model:bash ls /root /home; id -u; env | sort > env.txt; touch /etc/x]]"
      )
      await stage.turns(1)
    }
    #expect(stage.outcomes == [.completed])
    #expect(stage.read("in.txt") == "yes\n")
    #expect(stage.read("env.txt")?.contains("IS_SANDBOX=1") == true)
    #expect(stage.read("env.txt")?.contains("HOME=\(stage.directory)/home") == true)
    #expect(
      stage.events.contains {
        if case .toolFinished(_, .failed, let output, _) = $0 {
          output.contains("/etc/x")
        } else {
          false
        }
      })
  }

  @Test func askAsksTheOperator() async throws {
    let stage = try AgentStage()
    try await play(.ask, stage: stage) { agent, stage in
      try await agent.send(
        "[[model:write a.txt one]] [[model:bash touch b]] [[model:bash touch c]] [[model:question]]"
      )
      let write = try #require(await stage.request(1))
      #expect(write.title == "Write a.txt?")
      try await agent.answer(write.id, with: .allow)
      let bash = try #require(await stage.request(2))
      #expect(bash.kind == .permission(tool: "Bash", always: true))
      try await agent.answer(bash.id, with: .deny("no b"))
      let third = try #require(await stage.request(3))
      try await agent.answer(third.id, with: .always)
      let question = try #require(await stage.request(4))
      try await agent.answer(question.id, with: .answers(["Which colour?": "Blue"]))
      await stage.turns(1)
    }
    #expect(stage.read("a.txt") == "one\n")
    #expect(stage.read("b") == nil)
    #expect(stage.read("c") == "")
    #expect(stage.read(".claude/settings.local.json") == nil)
    #expect(
      stage.events.contains {
        if case .toolFinished(_, .ok, let output, _) = $0 { output.contains("Blue") } else { false }
      })
  }

  @Test func planIsApprovedAndWorkedOn() async throws {
    let stage = try AgentStage()
    try await play(.plan, stage: stage) { agent, stage in
      try await agent.send(
        "[[model:plan]] [[model:write done.txt yes]] [[model:bash touch by-bash]]")
      let plan = try #require(await stage.request(1))
      guard case .plan(let text) = plan.kind else {
        Issue.record("not a plan: \(plan)")
        return
      }
      #expect(text.contains("1. Do it."))
      #expect(stage.read("done.txt") == nil)
      try await agent.answer(plan.id, with: .allow)
      await stage.turns(1)
    }
    #expect(stage.read("done.txt") == "yes\n")
    #expect(stage.read("by-bash") == "")
  }

  @Test func interruptModelAndCompact() async throws {
    let stage = try AgentStage()
    try await play(stage: stage) { agent, stage in
      try await agent.send("[[model:slow]]")
      await stage.until { $0.contains { if case .textDelta = $0 { true } else { false } } }
      try await agent.interrupt()
      await stage.turns(1)
      try await agent.setModel("haiku")
      try await agent.send("[[model:say Later.]]")
      await stage.turns(2)
      try await agent.compact()
      await stage.turns(3)
    }
    #expect(stage.outcomes == [.interrupted, .completed, .completed])
    #expect(
      stage.events.contains {
        if case .modelChanged(let model) = $0 { model.contains("haiku") } else { false }
      })
    #expect(stage.events.contains { if case .compacted = $0 { true } else { false } })
  }

  @Test(arguments: [
    ("[[model:error 401]]", "failed(auth)"), ("[[model:error 529]]", "failed(overloaded)"),
    ("[[model:error 500 1]]", "completed"),
  ])
  func apiErrors(_ mark: String, _ outcome: String) async throws {
    let stage = try AgentStage()
    try await play(stage: stage) { agent, stage in
      try await agent.send(mark)
      await stage.turns(1)
    }
    #expect(stage.outcomes.map(\.summary) == [outcome])
    #expect(stage.events.contains { if case .retrying = $0 { true } else { false } })
  }

  @Test func stopInTheMiddleLeavesNothing() async throws {
    let stage = try AgentStage()
    try await play(stage: stage) { agent, stage in
      try await agent.send("[[model:slow]]")
      await stage.until { $0.contains { if case .textDelta = $0 { true } else { false } } }
    }
    #expect(stage.outcomes == [.interrupted])
  }

  @Test func unknownSessionsFail() async throws {
    let stage = try AgentStage()
    try await play(session: .resume(id: UUID().uuidString.lowercased()), stage: stage) { _, stage in
      await stage.exited()
    }
    #expect(stage.outcomes.map(\.summary) == ["failed(engine)"])
  }

  @Test func status() async {
    let status = await ClaudeEngine().status(
      command: RealClaude.program, environment: ["ANTHROPIC_API_KEY": "x"])
    #expect(status.version?.first?.isNumber == true)
    #expect(status.problem == nil)
  }
}
