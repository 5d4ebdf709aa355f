import Configuration
import Model
import Storage
import Supervision
import TestSupport
import Testing

/// Never silently less than asked: what cannot be had starts nothing until an operator says so for the repository.
@Suite(.timeLimit(.minutes(15))) struct SandboxLevelStories {
  @Test(
    arguments: [
      (SandboxSummary.Level.isolated, SandboxSummary.Network.none, "not here"), (.files, .open, "Landlock"),
      (.none, .open, "agents run as you"),
    ])
  func aMissingSandboxAsksAndStartsNothing(level: SandboxSummary.Level, network: SandboxSummary.Network, reason: String) async throws {
    try await StoryWorld.tell(
      WholeJobStories.writer(),
      { settings in
        settings.sandbox.level = level
        settings.sandbox.network = network
      }
    ) { world in
      try await world.desk.log.setSetting("unsandboxed:\(world.repository.path)", "no")
      let ids = try await world.add("One", "Two")
      for id in ids { await world.until(id, needs: .sandbox) }
      let asked = try await world.task(ids[0])
      #expect(asked.attention?.text.contains(reason) == true)
      #expect(asked.phase == .waiting && asked.sandbox == nil)
      #expect(world.ledger.prompts.isEmpty)
      try await world.supervisor.confirmUnsandboxed(ids[0], author: "ana")
      for id in ids { await world.until(id, .review) }
      // It says what is in force, not what was asked for.
      let task = try await world.task(ids[1])
      #expect(task.sandbox?.level == SandboxSummary.Level.none)
      #expect(task.sandbox?.network == .open)
      #expect(task.sandbox?.limits.contains("no memory limit") == true)
    }
  }
}
