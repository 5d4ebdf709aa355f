import Agents
import FoundationEssentials
import Glibc
import JSON
import Model
import Sandbox
import TestSupport
import Testing

/// The engine with the real program. Skipped, visibly, where `CARREL_TEST_CODEX` does not name it.
@Suite(
  .enabled(if: RealCodex.program != nil, "CARREL_TEST_CODEX names no codex program"),
  .enabled(if: RealClaude.hasSandbox, "there is no sandbox here"), .timeLimit(.minutes(15)), .serialized)
struct RealCodexTests {
  private func tokens(_ stage: AgentStage) -> Int {
    stage.events.reduce(0) { sum, event in if case .usage(let tokens, _) = event { sum + (tokens?.total ?? 0) } else { sum } }
  }

  private func hasDelta(_ events: [AgentEvent]) -> Bool { events.contains { if case .textDelta = $0 { true } else { false } } }

  private func hasCommand(_ events: [AgentEvent]) -> Bool { events.contains { if case .toolStarted = $0 { true } else { false } } }

  @Test func autoWritesAndRunsAndGoesOn() async throws {
    let stage = try AgentStage()
    var session = ""
    try await RealCodex.play(stage) { agent, model in
      try await agent.send("/go @nothing [[model:write hello.txt hi there]] [[model:bash echo out; exit 3]] [[model:say Finished.]]")
      await stage.turns(1)
      try await agent.send("[[model:bash env]] [[model:say Second.]]")
      await stage.turns(2)
      session = await agent.sessionID ?? ""
      #expect(await agent.model == "gpt-5.5")
      // The key came as OPENAI_API_KEY, and without the websocket's delay.
      let requests = try await model.requests()
      #expect(requests.contains { $0["authorization"]?.string?.contains("sk-test-0123456789abcdef") == true })
    }
    #expect(stage.read("hello.txt") == "hi there\n")
    #expect(stage.outcomes == [.completed, .completed])
    #expect(stage.summary.contains("file add hello.txt"))
    #expect(stage.summary.contains { $0.hasPrefix("end failed 3") })
    #expect(stage.summary.contains("done completed Finished."))
    #expect(stage.summary.contains("done completed Second."))
    #expect(!stage.events.contains { if case .asked = $0 { true } else { false } })
    #expect(!stage.events.contains { if case .retrying = $0 { true } else { false } })
    #expect(!stage.events.contains { if case .toolFinished(_, _, let output, _) = $0 { output.contains("API_KEY") } else { false } })
    #expect(hasDelta(stage.events))
    let first = tokens(stage)
    #expect(first > 0)

    #expect(CodexEngine().holdsSession(session, home: "\(stage.directory)/home"))
    #expect(!CodexEngine().holdsSession("00000000-0000-4000-8000-000000000001", home: "\(stage.directory)/home"))
    let again = try AgentStage(sharing: stage)
    try await RealCodex.play(again, session: .resume(id: session)) { agent, _ in
      try await agent.send("[[model:say Third.]]")
      await again.turns(1)
      #expect(await agent.sessionID == session)
    }
    #expect(again.outcomes == [.completed])
    // What the session used before is not counted again.
    #expect(tokens(again) > 0 && tokens(again) < first)
  }

  @Test func interruptKillsTheCommandAndTheSessionGoesOn() async throws {
    let stage = try AgentStage()
    try await RealCodex.play(stage) { agent, _ in
      try await agent.send("[[model:bash echo $$ > pid; exec sleep 300]]")
      await stage.until { events in events.contains { if case .toolStarted = $0 { true } else { false } } }
      try await waitForFile("\(stage.directory)/ws/pid")
      #expect(RealCodex.left(in: stage.directory).contains { $0.contains(" sleep 300") })
      try await agent.interrupt()
      await stage.turns(1)
      #expect(try await RealCodex.isGone("sleep 300", in: stage.directory))
      try await agent.send("[[model:say Later.]]")
      await stage.turns(2)
    }
    #expect(stage.outcomes == [.interrupted, .completed])
    // The killed command may be told of before the turn's end, as one that failed, or with it.
    #expect(stage.summary.contains { $0.hasPrefix("end cancelled") || $0.hasPrefix("end failed") })
    #expect(stage.summary.contains("done completed Later."))
  }

