import Configuration
import Model
import Platform
import Supervision
import TestSupport
import Testing
import Workspaces

/// Setups that are not the task's own: a repository's script, which needs a word for exactly its bytes, and the setup that all workspaces of a commit share.
@Suite(.timeLimit(.minutes(15))) struct SetupStories {
  private static func writer() -> ScriptedEngine { ScriptedEngine(ledger: ScriptedLedger()) { _ in [.write("work.txt", "x")] } }

  private static func withScript(_ story: (StoryWorld) async throws -> Void) async throws {
    try await StoryWorld.tell(writer()) { world in
      try world.repository.write(".carrel/setup", "#!/bin/sh\npwd > ran.txt\n")
      try await world.repository.commit("a setup script")
      try await story(world)
    }
  }

  @Test func aRepositorysScriptRunsAfterAYesForThisTaskOnly() async throws {
    try await Self.withScript { world in
      let id = try await world.add("One")[0]
      await world.until(id, needs: .permission)
      let asked = try #require(try await world.task(id).requests.first)
      #expect(asked.title.contains(".carrel/setup (2 lines"))
      #expect(asked.detail == "#!/bin/sh\npwd > ran.txt\n")
      #expect(world.ledger.prompts.isEmpty)
      try await world.supervisor.answer(id, request: asked.id, answer: .allow, author: "ana")
      #expect(await world.until(id, .review)?.diff?.files == 2)
      #expect(!Files.exists(world.desk.workspaces.layout.home(of: id) + "/.carrel-setup"))
      let other = try await world.add("Two")[0]
      await world.until(other, needs: .permission)
    }
  }

  @Test func alwaysHoldsForTheseBytesAndAnswersAllWhoAsk() async throws {
    try await Self.withScript { world in
      let ids = try await world.add("One", "Two")
      for id in ids { await world.until(id, needs: .permission) }
      try await world.supervisor.answer(ids[0], request: nil, answer: .always, author: "ana")
      for id in ids { #expect(await world.until(id, .review)?.diff?.files == 2) }
      try await world.restart()
      let third = try await world.add("Three")[0]
      #expect(await world.until(third, .review)?.diff?.files == 2)
      try world.repository.write(".carrel/setup", "#!/bin/sh\necho worse > ran.txt\n")
      try await world.repository.commit("another script")
      let fourth = try await world.add("Four")[0]
      await world.until(fourth, needs: .permission)
    }
  }

  @Test func aNoGoesOnWithoutItAndNoAnswerIsNoNo() async throws {
    try await StoryWorld.tell(Self.writer(), { $0.answerTimeoutSeconds = 5 }) { world in
      try world.repository.write(".carrel/setup", "#!/bin/sh\npwd > ran.txt\n")
      try await world.repository.commit("a setup script")
      let id = try await world.add("One") { $0.mode = .ask }[0]
      await world.until(id, needs: .permission)
      world.clock.advance(100)
      try await world.restart()
      #expect(try await world.task(id).attention?.kind == .permission)
      try await world.supervisor.answer(id, request: nil, answer: .deny(""), author: "ana")
      #expect(await world.until(id, .review)?.diff?.files == 1)
    }
  }

  @Test func aSharedSetupRunsOnceForAllTasksOfACommitAndIsNoChange() async throws {
    let configure: (inout Settings) -> Void = { settings in
      CommandStories.configure(setup: "echo run >> ../../../../runs; echo made > made.txt")(&settings)
      for index in settings.repositories.indices { settings.repositories[index].setupShared = true }
    }
    try await StoryWorld.tell(Self.writer(), configure) { world in
      let ids = try await world.add("One", "Two", "Three")
      for id in ids {
        let task = try #require(await world.until(id, .review))
        #expect(task.diff?.files == 1 && task.isSetUp)
        #expect(try Files.readText("\(task.workspacePath ?? "")/made.txt", limit: 9) == "made\n")
      }
      #expect(try Files.readText("\(world.root.path)/state/runs", limit: 99) == "run\n")
    }
  }

  @Test func aSharedSetupThatFailsFailsTheTaskWithItsLastLines() async throws {
    let configure: (inout Settings) -> Void = { settings in
      CommandStories.configure(setup: "echo no such package; exit 3")(&settings)
      for index in settings.repositories.indices { settings.repositories[index].setupShared = true }
    }
    try await StoryWorld.tell(Self.writer(), configure) { world in
      let id = try await world.add("One")[0]
      let failed = await world.until(id, .failed)
      #expect(failed?.error?.kind == .workspace)
      #expect(failed?.error?.text.contains("no such package") == true && failed?.error?.text.contains("exit 3") == true)
      #expect(world.ledger.prompts.isEmpty)
    }
  }
}
