import Configuration
import Model
import Platform
import Supervision
import TestSupport
import Testing

/// Lists of which the first start and the others wait.
@Suite(.timeLimit(.minutes(15))) struct CanaryStories {
  private static func enqueue(_ world: StoryWorld, canaries: Int, byItself: Bool = false, of count: Int = 5) async throws -> [TaskID] {
    var intake = Intake(drafts: [], directory: world.repository.path)
    intake.drafts = (1...count).map { TicketDraft(line: $0, ticket: Ticket(title: "Ticket \($0)")) }
    intake.canaries = canaries
    intake.goesByItself = byItself
    return try await world.supervisor.enqueue(intake).map(\.id)
  }

  private static func room(_ settings: inout Settings) { (settings.maxRunning, settings.maxLive) = (8, 12) }

  @Test("the first two start, the others wait over a restart, and go when the operator says so")
  func theOthersWaitAndGo() async throws {
    try await StoryWorld.tell(WholeJobStories.writer(), Self.room) { world in
      let ids = try await Self.enqueue(world, canaries: 2)
      for id in ids.prefix(2) { await world.until(id, .review) }
      try await world.restart()
      await world.supervisor.settle()
      for id in ids.dropFirst(2) {
        let task = try await world.task(id)
        #expect(task.phase == .queued && task.detail == "waits for the canaries T1, T2")
      }
      #expect(world.ledger.prompts.count == 2)
      // Published canaries alone let nothing go where the operator wants to say so.
      for id in ids.prefix(2) { try await world.approve(id, .none) }
      for id in ids.prefix(2) { await world.until(id, .done) }
      await world.book.until { $0[ids[4]]?.detail == "waits for your word; its canaries are done" }
      #expect(try await world.supervisor.letGo(ids[1], author: "ana") == "3 go: T3 T4 T5")
      for id in ids.dropFirst(2) { await world.until(id, .review) }
      await #expect(throws: SupervisionError.self) { try await world.supervisor.letGo(ids[1], author: "ana") }
    }
  }

  @Test func theyGoByThemselvesWhenAllCanariesAreDone() async throws {
    try await StoryWorld.tell(WholeJobStories.writer(), Self.room) { world in
      let ids = try await Self.enqueue(world, canaries: 2, byItself: true)
      for id in ids.prefix(2) { await world.until(id, .review) }
      try await world.approve(ids[0], .none)
      await world.until(ids[0], .done)
      await world.supervisor.settle()
      #expect(try await world.task(ids[2]).phase == .queued)
      try await world.approve(ids[1], .none)
      for id in ids.dropFirst(2) { await world.until(id, .review) }
    }
  }

  @Test("a discarded canary lets nothing go by itself") func aDiscardedCanaryHolds() async throws {
    try await StoryWorld.tell(WholeJobStories.writer(), Self.room) { world in
      let ids = try await Self.enqueue(world, canaries: 1, byItself: true, of: 2)
      await world.until(ids[0], .review)
      try await world.supervisor.discard(ids[0], author: "ana")
      await world.book.until { $0[ids[1]]?.detail == "waits for the canary T1; T1 is discarded" }
    }
  }

  @Test("an addition to the brief is previewed for those that wait, kept over a restart, and given to each with its own words")
  func theBriefOfTheWaitingOnesIsChanged() async throws {
    try await StoryWorld.tell(WholeJobStories.writer(), Self.room) { world in
      let ids = try await Self.enqueue(world, canaries: 2)
      for id in ids.prefix(2) { await world.until(id, .review) }
      let changes = try await world.supervisor.briefs(ids[0], addition: "Mind {title}.", waiting: true)
      #expect(changes.map(\.task) == Array(ids.dropFirst(2)))
      #expect(changes[1].after.hasSuffix("## Added by the operator\n\nMind Ticket 4.\n") && !changes[1].before.contains("Mind"))
      #expect(try await world.task(ids[2]).briefAddition == nil, "a preview changes nothing")
      #expect(
        try await world.supervisor.setBriefs(changes.map(\.task), addition: "Mind {title}.", author: "ana") == "3 briefs changed: T3 T4 T5")
      try await world.restart()
      _ = try await world.supervisor.letGo(ids[0], author: "ana")
      for id in ids.dropFirst(2) { await world.until(id, .review) }
      for (number, id) in zip(3..., ids.dropFirst(2)) {
        #expect(world.ledger.prompts(of: id).first?.hasSuffix("Mind Ticket \(number).\n") == true)
      }
      #expect(world.ledger.prompts(of: ids[0]).first?.contains("Mind") == false)
    }
  }

  @Test func canariesThatMakeNoSense() async throws {
    try await StoryWorld.tell(WholeJobStories.writer(), Self.room) { world in
      await #expect(throws: SupervisionError.self) { try await Self.enqueue(world, canaries: 0) }
      #expect(await world.supervisor.tasks.isEmpty)
      let ids = try await Self.enqueue(world, canaries: 9, of: 2)
      for id in ids { await world.until(id, .review) }
      #expect(try await world.task(ids[0]).batch == nil)
      await #expect(throws: SupervisionError.self) { try await world.supervisor.letGo(ids[0], author: "ana") }
      await #expect(throws: SupervisionError.self) {
        try await world.supervisor.setBriefs([ids[0]], addition: String(repeating: "x", count: 70_000), author: "ana")
      }
    }
  }
}