  @Test func interruptModelSteerAndCompact() async throws {
    let stage = try AgentStage()
    try await RealCodex.play(stage) { agent, _ in
      try await agent.send("[[model:slow]]")
      await stage.until { $0.contains { if case .textDelta = $0 { true } else { false } } }
      try await agent.interrupt()
      await stage.turns(1)
      try await agent.setModel("gpt-5.2")
      try await agent.send("[[model:say Later.]]")
      await stage.turns(2)
      try await agent.compact()
      await stage.turns(3)
      try await agent.send("[[model:slow]]")
      let before = stage.events.count
      await stage.until { $0.dropFirst(before).contains { if case .textDelta = $0 { true } else { false } } }
      try await agent.send("[[model:say Steered.]]")
      await stage.turns(4)
    }
    #expect(stage.outcomes == [.interrupted, .completed, .completed, .completed])
    #expect(stage.events.contains(.modelChanged("gpt-5.2")))
    #expect(stage.events.contains { if case .compacted = $0 { true } else { false } })
    #expect(stage.summary.last { $0.hasPrefix("done") } == "done completed Steered.")
    // A steered message begins no turn of its own.
    #expect(stage.summary.filter { $0 == "turn" }.count == 4)
  }

  @Test func askAsksTheOperator() async throws {
    let stage = try AgentStage()
    try await RealCodex.play(stage, .ask) { agent, _ in
      try await agent.send(
        "[[model:bash ls]] [[model:bash touch a]] [[model:bash touch b]] [[model:bash touch c]] [[model:bash touch c]] [[model:question]]")
      let first = try #require(await stage.request(1))
      #expect(first.title == "Run `touch a`?")
      #expect(first.kind == .permission(tool: "shell", always: true))
      try await agent.answer(first.id, with: .allow)
      let second = try #require(await stage.request(2))
      try await agent.answer(second.id, with: .deny("no b today"))
      let third = try #require(await stage.request(3))
      try await agent.answer(third.id, with: .always)
      let question = try #require(await stage.request(4))
      guard case .questions(let questions) = question.kind else {
        Issue.record("not a question: \(question)")
        return
      }
      #expect(questions.first?.options.contains("Blue") == true)
      try await agent.answer(question.id, with: .answers(["Which colour?": "Blue"]))
      await stage.turns(1)
    }
    #expect(stage.read("a") == "")
    #expect(stage.read("b") == nil)
    #expect(stage.read("c") == "")
    #expect(stage.outcomes == [.completed])
    #expect(stage.summary.contains { $0.hasPrefix("end denied") })
  }

  @Test func changesAreAskedForWithTheirDiff() async throws {
    let stage = try AgentStage()
    try await RealCodex.play(stage, .ask) { agent, _ in
      try await agent.send("[[model:write new.txt some text]] [[model:write other.txt more]]")
      let first = try #require(await stage.request(1))
      #expect(first.detail.contains("some text"))
      try await agent.answer(first.id, with: .allow)
      let second = try #require(await stage.request(2))
      try await agent.answer(second.id, with: .deny(""))
      await stage.turns(1)
    }
    #expect(stage.read("new.txt") == "some text\n")
    #expect(stage.read("other.txt") == nil)
  }

  @Test func interruptWithdrawsTheRequest() async throws {
    let stage = try AgentStage()
    try await RealCodex.play(stage, .ask) { agent, _ in
      try await agent.send("[[model:bash touch a]]")
      let request = try #require(await stage.request(1))
      try await agent.interrupt()
      await stage.turns(1)
      await #expect(throws: TaskFailure.self) { try await agent.answer(request.id, with: .allow) }
    }
    #expect(stage.outcomes == [.interrupted])
    #expect(stage.summary.contains("withdrawn"))
    #expect(stage.read("a") == nil)
  }

  @Test func autoKeepsTheRules() async throws {
    let stage = try AgentStage()
    try await RealCodex.play(stage, adjust: { $0.allowedTools = ["Read", "Write", "Bash(touch ok:*)"] }) { agent, _ in
      try await agent.send("[[model:bash ls]] [[model:bash touch ok]] [[model:write fine.txt yes]] [[model:bash touch forbidden]]")
      await stage.turns(1)
    }
    #expect(stage.outcomes == [.completed])
    #expect(stage.read("forbidden") == nil)
    #expect(stage.read("ok") == "")
    #expect(stage.read("fine.txt") == "yes\n")
    #expect(stage.summary.filter { $0.hasPrefix("notice warning") }.count == 1)
  }

