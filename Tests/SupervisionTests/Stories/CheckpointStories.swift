import Model
import Platform
import Storage
import Supervision
import TestSupport
import Testing

/// One tree a turn, what a turn did, and the way back.
@Suite(.timeLimit(.minutes(15))) struct CheckpointStories {
  @Test func everyTurnLeavesACheckpointAndItsOwnDiff() async throws {
    try await StoryWorld.tell(WholeJobStories.writer()) { world in
      let id = try await world.add("First")[0]
      await world.until(id, .review)
      try await world.supervisor.send(id, text: "Second", author: "ana")
      await world.book.until { $0[id]?.phase == .review && $0[id]?.diff?.files == 2 }
      let task = try await world.task(id)
      #expect(task.checkpoints.map(\.name) == ["1", "2"])
      #expect(task.checkpoints.map(\.change.files) == [1, 2])
      #expect(task.listed.checkpoints.isEmpty)
      #expect(try await world.supervisor.diff(id, scope: .turn("1")).files.map(\.path) == ["done-0.txt"])
      #expect(try await world.supervisor.diff(id, scope: .turn("2")).files.map(\.path) == ["done-1.txt"])
      #expect(try await world.supervisor.diff(id, scope: .turn(nil)).files.map(\.path) == ["done-1.txt"])
      #expect(try await world.supervisor.diff(id, scope: .all).files.count == 2)
      #expect(try await world.supervisor.diff(id, scope: .since(task.checkpoints[1].tree)).files.isEmpty)
      await #expect(throws: SupervisionError.self) { try await world.supervisor.diff(id, scope: .turn("9")) }
      // It is in the store.
      #expect(try await world.desk.reader.task(id)?.checkpoints == task.checkpoints)
    }
  }

  @Test func filesAreSetBackAndTheEngineIsTold() async throws {
    try await StoryWorld.tell(WholeJobStories.writer()) { world in
      let id = try await world.add("First")[0]
      await world.until(id, .review)
      try await world.supervisor.send(id, text: "Second", author: "ana")
      await world.book.until { $0[id]?.phase == .review && $0[id]?.diff?.files == 2 }
      let path = try #require(try await world.task(id).workspacePath)
      try Files.writeAtomically(Array("mine\n".utf8), to: path + "/mine.txt")
      let line = try await world.supervisor.rewind(id, to: "1", author: "ana")
      #expect(line.contains("done-1.txt") && line.contains("mine.txt") && line.contains("--turn 2.1"))
      #expect(try Files.list(path).sorted() == [".git", "README.md", "done-0.txt"])
      var task = try await world.task(id)
      #expect(task.diff?.files == 1)
      #expect(task.checkpoints.map(\.name) == ["1", "2", "2.1"])
      #expect(
        world.book.events(of: id).contains {
          if case .note(.info, let text) = $0 { text.contains("ana set the files back to the end of turn 1") } else { false }
        })
      // Undone.
      _ = try await world.supervisor.rewind(id, to: "2.1", author: "ana")
      #expect(try Files.list(path).sorted() == [".git", "README.md", "done-0.txt", "done-1.txt", "mine.txt"])
      #expect(try await world.supervisor.rewind(id, to: "2.1", author: "ana").contains("already"))
      _ = try await world.supervisor.rewind(id, to: "0", author: "ana")
      #expect(try Files.list(path).sorted() == [".git", "README.md"])
      try await world.supervisor.send(id, text: "Third", author: "ana")
      await world.book.until { $0[id]?.phase == .review && $0[id]?.diff?.files == 1 }
      let prompt = world.ledger.prompts(of: id)[2]
      #expect(prompt.contains("set the files of the workspace back to where the work began") && prompt.hasSuffix("Third"))
      task = try await world.task(id)
      #expect(task.engineNote == nil)
      #expect(task.checkpoints.last?.name == "3")
      #expect(try await world.supervisor.diff(id, scope: .turn("3")).files.map(\.path) == ["done-2.txt"])
      await #expect(throws: SupervisionError.self) { try await world.supervisor.rewind(id, to: "7", author: "ana") }
    }
  }

  @Test func noTurnIsSetBackUnderAnAgentsHands() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { _ in [.write("a.txt", "x"), .hang] }
    try await StoryWorld.tell(engine) { world in
      let id = try await world.add("Long")[0]
      await world.until(id, .running)
      await #expect(throws: SupervisionError.self) { try await world.supervisor.rewind(id, to: "0", author: "ana") }
      let path = try #require(try await world.task(id).workspacePath)
      while !Files.exists(path + "/a.txt"), !Task.isCancelled { try await pause(for: .milliseconds(5)) }
      try await world.supervisor.stop(id, author: "ana")
      await world.supervisor.settle()
      // A turn that was cut has left something as well.
      #expect(try await world.task(id).checkpoints.map(\.name) == ["1"])
      #expect(try await world.supervisor.rewind(id, to: "0", author: "ana").contains("a.txt"))
    }
  }
}
