import Configuration
import Model
import Platform
import Supervision
import TestSupport
import Testing
import Workspaces

/// One task's way from the list to the remote, and the ways back.
@Suite(.timeLimit(.minutes(15))) struct WholeJobStories {
  static let asks = AgentRequest(id: "r1", kind: .permission(tool: "Bash", always: true), title: "Run `make`?")

  /// An engine whose agents write one file about each prompt.
  static func writer() -> ScriptedEngine {
    ScriptedEngine(ledger: ScriptedLedger()) { prompt in [.say("Working on it."), .write("done-\(prompt.number).txt", prompt.text)] }
  }

  @Test func fromTheListToTheRemote() async throws {
    try await StoryWorld.tell(Self.writer()) { world in
      let id = try await world.add("Fix the greeting")[0]
      let reviewed = await world.until(id, .review)
      #expect(reviewed?.diff?.files == 1)
      #expect(reviewed?.attention?.kind == .review)
      #expect(world.book.deltas == "Working on it.")
      #expect(world.ledger.prompts(of: id).count == 1)
      #expect(world.ledger.prompts(of: id)[0].contains("Fix the greeting"))
      let line = try await world.approve(id)
      #expect(line.contains("carrel/t1-fix-the-greeting") || line.contains("carrel/T1-fix-the-greeting"))
      let task = try await world.task(id)
      #expect(task.phase == .done)
      #expect(task.workspacePath == nil)
      #expect(world.book.phases(of: id) == [.queued, .preparing, .running, .review, .publishing, .done])
      let branches = try await world.branches()
      #expect(branches == [task.branch])
      #expect(try await world.file("done-0.txt", on: branches[0]).contains("Fix the greeting"))
      #expect(try Files.list(world.desk.workspaces.layout.tasks).isEmpty)
      #expect(world.ledger.live == 0)
    }
  }

  @Test func theSizeOfAWorkspaceIsCounted() async throws {
    try await StoryWorld.tell(Self.writer()) { world in
      let id = try await world.add("Fix it")[0]
      await world.book.until { $0[id]?.phase == .review && $0[id]?.workspaceBytes ?? 0 > 0 }
      #expect(try await world.task(id).workspaceBytes > 1000)
    }
  }

  @Test func aPermissionIsAskedAndAnsweredOnce() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { _ in
      [.ask(Self.asks) { $0 == .allow ? [.write("a.txt", "yes")] : [.write("a.txt", "no")] }]
    }
    try await StoryWorld.tell(engine) { world in
      let id = try await world.add("Build it") { $0.mode = .ask }[0]
      await world.until(id, needs: .permission)
      let supervisor = world.supervisor
      async let first = Self.answer(supervisor, id)
      async let second = Self.answer(supervisor, id)
      let results = await [first, second]
      #expect(results.count { $0 == nil } == 1)
      await world.until(id, .review)
      #expect(world.ledger.answers(of: id) == [.allow])
      try await world.approve(id)
      #expect(try await world.file("a.txt", on: world.branches()[0]) == "yes")
    }
  }

  static func answer(_ supervisor: TaskSupervisor, _ id: TaskID) async -> SupervisionError? {
    do throws(SupervisionError) { try await supervisor.answer(id, request: "r1", answer: .allow, author: "ana") } catch { return error }
    return nil
  }

  @Test func nobodyAnswersInTime() async throws {
    let question = AgentRequest(
      id: "q1", kind: .questions([AgentQuestion(text: "Which?", options: ["a"], multiple: false)]), title: "Which?")
    let plan = AgentRequest(id: "p1", kind: .plan("# Plan"), title: "The plan")
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { _ in
      [.ask(Self.asks) { _ in [.ask(question) { _ in [.ask(plan) { _ in [.write("a.txt", "x")] }] }] }]
    }
    try await StoryWorld.tell(engine, { $0.answerTimeoutSeconds = 60 }) { world in
      let id = try await world.add("Build it") { $0.mode = .ask }[0]
      for kind in [Attention.Kind.permission, .question, .plan] {
        await world.until(id, needs: kind)
        world.clock.advance(59)
        #expect(try await world.task(id).phase == .waiting)
        world.clock.advance(2)
        await world.book.until { $0[id]?.attention?.kind != kind }
      }
      await world.until(id, .review)
      let answers = world.ledger.answers(of: id)
      #expect(answers.count == 3)
      guard case .deny = answers[0], case .answers(let said) = answers[1] else {
        Issue.record("\(answers)")
        return
      }
      #expect(said["Which?"]?.contains("Decide yourself") == true)
      #expect(answers[2] == .allow)
      let authors = world.book.events(of: id).compactMap { event in if case .answered(_, _, let by) = event { by } else { nil as String? } }
      #expect(authors == ["answer_timeout", "answer_timeout", "answer_timeout"])
    }
  }

  @Test func aMessageWaitsForTheTurnAndIsSentOnce() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { prompt in
      prompt.number == 0 ? [.hang, .write("a.txt", "1")] : [.write("b.txt", prompt.text)]
    }
    try await StoryWorld.tell(engine) { world in
      let id = try await world.add("Build it")[0]
      await world.until(id, .running)
      try await world.supervisor.send(id, text: "and this;\n 日本語 `x`", author: "ana")
      try await world.supervisor.send(id, text: "and that", author: "bob")
      await Self.held(world, id)
      await world.ledger.agent(of: id)?.release()
      await world.until(id, .review)
      #expect(world.ledger.prompts(of: id).count == 2)
      #expect(world.ledger.prompts(of: id)[1] == "and this;\n 日本語 `x`\n\nand that")
      try await world.supervisor.send(id, text: "once more", author: "ana")
      await world.book.until { $0[id]?.phase == .review && $0[id]?.turns ?? 0 >= 3 && $0[id]?.diff?.files == 2 }
      #expect(world.ledger.prompts(of: id).count == 3)
      #expect(world.ledger.starts(of: id) == 1)
    }
  }

  /// Waits until the task's agent hangs or asks.
  static func held(_ world: StoryWorld, _ id: TaskID) async {
    while await world.ledger.agent(of: id)?.isHeld != true, !Task.isCancelled { await Task.yield() }
  }

  @Test func aChangedTreeIsNotPublished() async throws {
    try await StoryWorld.tell(Self.writer()) { world in
      let id = try await world.add("Fix it")[0]
      let workspace = try #require(await world.until(id, .review)?.workspacePath)
      await #expect(throws: SupervisionError.self) { try await world.supervisor.approve(id, TaskRunner.Approval(author: "ana")) }
      try await world.look(id)
      try Files.writeAtomically(Array("later".utf8), to: workspace + "/later.txt", mode: 0o644)
      await #expect(throws: SupervisionError.self) { try await world.supervisor.approve(id, TaskRunner.Approval(author: "ana")) }
      #expect(try await world.task(id).phase == .review)
      #expect(try await world.branches().isEmpty)
      try await world.approve(id)
      #expect(try await world.file("later.txt", on: world.branches()[0]) == "later")
    }
  }

  @Test func aFailedPublishGoesBackToReview() async throws {
    try await StoryWorld.tell(Self.writer()) { world in
      let id = try await world.add("Fix it")[0]
      await world.until(id, .review)
      try await world.look(id)
      try await world.root.run("mv", [world.remote.path, world.remote.path + ".away"])
      await #expect(throws: SupervisionError.self) { try await world.supervisor.approve(id, TaskRunner.Approval(author: "ana")) }
      let task = try await world.task(id)
      #expect(task.phase == .review)
      #expect(task.error != nil)
      try await world.root.run("mv", [world.remote.path + ".away", world.remote.path])
      try await world.approve(id)
      #expect(try await world.branches().count == 1)
    }
  }

  @Test func twoApprovalsAtOnceMakeOneBranch() async throws {
    try await StoryWorld.tell(Self.writer()) { world in
      let id = try await world.add("Fix it")[0]
      await world.until(id, .review)
      try await world.look(id)
      let supervisor = world.supervisor
      async let first = Self.approve(supervisor, id)
      async let second = Self.approve(supervisor, id)
      #expect(await [first, second].count { $0 } == 1)
      #expect(try await world.branches().count == 1)
    }
  }

  static func approve(_ supervisor: TaskSupervisor, _ id: TaskID) async -> Bool {
    (try? await supervisor.approve(id, TaskRunner.Approval(author: "ana"))) != nil
  }

  @Test("F1: a discarded task is sealed and comes back")
  func aDiscardIsSealedAndComesBack() async throws {
    try await StoryWorld.tell(Self.writer()) { world in
      let id = try await world.add("Fix it")[0]
      await world.until(id, .review)
      try await world.supervisor.discard(id, author: "ana")
      let gone = try await world.task(id)
      #expect(gone.phase == .discarded)
      #expect(gone.inMorgue)
      #expect(gone.workspacePath == nil)
      #expect(try Files.list(world.desk.workspaces.layout.tasks).isEmpty)
      try await world.supervisor.undelete(id)
      await #expect(throws: SupervisionError.self) { try await world.supervisor.undelete(id) }
      #expect(try await world.task(id).phase == .stopped)
      try await world.approve(id)
      #expect(try await world.file("done-0.txt", on: world.branches()[0]).contains("Fix it"))
      #expect(world.ledger.prompts(of: id).count == 1)
    }
  }

  @Test("F22: a stop is final, also over a restart; retry goes on")
  func aStopIsFinalAndRetryGoesOn() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { prompt in
      prompt.number == 0 ? [.write("a.txt", "1"), .hang] : [.write("b.txt", "2")]
    }
    try await StoryWorld.tell(engine) { world in
      let id = try await world.add("Fix it")[0]
      await Self.held(world, id)
      try await world.supervisor.stop(id, author: "ana")
      #expect(world.ledger.live == 0)
      await world.supervisor.settle()
      world.clock.advance(100_000)
      await world.supervisor.settle()
      #expect(try await world.task(id).phase == .stopped)
      try await world.restart()
      #expect(try await world.task(id).phase == .stopped)
      #expect(world.ledger.prompts(of: id).count == 1)
      try await world.supervisor.retry(id, RetryChange())
      #expect(await world.until(id, .review)?.diff?.files == 2)
    }
  }

  @Test func retryFreshClearsTheOldWorkspaceFirst() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { prompt in
      prompt.number == 0 ? [.write("a.txt", "1"), .hang] : [.write("b.txt", "2")]
    }
    try await StoryWorld.tell(engine) { world in
      let id = try await world.add("Fix it")[0]
      await Self.held(world, id)
      try await world.supervisor.stop(id, author: "ana")
      try await world.supervisor.retry(id, RetryChange(fresh: true))
      let task = await world.until(id, .review)
      #expect(task?.diff?.files == 1)
      #expect(task?.inMorgue == true)
      let prompts = world.ledger.prompts
      #expect(prompts.count == 2)
      #expect(prompts[0].session != prompts[1].session)
    }
  }

  @Test func aTurnIsInterrupted() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { _ in [.write("a.txt", "1"), .hang, .write("b.txt", "2")] }
    try await StoryWorld.tell(engine) { world in
      let id = try await world.add("Fix it")[0]
      await Self.held(world, id)
      try await world.supervisor.interrupt(id)
      #expect(await world.until(id, .review)?.diff?.files == 1)
    }
  }

  @Test func anAgentThatEndsAtOnceFails() async throws {
    var engine = Self.writer()
    engine.endsAtOnce = { _ in true }
    try await StoryWorld.tell(engine) { world in
      let id = try await world.add("Fix it")[0]
      let task = await world.until(id, .failed)
      #expect(task?.error?.kind == .engine)
      #expect(world.ledger.prompts(of: id).isEmpty)
    }
  }

  @Test func anAgentThatDiesInItsTurnFails() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { prompt in
      prompt.number == 0 ? [.write("a.txt", "1"), .exit] : [.write("b.txt", "2")]
    }
    try await StoryWorld.tell(engine) { world in
      let id = try await world.add("Fix it")[0]
      #expect(await world.until(id, .failed)?.error?.kind == .engine)
      try await world.supervisor.retry(id, RetryChange())
      #expect(await world.until(id, .review)?.diff?.files == 2)
    }
  }

  @Test("F13: a workspace that was deleted by hand is made anew, and it is said")
  func aWorkspaceDeletedByHandIsMadeAnew() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { prompt in
      prompt.number == 0 ? [.write("a.txt", "1"), .hang] : [.write("b.txt", "2")]
    }
    try await StoryWorld.tell(engine) { world in
      let id = try await world.add("Fix it")[0]
      await Self.held(world, id)
      try await world.supervisor.stop(id, author: "ana")
      await world.supervisor.settle()
      try await world.root.run("rm", ["-rf", world.desk.workspaces.layout.directory(of: id)])
      try await world.supervisor.retry(id, RetryChange())
      #expect(await world.until(id, .review)?.diff?.files == 1)
    }
  }
}
