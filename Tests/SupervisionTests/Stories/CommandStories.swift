import Configuration
import Model
import Platform
import Supervision
import TestSupport
import Testing
import Workspaces

/// The repository's own commands: `setup` before the first agent, `check` at the end of each turn.
@Suite(.timeLimit(.minutes(15))) struct CommandStories {
  static func configure(setup: String? = nil, check: String? = nil) -> (inout Settings) -> Void {
    { settings in
      // Wherever a test's directories lie.
      settings.repositories = ["/dev", "/tmp", "/var"].map { match in
        var repository = RepositorySettings(match: match)
        repository.setup = setup
        repository.check = check
        return repository
      }
    }
  }

  @Test func aCheckStandsBesideTheDiff() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { prompt in [.write("a.txt", prompt.number == 0 ? "bad" : "good")] }
    try await StoryWorld.tell(engine, Self.configure(check: "echo looking; grep good a.txt")) { world in
      let id = try await world.add("Fix it")[0]
      let first = await world.until(id, .review)
      #expect(first?.check?.exitCode == 1)
      #expect(first?.check?.tail == "looking")
      try await world.supervisor.send(id, text: "better", author: "ana")
      await world.book.until { $0[id]?.phase == .review && $0[id]?.check?.passed == true }
      #expect(try await world.task(id).check?.tail == "looking\ngood\n")
    }
  }

  @Test func whatACheckWritesIsInTheDiffThatIsShown() async throws {
    try await StoryWorld.tell(WholeJobStories.writer(), Self.configure(check: "echo x > made.txt")) { world in
      let id = try await world.add("Fix it")[0]
      #expect(await world.until(id, .review)?.diff?.files == 2)
    }
  }

  @Test func setupRunsOnceBeforeTheAgent() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { prompt in [.write("b\(prompt.number).txt", "x")] }
    try await StoryWorld.tell(engine, Self.configure(setup: "echo again >> setup.txt")) { world in
      let id = try await world.add("Fix it")[0]
      let workspace = try #require(await world.until(id, .review)?.workspacePath)
      try await world.supervisor.stop(id, author: "ana")
      try await world.supervisor.retry(id, RetryChange())
      await world.book.until { $0[id]?.phase == .review && $0[id]?.attempt == 2 }
      #expect(try Files.readText("\(workspace)/setup.txt", limit: 1000) == "again\n")
    }
  }

  @Test("F17: a setup command that fails is seen on the task, with its last lines")
  func aFailedSetupFailsTheTaskWithItsLastLines() async throws {
    try await StoryWorld.tell(WholeJobStories.writer(), Self.configure(setup: "echo no such package; exit 3")) { world in
      let id = try await world.add("Fix it")[0]
      let failed = await world.until(id, .failed)
      #expect(failed?.error?.kind == .workspace)
      #expect(failed?.error?.text.contains("no such package") == true && failed?.error?.text.contains("exit 3") == true)
      #expect(world.ledger.prompts.isEmpty)
      try await world.supervisor.discard(id, author: "ana")
      #expect(try Files.list(world.desk.workspaces.layout.tasks).isEmpty)
    }
  }

  @Test func aCheckThatTakesTooLongIsEnded() async throws {
    let configure: (inout Settings) -> Void = { settings in
      Self.configure(check: "echo begun; exec sleep 1000")(&settings)
      settings.limits.checkSeconds = 7
    }
    try await StoryWorld.tell(WholeJobStories.writer(), configure) { world in
      let id = try await world.add("Fix it")[0]
      await world.book.until { $0[id]?.detail.hasPrefix("check:") == true }
      // Nothing else is as near as its limit.
      while world.clock.untilNext ?? 8 > 7, !Task.isCancelled { await Task.yield() }
      world.clock.advance(8)
      let task = await world.until(id, .review)
      #expect(task?.check?.exitCode == nil && task?.check?.remark.contains("7 s") == true)
    }
  }

  @Test func aStopEndsTheCheckAndAllThatItStarted() async throws {
    let mark = "sleep 98\(Int.random(in: 1000...9999))"
    try await StoryWorld.tell(WholeJobStories.writer(), Self.configure(check: "(\(mark)) & \(mark)")) { world in
      let id = try await world.add("Fix it")[0]
      await world.book.until { $0[id]?.detail.hasPrefix("check:") == true }
      while try !Self.runs(mark), !Task.isCancelled { await Task.yield() }
      try await world.supervisor.stop(id, author: "ana")
      #expect(try !Self.runs(mark), "nothing is left when the stop is answered")
      await world.supervisor.settle()
      #expect(try await world.task(id).phase == .stopped)
      #expect(try await world.task(id).check == nil)
    }
  }

  /// Whether a process with this command line runs.
  private static func runs(_ command: String) throws -> Bool {
    let wanted = command.replacing(" ", with: "\0") + "\0"
    return try Files.list("/proc").contains { name in
      guard Int(name) != nil, let bytes = Files.readHead("/proc/\(name)/cmdline", count: 200) else { return false }
      return String(decoding: bytes, as: UTF8.self) == wanted
    }
  }

  @Test func aCheckCutByARestartRunsAgain() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { _ in [.write("a.txt", "x")] }
    try await StoryWorld.tell(engine, Self.configure(check: "test -e ../go || exec sleep 1000")) { world in
      let id = try await world.add("Fix it")[0]
      await world.book.until { $0[id]?.detail.hasPrefix("check:") == true }
      let path = world.desk.workspaces.layout.directory(of: id)
      await world.supervisor.shutDown()
      try Files.writeAtomically([], to: "\(path)/go")
      try await world.restart()
      #expect(await world.until(id, .review)?.check?.passed == true)
      #expect(world.ledger.prompts.count == 1)
    }
  }
}
