import Model
import Supervision
import Testing

/// Chains of steps in the pure machine.
@Suite struct TaskMachineStepTests {
  static let summary = DiffSummary(files: 1, insertions: 2, deletions: 0, tree: "t1")
  static let careful = [
    WorkStep(name: "plan", engine: "claude", model: "opus"), WorkStep(name: "implement", engine: "codex"),
    WorkStep(name: "test", engine: "aider", brief: "Write tests."), WorkStep(publishing: "publish", .branch),
  ]

  static func bench(_ steps: [WorkStep], at position: Int = 0) -> MachineBench {
    MachineBench { record in
      var chain = StepChain(name: "careful", steps: steps, engine: "demo", model: "m1")
      chain.position = position
      record.chain = chain
      record.take(steps[position], of: chain)
    }
  }

  /// Ends a turn with these words and a change.
  static func endTurn(_ bench: inout MachineBench, _ text: String) -> TaskStep {
    _ = bench.put(.agent(.turnDone(.completed, text: text)))
    return bench.put(.measured(summary, final: true))
  }

  /// Starts the agent of the step that it is at.
  static func start(_ bench: inout MachineBench, _ session: String) -> TaskStep {
    _ = bench.put(.prepared(Preparation(path: "/w", baseCommit: "abc", baseBranch: "main", brief: "Brief of \(session)", remarks: [])))
    return bench.put(.agentStarted(session: session, sandbox: SandboxSummary(level: .isolated, network: .open), credential: nil))
  }

  @Test func fromThePlanToTheBranchByItself() {
    var bench = Self.bench(Self.careful)
    #expect(bench.record.engine == "claude" && bench.record.model == "opus" && bench.record.mode == .plan)
    #expect(bench.record.stepText == "step 1/4 plan (claude)")
    bench.run()
    let plan = AgentRequest(id: "p1", kind: .plan("# The plan"), title: "The plan")
    _ = bench.put(.agent(.asked(plan)))
    #expect(bench.record.attention?.kind == .plan)
    let approved = bench.put(.answered(request: "p1", answer: .allow, author: "ana"))
    #expect(approved.actions == [.endAgent, .prepare(fresh: false)], "the planner is not told to go on")
    #expect(bench.record.phase == .preparing && bench.record.engine == "codex" && bench.record.model == nil && bench.record.mode == .auto)
    #expect(bench.record.chain?.outcomes.map(\.text) == ["# The plan"] && bench.record.chain?.outcomes.first?.isPlan == true)
    #expect(bench.record.requests.isEmpty && bench.record.sessionID == nil && bench.record.attention == nil)
    #expect(Self.start(&bench, "s2").actions == [.prompt("Brief of s2")])
    #expect(bench.record.stepText == "step 2/4 implement (codex)")
    let next = Self.endTurn(&bench, "Implemented.")
    #expect(next.actions == [.endAgent, .prepare(fresh: false)])
    #expect(bench.record.engine == "aider" && bench.record.phase == .preparing)
    _ = Self.start(&bench, "s3")
    let last = Self.endTurn(&bench, "Tested.")
    #expect(last.actions == [.publishByItself(.branch, tree: "t1")])
    #expect(bench.record.phase == .review && bench.record.attention == nil && bench.record.stepText == "step 4/4 publish")
    #expect(bench.record.closingWords == "Implemented.\n\nTested.")
    #expect(bench.put(.stepPublishes(tree: "t0")).refusal != nil, "another tree is not published")
    _ = bench.put(.stepPublishes(tree: "t1"))
    #expect(bench.record.phase == .publishing)
    #expect(bench.put(.stepPublishes(tree: "t1")).refusal != nil)
    _ = bench.put(.publishFailed("no"))
    #expect(bench.record.phase == .review && bench.record.attention?.kind == .review)
    #expect(bench.put(.stepPublishes(tree: "t1")).refusal != nil, "it tries once; then it is the operator's")
  }

  @Test func withoutAWayTheReviewWaits() {
    var bench = Self.bench([WorkStep(name: "implement"), WorkStep(publishing: "publish", nil)])
    bench.run()
    #expect(Self.endTurn(&bench, "Done.").actions.isEmpty)
    #expect(bench.record.phase == .review && bench.record.attention?.kind == .review && bench.record.chain?.position == 1)
  }

  @Test func aPlanInPlainWordsIsAskedAboutByCarrel() {
    var bench = Self.bench(Self.careful)
    bench.run()
    let asked = Self.endTurn(&bench, "1. This\n2. That")
    #expect(asked.actions.isEmpty && bench.record.phase == .waiting && bench.record.attention?.kind == .plan)
    guard let request = bench.record.requests.first, case .plan("1. This\n2. That") = request.kind else {
      Issue.record("\(bench.record.requests)")
      return
    }
    let denied = bench.put(.answered(request: request.id, answer: .deny("And the tests?"), author: "ana"))
    guard case .prompt(let words)? = denied.actions.last else {
      Issue.record("\(denied.actions)")
      return
    }
    #expect(words.contains("And the tests?"))
    #expect(bench.record.phase == .running && bench.record.chain?.position == 0)
    _ = Self.endTurn(&bench, "1. This\n2. Tests")
    _ = bench.put(.restarted)
    #expect(bench.record.phase == .waiting, "the question outlives the service")
    let approved = bench.put(.answered(request: nil, answer: .allow, author: "ana"))
    #expect(approved.actions.last == .prepare(fresh: false))
    #expect(bench.record.chain?.outcomes.map(\.text) == ["1. This\n2. Tests"])
  }

