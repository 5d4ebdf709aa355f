import Agents
import FoundationEssentials
import JSON
import Model
import Testing

@Suite(.timeLimit(.minutes(15))) struct ClaudeAgentTests {
  @Test func aTurnEditsAndEnds() async throws {
    let stage = try AgentStage()
    try stage.write("README.md", "# Demo\n\nHello wrld.\n")
    let agent = stage.demo(stage.setup())
    try await agent.start(stage.receive)
    try await agent.send("Fix the typo in README\n\nIt says wrld.")
    await stage.turns(1)
    #expect(stage.read("README.md") == "# Demo\n\nHello world.\n")
    #expect(stage.outcomes.map(\.summary) == ["completed"])
    #expect(stage.summary.contains("file update README.md"))
    #expect(stage.summary.contains("start edit Edit README.md"))
    #expect(await agent.model == "demo-1")
    await agent.stop()
    await stage.exited()
    #expect(stage.events.last == .exited(code: 0, signal: nil))
    await agent.stop()
  }

  @Test(arguments: [
    ("Greet several people at once", "src/greet.py", "greet_all"),
    ("Dividing by zero crashes calc", "src/calc.py", "cannot divide by zero"),
    ("Add a test for the calculator", "tests/test_calc.py", "def test_"),
    ("Document usage with examples", "docs/usage.md", "## Examples"),
    ("Fix the typo in the README", "README.md", "world"),
    ("Write the changelog entry", "CHANGELOG.md", "- Write the changelog entry"),
    ("Something else entirely", "NOTES.md", "- Something else entirely"),
  ])
  func ticketsGetTheirEdits(_ title: String, _ path: String, _ text: String) async throws {
    let stage = try AgentStage()
    try stage.write("README.md", "Hello wrld.\n")
    try stage.write("src/calc.py", "def divide(a, b):\n    return a / b\n")
    try stage.write("src/greet.py", "def greet(name):\n    return name\n")
    try stage.write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n- old\n")
    let agent = stage.demo(stage.setup())
    try await agent.start(stage.receive)
    try await agent.send(title)
    await stage.turns(1)
    #expect(stage.read(path)?.contains(text) == true)
    await agent.stop()
  }

  @Test func severalTurnsResumeAndCost() async throws {
    let stage = try AgentStage()
    let agent = stage.demo(stage.setup(session: .new(id: "11111111-1111-4111-8111-111111111111")))
    try await agent.start(stage.receive)
    try await agent.send("First")
    await stage.turns(1)
    try await agent.send("Second")
    await stage.turns(2)
    await agent.stop()
    await stage.exited()
    #expect(stage.read("NOTES.md") == "# Notes\n\n- First\n- Second\n")
    func cost(_ stage: AgentStage) -> [Double] {
      stage.events.compactMap { if case .usage(_, let cost) = $0 { cost } else { nil } }
    }
    #expect(cost(stage).count == 2)
    #expect(
      DemoEngine().holdsSession(
        "11111111-1111-4111-8111-111111111111", home: "\(stage.directory)/home"))

    var again = stage.setup(session: .resume(id: "11111111-1111-4111-8111-111111111111"))
    again.priorCostUSD = cost(stage).reduce(0, +)
    let resumed = stage.demo(again)
    try await resumed.start(stage.receive)
    try await resumed.send("Third")
    await stage.turns(3)
    #expect(await resumed.sessionID == "11111111-1111-4111-8111-111111111111")
    #expect((cost(stage).last ?? 1) < 0.05)
    #expect(!stage.events.contains { if case .notice(.error, _) = $0 { true } else { false } })
    await resumed.stop()
  }

  @Test func resumingWhatIsNotThereFails() async throws {
    let stage = try AgentStage()
    let agent = stage.demo(
      stage.setup(session: .resume(id: "22222222-1111-4111-8111-111111111111")))
    try await agent.start(stage.receive)
    await stage.exited()
    #expect(stage.outcomes.map(\.summary) == ["failed(engine)"])
    await #expect(throws: TaskFailure.self) { try await agent.send("x") }
  }

  @Test func askModeAsksForEachTool() async throws {
    let stage = try AgentStage()
    let agent = stage.demo(stage.setup(.ask))
    try await agent.start(stage.receive)
    try await agent.send("Note this")
    let list = try #require(await stage.request(1))
    #expect(list.title == "Run `ls`?")
    // The whole input goes with it, for telling equal requests from others; the model's own words about a command do not.
    #expect(list.input?.contains(#""command":"ls""#) == true && list.input?.contains("description") == false)
    #expect(RequestFingerprint(list, engine: "claude", workspace: stage.setup(.ask).workspace) != nil)
    try await agent.answer(list.id, with: .allow)
    let write = try #require(await stage.request(2))
    #expect(write.kind == .permission(tool: "Write", always: true))
    #expect(write.title == "Write NOTES.md?")
    #expect(write.detail.contains("- Note this"))
    await #expect(throws: TaskFailure.self) { try await agent.answer("nonsense", with: .allow) }
    try await agent.answer(write.id, with: .deny("not now"))
    await stage.turns(1)
    #expect(stage.read("NOTES.md") == nil)
    #expect(stage.summary.contains { $0.hasPrefix("end denied - not now") })
    await #expect(throws: TaskFailure.self) { try await agent.answer(write.id, with: .allow) }
    await agent.stop()
  }

  @Test func alwaysIsRememberedInTheSession() async throws {
    let stage = try AgentStage()
    let agent = stage.demo(stage.setup(.ask))
    try await agent.start(stage.receive)
    try await agent.send("Note this [[demo:write a.txt one]] [[demo:write b.txt two]]")
    for number in 1...2 {
      let request = try #require(await stage.request(number))
      try await agent.answer(request.id, with: .always)
    }
    await stage.turns(1)
    #expect(stage.read("a.txt") == "one\n")
    #expect(stage.read("b.txt") == "two\n")
    #expect(stage.events.filter { if case .asked = $0 { true } else { false } }.count == 2)
    await agent.stop()
  }

  @Test func autoDeniesWhatTheRulesDoNotAllow() async throws {
    let stage = try AgentStage()
    let agent = stage.demo(stage.setup())
    try await agent.start(stage.receive)
    try await agent.send("Try [[demo:ask]]")
    await stage.turns(1)
    #expect(stage.read("approved.txt") == nil)
    #expect(stage.read("NOTES.md") != nil)
    #expect(!stage.events.contains { if case .asked = $0 { true } else { false } })
    #expect(stage.summary.contains { $0.hasPrefix("end denied") })
    #expect(
      stage.events.filter { if case .notice(.warning, _) = $0 { true } else { false } }.count == 1)
    await agent.stop()
  }

  @Test func questionsAreAnswered() async throws {
    let stage = try AgentStage()
    let agent = stage.demo(stage.setup(.ask))
    try await agent.start(stage.receive)
    try await agent.send("Greeting [[demo:question]]")
    let list = try #require(await stage.request(1))
    try await agent.answer(list.id, with: .allow)
    let question = try #require(await stage.request(2))
    guard case .questions(let questions) = question.kind else {
      Issue.record("not a question")
      return
    }
    #expect(
      questions == [
        AgentQuestion(text: "Which greeting shall it be?", options: ["Hello", "Good morning"])
      ])
    try await agent.answer(question.id, with: .answers([questions[0].text: "Good morning"]))
    let write = try #require(await stage.request(3))
    try await agent.answer(write.id, with: .always)
    await stage.turns(1)
    #expect(stage.read("GREETING.md") == "Good morning\n")
    await agent.stop()
  }

  @Test func questionsInAutoAreTheAgentsToDecide() async throws {
    let stage = try AgentStage()
    let agent = stage.demo(stage.setup())
    try await agent.start(stage.receive)
    try await agent.send("Greeting [[demo:question]]")
    await stage.turns(1)
    #expect(stage.read("GREETING.md")?.contains("Decide yourself") == true)
    await agent.stop()
  }

  @Test func plansAreApproved() async throws {
    let stage = try AgentStage()
    let agent = stage.demo(stage.setup(.plan))
    try await agent.start(stage.receive)
    try await agent.send("Note this")
    let first = try #require(await stage.request(1))
    guard case .plan(let text) = first.kind else {
      Issue.record("not a plan")
      return
    }
    #expect(text.contains("NOTES.md"))
    try await agent.answer(first.id, with: .answers(["": "keep it short"]))
    let second = try #require(await stage.request(2))
    if case .plan(let text) = second.kind { #expect(text.contains("keep it short")) }
    #expect(stage.read("NOTES.md") == nil)
    try await agent.answer(second.id, with: .allow)
    await stage.turns(1)
    #expect(stage.read("NOTES.md") != nil)
    #expect(stage.summary.contains("mode acceptEdits"))
    await agent.stop()
  }

  @Test(arguments: [
    ("[[demo:auth]]", "failed(auth)"), ("[[demo:overloaded 1]]", "failed(overloaded)"),
    ("[[demo:limit 60]]", "failed(usage_limit)"),
    ("[[demo:crash]]", "failed(engine)"),
  ])
  func failuresEndTheTurnOnce(_ mark: String, _ outcome: String) async throws {
    let stage = try AgentStage()
    let agent = stage.demo(stage.setup())
    try await agent.start(stage.receive)
    try await agent.send("Fail \(mark)")
    await stage.turns(1)
    #expect(stage.outcomes.map(\.summary) == [outcome])
    await agent.stop()
    await stage.exited()
    #expect(stage.outcomes.count == 1)
    if mark.contains("crash") {
      #expect(stage.events.last == .exited(code: 7, signal: nil))
      #expect(stage.summary.contains("stderr demo: crashing as asked"))
    }
  }

  @Test func overloadedGoesAwayAfterSomeTimes() async throws {
    let stage = try AgentStage()
    let agent = stage.demo(stage.setup())
    try await agent.start(stage.receive)
    for turn in 1...3 {
      try await agent.send("Note [[demo:overloaded 2]]")
      await stage.turns(turn)
    }
    #expect(
      stage.outcomes.map(\.summary) == ["failed(overloaded)", "failed(overloaded)", "completed"])
    await agent.stop()
  }

  @Test func interruptEndsTheTurnNotTheProcess() async throws {
    let stage = try AgentStage()
    let agent = stage.demo(stage.setup())
    try await agent.start(stage.receive)
    try await agent.send("Wait [[demo:hang]]")
    await stage.until { $0.contains { if case .textDone = $0 { true } else { false } } }
    try await agent.interrupt()
    await stage.turns(1)
    #expect(stage.outcomes == [.interrupted])
    try await agent.send("Go on")
    await stage.turns(2)
    #expect(stage.outcomes == [.interrupted, .completed])
    await agent.stop()
  }

  @Test func interruptWithdrawsAnOpenRequest() async throws {
    let stage = try AgentStage()
    let agent = stage.demo(stage.setup(.ask))
    try await agent.start(stage.receive)
    try await agent.send("Note this")
    let request = try #require(await stage.request(1))
    try await agent.interrupt()
    await stage.turns(1)
    #expect(stage.events.contains(.askWithdrawn(id: request.id)))
    #expect(stage.outcomes == [.interrupted])
    await agent.stop()
  }

  @Test func stopInATurnInterruptsIt() async throws {
    let stage = try AgentStage()
    let agent = stage.demo(stage.setup())
    try await agent.start(stage.receive)
    try await agent.send("Wait [[demo:hang]]")
    await stage.until { $0.contains { if case .textDone = $0 { true } else { false } } }
    async let first: Void = agent.stop()
    async let second: Void = agent.stop()
    _ = await (first, second)
    await stage.exited()
    #expect(stage.outcomes == [.interrupted])
  }

  @Test func modelAndCompact() async throws {
    let stage = try AgentStage()
    let agent = stage.demo(stage.setup())
    try await agent.start(stage.receive)
    try await agent.setModel("demo-2")
    #expect(await agent.model == "demo-2")
    try await agent.compact()
    await stage.turns(1)
    #expect(stage.events.contains(.compacted(before: 12000, after: 1500)))
    #expect(stage.events.contains(.modelChanged("demo-2")))
    try await agent.send("/compact is a word here")
    await stage.turns(2)
    #expect(stage.read("NOTES.md") == "# Notes\n\n- /compact is a word here\n")
    await agent.stop()
  }

  @Test func floodsAndNonsenseAreSurvived() async throws {
    let stage = try AgentStage()
    let agent = stage.demo(stage.setup())
    try await agent.start(stage.receive)
    try await agent.send("Noise [[demo:flood]] [[demo:malformed]] [[demo:escapes]]")
    await stage.turns(1)
    await agent.stop()
    await stage.exited()
    #expect(stage.outcomes == [.completed])
    #expect(
      stage.events.filter {
        if case .standardError(let line) = $0 { line.hasPrefix("flood line") } else { false }
      }.count == 2000)
    #expect(stage.events.contains(.raw("this is not JSON")))
    let big =
      stage.events.compactMap {
        if case .toolFinished(_, _, let output, _) = $0 { output.utf8.count } else { nil }
      }.max() ?? 0
    #expect(big > 200_000 && big < 300_000)
  }

  @Test func secretsNeverComeOut() async throws {
    let stage = try AgentStage()
    var setup = stage.setup()
    let secret = "sk-demo-0123456789-very-secret"
    setup.environment = ["DEMO_API_KEY": secret]
    let agent = stage.demo(setup)
    try await agent.start(stage.receive)
    try await agent.send("Say \(secret) aloud [[demo:write out.txt \(secret)]]")
    await stage.turns(1)
    await agent.stop()
    await stage.exited()
    #expect(stage.read("out.txt") == "\(secret)\n")
    let streamed = stage.events.reduce(into: "") { text, event in
      if case .textDelta(_, let piece) = event { text += piece }
      if case .thinkingDelta(_, let piece) = event { text += piece }
    }
    #expect(streamed.contains("[redacted]"))
    #expect(!streamed.contains(secret))
    for event in stage.events { #expect(!"\(event)".contains(secret)) }
    let log = try String(contentsOfFile: "\(stage.directory)/log/protocol.jsonl", encoding: .utf8)
    #expect(log.contains("[redacted]"))
    #expect(!log.contains(secret))
    #expect(
      EngineReplay.decode(engine: DemoEngine(), bytes: Array(log.utf8))?.contains {
        if case .turnDone(.completed, _) = $0 { true } else { false }
      } == true)
  }
}
