import Model
import Supervision
import Testing

/// Drives a machine by hand: inputs in, phases and actions out.
struct MachineBench {
  var machine: TaskMachine
  var now = Timestamp(milliseconds: 1_000_000)

  init(_ change: (inout TaskRecord) -> Void = { _ in }) {
    var record = TaskRecord(
      id: TaskID(1), ticket: Ticket(title: "Fix it"), repository: RepositoryLocation(source: "/r", publishTo: "/o"), engine: "demo",
      created: Timestamp(milliseconds: 1))
    change(&record)
    machine = TaskMachine(record)
  }

  mutating func put(_ input: TaskInput) -> TaskStep {
    now.milliseconds += 1000
    return machine.handle(input, at: now)
  }

  var record: TaskRecord { machine.record }

  /// Brings it to its first running turn.
  mutating func run() {
    _ = put(.admitted)
    _ = put(.prepared(Preparation(path: "/w", baseCommit: "abc", baseBranch: "main", brief: "Do it", remarks: [])))
    _ = put(.agentStarted(session: "s1", sandbox: SandboxSummary(level: .isolated, network: .open), credential: "KEY"))
  }
}

@Suite struct TaskMachineTests {
  static let summary = DiffSummary(files: 1, insertions: 2, deletions: 0, tree: "t1")

  @Test func withoutRoomItWaitsInTheQueueInsteadOfFailing() {
    var bench = MachineBench()
    _ = bench.put(.admitted)
    _ = bench.put(.noRoom("waiting for disk: needs 1.2 GB, 800 MB free"))
    #expect(bench.record.phase == .queued && bench.record.detail.hasPrefix("waiting for disk"))
    #expect(bench.record.attention == nil && bench.record.error == nil && bench.record.retries == 0)
    // What the file system says to be free may still not be had: it is not tried again at once.
    var situation = QueuePolicy.Situation(paused: false, maxRunning: 2, maxLive: 2, now: bench.now)
    let verdict = QueuePolicy.admit([bench.record], situation)
    #expect(verdict.held[TaskID(1)] == "waiting for disk: needs 1.2 GB, 800 MB free" && verdict.lookAgain == bench.record.notBefore)
    situation.now = bench.record.notBefore ?? bench.now
    #expect(QueuePolicy.admit([bench.record], situation).start == [TaskID(1)])
    #expect(bench.put(.admitted).actions == [.prepare(fresh: false)])
  }

  @Test func theStraightWay() {
    var bench = MachineBench()
    #expect(bench.put(.admitted).actions == [.prepare(fresh: false)])
    let prepared = bench.put(.prepared(Preparation(path: "/w", baseCommit: "abc", baseBranch: "main", brief: "Do it", remarks: [])))
    #expect(prepared.actions == [.startAgent(resume: false)])
    let started = bench.put(.agentStarted(session: "s1", sandbox: SandboxSummary(level: .isolated, network: .open), credential: nil))
    #expect(started.actions == [.prompt("Do it")])
    #expect(bench.record.promptInFlight)
    #expect(bench.record.phase == .running)
    let done = bench.put(.agent(.turnDone(.completed, text: "I did.")))
    #expect(done.actions == [.measure(final: true)])
    _ = bench.put(.measured(Self.summary, final: true))
    #expect(bench.record.phase == .review)
    #expect(bench.record.attention?.kind == .review)
    #expect(bench.record.summary == "I did.")
    _ = bench.put(.approved(author: "ana"))
    #expect(bench.record.phase == .publishing)
    let published = bench.put(.published(Publication(kind: .branch, ref: "b", commit: "c")))
    #expect(published.actions == [.endAgent])
    #expect(bench.record.phase == .done)
    #expect(bench.record.attention == nil)
  }

  @Test func noChangeIsSaid() {
    var bench = MachineBench()
    bench.run()
    _ = bench.put(.agent(.turnDone(.completed, text: nil)))
    _ = bench.put(.measured(DiffSummary(files: 0, insertions: 0, deletions: 0, tree: "t0"), final: true))
    #expect(bench.record.phase == .review)
    #expect(bench.record.detail == "no change")
  }

  @Test func aMessageWaitsForTheEndOfTheTurnAndIsSentOnce() {
    var bench = MachineBench()
    bench.run()
    #expect(bench.put(.message(text: "also this", author: "ana")).actions.isEmpty)
    #expect(bench.put(.agent(.turnDone(.completed, text: nil))).actions == [.prompt("also this")])
    #expect(bench.record.pendingMessages.isEmpty)
    #expect(bench.put(.agent(.turnDone(.completed, text: nil))).actions == [.measure(final: true)])
  }

