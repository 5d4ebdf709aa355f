import Model
import Supervision
import Testing

/// Limits, usage limits and other engines, as the machine decides.
@Suite struct TaskMachineEngineTests {
  static let limit = TaskFailure(.usageLimit, "The plan's limit is reached.")

  @Test func aUsageLimitGoesOnWithTheFallbackInTheSameWorkspace() {
    var bench = MachineBench { $0.fallback = "codex" }
    bench.run()
    _ = bench.put(.agent(.turnDone(.completed, text: "ok")))
    _ = bench.put(.measured(TaskMachineTests.summary, final: true))
    _ = bench.put(.message(text: "Now the tests.", author: "ana"))
    let step = bench.put(.agent(.turnDone(.failed(Self.limit), text: nil)))
    #expect(step.actions.contains(.endAgent))
    #expect(bench.record.engine == "codex")
    #expect(bench.record.fallback == nil)
    #expect(bench.record.phase == .queued)
    #expect(bench.record.workspacePath == "/w")
    #expect(bench.record.sessionID == nil)
    #expect(bench.record.pendingMessages == ["Now the tests."])
    // The other engine is given the brief, and what it was told last follows at the end of that turn.
    _ = bench.put(.admitted)
    let prepared = bench.put(.prepared(Preparation(path: "/w", baseCommit: "abc", baseBranch: "main", brief: "Do it", remarks: [])))
    #expect(prepared.actions == [.startAgent(resume: false)])
    let started = bench.put(.agentStarted(session: "s2", sandbox: SandboxSummary(level: .isolated, network: .open), credential: nil))
    #expect(started.actions == [.prompt("Do it")])
    let next = bench.put(.agent(.turnDone(.completed, text: "ok")))
    #expect(next.actions == [.prompt("Now the tests.")])
  }

  @Test func aSecondUsageLimitWaits() {
    var bench = MachineBench { $0.fallback = "codex" }
    bench.run()
    _ = bench.put(.agent(.turnDone(.failed(Self.limit), text: nil)))
    bench.run()
    _ = bench.put(.agent(.rateLimited(until: Timestamp(milliseconds: 9_000_000), text: "later")))
    _ = bench.put(.agent(.turnDone(.failed(Self.limit), text: nil)))
    #expect(bench.record.phase == .waiting)
    #expect(bench.record.attention?.kind == .usageLimit)
    #expect(bench.record.notBefore == Timestamp(milliseconds: 9_000_000))
  }

  @Test func afterAUsageLimitThePromptThatWasNotBegunIsSentAgain() {
    var bench = MachineBench()
    bench.run()
    _ = bench.put(.agent(.turnDone(.completed, text: "ok")))
    _ = bench.put(.measured(TaskMachineTests.summary, final: true))
    _ = bench.put(.message(text: "Now the tests.", author: "ana"))
    _ = bench.put(.agent(.turnDone(.failed(Self.limit), text: nil)))
    #expect(bench.goesOnWith() == [.prompt("Now the tests.")])
  }

  @Test func afterAUsageLimitWorkThatWasBegunIsGoneOnWith() {
    var bench = MachineBench()
    bench.run()
    _ = bench.put(.agent(.toolStarted(ToolCall(id: "1", kind: .edit, name: "Edit", title: "a", input: "{}"))))
    _ = bench.put(.agent(.turnDone(.failed(Self.limit), text: nil)))
    #expect(bench.goesOnWith() == [.prompt("You were interrupted. Go on where you were.")])
  }

  @Test func aRetryChangesEngineModelAndLimits() {
    var bench = MachineBench()
    bench.run()
    _ = bench.put(.limitReached("The budget is used up."))
    #expect(bench.record.phase == .failed)
    var change = RetryChange(engine: "codex", model: "gpt-5.5")
    change.budgetUSD = 5
    change.maxTokens = 1000
    change.maxTurns = 9
    change.minutes = 7
    change.effort = "high"
    _ = bench.put(.retried(change))
    #expect(bench.record.engine == "codex")
    #expect(bench.record.model == "gpt-5.5")
    #expect(bench.record.effort == "high")
    #expect(bench.record.limits.budgetUSD == 5)
    #expect(bench.record.limits.tokens == 1000)
    #expect(bench.record.limits.turns == 9)
    #expect(bench.record.limits.minutes == 7)
    #expect(bench.record.phase == .queued)
  }

  @Test("F45: an engine that reports no usage is marked unmetered, and a budget says so")
  func anEngineThatReportsNothingIsUnmeteredAndABudgetSaysSo() {
    var bench = MachineBench { $0.limits.budgetUSD = 1 }
    bench.run()
    _ = bench.put(.agent(.textDone(messageID: "m", text: "Hello")))
    let step = bench.put(.agent(.turnDone(.completed, text: "Hello")))
    #expect(bench.record.unmetered)
    #expect(
      step.events.contains {
        if case .note(.warning, let text) = $0 { text.contains("reports no usage") } else { false }
      })
    _ = bench.put(.agent(.usage(tokens: TokenCount(input: 1), costUSD: nil)))
    #expect(!bench.record.unmetered)
  }
}

extension MachineBench {
  /// Lets the usage limit pass, and says what the agent is told then.
  mutating func goesOnWith() -> [TaskAction] {
    _ = put(.usageLimitPassed)
    _ = put(.admitted)
    _ = put(.prepared(Preparation(path: "/w", baseCommit: "abc", baseBranch: "main", brief: "Do it", remarks: [])))
    return put(.agentStarted(session: "s1", sandbox: SandboxSummary(level: .isolated, network: .open), credential: nil)).actions
  }
}