  @Test func aNoToTheAgentsOwnPlanGoesToTheAgent() {
    var bench = Self.bench(Self.careful)
    bench.run()
    _ = bench.put(.agent(.asked(AgentRequest(id: "p1", kind: .plan("x"), title: "Plan"))))
    #expect(bench.put(.answered(request: "p1", answer: .deny("no"), author: "ana")).actions == [.answer(request: "p1", .deny("no"))])
    #expect(bench.record.phase == .running && bench.record.chain?.position == 0)
  }

  @Test func aFailureNamesItsStepAndRetryGoesOnThere() {
    var bench = Self.bench(Self.careful, at: 1)
    bench.run()
    _ = bench.put(.agent(.turnDone(.failed(TaskFailure(.engine, "It broke.")), text: nil)))
    #expect(bench.record.phase == .failed && bench.record.error?.text == "In step 2/4 implement (codex): It broke.")
    _ = bench.put(.retried(RetryChange(engine: "claude")))
    #expect(bench.record.phase == .queued && bench.record.chain?.position == 1 && bench.record.engine == "claude")
    #expect(bench.record.stepText == "step 2/4 implement (claude)")
  }

  @Test func freshBeginsTheChainAnewAndReviewItsLastWork() {
    var bench = Self.bench(Array(Self.careful.dropFirst()))
    bench.run()
    _ = Self.endTurn(&bench, "One.")
    _ = Self.start(&bench, "s2")
    _ = bench.put(.checked(CheckResult(command: "make", exitCode: 2, seconds: 1)))
    #expect(bench.record.check == nil, "only while the change is being measured")
    _ = bench.put(.agent(.turnDone(.completed, text: "Two.")))
    _ = bench.put(.checked(CheckResult(command: "make", exitCode: 2, seconds: 1)))
    #expect(bench.put(.measured(Self.summary, final: true)).actions.isEmpty, "a failed check is not published by itself")
    #expect(bench.record.phase == .review && bench.record.attention?.text.contains("make") == true)
    var again = bench
    _ = again.put(.retried(RetryChange()))
    #expect(again.record.chain?.position == 1 && again.record.engine == "aider" && again.record.chain?.outcomes.map(\.text) == ["One."])
    _ = bench.put(.retried(RetryChange(fresh: true)))
    #expect(bench.record.chain?.position == 0 && bench.record.engine == "codex" && bench.record.chain?.outcomes.isEmpty == true)
  }

  @Test func anInterruptedTurnHoldsTheChainAMessageLetsItGoOn() {
    var bench = Self.bench(Self.careful, at: 1)
    bench.run()
    _ = bench.put(.agent(.turnDone(.interrupted, text: nil)))
    _ = bench.put(.measured(Self.summary, final: true))
    #expect(bench.record.phase == .review && bench.record.chain?.position == 1)
    _ = bench.put(.message(text: "go on", author: "ana"))
    let next = Self.endTurn(&bench, "Done.")
    #expect(next.actions.last == .prepare(fresh: false) && bench.record.chain?.position == 2)
  }

  @Test func aWaitingMessageIsSentBeforeTheChainGoesOn() {
    var bench = Self.bench(Self.careful, at: 1)
    bench.run()
    _ = bench.put(.agent(.turnDone(.completed, text: "Done.")))
    _ = bench.put(.message(text: "and this", author: "ana"))
    #expect(bench.put(.measured(Self.summary, final: true)).actions == [.prompt("and this")])
    #expect(bench.record.chain?.position == 1 && bench.record.phase == .running)
  }

  @Test func aCrashBetweenTwoStepsGoesOnWithTheNext() {
    var bench = Self.bench(Self.careful, at: 1)
    bench.run()
    _ = Self.endTurn(&bench, "Done.")
    var later = MachineBench { $0 = bench.record }
    _ = later.put(.restarted)
    #expect(later.record.phase == .queued && later.record.chain?.position == 2)
    #expect(later.put(.admitted).actions == [.prepare(fresh: false)])
    #expect(Self.start(&later, "s9").actions == [.prompt("Brief of s9")])
    _ = Self.endTurn(&later, "Tested.")
    var last = MachineBench { $0 = later.record }
    #expect(last.put(.restarted).actions == [.publishByItself(.branch, tree: "t1")], "what was decided is done after the restart")
  }

  @Test func theLastPartHandsOverAndTheNextTakes() {
    var giver = Self.bench([WorkStep(name: "implement")])
    giver.machine = TaskMachine(
      {
        var record = giver.record; record.handsOver = true; return record
      }())
    giver.run()
    #expect(Self.endTurn(&giver, "Done.").actions == [.handOver])
    _ = giver.put(.handedOver(commit: "c1"))
    var taker = Self.bench([WorkStep(name: "test")])
    taker.machine = TaskMachine(
      {
        var record = taker.record; record.startsFrom = TaskID(7); return record
      }())
    let outcome = StepOutcome(name: "implement", engine: "demo", model: nil, isPlan: false, text: "Done.")
    _ = taker.put(.inherited(commit: "c1", branch: "main", [outcome]))
    #expect(taker.record.startCommit == "c1" && taker.record.baseBranch == "main" && taker.record.chain?.outcomes == [outcome])
  }

  @Test func setupRunsOnceForAWorkspace() {
    var bench = MachineBench()
    _ = bench.put(.admitted)
    var preparation = Preparation(path: "/w", baseCommit: "abc", baseBranch: "main", brief: "Do it", remarks: [])
    preparation.isNew = true
    _ = bench.put(.prepared(preparation))
    _ = bench.put(.setUp(CheckResult(command: "make deps", exitCode: 0, seconds: 1)))
    #expect(bench.record.isSetUp)
    _ = bench.put(.removed(sealed: false))
    #expect(!bench.record.isSetUp)
  }
}