  @Test("F23, F51: only a request makes a task wait for the operator, and it holds no running slot then")
  func aRequestWaitsAndHoldsNoSlot() {
    var bench = MachineBench { $0.mode = .ask }
    bench.run()
    let request = AgentRequest(id: "r1", kind: .permission(tool: "Bash", always: true), title: "Run `ls`?")
    _ = bench.put(.agent(.asked(request)))
    #expect(bench.record.phase == .waiting)
    #expect(!bench.record.phase.holdsSlot)
    #expect(bench.record.attention?.request == "r1")
    #expect(bench.put(.answered(request: "other", answer: .allow, author: "ana")).refusal != nil)
    #expect(bench.put(.answered(request: nil, answer: .allow, author: "ana")).actions == [.answer(request: "r1", .allow)])
    #expect(bench.record.phase == .running)
    #expect(bench.record.attention == nil)
    #expect(bench.put(.answered(request: nil, answer: .allow, author: "ana")).refusal != nil)
  }

  @Test func anAnswerAfterTheAgentWasEndedResumesItsSession() {
    var bench = MachineBench { $0.mode = .ask }
    bench.run()
    _ = bench.put(.agent(.asked(AgentRequest(id: "r1", kind: .permission(tool: "Bash", always: true), title: "Run `ls`?"))))
    _ = bench.put(.agentParked)
    #expect(bench.put(.answered(request: nil, answer: .deny("too risky"), author: "ana")).actions == [.prepare(fresh: false)])
    #expect(
      bench.put(.prepared(Preparation(path: "/w", baseCommit: "abc", baseBranch: nil, brief: "x", remarks: []))).actions
        == [.startAgent(resume: true)])
    let started = bench.put(.agentStarted(session: "s1", sandbox: SandboxSummary(level: .isolated, network: .open), credential: nil))
    #expect(started.actions.count == 1)
    guard case .prompt(let text) = started.actions.first else { return #expect(Bool(false)) }
    #expect(text.contains("too risky"))
    #expect(text.contains("Run `ls`?"))
  }

  @Test(arguments: [TaskFailure.Class.overloaded, .network, .server, .rateLimit])
  func whatMayPassIsTriedAgain(_ kind: TaskFailure.Class) {
    var bench = MachineBench()
    bench.run()
    let step = bench.put(.agent(.turnDone(.failed(TaskFailure(kind, "x")), text: nil)))
    #expect(bench.record.phase == .queued)
    #expect(step.actions == [.endAgent])
    #expect(bench.record.retries == 1)
    #expect(bench.record.notBefore != nil)
    #expect(bench.record.sessionID == nil)
  }

  @Test func anUnreachableRemoteIsTriedAgainAndAnUnknownBaseIsNot() {
    var bench = MachineBench()
    _ = bench.put(.admitted)
    _ = bench.put(.prepareFailed(TaskFailure(.network, "cannot reach it")))
    #expect(bench.record.phase == .queued)
    #expect(bench.record.notBefore != nil)
    bench = MachineBench()
    _ = bench.put(.admitted)
    _ = bench.put(.prepareFailed(TaskFailure(.workspace, "no such base")))
    #expect(bench.record.phase == .failed)
  }

  @Test func retriesEnd() {
    var bench = MachineBench { $0.limits.retries = 2 }
    for _ in 1...2 {
      bench.run()
      _ = bench.put(.agent(.turnDone(.failed(TaskFailure(.overloaded, "x")), text: nil)))
      #expect(bench.record.phase == .queued)
    }
    bench.run()
    _ = bench.put(.agent(.turnDone(.failed(TaskFailure(.overloaded, "x")), text: nil)))
    #expect(bench.record.phase == .failed)
    #expect(bench.record.workspacePath == "/w")
  }

  @Test(arguments: [TaskFailure.Class.badRequest, .modelNotFound, .billing, .contextFull, .unknown])
  func whatCannotPassIsNotTriedAgain(_ kind: TaskFailure.Class) {
    var bench = MachineBench()
    bench.run()
    _ = bench.put(.agent(.turnDone(.failed(TaskFailure(kind, "x")), text: nil)))
    #expect(bench.record.phase == .failed)
    #expect(bench.record.error?.kind == kind)
  }

  @Test func aDeadCredentialParks() {
    var bench = MachineBench()
    bench.run()
    let step = bench.put(.agent(.turnDone(.failed(TaskFailure(.auth, "no key")), text: nil)))
    #expect(bench.record.phase == .queued)
    #expect(bench.record.attention?.kind == .credential)
    #expect(step.actions == [.endAgent, .reportDeadCredential("no key")])
    _ = bench.put(.credentialBack)
    #expect(bench.record.attention == nil)
  }

  @Test("F22: a stop is final")
  func aStopIsFinal() {
    var bench = MachineBench()
    bench.run()
    #expect(bench.put(.stopped(author: "ana")).actions == [.endAgent, .measure(final: false)])
    #expect(bench.record.phase == .stopped)
    _ = bench.put(.agent(.turnDone(.completed, text: nil)))
    #expect(bench.record.phase == .stopped)
    #expect(bench.put(.admitted).refusal != nil)
    _ = bench.put(.retried(RetryChange()))
    #expect(bench.record.phase == .queued)
    #expect(bench.record.workspacePath == "/w")
  }

