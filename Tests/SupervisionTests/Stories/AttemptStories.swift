import Configuration
import Model
import Platform
import Supervision
import TestSupport
import Testing
import Workspaces

/// One ticket tried several times side by side.
@Suite(.timeLimit(.minutes(15))) struct AttemptStories {
  @Test func threeAreComparedOneIsTakenTheOthersAreSealed() async throws {
    let ledger = ScriptedLedger()
    let one = ScriptedEngine(name: "one", ledger: ledger) { _ in [.write("a.txt", "same"), .event(.usage(tokens: nil, costUSD: 0.5))] }
    let two = ScriptedEngine(name: "two", ledger: ledger) { _ in [.write("a.txt", "other\nlines")] }
    try await StoryWorld.tell(one, also: [two], { $0.maxRunning = 2 }) { world in
      let ids = try await world.add("Fix it") {
        $0.engines = ["one", "two"]
        $0.bestOf = 3
      }
      #expect(ids.count == 3)
      for id in ids { await world.until(id, .review) }
      #expect(world.book.mostRunning <= 2)
      let tasks = await world.supervisor.tasks
      #expect(tasks.map(\.engine) == ["one", "two", "one"])
      #expect(tasks.allSatisfy { $0.group?.members == ids && $0.dependsOn.isEmpty })
      let comparison = Comparison(of: tasks[0], among: tasks)
      #expect(comparison.twins(of: tasks[0]) == [ids[2]])
      #expect(comparison.twins(of: tasks[1]).isEmpty)
      try await world.look(ids[0])
      try await world.approve(ids[0])
      #expect(try await world.supervisor.others(ids[0]) == [ids[1], ids[2]])
      #expect(try await world.supervisor.discardOthers(ids[0], author: "ana") == [ids[1], ids[2]])
      #expect(try await world.supervisor.discardOthers(ids[0], author: "ana").isEmpty)
      for id in ids.dropFirst() {
        let gone = try await world.task(id)
        #expect(gone.phase == .discarded && gone.inMorgue)
      }
      #expect(try await world.branches().count == 1)
      #expect(try Files.list(world.desk.workspaces.layout.tasks).isEmpty)
      await #expect(throws: SupervisionError.self) { try await world.add("Fix it") }
    }
  }

  @Test func whatComesAfterAGroupWaitsForTheOneThatIsTaken() async throws {
    try await StoryWorld.tell(WholeJobStories.writer()) { world in
      let ids = try await world.add("One", "Two") {
        $0.drafts[0].bestOf = 2
        $0.drafts[1].after = ["#1"]
      }
      #expect(ids.count == 3)
      await world.until(ids[1], .review)
      await world.until(ids[0], .review)
      try await world.supervisor.discard(ids[0], author: "ana")
      await world.supervisor.settle()
      #expect(try await world.task(ids[2]).phase == .queued)
      try await world.approve(ids[1])
      await world.until(ids[2], .review)
    }
  }

  @Test func anAttemptThatWaitsInTheOutboxIsNamed() async throws {
    try await StoryWorld.tell(WholeJobStories.writer()) { world in
      let ids = try await world.add("Fix it") { $0.drafts[0].bestOf = 2 }
      for id in ids { await world.until(id, .review) }
      world.settings.git.tokenFile = world.root.path + "/token"
      try await world.restart()
      #expect(try await world.approve(ids[0]).contains("waiting"))
      #expect(try await world.supervisor.others(ids[1]).isEmpty, "it is on its way out")
      let rivals = try await world.supervisor.rivalsInOutbox(of: ids[1])
      #expect(rivals.count == 1 && rivals[0].hasPrefix("\(ids[0])\tstays in the outbox") && rivals[0].contains("outbox drop"))
      let text = await OutboxStories.refusal { () async throws(SupervisionError) in
        try await world.supervisor.discard(ids[0], author: "ana")
        return ""
      }
      #expect(text?.contains("`carrel outbox drop \(ids[0])` brings it back") == true)
    }
  }

  @Test func aLoneTaskHasNoOthers() async throws {
    try await StoryWorld.tell(WholeJobStories.writer()) { world in
      let id = try await world.add("One")[0]
      await #expect(throws: SupervisionError.self) { try await world.supervisor.discardOthers(id, author: "ana") }
    }
  }
}
