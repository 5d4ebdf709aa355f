import Model
import Platform
import Storage
import Supervision
import TestSupport
import Testing
import Workspaces

/// Tasks in each other's way, and a branch that moves under them.
@Suite(.timeLimit(.minutes(15))) struct MergeStories {
  /// An agent that writes what its ticket's title says: "FILE TEXT".
  static func writer() -> ScriptedEngine {
    ScriptedEngine(ledger: ScriptedLedger()) { prompt in
      if prompt.text.contains("marks of conflict") || prompt.text.contains("did not merge") {
        return [.write("shared.txt", "both\n"), .say("put right")]
      }
      for (title, file, text) in [("one", "shared.txt", "one\n"), ("two", "shared.txt", "two\n"), ("three", "own.txt", "three\n")]
      where prompt.text.contains("Write \(title)") {
        return [.write(file, text), .say("written")]
      }
      return [.write("more.txt", "more\n")]
    }
  }

  @Test func theMatrixTheOrderAndTheTrain() async throws {
    try await StoryWorld.tell(Self.writer()) { world in
      let ids = try await world.add("Write one", "Write two", "Write three")
      for id in ids { await world.until(id, .review) }
      await world.supervisor.settle()
      let reports = try await world.supervisor.conflicts(CollisionQuestion(rehearses: true))
      #expect(reports.map(\.name) == ["code"])
      let report = try #require(reports.first)
      #expect(report.matrix.tasks == ids)
      #expect(report.matrix.collisions.map { [$0.first, $0.second] } == [[ids[0], ids[1]]])
      #expect(report.matrix.collisions.first?.kind == .conflict)
      #expect(report.matrix.order == [ids[2], ids[0], ids[1]])
      #expect(report.rehearsal?.steps.map(\.task) == report.matrix.order)
      #expect(report.rehearsal?.steps.map(\.standing.kind) == [.merges, .merges, .conflicts])
      #expect(report.hasConflicts)
      // An order of one's own, and of some only.
      let other = try await world.supervisor.conflicts(
        CollisionQuestion(repository: "code", rehearses: true, order: [ids[1], ids[0]]))
      #expect(other.first?.rehearsal?.steps.map(\.task) == [ids[1], ids[0]])
      #expect(other.first?.rehearsal?.steps.last?.against == [ids[1]])
      await #expect(throws: SupervisionError.self) { try await world.supervisor.conflicts(CollisionQuestion(repository: "nowhere")) }
      await #expect(throws: SupervisionError.self) {
        try await world.supervisor.conflicts(CollisionQuestion(rehearses: true, order: [TaskID(99)]))
      }
      // What is taken out is in nobody's way.
      _ = try await world.look(ids[1])
      _ = try await world.supervisor.takeOut(
        ids[1], TakeOutWish(path: "shared.txt", stamp: try await world.supervisor.diff(ids[1]).files[0].stamp, isOut: true), author: "ana")
      #expect(try await world.supervisor.conflicts(CollisionQuestion()).first?.matrix.collisions.isEmpty == true)
    }
  }

  @Test func whatIsPublishedAndNotMergedStillStandsInTheWay() async throws {
    let forge = ScriptedForge()
    try await StoryWorld.tell(Self.writer(), forge: forge) { world in
      let ids = try await world.add("Write one", "Write two", "Write three")
      for id in ids {
        await world.until(id, .review)
        try await world.look(id)
      }
      _ = try await world.supervisor.approve(ids[0], OutboxStories.approval())
      await world.until(ids[0], .done)
      await world.supervisor.settle()
      #expect(try await world.task(ids[0]).workspacePath == nil)
      try await world.restart()
      var report = try #require(try await world.supervisor.conflicts(CollisionQuestion(rehearses: true)).first)
      #expect(report.matrix.tasks == ids && report.matrix.requests == [ids[0]: "PR #101"])
      #expect(report.matrix.collisions.map { [$0.first, $0.second] } == [[ids[0], ids[1]]] && report.matrix.hasConflicts)
      #expect(report.matrix.order == [ids[2], ids[1]], "it is published already")
      #expect(report.rehearsal?.steps.map(\.task) == [ids[0], ids[2], ids[1]])
      #expect(report.rehearsal?.steps.last?.against == [ids[0]])
      // As soon as it is merged or closed it is let go.
      let place = OutboxStories.place(world)
      await forge.change { $0.requests[place]?[0].state = .merged }
      _ = try await world.supervisor.refresh([ids[0]])
      await world.supervisor.settle()
      report = try #require(try await world.supervisor.conflicts(CollisionQuestion()).first)
      #expect(report.matrix.tasks == [ids[1], ids[2]] && report.matrix.requests == [:])
      let mirrors = try Files.list(world.desk.workspaces.layout.mirrors).filter { $0.hasSuffix(".git") }
      #expect(!mirrors.isEmpty)
      for mirror in mirrors {
        let left = try await world.root.run(
          "git", ["--git-dir", "\(world.desk.workspaces.layout.mirrors)/\(mirror)", "for-each-ref", "refs/carrel/open"])
        #expect(left == "")
      }
    }
  }

  @Test func whatNoLongerMergesSaysSoAndItsAgentPutsItRight() async throws {
    try await StoryWorld.tell(Self.writer()) { world in
      let id = try await world.add("Write one")[0]
      await world.until(id, .review)
      await world.supervisor.settle()
      #expect(try await world.task(id).standing == nil)
      let base = try await world.task(id).baseCommit
      try world.repository.write("shared.txt", "theirs\n")
      let moved = try await world.repository.commit("moved")
      // Another task of the repository fetches: the one in review is held against the branch by itself.
      let later = try await world.add("Write three")[0]
      await world.until(later, .review)
      await world.supervisor.settle()
      var task = try await world.task(id)
      #expect(task.standing?.kind == .conflicts && task.standing?.commit == moved)
      #expect(task.detail == "does not merge onto main: shared.txt")
      #expect(try await world.task(later).standing == nil)
      let line = try await world.supervisor.rebase(id, author: "ana")
      #expect(line.contains("with conflicts in shared.txt") && line.contains("carrel rewind \(id) --turn 1"))
      await world.book.until { $0[id]?.phase == .review && $0[id]?.diff?.deletions == 1 }
      await world.supervisor.settle()
      task = try await world.task(id)
      #expect(task.baseCommit == moved && task.standing == nil && task.detail.isEmpty)
      let prompt = world.ledger.prompts(of: id)[1]
      #expect(prompt.contains("- shared.txt (contents)") && prompt.contains(moved))
      let diff = try await world.look(id)
      #expect(diff.contains("-theirs") && diff.contains("+both"))
      #expect(task.checkpoints.map(\.base) == [base, moved])
      // Before it was on the branch: another rewind undoes that, too.
      _ = try await world.supervisor.rewind(id, to: "1", author: "ana")
      task = try await world.task(id)
      #expect(task.baseCommit == base)
      let path = try #require(task.workspacePath)
      #expect(try Files.readText(path + "/shared.txt", limit: 100) == "one\n")
      _ = try await world.supervisor.rewind(id, to: "2", author: "ana")
      #expect(try await world.task(id).baseCommit == moved)
      #expect(try Files.readText(path + "/shared.txt", limit: 100) == "both\n")
      // Published, it goes onto the branch as it is now.
      _ = try await world.look(id)
      let approved = try await world.supervisor.approve(id, TaskRunner.Approval(kind: .branch, author: "ana"))
      let branch = try #require(approved.split(separator: "\t").dropFirst(2).first.map(String.init))
      #expect(try await world.remote.git("rev-parse", "\(branch)^") == moved)
    }
  }

  @Test func whatMergesIsBroughtOverWithoutItsAgent() async throws {
    try await StoryWorld.tell(Self.writer()) { world in
      let id = try await world.add("Write three")[0]
      await world.until(id, .review)
      await #expect(throws: SupervisionError.self) { try await world.supervisor.rebase(id, author: "ana") }
      try world.repository.write("shared.txt", "theirs\n")
      let moved = try await world.repository.commit("moved")
      let line = try await world.supervisor.rebase(id, author: "ana")
      #expect(line.contains("all merged"))
      let task = try await world.task(id)
      #expect(task.phase == .review && world.ledger.prompts(of: id).count == 1)
      #expect(task.baseCommit == moved)
      #expect(task.diff?.files == 1)
      #expect(
        world.book.events(of: id).contains {
          if case .note(.info, let text) = $0 { text.contains("ana brought the change onto main") } else { false }
        })
      // The next prompt says so.
      try await world.supervisor.send(id, text: "Go on", author: "ana")
      await world.book.until { $0[id]?.phase == .review && $0[id]?.diff?.files == 2 }
      #expect(world.ledger.prompts(of: id)[1].contains("everything merged"))
      #expect(try await world.desk.reader.task(id)?.baseCommit == moved)
    }
  }

  @Test func nothingIsBroughtOverUnderAnAgentsHands() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { _ in [.write("a.txt", "x"), .hang] }
    try await StoryWorld.tell(engine) { world in
      let id = try await world.add("Long")[0]
      await world.until(id, .running)
      await #expect(throws: SupervisionError.self) { try await world.supervisor.rebase(id, author: "ana") }
    }
  }
}
