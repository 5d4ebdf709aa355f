import Configuration
import Model
import Platform
import Supervision
import TestSupport
import Testing
import Workspaces

/// A machine that is short of something: tasks wait, say why, and go on.
@Suite(.timeLimit(.minutes(15))) struct HostStories {
  static func hanging() -> ScriptedEngine {
    ScriptedEngine(ledger: ScriptedLedger()) { prompt in [.write("a.txt", "1"), .hang, .write("b.txt", "2")] }
  }

  @Test func aTaskWaitsForMemoryAndStartsWhenAnotherEnds() async throws {
    try await StoryWorld.tell(Self.hanging()) { world in
      world.machine.reading.availableMemory = 1 << 30
      let ids = try await world.add("One", "Two", "Three")
      await WholeJobStories.held(world, ids[0])
      await world.book.until { $0[ids[1]]?.detail.hasPrefix("waiting for memory: 0.6 GB available, an agent of") == true }
      #expect(try await world.task(ids[2]).detail == "behind \(ids[1]), which waits for the machine")
      #expect(await world.supervisor.queueStatus().host == "1.0 GB memory available")
      // Its end is looked at at once, though no time passes.
      try await world.supervisor.stop(ids[0], author: "ana")
      await WholeJobStories.held(world, ids[1])
      // The first is on its way out meanwhile; the third still waits.
      #expect(world.ledger.mostLive <= 2)
      #expect(try await world.task(ids[2]).phase == .queued)
    }
  }

  @Test func itIsLookedAtAgainByTimeOnlyWhileSomethingWaits() async throws {
    try await StoryWorld.tell(WholeJobStories.writer()) { world in
      world.machine.reading.availableMemory = 100 << 20
      let id = try await world.add("One")[0]
      await world.book.until { $0[id]?.detail.hasPrefix("waiting for memory") == true }
      await world.passTime()
      await world.supervisor.settle()
      #expect(try await world.task(id).phase == .queued)
      world.machine.reading.availableMemory = 2 << 30
      await world.passTime()
      await world.until(id, .review)
      try await world.approve(id)
      await world.supervisor.settle()
      let reads = world.machine.reads
      #expect(world.clock.untilNext == nil)
      world.clock.advance(1_000_000)
      await world.supervisor.settle()
      #expect(world.machine.reads == reads)
    }
  }

  @Test func whatAgentsTakeIsLearned() async throws {
    try await StoryWorld.tell(Self.hanging(), { $0.host.agentMemoryMB = 100 }) { world in
      world.machine.reading.availableMemory = 1 << 30
      world.machine.agents = [TaskID(1): 3 << 30]
      let first = try await world.add("One")[0]
      await WholeJobStories.held(world, first)
      world.clock.advance(60)
      let second = try await world.add("Two")[0]
      // Whatever was measured by then, at the latest the next look knows of it.
      await world.book.until { $0[second]?.detail.contains("takes about 3.0 GB") == true || $0[second]?.phase == .running }
      if try await world.task(second).phase == .running {
        let third = try await world.add("Three")[0]
        await world.book.until { $0[third]?.detail.contains("takes about 3.0 GB") == true }
      }
    }
  }

  @Test("F16: below the first mark no task starts, and it says so; it starts when there is room")
  func f16AFullDiskStartsNothing() async throws {
    try await StoryWorld.tell(WholeJobStories.writer()) { world in
      world.machine.reading.freeDisk = 500 << 20
      let id = try await world.add("One")[0]
      await world.book.until { $0[id]?.detail.hasPrefix("the disk is nearly full: 0.5 GB free") == true }
      world.machine.reading.freeDisk = 5 << 30
      await world.passTime()
      await world.until(id, .review)
    }
  }

  /// Lets time pass until the disk was looked at.
  private static func look(_ world: StoryWorld, until isSo: @Sendable (QueueStatus) -> Bool) async {
    while await !isSo(world.supervisor.queueStatus()), !Task.isCancelled {
      if let next = world.clock.untilNext { world.clock.advance(next + 0.001) }
      await world.supervisor.settle()
      await Task.yield()
    }
  }

  @Test("F16: below the second mark the agents stand still, nothing is ended, and they go on when there is room")
  func f16AgentsStandStill() async throws {
    try await StoryWorld.tell(Self.hanging()) { world in
      world.machine.reading.freeDisk = 5 << 30
      let id = try await world.add("One")[0]
      await WholeJobStories.held(world, id)
      world.machine.reading.freeDisk = 100 << 20
      await Self.look(world) { $0.frozen }
      let status = await world.supervisor.queueStatus()
      #expect(status.frozenBecause == "the disk is full")
      #expect(status.trouble?.contains("The disk is full (100 MB free)") == true)
      #expect(try await world.task(id).phase == .running)
      #expect(world.ledger.live == 1)
      // Still too little to begin again.
      world.machine.reading.freeDisk = 260 << 20
      await Self.look(world) { $0.host == "0.3 GB disk free" }
      #expect(await world.supervisor.queueStatus().frozen)
      world.machine.reading.freeDisk = 5 << 30
      await Self.look(world) { !$0.frozen }
      #expect(await world.supervisor.queueStatus().trouble == nil)
      await world.ledger.agent(of: id)?.release()
      #expect(await world.until(id, .review)?.diff?.files == 2)
      #expect(world.book.messages.contains { $0.contains("There is room on the disk again") })
    }
  }

  @Test func whatAnOperatorFrozeIsNotThawedByRoom() async throws {
    try await StoryWorld.tell(Self.hanging()) { world in
      world.machine.reading.freeDisk = 5 << 30
      let id = try await world.add("One")[0]
      await WholeJobStories.held(world, id)
      try await world.supervisor.setFrozen(true)
      world.machine.reading.freeDisk = 10 << 20
      await Self.look(world) { $0.trouble != nil }
      world.machine.reading.freeDisk = 5 << 30
      await Self.look(world) { $0.trouble == nil }
      #expect(await world.supervisor.queueStatus().frozen)
      #expect(try await world.task(id).phase == .running)
    }
  }

  @Test func aRestartOnAFullDiskStandsStillUntilThereIsRoom() async throws {
    try await StoryWorld.tell(Self.hanging()) { world in
      world.machine.reading.freeDisk = 5 << 30
      let id = try await world.add("One")[0]
      await WholeJobStories.held(world, id)
      world.machine.reading.freeDisk = 100 << 20
      await Self.look(world) { $0.frozen }
      try await world.restart()
      #expect(await world.supervisor.queueStatus().frozen)
      world.machine.reading.freeDisk = 5 << 30
      await Self.look(world) { !$0.frozen }
      #expect(await world.supervisor.queueStatus().trouble == nil)
    }
  }
}