  @Test("F11: a turn cut by a restart waits, and its prompt is not sent again")
  func aTurnCutByARestartWaitsAndSendsNothing() {
    var bench = MachineBench()
    bench.run()
    let step = bench.put(.restarted)
    #expect(step.actions.isEmpty)
    #expect(bench.record.phase == .waiting)
    #expect(bench.record.attention?.kind == .interrupted)
    #expect(bench.put(.answered(request: nil, answer: .allow, author: "ana")).actions == [.prepare(fresh: false)])
  }

  @Test func aTurnThatHadEndedGoesOnWhereItWas() {
    var bench = MachineBench()
    bench.run()
    _ = bench.put(.agent(.turnDone(.completed, text: nil)))
    #expect(bench.put(.restarted).actions == [.measure(final: true)])
    #expect(bench.record.phase == .running)
  }

  @Test func whatWasNeverSentStartsAgainByItself() {
    var bench = MachineBench()
    _ = bench.put(.admitted)
    _ = bench.put(.restarted)
    #expect(bench.record.phase == .queued)
    #expect(bench.record.attention == nil)
  }

  @Test func publishingThatWasCutGoesBackToReview() {
    var bench = MachineBench()
    bench.run()
    _ = bench.put(.agent(.turnDone(.completed, text: nil)))
    _ = bench.put(.measured(Self.summary, final: true))
    _ = bench.put(.approved(author: "ana"))
    _ = bench.put(.restarted)
    #expect(bench.record.phase == .review)
  }

  @Test func modelTurnsAreCountedAfterToolResults() {
    var bench = MachineBench()
    bench.run()
    #expect(bench.record.turns == 1)
    let call = ToolCall(id: "t", kind: .edit, name: "Edit", title: "a", input: "{}")
    _ = bench.put(.agent(.toolStarted(call)))
    _ = bench.put(.agent(.toolFinished(id: "t", status: .ok, output: "", exitCode: nil)))
    _ = bench.put(.agent(.textDone(messageID: "m", text: "done")))
    #expect(bench.record.turns == 2)
  }

  @Test func aMessageToAReviewedTaskBeginsAnotherTurn() {
    var bench = MachineBench()
    bench.run()
    _ = bench.put(.agent(.turnDone(.completed, text: nil)))
    _ = bench.put(.measured(Self.summary, final: true))
    #expect(bench.put(.message(text: "again", author: "ana")).actions == [.prompt("again")])
    #expect(bench.record.phase == .running)
    #expect(bench.put(.message(text: "  \n", author: "ana")).refusal != nil)
  }

  @Test("F25: late events of an ended agent change nothing")
  func lateEventsOfAnEndedTaskChangeNothing() {
    var bench = MachineBench()
    bench.run()
    _ = bench.put(.discarded(author: "ana"))
    for event: AgentEvent in [
      .turnStarted, .asked(AgentRequest(id: "x", kind: .plan("p"), title: "t")), .turnDone(.completed, text: nil),
      .exited(code: 0, signal: nil),
    ] {
      _ = bench.put(.agent(event))
      #expect(bench.record.phase == .discarded)
    }
  }

  @Test("F25: any input in any phase, in any order, leaves a whole record")
  func everyInputInEveryPhaseKeepsTheRecordWhole() {
    let inputs: [TaskInput] = [
      .admitted, .prepared(Preparation(path: "/w", baseCommit: "a", baseBranch: nil, brief: "b", remarks: [])),
      .prepareFailed(TaskFailure(.workspace, "x")),
      .agentStarted(session: "s", sandbox: SandboxSummary(level: .none, network: .open), credential: nil),
      .agentRefused(TaskFailure(.engine, "x")), .agent(.turnDone(.completed, text: nil)), .agent(.exited(code: 1, signal: nil)),
      .agentParked,
      .message(text: "m", author: "a"), .answered(request: nil, answer: .allow, author: "a"), .interrupted, .stopped(author: "a"),
      .limitReached("l"), .silent("s"), .measured(Self.summary, final: true), .measureFailed(TaskFailure(.workspace, "x"), final: true),
      .shown(tree: "t"), .approved(author: "a"), .published(Publication(kind: .branch, ref: "b")), .publishFailed("x"),
      .discarded(author: "a"), .removed(sealed: true), .retried(RetryChange(fresh: true)), .held("h"), .credentialDead("c"),
      .credentialBack, .restarted,
    ]
    for phase in TaskPhase.allCases {
      for input in inputs {
        var bench = MachineBench {
          $0.phase = phase
          $0.workspacePath = "/w"
        }
        let before = bench.record
        let step = bench.put(input)
        if step.refusal != nil { #expect(bench.record == before, "\(phase) \(input) was refused and changed the record") }
        if bench.record.phase.isEnd { #expect((bench.record.ended != nil) || before.phase == phase) }
        if before.phase == .done { #expect(bench.record.phase == .done) }
      }
    }
  }
}
