import Configuration
import Model
import Platform
import Supervision
import TestSupport
import Testing
import Workspaces

/// Many tasks: caps, order, retries, credentials, limits.
@Suite(.timeLimit(.minutes(15))) struct QueueStories {
  @Test func thirtyTasksNeverPassTheCaps() async throws {
    try await StoryWorld.tell(WholeJobStories.writer(), { ($0.maxRunning, $0.maxLive) = (3, 5) }) { world in
      var intake = Intake(drafts: [], directory: world.repository.path)
      intake.drafts = (1...30).map { TicketDraft(line: $0, ticket: Ticket(title: "Ticket number \($0)")) }
      let ids = try await world.supervisor.enqueue(intake).map(\.id)
      #expect(ids.count == 30)
      // What operators do meanwhile must not make room where there is none.
      for id in ids.suffix(5) { try await world.supervisor.setPriority(id, 5) }
      await world.book.until { tasks in tasks.count == 30 && tasks.values.allSatisfy { $0.phase == .review } }
      #expect(world.book.mostRunning <= 3)
      #expect(world.book.mostRunning >= 2)
      #expect(world.ledger.mostLive <= 5)
      #expect(world.ledger.prompts.count == 30)
    }
  }

  @Test func whatMayPassIsTriedAgainLater() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { prompt in
      prompt.number < 2 ? [.end(.failed(TaskFailure(.overloaded, "busy")))] : [.write("a.txt", "x")]
    }
    try await StoryWorld.tell(engine) { world in
      let id = try await world.add("Fix it")[0]
      for number in 1...2 {
        await world.book.until { $0[id]?.phase == .queued && $0[id]?.retries == number }
        #expect(try await world.task(id).notBefore != nil)
        await world.passTime()
      }
      let task = await world.until(id, .review)
      #expect(task?.retries == 0)
      #expect(world.ledger.prompts(of: id).count == 3)
    }
  }

  @Test func retriesEnd() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { _ in [.end(.failed(TaskFailure(.network, "cut")))] }
    try await StoryWorld.tell(engine, { $0.limits.perTask.retries = 1 }) { world in
      let id = try await world.add("Fix it")[0]
      await world.book.until { $0[id]?.retries == 1 && $0[id]?.phase == .queued }
      await world.passTime()
      #expect(await world.until(id, .failed)?.error?.kind == .network)
    }
  }

  @Test("F22: a dead credential parks all its tasks with one message")
  func aDeadCredentialParksAllWithOneMessage() async throws {
    var engine = ScriptedEngine(ledger: ScriptedLedger()) { prompt in
      prompt.key == "good" ? [.write("a.txt", "x")] : [.end(.failed(TaskFailure(.auth, "The key was refused.")))]
    }
    engine.needsCredential = true
    try await StoryWorld.tell(engine, { $0.maxRunning = 1 }) { world in
      await world.supervisor.takeCredentials(["SCRIPTED_KEY": "bad"])
      try await world.add("One", "Two", "Three")
      await world.book.until { tasks in
        tasks.count == 3 && tasks.values.allSatisfy { $0.phase == .queued && $0.attention?.kind == .credential }
      }
      await world.supervisor.settle()
      #expect(world.ledger.prompts.count == 1)
      #expect(world.book.messages.count { $0.contains("refused") } == 1)
      await world.supervisor.takeCredentials(["SCRIPTED_KEY": "good"])
      await world.book.until { tasks in tasks.values.allSatisfy { $0.phase == .review } }
      #expect(world.ledger.prompts.count == 4)
    }
  }

  @Test func anOldCredentialThatFailsLateParksNobody() async throws {
    var engine = ScriptedEngine(ledger: ScriptedLedger()) { prompt in
      prompt.key == "good" ? [.write("a.txt", "x")] : [.hang, .end(.failed(TaskFailure(.auth, "The key was refused.")))]
    }
    engine.needsCredential = true
    try await StoryWorld.tell(engine) { world in
      await world.supervisor.takeCredentials(["SCRIPTED_KEY": "bad"])
      let id = try await world.add("One")[0]
      await WholeJobStories.held(world, id)
      await world.supervisor.takeCredentials(["SCRIPTED_KEY": "good"])
      await world.ledger.agent(of: id)?.release()
      await world.until(id, .review)
    }
  }

  @Test func aMissingCredentialIsSaid() async throws {
    var engine = WholeJobStories.writer()
    engine.needsCredential = true
    try await StoryWorld.tell(engine) { world in
      let id = try await world.add("One")[0]
      await world.until(id, needs: .credential)
      #expect(try await world.task(id).attention?.text.contains("SCRIPTED_KEY") == true)
      await world.supervisor.takeCredentials(["SCRIPTED_KEY": "good"])
      await world.until(id, .review)
    }
  }

  @Test func dependenciesWaitUntilDone() async throws {
    try await StoryWorld.tell(WholeJobStories.writer()) { world in
      var intake = Intake(drafts: [], directory: world.repository.path)
      intake.drafts = [TicketDraft(line: 1, ticket: Ticket(title: "One")), TicketDraft(line: 2, ticket: Ticket(title: "Two"))]
      intake.drafts[1].after = ["#1"]
      let ids = try await world.supervisor.enqueue(intake).map(\.id)
      await world.until(ids[0], .review)
      await world.supervisor.settle()
      #expect(try await world.task(ids[1]).phase == .queued)
      #expect(try await world.task(ids[1]).detail == "after T1")
      try await world.approve(ids[0])
      await world.until(ids[1], .review)
    }
  }

  @Test func aPausedQueueStartsNothingAlsoAfterARestart() async throws {
    try await StoryWorld.tell(WholeJobStories.writer()) { world in
      try await world.supervisor.setPaused(true)
      let id = try await world.add("One")[0]
      await world.supervisor.settle()
      #expect(try await world.task(id).detail == "the queue is paused")
      try await world.restart()
      await world.supervisor.settle()
      #expect(try await world.task(id).phase == .queued)
      try await world.supervisor.setPaused(false)
      await world.until(id, .review)
    }
  }

  @Test func theSameListAddsOnlyWhatIsNew() async throws {
    try await StoryWorld.tell(WholeJobStories.writer()) { world in
      try await world.supervisor.setPaused(true)
      #expect(try await world.add("One", "Two", "One").count == 2)
      #expect(try await world.add("One", "Two", "Three").count == 1)
      await #expect(throws: SupervisionError.self) { try await world.add("One", "Two", "Three") }
      // Nothing of it has ended: nothing comes again.
      await #expect(throws: SupervisionError.self) { try await world.add("One") { $0.again = true } }
      try await world.supervisor.discard(TaskID(1), author: "ana")
      #expect(try await world.add("One") { $0.again = true } == [TaskID(4)])
      let supervisor = world.supervisor
      let intake = Intake(drafts: [TicketDraft(line: 1, ticket: Ticket(title: "Five"))], directory: world.repository.path)
      let made = await withTaskGroup(of: Int.self) { group in
        for _ in 0..<8 { group.addTask { (try? await supervisor.enqueue(intake))?.count ?? 0 } }
        return await group.reduce(0, +)
      }
      #expect(made == 1)
    }
  }

  @Test func oneBadRowQueuesNothing() async throws {
    try await StoryWorld.tell(WholeJobStories.writer()) { world in
      await #expect(throws: SupervisionError.self) {
        try await world.add("One", "Two") { $0.drafts[1].engine = "nonsense" }
      }
      await #expect(throws: SupervisionError.self) {
        try await world.add("One", "Two") { $0.drafts[1].repository = "/nowhere/at/all" }
      }
      let queued = await world.supervisor.tasks
      #expect(queued.isEmpty)
      let next = try await world.add("One")
      #expect(next == [TaskID(1)])
    }
  }

  @Test func aUsageLimitGoesOnByItselfAtItsReset() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { prompt in
      if prompt.number > 0 { return [.write("a.txt", "x")] }
      let until = Timestamp(milliseconds: 1_700_000_000_000 + 3_600_000)
      return [
        .say("Begun."), .event(.rateLimited(until: until, text: "limit")), .end(.failed(TaskFailure(.usageLimit, "The limit is reached."))),
      ]
    }
    try await StoryWorld.tell(engine) { world in
      let id = try await world.add("Fix it")[0]
      await world.until(id, needs: .usageLimit)
      #expect(try await world.task(id).phase == .waiting)
      #expect(world.ledger.live == 0)
      world.clock.advance(3500)
      await world.supervisor.settle()
      #expect(try await world.task(id).phase == .waiting)
      // Also when the service was started again meanwhile, and the moment has passed when it comes back.
      world.clock.advance(200)
      try await world.restart()
      await world.until(id, .review)
      let prompts = world.ledger.prompts
      #expect(prompts.count == 2)
      #expect(prompts[0].session == prompts[1].session)
    }
  }

  @Test func aUsageLimitWithoutATimeWaitsForTheOperator() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { prompt in
      prompt.number > 0 ? [.write("a.txt", "x")] : [.say("Begun."), .end(.failed(TaskFailure(.usageLimit, "The limit is reached.")))]
    }
    try await StoryWorld.tell(engine) { world in
      let id = try await world.add("Fix it")[0]
      await world.until(id, needs: .usageLimit)
      world.clock.advance(1_000_000)
      await world.supervisor.settle()
      #expect(try await world.task(id).phase == .waiting)
      try await world.supervisor.answer(id, request: nil, answer: .allow, author: "ana")
      await world.until(id, .review)
    }
  }

  @Test func limitsOfOursEndATask() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { prompt in
      switch prompt.text {
      case let text where text.contains("Dear"): [.event(.usage(tokens: nil, costUSD: 2)), .hang]
      case let text where text.contains("Silent"): [.hang]
      default: [.hang]
      }
    }
    try await StoryWorld.tell(engine) { world in
      let dear = try await world.add("Dear one") { $0.budgetUSD = 1 }[0]
      #expect(await world.until(dear, .failed)?.error?.kind == .limit)
      let long = try await world.add("Long one") { $0.timeoutSeconds = 120 }[0]
      await WholeJobStories.held(world, long)
      world.clock.advance(121)
      #expect(await world.until(long, .failed)?.error?.text.contains("2 minutes") == true)
      let silent = try await world.add("Silent one") { $0.timeoutSeconds = 100_000 }[0]
      await WholeJobStories.held(world, silent)
      world.clock.advance(601)
      await world.book.until { $0[silent]?.detail.contains("no news") == true }
      #expect(try await world.task(silent).phase == .running)
      await world.supervisor.settle()
      #expect(world.ledger.live == 1)
    }
  }

  @Test func waitingAgentsAreParkedForOthersAndResumedByTheirAnswer() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { prompt in
      prompt.text.contains("Asking") && prompt.number == 0
        ? [.ask(WholeJobStories.asks) { _ in [] }] : [.write("a\(prompt.number).txt", prompt.text)]
    }
    try await StoryWorld.tell(engine, { ($0.maxRunning, $0.maxLive) = (1, 1) }) { world in
      let asking = try await world.add("Asking") { $0.mode = .ask }[0]
      await world.until(asking, needs: .permission)
      let other = try await world.add("Other")[0]
      await world.until(other, .review)
      #expect(world.ledger.mostLive == 1)
      #expect(try await world.task(asking).attention?.kind == .permission)
      try await world.supervisor.answer(asking, request: "r1", answer: .deny("no make"), author: "ana")
      await world.until(asking, .review)
      let prompts = world.ledger.prompts.filter { $0.task == asking }
      #expect(prompts.count == 2)
      #expect(prompts[0].session == prompts[1].session)
      #expect(prompts[1].text.contains("no make"))
    }
  }
}
