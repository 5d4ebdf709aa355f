import Agents
import Configuration
import Model
import Platform
import Supervision
import TestSupport
import Testing

/// All agents stand still at one word, and go on.
@Suite(.timeLimit(.minutes(15))) struct FreezeStories {
  private func hanging() -> ScriptedEngine { ScriptedEngine(ledger: ScriptedLedger()) { _ in [.write("a.txt", "x"), .hang] } }

  @Test func noLimitOfTimeComesNearerMeanwhile() async throws {
    try await StoryWorld.tell(hanging()) { world in
      let id = try await world.add("Long one") { $0.timeoutSeconds = 120 }[0]
      await WholeJobStories.held(world, id)
      world.clock.advance(10)
      try await world.supervisor.setFrozen(true)
      world.clock.advance(100_000)
      await world.supervisor.settle()
      let frozen = try await world.task(id)
      #expect(frozen.phase == .running && frozen.detail == "")
      try await world.supervisor.setFrozen(false)
      #expect(try await world.task(id).runningSeconds == -100_000)
      world.clock.advance(100)
      await world.supervisor.settle()
      #expect(try await world.task(id).phase == .running)
      world.clock.advance(11)
      let ended = await world.until(id, .failed)
      #expect(ended?.error?.kind == .limit)
      #expect(ended?.runningSeconds == 121)
    }
  }

  @Test func silenceIsNotCountedMeanwhile() async throws {
    try await StoryWorld.tell(hanging()) { world in
      let id = try await world.add("Silent one") { $0.timeoutSeconds = 1_000_000 }[0]
      await WholeJobStories.held(world, id)
      try await world.supervisor.setFrozen(true)
      world.clock.advance(5000)
      try await world.supervisor.setFrozen(false)
      world.clock.advance(590)
      await world.supervisor.settle()
      #expect(try await world.task(id).detail == "")
      world.clock.advance(11)
      await world.book.until { $0[id]?.detail.contains("no news") == true }
    }
  }

  @Test func nothingStartsAndMessagesAreRefusedAlsoAfterARestart() async throws {
    try await StoryWorld.tell(WholeJobStories.writer()) { world in
      let old = try await world.add("Old one")[0]
      await world.until(old, .review)
      try await world.supervisor.setFrozen(true, because: "the disk is full")
      let id = try await world.add("One")[0]
      await world.supervisor.settle()
      #expect(try await world.task(id).detail.hasPrefix("all agents are frozen"))
      try await world.restart()
      await world.supervisor.settle()
      let status = await world.supervisor.queueStatus()
      #expect(status.frozen && status.frozenBecause == "the disk is full")
      #expect(try await world.task(id).phase == .queued)
      await #expect(
        throws: SupervisionError(.refused, "\(old): all agents are frozen (the disk is full); `carrel queue thaw` lets them go on.")
      ) {
        try await world.supervisor.send(old, text: "more", author: "ana")
      }
      try await world.supervisor.setFrozen(false)
      await world.until(id, .review)
      #expect(await world.supervisor.queueStatus().frozen == false)
    }
  }

  /// An answer that would start the agent again is taken, and the agent is started when it may.
  @Test func anAnswerWaits() async throws {
    try await StoryWorld.tell(RestartStories.hanging()) { world in
      let id = try await world.add("Fix it")[0]
      await WholeJobStories.held(world, id)
      try await world.restart()
      #expect(try await world.task(id).attention?.kind == .interrupted)
      try await world.supervisor.setFrozen(true)
      try await world.supervisor.answer(id, request: nil, answer: .allow, author: "ana")
      #expect(try await world.task(id).phase != .waiting)
      #expect(world.ledger.live == 0)
      try await world.supervisor.setFrozen(false)
      await world.until(id, .review)
    }
  }

  @Test func aFrozenTaskCanBeStoppedAndTheServiceCanEnd() async throws {
    try await StoryWorld.tell(hanging()) { world in
      let id = try await world.add("One")[0]
      await WholeJobStories.held(world, id)
      try await world.supervisor.setFrozen(true)
      try await world.supervisor.stop(id, author: "ana")
      #expect(world.ledger.live == 0)
      #expect(try await world.task(id).phase == .stopped)
    }
  }

  /// The repository's check is a real program in the task's sandbox: it stands still, too.
  @Test func aCommandOfTheRepositoryStandsStill() async throws {
    let check = "echo begun > begun; while [ ! -e go ]; do :; done; echo went > went"
    try await StoryWorld.tell(WholeJobStories.writer(), CommandStories.configure(check: check)) { world in
      let id = try await world.add("One")[0]
      await world.book.until { $0[id]?.workspacePath != nil }
      let workspace = try #require(try await world.task(id).workspacePath)
      await appears("\(workspace)/begun")
      try await world.supervisor.setFrozen(true)
      try await world.supervisor.stop(id, author: "ana")
      #expect(!exists("\(workspace)/went"))
    }
  }

  private func appears(_ path: String) async { while !exists(path), !Task.isCancelled { await Task.yield() } }

  private func exists(_ path: String) -> Bool { Files.exists(path) }
}
