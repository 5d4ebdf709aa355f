import Configuration
import Model
import Platform
import Supervision
import TestSupport
import Testing

/// Approving as branches, which go by the outbox as well, without any forge.
@Suite(.timeLimit(.minutes(15))) struct BranchOutboxStories {
  private static func approval(_ change: (inout TaskRunner.Approval) -> Void = { _ in }) -> TaskRunner.Approval {
    var approval = TaskRunner.Approval(kind: .branch, author: "ana")
    change(&approval)
    return approval
  }

  /// From now on the remote needs a token of a file, which is not there yet.
  private static func needToken(_ world: StoryWorld) async throws -> String {
    let file = world.root.path + "/token"
    world.settings.git.tokenFile = file
    try await world.restart()
    return file
  }

  @Test func fifteenWaitForATokenOverARestartAndGoOutInOrderOnce() async throws {
    try await StoryWorld.tell(OutboxStories.writer(), { $0.maxRunning = 4 }) { world in
      var ids: [TaskID] = []
      for number in 1...15 { ids += try await world.add("Fix \(number)") }
      for id in ids {
        await world.until(id, .review)
        try await world.look(id)
      }
      let file = try await Self.needToken(world)
      for id in ids { #expect(try await world.supervisor.approve(id, Self.approval()).hasPrefix("\(id)\tbranch\twaiting\t")) }
      #expect(await world.supervisor.outboxEntries().map(\.task) == ids)
      #expect(try await world.task(ids[0]).attention?.kind == .credential)
      #expect(try await world.supervisor.outboxText(ids[2]).contains("push     refs/heads/carrel/T3-fix-3  new -> "))
      #expect(try await world.branches().isEmpty)
      try await world.restart()
      #expect(try await world.task(ids[14]).phase == .publishing)
      try Files.writeAtomically(Array("t\n".utf8), to: file, mode: 0o600)
      _ = try await world.supervisor.retryOutbox([])
      for id in ids { await world.until(id, .done) }
      await world.supervisor.settle()
      #expect(try await world.branches().count == 15)
      #expect(await world.supervisor.outboxEntries().isEmpty)
      let done = world.book.entries.compactMap { entry in if case .phase(.done, _) = entry.event { entry.task } else { nil } }
      #expect(done == ids)
      #expect(try await world.task(ids[0]).published?.kind == .branch)
      #expect(try await world.task(ids[0]).workspacePath == nil)
    }
  }

  @Test func oneThatIsTakenOutGoesBackToReviewAndHoldsNobodyUp() async throws {
    try await StoryWorld.tell(OutboxStories.writer()) { world in
      let ids = try await world.add("One", "Two")
      for id in ids {
        await world.until(id, .review)
        try await world.look(id)
      }
      let file = try await Self.needToken(world)
      for id in ids { _ = try await world.supervisor.approve(id, Self.approval()) }
      try Files.writeAtomically(Array("t\n".utf8), to: file, mode: 0o600)
      #expect(try await world.supervisor.dropOutbox(ids[0], author: "ana").contains("back in review"))
      await world.until(ids[0], .review)
      _ = try await world.supervisor.retryOutbox([])
      await world.until(ids[1], .done)
      #expect(try await world.branches() == [try await world.task(ids[1]).branch])
    }
  }

  @Test(
    "cut off at every place: one branch, and the task done",
    arguments: [CrashPoint.outboxCommitted, .outboxPushed, .outboxOpenCommitted, .outboxPublished])
  func cutOff(_ point: CrashPoint) async throws {
    try await StoryWorld.tell(OutboxStories.writer()) { world in
      let id = try await world.add("One")[0]
      await world.until(id, .review)
      try await world.look(id)
      world.crash.set(point)
      _ = try? await world.supervisor.approve(id, Self.approval())
      await world.supervisor.settle()
      #expect(!world.crash.isPending, "the story came to the place")
      try await world.restart()
      await world.until(id, .done)
      await world.supervisor.settle()
      #expect(try await world.branches().count == 1)
      #expect(await world.supervisor.outboxEntries().isEmpty)
      #expect(try await world.task(id).published?.commit == world.remote.git("rev-parse", "carrel/T1-one").filter { !$0.isNewline })
    }
  }

  @Test func whatLooksLikeASecretNeedsAWord() async throws {
    let token = "ghp_" + "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF3hJ5"
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { _ in [.write("settings.env", "TOKEN=\(token)\n")] }
    try await StoryWorld.tell(engine) { world in
      let id = try await world.add("One")[0]
      await world.until(id, .review)
      try await world.look(id)
      let text = try await world.supervisor.approve(id, Self.approval { $0.dryRun = true })
      #expect(text.hasPrefix("T1: a branch\npush     refs/heads/carrel/T1-one  new -> "))
      #expect(text.contains("! settings.env:1: a GitHub token") && !text.contains(token) && OutboxRehearsal.tellsOfSecrets(text))
      let refusal = await OutboxStories.refusal { () async throws(SupervisionError) in
        try await world.supervisor.approve(id, Self.approval())
      }
      #expect(refusal?.contains("--with-secrets") == true)
      #expect(try await world.branches().isEmpty)
      _ = try await world.supervisor.approve(id, Self.approval { $0.request.withSecrets = true })
      #expect(try await world.branches().count == 1)
    }
  }
}
