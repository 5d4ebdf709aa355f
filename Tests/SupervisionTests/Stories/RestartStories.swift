import Configuration
import Model
import Platform
import Supervision
import TestSupport
import Testing
import Workspaces

/// The service is cut off in every phase and started again.
@Suite(.timeLimit(.minutes(15))) struct RestartStories {
  static func hanging() -> ScriptedEngine {
    ScriptedEngine(ledger: ScriptedLedger()) { prompt in
      prompt.number == 0 ? [.write("a.txt", "1"), .hang] : [.write("b.txt", prompt.text)]
    }
  }

  @Test("F40: after a crash a cut turn waits, and no prompt is repeated")
  func aCutTurnWaitsAndSendsNothing() async throws {
    try await StoryWorld.tell(Self.hanging()) { world in
      let id = try await world.add("Fix it")[0]
      await WholeJobStories.held(world, id)
      try await world.restart()
      let task = try await world.task(id)
      #expect(task.phase == .waiting)
      #expect(task.attention?.kind == .interrupted)
      try await world.restart()
      world.clock.advance(1_000_000)
      await world.supervisor.settle()
      #expect(try await world.task(id).attention?.kind == .interrupted)
      #expect(world.ledger.prompts.count == 1)
      #expect(world.ledger.live == 0)
      try await world.supervisor.answer(id, request: nil, answer: .allow, author: "ana")
      #expect(await world.until(id, .review)?.diff?.files == 2)
      let prompts = world.ledger.prompts
      #expect(prompts.count == 2)
      #expect(prompts[0].session == prompts[1].session)
    }
  }

  @Test func aCutTurnCanBeLeftAsItIs() async throws {
    try await StoryWorld.tell(Self.hanging()) { world in
      let id = try await world.add("Fix it")[0]
      await WholeJobStories.held(world, id)
      try await world.restart()
      try await world.supervisor.answer(id, request: nil, answer: .deny(""), author: "ana")
      #expect(await world.until(id, .review)?.diff?.files == 1)
      #expect(world.ledger.prompts.count == 1)
    }
  }

  @Test("F9: a resume that is refused keeps the session and the work")
  func anAuthFailureAtTheResumeKeepsTheSession() async throws {
    var engine = Self.hanging()
    engine.needsCredential = true
    try await StoryWorld.tell(engine) { world in
      await world.supervisor.takeCredentials(["SCRIPTED_KEY": "k"])
      let id = try await world.add("Fix it")[0]
      await WholeJobStories.held(world, id)
      let session = try await world.task(id).sessionID
      try await world.restart()
      _ = world.credentials.put(["SCRIPTED_KEY": ""])
      try await world.supervisor.answer(id, request: nil, answer: .allow, author: "ana")
      await world.until(id, needs: .credential)
      #expect(try await world.task(id).sessionID == session)
      await world.supervisor.takeCredentials(["SCRIPTED_KEY": "k2"])
      await world.until(id, .review)
      #expect(world.ledger.prompts.last?.text == "You were interrupted. Go on where you were.")
    }
  }

  @Test func reviewAndTheEndsStayAsTheyWere() async throws {
    try await StoryWorld.tell(WholeJobStories.writer()) { world in
      let ids = try await world.add("One", "Two", "Three")
      for id in ids { await world.until(id, .review) }
      try await world.approve(ids[1])
      try await world.supervisor.discard(ids[2], author: "ana")
      let before = await world.supervisor.tasks
      await world.supervisor.settle()
      try await world.restart()
      await world.supervisor.settle()
      let after = await world.supervisor.tasks
      #expect(after.map(\.phase) == before.map(\.phase))
      #expect(world.ledger.prompts.count == 3)
      try await world.approve(ids[0])
      #expect(try await world.branches().count == 2)
      try await world.supervisor.undelete(ids[2])
      try await world.approve(ids[2])
      #expect(try await world.branches().count == 3)
    }
  }

  @Test func anOpenRequestStandsAndItsAnswerResumes() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { prompt in
      prompt.number == 0 ? [.ask(WholeJobStories.asks) { _ in [] }] : [.write("a.txt", prompt.text)]
    }
    try await StoryWorld.tell(engine) { world in
      let id = try await world.add("Fix it") { $0.mode = .ask }[0]
      await world.until(id, needs: .permission)
      try await world.restart()
      #expect(try await world.task(id).requests.count == 1)
      try await world.supervisor.answer(id, request: "r1", answer: .allow, author: "ana")
      await world.until(id, .review)
      #expect(world.ledger.prompts(of: id).count == 2)
    }
  }

  @Test func answerTimeoutHoldsOverARestart() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { prompt in
      prompt.number == 0 ? [.ask(WholeJobStories.asks) { _ in [] }] : [.write("a.txt", prompt.text)]
    }
    try await StoryWorld.tell(engine, { $0.answerTimeoutSeconds = 60 }) { world in
      let id = try await world.add("Fix it") { $0.mode = .ask }[0]
      await world.until(id, needs: .permission)
      try await world.restart()
      await world.passTime()
      await world.until(id, .review)
      #expect(world.ledger.prompts(of: id).last?.contains("The answer is no") == true)
    }
  }

  @Test func aWorkspaceThatTheRecordDoesNotKnowIsUsed() async throws {
    try await StoryWorld.tell(WholeJobStories.writer()) { world in
      try await world.supervisor.setPaused(true)
      let id = try await world.add("Fix it")[0]
      let task = try await world.task(id)
      let made = try await world.desk.workspaces.prepare(task: id, location: task.repository, base: task.base)
      try await world.restart()
      try await world.restart()
      #expect(Files.isDirectory(made.path))
      #expect(world.remarks.isEmpty)
      try await world.supervisor.setPaused(false)
      #expect(await world.until(id, .review)?.workspacePath == made.path)
    }
  }

  @Test("F3, F13: a stranger's directory where a workspace should be is put aside, not deleted")
  func aStrangersDirectoryIsPutAside() async throws {
    try await StoryWorld.tell(WholeJobStories.writer()) { world in
      let path = world.desk.workspaces.layout.tasks + "/T99"
      try Files.makeDirectory(path)
      try await world.restart()
      #expect(!Files.exists(path))
      #expect(world.remarks.contains { $0.contains("belongs to no known task") })
    }
  }

  @Test func aPublishThatWasCutFindsItsOwnBranch() async throws {
    try await StoryWorld.tell(WholeJobStories.writer()) { world in
      let id = try await world.add("Fix it")[0]
      await world.until(id, .review)
      try await world.look(id)
      let task = try await world.task(id)
      // What a service does until it is cut off after the push.
      let workspaces = world.desk.workspaces
      let tree = try #require(task.diff?.tree)
      let commit = try await workspaces.commit(
        id, tree: tree, message: world.desk.commitMessage(for: task),
        author: CommitIdentity(name: world.settings.git.userName, email: world.settings.git.userEmail), date: task.workEnded)
      _ = try await workspaces.publishBranch(id, commit: commit, branch: world.desk.branchName(for: task), to: world.remote.path)
      try await world.restart()
      try await world.approve(id)
      #expect(try await world.branches().count == 1)
      #expect(try await world.task(id).published?.commit == commit)
    }
  }

  @Test("F13: a removal that was cut is finished by the next start")
  func aRemovalThatWasCutIsFinished() async throws {
    try await StoryWorld.tell(WholeJobStories.writer(), { $0.cleanup = .manual }) { world in
      let ids = try await world.add("One", "Two")
      for id in ids { await world.until(id, .review) }
      for id in ids { try await world.supervisor.discard(id, author: "ana") }
      // One is sealed and not removed, the other is gone without a note.
      _ = try await world.desk.workspaces.seal(ids[0], title: "One", author: CommitIdentity(name: "a", email: "b@c"))
      _ = try await world.desk.workspaces.seal(ids[1], title: "Two", author: CommitIdentity(name: "a", email: "b@c"))
      try await world.desk.workspaces.remove(ids[1])
      world.settings.cleanup = .onCompletion
      try await world.restart()
      await world.supervisor.settle()
      for id in ids {
        let task = try await world.task(id)
        #expect(task.workspacePath == nil)
        #expect(task.inMorgue)
        #expect(task.detail == "")
      }
      #expect(try Files.list(world.desk.workspaces.layout.tasks).isEmpty)
    }
  }

  @Test func anEndedServiceStartsNothingMore() async throws {
    try await StoryWorld.tell(Self.hanging(), { $0.maxRunning = 2 }) { world in
      let ids = try await world.add("One", "Two", "Three")
      await WholeJobStories.held(world, ids[0])
      await world.supervisor.shutDown()
      await world.supervisor.settle()
      #expect(world.ledger.live == 0)
      await #expect(throws: SupervisionError.self) { try await world.supervisor.send(ids[0], text: "x", author: "ana") }
      let prompts = world.ledger.prompts.count
      try await world.restart()
      await world.supervisor.settle()
      #expect(try await world.task(ids[0]).attention?.kind == .interrupted)
      #expect(world.ledger.prompts.count >= prompts)
      #expect(world.book.mostRunning <= 2)
    }
  }
}