  @Test func planIsApprovedAndWorkedOn() async throws {
    let stage = try AgentStage()
    try await RealCodex.play(stage, .plan) { agent, _ in
      try await agent.send("Plan it. [[model:say <proposed_plan>\n# The plan\n\n1. Do it.\n</proposed_plan>]]")
      let first = try #require(await stage.request(1))
      guard case .plan(let text) = first.kind else {
        Issue.record("not a plan: \(first)")
        return
      }
      #expect(text.contains("1. Do it."))
      try await agent.answer(first.id, with: .deny("Shorter. [[model:say <proposed_plan>\nShort.\n</proposed_plan>]]"))
      let second = try #require(await stage.request(2))
      #expect(second.kind == .plan("Short.\n"))
      #expect(stage.outcomes.isEmpty)
      try await agent.answer(second.id, with: .allow)
      await stage.turns(1)
      try await agent.send("[[model:write done.txt yes]]")
      await stage.turns(2)
    }
    #expect(stage.outcomes == [.completed, .completed])
    #expect(stage.read("done.txt") == "yes\n")
  }

  @Test(arguments: [
    ("[[model:error 401]]", "failed(auth)"), ("[[model:error 429]]", "failed(rate_limit)"), ("[[model:limit]]", "failed(usage_limit)"),
    ("[[model:context]]", "failed(context_full)"), ("[[model:error 404]]", "failed(model_not_found)"),
    ("[[model:error 500 1]]", "completed"), ("[[model:drop 1]] [[model:say Whole text.]]", "completed"),
    ("[[model:break 1]] [[model:say Whole text.]]", "completed"),
  ])
  func apiErrors(_ mark: String, _ outcome: String) async throws {
    let stage = try AgentStage()
    try await RealCodex.play(stage) { agent, _ in
      try await agent.send(mark)
      await stage.turns(1)
    }
    #expect(stage.outcomes.map(\.summary) == [outcome])
    if mark.contains("drop") || mark.contains("break") { #expect(stage.events.contains { if case .retrying = $0 { true } else { false } }) }
  }

  @Test func killedProgramFailsTheTurnOnce() async throws {
    let stage = try AgentStage()
    try await RealCodex.play(stage) { agent, _ in
      try await agent.send("[[model:slow]]")
      await stage.until { $0.contains { if case .textDelta = $0 { true } else { false } } }
      let programs = RealCodex.left(in: stage.directory).filter { $0.contains(" app-server ") && !$0.contains("carrel-warden") }
      for program in programs {
        let pid = try #require(Int32(program.prefix { $0 != " " }))
        kill(pid, SIGKILL)
      }
      if programs.isEmpty { Issue.record("there is no program to be killed") } else { await stage.exited() }
    }
    #expect(stage.outcomes.map(\.summary) == ["failed(engine)"])
    guard case .exited = stage.events.last else {
      Issue.record("the last event is not the end")
      return
    }
  }

  @Test func stopInTheMiddleLeavesNothing() async throws {
    let stage = try AgentStage()
    try await RealCodex.play(stage) { agent, _ in
      try await agent.send("[[model:bash echo $$ > pid; exec sleep 300]]")
      await stage.until { events in events.contains { if case .toolStarted = $0 { true } else { false } } }
      try await waitForFile("\(stage.directory)/ws/pid")
    }
    #expect(stage.outcomes == [.interrupted])
  }

  @Test func unknownSessionsFail() async throws {
    let stage = try AgentStage()
    var setup = stage.setup(.auto, session: .resume(id: "01a1fca1-20b6-73e1-bc8f-ac6c360745b5"))
    setup.command = RealCodex.program
    setup.environment = ["CODEX_API_KEY": "sk-test-0123456789abcdef", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"]
    let agent = try CodexEngine().makeAgent(setup)
    let failure = await #expect(throws: TaskFailure.self) { try await agent.start(stage.receive) }
    #expect(failure?.text.contains("01a1fca1-20b6-73e1-bc8f-ac6c360745b5") == true)
    await agent.stop()
    await stage.exited()
    #expect(stage.outcomes.isEmpty)
  }

  @Test func worksInItsSandbox() async throws {
    let stage = try AgentStage()
    try await RealCodex.play(stage) { agent, _ in
      try await agent.send("[[model:write in.txt yes]] [[model:bash ls /root /home; env | sort > env.txt; touch /etc/x]]")
      await stage.turns(1)
      try await agent.send("[[model:bash echo $$ > pid; exec sleep 300]]")
      try await waitForFile("\(stage.directory)/ws/pid")
      try await agent.interrupt()
      await stage.turns(2)
    }
    #expect(stage.outcomes == [.completed, .interrupted])
    #expect(stage.read("in.txt") == "yes\n")
    #expect(stage.read("env.txt")?.contains("HOME=\(stage.directory)/home") == true)
    #expect(stage.read("env.txt")?.contains("API_KEY") == false)
    #expect(
      stage.events.contains {
        if case .toolFinished(_, .failed, let output, _) = $0 { output.contains("/etc/x") } else { false }
      })
  }
}
