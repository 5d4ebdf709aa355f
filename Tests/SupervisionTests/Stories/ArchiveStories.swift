import Configuration
import Model
import Supervision
import TestSupport
import Testing

/// What was done long ago is found, and is out of the way.
@Suite(.timeLimit(.minutes(15))) struct ArchiveStories {
  private static func engine() -> ScriptedEngine {
    ScriptedEngine(ledger: ScriptedLedger()) { prompt in
      [
        .say("The heron is fetched once."), .event(.usage(tokens: TokenCount(input: 100, output: 20), costUSD: 0.25)),
        .write("a.txt", "a kingfisher in the change of \(prompt.number)\n"),
      ]
    }
  }

  @Test("Titles, transcripts and changes are found at the end of a turn, and after a restart; what is added up is added up once")
  func foundAndAddedUp() async throws {
    try await StoryWorld.tell(Self.engine()) { world in
      let id = try await world.add("Renew the bittern")[0]
      await world.until(id, .review)
      await world.supervisor.settle()
      #expect(try await world.task(id).costUSD > 0.25)
      for round in 0..<2 {
        for (word, kind) in [("bittern", PassageKind.title), ("heron", .text), ("kingfisher", .diff)] {
          let page = try await world.supervisor.search(word, limit: 10, offset: 0)
          #expect(page.results.map(\.task.id) == [id], "\(word) \(round)")
          #expect(page.results.first?.hits.contains { $0.kind == kind } == true, "\(word) \(round)")
          #expect(page.behind == 0)
        }
        let report = try await world.supervisor.statistics()
        #expect(report.engines.map(\.costUSD) == [try await world.task(id).costUSD])
        #expect(report.days.first?.turns == 1)
        #expect(report.phases.contains { $0.phase == .running })
        if round == 0 { try await world.restart() }
      }
      let timeline = try await world.supervisor.timeline(id)
      #expect(timeline.turns.count == 1)
      #expect(try await timeline.turns.first?.costUSD == world.task(id).costUSD)
    }
  }

  @Test("A discarded task leaves the live list after seven days, and is found and listed all the same")
  func leavesTheLiveList() async throws {
    try await StoryWorld.tell(Self.engine()) { world in
      let ids = try await world.add("Old wish", "Young wish")
      for id in ids { await world.until(id, .review) }
      try await world.supervisor.discard(ids[0], author: "ana")
      await world.until(ids[0], .discarded)
      #expect(await world.supervisor.liveTasks.map(\.id) == ids)
      world.clock.jump(8 * 86_400)
      #expect(await world.supervisor.liveTasks.map(\.id) == [ids[1]])
      #expect(await world.supervisor.tasks.map(\.id) == ids)
      let shown = await world.supervisor.attach { $0.map(\.id) }
      #expect(shown == [ids[1]])
      #expect(try await world.supervisor.search("\"old wish\"", limit: 5, offset: 0).results.map(\.task.id) == [ids[0]])
      #expect(try await world.task(ids[0]).phase == .discarded)
    }
  }
}
