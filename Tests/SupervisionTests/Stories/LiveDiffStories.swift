import Model
import Platform
import Supervision
import TestSupport
import Testing
import Workspaces

/// The diff while the agent works: what it writes is seen without a tool's end, in the pace of whether somebody looks.
@Suite(.timeLimit(.minutes(15))) struct LiveDiffStories {
  private func running(_ body: (StoryWorld, TaskID, String) async throws -> Void) async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { _ in [.say("On it."), .hang] }
    try await StoryWorld.tell(engine, pacesLooks: true) { world in
      let id = try await world.add("Long")[0]
      await world.until(id, .running)
      let path = try #require(try await world.task(id).workspacePath)
      // The first look makes the watches.
      await world.clock.sleepers(0.1, below: 0.2)
      world.clock.advance(0.2)
      await world.book.until { $0[id]?.diff != nil }
      await Self.until { world.desk.workspaces.isWatched(id) && world.desk.workspaces.watchedDirectories(id) > 0 }
      try await body(world, id, path)
      try await world.supervisor.stop(id, author: "ana")
      await Self.until { world.desk.workspaces.watchedDirectories() == 0 }
    }
  }

  private static func until(_ condition: () -> Bool) async {
    while !condition(), !Task.isCancelled { try? await pause(for: .milliseconds(5)) }
  }

  @Test func aHiddenTaskIsLookedAtEveryTenSecondsAtMost() async throws {
    try await running { world, id, path in
      try Files.writeAtomically(Array("x\n".utf8), to: path + "/new.txt")
      await world.clock.sleepers(5, below: 11)
      #expect(world.clock.untilNext.map { $0 > 9 && $0 <= 10 } == true)
      #expect(world.book.tasks[id]?.diff?.files == 0)
      world.clock.advance(10)
      await world.book.until { $0[id]?.diff?.files == 1 }
    }
  }

  @Test func aTaskSomebodyLooksAtIsLookedAtEverySecondAtMost() async throws {
    try await running { world, id, path in
      try Files.writeAtomically(Array("x\n".utf8), to: path + "/new.txt")
      await world.clock.sleepers(5, below: 11)
      await world.supervisor.look(client: 1, at: id)
      await world.clock.sleepers(0.5, below: 1.01)
      world.clock.advance(1)
      await world.book.until { $0[id]?.diff?.files == 1 }
      await world.supervisor.look(client: 1, at: nil)
      try Files.writeAtomically(Array("y\n".utf8), to: path + "/other.txt")
      await world.clock.sleepers(5, below: 11)
      #expect(world.clock.untilNext.map { $0 > 9 } == true)
    }
  }

  @Test func whatWasMeasuredIsShownAtOnceAndWhatChangedSinceIsTold() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { _ in [.write("first.txt", "1\n")] }
    try await StoryWorld.tell(engine) { world in
      let id = try await world.add("Short")[0]
      await world.until(id, .review)
      let path = try #require(try await world.task(id).workspacePath)
      #expect(try await world.supervisor.diffAtHand(id).files.map(\.path) == ["first.txt"])
      // Somebody wrote into the workspace without an agent: the first answer is what was measured, the next what is there.
      try Files.writeAtomically(Array("2\n".utf8), to: path + "/second.txt")
      #expect(try await world.supervisor.diffAtHand(id).files.map(\.path) == ["first.txt"])
      await world.book.until { $0[id]?.diff?.files == 2 }
      #expect(try await world.supervisor.diffAtHand(id).files.map(\.path) == ["first.txt", "second.txt"])
      try await world.supervisor.discard(id, author: "ana")
    }
  }

  @Test func whileNothingChangesNobodyLooks() async throws {
    try await running { world, id, path in
      world.clock.advance(30)
      // What git's own files do is nobody's business.
      try Files.writeAtomically(Array("x\n".utf8), to: path + "/.git/x")
      _ = try await world.supervisor.diff(id)
      #expect(world.clock.untilNext.map { $0 > 60 } ?? true)
    }
  }
}

extension StoryClock {
  /// Waits until somebody sleeps for longer than this and, if wanted, less than that.
  func sleepers(_ least: Double, below most: Double = .infinity) async {
    while !Task.isCancelled {
      if let next = untilNext, next > least, next < most { return }
      try? await pause(for: .milliseconds(5))
    }
  }
}
