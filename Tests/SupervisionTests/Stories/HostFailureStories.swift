import Configuration
import Model
import Platform
import Supervision
import TestSupport
import Testing
import Workspaces

/// Failures that others suffered, by their numbers in the list.
@Suite(.timeLimit(.minutes(15))) struct HostFailureStories {
  @Test("F15: the third of ten deletions fails: exactly that one is left and says why, and none comes back")
  func f15OneOfTenDeletionsFails() async throws {
    try await StoryWorld.tell(WholeJobStories.writer(), { $0.maxRunning = 4 }) { world in
      var intake = Intake(drafts: [], directory: world.repository.path)
      intake.drafts = (1...10).map { TicketDraft(line: $0, ticket: Ticket(title: "Ticket \($0)")) }
      let ids = try await world.supervisor.enqueue(intake).map(\.id)
      for id in ids { await world.until(id, .review) }
      await world.supervisor.settle()
      let place = try #require(try await world.task(ids[2]).workspacePath)
      var command = ProcessCommand("cat", environment: ["PATH": "/usr/bin:/bin"], directory: place)
      command.input = .pipe
      let worker = try ChildProcess.spawn(command)
      for id in ids { try? await world.supervisor.discard(id, author: "ana") }
      await world.supervisor.settle()
      func left() async -> [TaskID] { await world.supervisor.tasks.filter { $0.workspacePath != nil }.map(\.id) }
      #expect(await left() == [ids[2]])
      #expect(try await world.task(ids[2]).detail == "the workspace is still there")
      let (entries, _) = try await world.supervisor.transcript(ids[2], after: nil, before: nil, limit: 100)
      #expect(entries.contains { "\($0.event)".contains("\(worker.pid)") })
      try await world.restart()
      await world.supervisor.settle()
      #expect(await left() == [ids[2]])
      #expect(await world.supervisor.tasks.allSatisfy { $0.phase == .discarded })
      worker.closeInput()
      _ = await worker.wait()
      try await world.restart()
      await world.supervisor.settle()
      #expect(await left().isEmpty)
      #expect(try Files.list(world.desk.workspaces.layout.tasks).isEmpty)
    }
  }

  @Test("F5: the clock jumps ten days ahead: nothing unreviewed is deleted, also after a restart")
  func f5TheClockJumps() async throws {
    try await StoryWorld.tell(WholeJobStories.writer()) { world in
      let id = try await world.add("Fix it")[0]
      await world.until(id, .review)
      world.clock.jump(864_000)
      world.clock.advance(864_000)
      await world.supervisor.settle()
      try await world.restart()
      world.clock.jump(-2 * 864_000)
      await world.supervisor.settle()
      let task = try await world.task(id)
      #expect(task.phase == .review)
      #expect(Files.exists("\(task.workspacePath ?? "")/done-0.txt"))
      // A temporary directory is emptied by others: workspaces do not lie in one.
      let paths = SettingsPaths(environment: [:], uid: 1000, home: "/home/ann")
      #expect(paths.state == "/home/ann/.local/state/carrel")
    }
  }

  @Test("F26: a silent agent and a clock that jumps: “no news for 1 min”, never dead, and its turn ends as ever")
  func f26SilenceIsNotDeath() async throws {
    try await StoryWorld.tell(HostStories.hanging(), { $0.limits.perTask.silenceMinutes = 1 }) { world in
      let id = try await world.add("Fix it")[0]
      await WholeJobStories.held(world, id)
      world.clock.jump(10 * 86_400)
      await world.supervisor.settle()
      #expect(try await world.task(id).phase == .running)
      world.clock.jump(-20 * 86_400)
      await world.supervisor.settle()
      #expect(try await world.task(id).phase == .running)
      world.clock.advance(61)
      await world.book.until { $0[id]?.detail == "no news for 1 min" }
      #expect(try await world.task(id).phase == .running)
      #expect(world.ledger.live == 1)
      await world.ledger.agent(of: id)?.release()
      #expect(await world.until(id, .review)?.diff?.files == 2)
    }
  }
}
