import Configuration
import Forges
import Model
import Platform
import Storage
import Supervision
import TestSupport
import Testing
import Workspaces

/// Approving as pull requests: nothing is done twice, nothing is lost, whatever happens in between.
@Suite(.timeLimit(.minutes(15))) struct OutboxStories {
  static func writer() -> ScriptedEngine {
    ScriptedEngine(ledger: ScriptedLedger()) { prompt in [.say("Done. Closes #1 @ann"), .write("done-\(prompt.number).txt", prompt.text)] }
  }

  static func place(_ world: StoryWorld) -> ForgeRepository {
    let words = world.remote.path.split(separator: "/").suffix(2).map(String.init)
    return ForgeRepository(host: "git.lab", owner: words[0], name: String(words[1].dropLast(4)))
  }

  /// Tasks in review, each with an issue of the forge.
  static func reviewed(_ world: StoryWorld, _ count: Int) async throws -> [TaskID] {
    let place = place(world)
    var intake = Intake(drafts: [], directory: world.repository.path)
    for number in 1...count {
      var ticket = Ticket(title: "Fix \(number)")
      let issue = IssueReference(place, number)
      ticket.origin = TicketOrigin(issue: issue, digest: "d", updated: Timestamp(milliseconds: 0))
      intake.drafts.append(TicketDraft(line: number, ticket: ticket))
      await world.forge?.change { forge in
        forge.issues[issue] = ForgeIssue(
          number: number, name: "#\(number)", title: "Fix \(number)", url: "https://git.lab/i/\(number)",
          updated: Timestamp(milliseconds: 0))
      }
    }
    let ids = try await world.supervisor.enqueue(intake).map(\.id)
    for id in ids {
      await world.until(id, .review)
      try await world.look(id)
    }
    return ids
  }

  static func approval(_ change: (inout RequestWish) -> Void = { _ in }) -> TaskRunner.Approval {
    var approval = TaskRunner.Approval(kind: .pr, author: "ana")
    change(&approval.request)
    return approval
  }

  static func refusal(_ body: () async throws(SupervisionError) -> String) async -> String? {
    do throws(SupervisionError) {
      _ = try await body()
      return nil
    } catch {
      return error.text
    }
  }

  /// Everything wished for at once.
  static func everything(_ wish: inout RequestWish) {
    wish.labels = ["agent"]
    wish.reviewers = ["bob"]
    wish.comments = true
    wish.closing = .now
  }

  @Test func anApprovalOpensAPullRequestWithAllThatBelongsToIt() async throws {
    let forge = ScriptedForge()
    try await StoryWorld.tell(Self.writer(), forge: forge) { world in
      let id = try await Self.reviewed(world, 1)[0]
      let line = try await world.supervisor.approve(id, Self.approval(Self.everything))
      #expect(line.hasPrefix("T1\tpr\thttps://git.lab/"))
      await world.until(id, .done)
      await world.supervisor.settle()
      let task = try await world.task(id)
      let place = Self.place(world)
      let request = try #require(await forge.requests[place]?.first)
      #expect(await forge.requests[place]?.count == 1)
      #expect(request.base == "main" && request.head == task.branch && request.labels == ["agent"])
      #expect(request.body.contains("done-0.txt") && request.body.contains("In the agent's own words"))
      #expect(!request.body.contains("Closes #1") && !request.body.contains("@ann"), "what an agent says acts on nothing")
      #expect(await forge.reviewers[IssueReference(place, request.number)] == ["bob"])
      #expect(await forge.said[IssueReference(place, 1)]?.count == 1)
      #expect(await forge.issues[IssueReference(place, 1)]?.isOpen == false)
      #expect(task.published?.kind == .pr && task.published?.request?.number == request.number && task.published?.url == request.url)
      #expect(try await world.branches() == [task.branch])
      #expect(task.workspacePath == nil)
      #expect(await world.supervisor.outboxEntries().isEmpty)
      #expect(world.book.phases(of: id).suffix(3) == [.review, .publishing, .done])
    }
  }

  @Test func closingByTheMergeIsTheUsualWay() async throws {
    let forge = ScriptedForge()
    try await StoryWorld.tell(Self.writer(), forge: forge) { world in
      let ids = try await Self.reviewed(world, 2)
      _ = try await world.supervisor.approve(ids[0], Self.approval())
      _ = try await world.supervisor.approve(ids[1], Self.approval { $0.closing = .never })
      let requests = await forge.requests[Self.place(world)] ?? []
      #expect(requests[0].body.contains("\n\nCloses #1\n"))
      #expect(requests[1].body.contains("\n\nRefers to #2\n"))
      #expect(await forge.issues.values.allSatisfy(\.isOpen))
    }
  }

  @Test func withoutAForgeItSaysSo() async throws {
    try await StoryWorld.tell(Self.writer()) { world in
      let id = try await Self.reviewed(world, 1)[0]
      let text = await Self.refusal { () async throws(SupervisionError) in try await world.supervisor.approve(id, Self.approval()) }
      #expect(text?.contains("no forge is configured") == true)
      #expect(try await world.task(id).phase == .review)
    }
  }

  @Test("fifteen approvals, the token dies in the middle: all wait, and go on in order when a client brings another")
  func aTokenDiesInTheMiddle() async throws {
    let forge = ScriptedForge()
    try await StoryWorld.tell(Self.writer(), forge: forge) { world in
      let ids = try await Self.reviewed(world, 15)
      for id in ids.prefix(6) { _ = try await world.supervisor.approve(id, Self.approval(Self.everything)) }
      await world.supervisor.settle()
      await forge.change { $0.trouble = ForgeError(.refusedToken, "Asking git.lab: the token is expired; bring another.") }
      for id in ids.dropFirst(6) {
        #expect(try await world.supervisor.approve(id, Self.approval(Self.everything)).contains("waiting"))
      }
      await world.supervisor.settle()
      let entries = await world.supervisor.outboxEntries()
      #expect(entries.map(\.task) == Array(ids.dropFirst(6)))
      #expect(entries[0].wait?.reason == .credential && entries.dropFirst().allSatisfy { $0.wait == nil })
      let waiting = try await world.task(ids[6])
      #expect(waiting.phase == .publishing && waiting.attention?.kind == .credential && waiting.detail.contains("expired"))
      #expect(try await world.task(ids[9]).detail == "waits behind T7")
      #expect(waiting.workspacePath != nil)
      // A restart changes nothing of it: it is asked once more, and waits again.
      try await world.restart()
      await world.supervisor.settle()
      #expect(await world.supervisor.outboxEntries().count == 9)
      await forge.change { $0.trouble = nil }
      await world.supervisor.takeCredentials(["GITEA_TOKEN": "new"])
      for id in ids { await world.until(id, .done) }
      await world.supervisor.settle()
      let requests = await forge.requests[Self.place(world)] ?? []
      #expect(requests.map(\.title) == (1...15).map { "Fix \($0)" })
      #expect(try await world.branches().count == 15)
      #expect(await forge.said.filter { $0.key.number <= 15 }.allSatisfy { $0.value.count == 1 })
      #expect(await forge.said.count == 15)
      #expect(await world.supervisor.outboxEntries().isEmpty)
    }
  }

  @Test(
    "cut off at every place, and started again: one branch, one request, one comment",
    arguments: CrashPoint.allCases.filter { $0.rawValue.hasPrefix("outbox-") })
  func cutOff(at point: CrashPoint) async throws {
    let forge = ScriptedForge()
    try await StoryWorld.tell(Self.writer(), forge: forge) { world in
      let ids = try await Self.reviewed(world, 2)
      world.crash.set(point)
      _ = await Self.refusal { () async throws(SupervisionError) in
        try await world.supervisor.approve(ids[0], Self.approval(Self.everything))
      }
      await world.supervisor.settle()
      #expect(!world.crash.isPending, "the story came to the place")
      try await world.restart()
      await world.until(ids[0], .done)
      await world.supervisor.settle()
      _ = try await world.supervisor.approve(ids[1], Self.approval(Self.everything))
      await world.supervisor.settle()
      let place = Self.place(world)
      let requests = await forge.requests[place] ?? []
      #expect(requests.map(\.title) == ["Fix 1", "Fix 2"])
      #expect(requests.allSatisfy { $0.labels == ["agent"] })
      #expect(try await world.branches().count == 2)
      for number in 1...2 {
        #expect(await forge.said[IssueReference(place, number)]?.count == 1)
        #expect(await forge.issues[IssueReference(place, number)]?.isOpen == false)
      }
      #expect(await forge.calls.count { $0 == "open" } == 2)
      #expect(await forge.calls.count { $0 == "comment" } == 2)
      #expect(await forge.calls.count { $0 == "setOpen" } == 2)
      #expect(await world.supervisor.outboxEntries().isEmpty)
      #expect(try await world.task(ids[0]).published?.request?.number == requests[0].number)
      #expect(try await world.task(ids[0]).workspacePath == nil)
    }
  }

  @Test("an answer that is lost: the forge is asked before anything is repeated", arguments: ["open", "comment", "label", "setOpen"])
  func lostAnswers(call: String) async throws {
    let forge = ScriptedForge()
    try await StoryWorld.tell(Self.writer(), forge: forge) { world in
      let id = try await Self.reviewed(world, 1)[0]
      await forge.change { $0.lostAnswers[call] = [ForgeError(.unreachable, "Asking git.lab: the connection was cut; it is tried again.")] }
      _ = try await world.supervisor.approve(id, Self.approval(Self.everything))
      while await world.supervisor.outboxEntries().contains(where: { $0.id == id }) {
        await world.supervisor.settle()
        if await world.supervisor.outboxEntries().first?.wait != nil { world.clock.advance(10) }
        await Task.yield()
      }
      let place = Self.place(world)
      #expect(await forge.requests[place]?.count == 1)
      #expect(await forge.said[IssueReference(place, 1)]?.count == 1)
      #expect(await forge.requests[place]?[0].labels == ["agent"])
      #expect(await forge.issues[IssueReference(place, 1)]?.isOpen == false)
    }
  }

  @Test func aForgeThatIsDownIsTriedAgainByItselfAndRetryAfterIsKept() async throws {
    let forge = ScriptedForge()
    try await StoryWorld.tell(Self.writer(), forge: forge) { world in
      let id = try await Self.reviewed(world, 1)[0]
      await forge.change { $0.trouble = ForgeError(.rateLimit, "Asking git.lab: too many questions; wait.", retryAfter: 100) }
      #expect(try await world.supervisor.approve(id, Self.approval()).contains("too many questions"))
      await world.supervisor.settle()
      let calls = await forge.calls.count
      #expect(try await world.task(id).attention == nil, "it goes on by itself")
      world.clock.advance(99)
      await world.supervisor.settle()
      #expect(await forge.calls.count == calls)
      await forge.change { $0.trouble = nil }
      world.clock.advance(2)
      await world.until(id, .done)
      #expect(await forge.requests[Self.place(world)]?.count == 1)
    }
  }

  @Test func retryGoesOnWithWhatWaits() async throws {
    let forge = ScriptedForge()
    try await StoryWorld.tell(Self.writer(), forge: forge) { world in
      let ids = try await Self.reviewed(world, 2)
      await forge.change { $0.trouble = ForgeError(.noToken, "Asking git.lab: there is no token.") }
      for id in ids { #expect(try await world.supervisor.approve(id, Self.approval()).contains("waiting")) }
      #expect(try await world.supervisor.outboxText(ids[0]).contains("there is no token"))
      await forge.change { $0.trouble = nil }
      #expect(try await world.supervisor.retryOutbox([]).contains("T1\ttried again"))
      for id in ids { await world.until(id, .done) }
      #expect(await forge.requests[Self.place(world)]?.map(\.title) == ["Fix 1", "Fix 2"])
      let text = await Self.refusal { () async throws(SupervisionError) in try await world.supervisor.retryOutbox([ids[0]]) }
      #expect(text?.contains("Nothing of T1 is in the outbox") == true)
    }
  }

  @Test func aRefusalGoesBackToTheOperatorAndHoldsNobodyUp() async throws {
    let forge = ScriptedForge()
    try await StoryWorld.tell(Self.writer(), forge: forge) { world in
      let ids = try await Self.reviewed(world, 2)
      await forge.change { $0.failures["open"] = [ForgeError(.archived, "Opening a pull request: the repository is archived.")] }
      let text = await Self.refusal { () async throws(SupervisionError) in try await world.supervisor.approve(ids[0], Self.approval()) }
      #expect(text?.contains("archived") == true)
      let back = try await world.task(ids[0])
      #expect(back.phase == .review && back.attention?.kind == .review && back.error?.text.contains("archived") == true)
      #expect(back.workspacePath != nil)
      _ = try await world.supervisor.approve(ids[1], Self.approval())
      // The same work again: the branch that stands already is recognised.
      _ = try await world.supervisor.approve(ids[0], Self.approval())
      #expect(try await world.branches().count == 2)
      #expect(await forge.requests[Self.place(world)]?.map(\.title) == ["Fix 2", "Fix 1"])
    }
  }

  @Test func aProtectedBranchRefusesThePush() async throws {
    let forge = ScriptedForge()
    try await StoryWorld.tell(Self.writer(), forge: forge) { world in
      let id = try await Self.reviewed(world, 1)[0]
      let hook = world.remote.path + "/hooks/pre-receive"
      try? Files.makeDirectory(world.remote.path + "/hooks")
      try Files.writeAtomically(Array("#!/bin/sh\necho 'protected branch' >&2\nexit 1\n".utf8), to: hook, mode: 0o755)
      let text = await Self.refusal { () async throws(SupervisionError) in try await world.supervisor.approve(id, Self.approval()) }
      #expect(text?.contains("did not take the push") == true)
      #expect(try await world.task(id).phase == .review)
      #expect(await forge.requests.isEmpty)
    }
  }

  @Test func whatIsLeftAfterTheRequestIsOpenWaitsWithoutTheTask() async throws {
    let forge = ScriptedForge()
    try await StoryWorld.tell(Self.writer(), forge: forge) { world in
      let ids = try await Self.reviewed(world, 2)
      await forge.change { $0.failures["comment"] = [ForgeError(.missingScope, "Commenting: the token lacks write:issue.")] }
      _ = try await world.supervisor.approve(ids[0], Self.approval(Self.everything))
      await world.until(ids[0], .done)
      await world.supervisor.settle()
      #expect(await world.supervisor.outboxEntries().map(\.next) == [.comment])
      _ = try await world.supervisor.approve(ids[1], Self.approval())
      await world.until(ids[1], .done)
      // Its approval of another task holds it not up; dropping it leaves the rest undone.
      #expect(try await world.supervisor.dropOutbox(ids[0], author: "ana").contains("not done: comment on the issue, close the issue"))
      #expect(await world.supervisor.outboxEntries().isEmpty)
      #expect(try await world.task(ids[0]).phase == .done)
    }
  }

  @Test func droppingBeforeTheRequestGoesBackToReview() async throws {
    let forge = ScriptedForge()
    try await StoryWorld.tell(Self.writer(), forge: forge) { world in
      let ids = try await Self.reviewed(world, 2)
      await forge.change { $0.trouble = ForgeError(.unreachable, "Asking git.lab: nobody answers.") }
      for id in ids { _ = try await world.supervisor.approve(id, Self.approval()) }
      await forge.change { $0.trouble = nil }
      #expect(try await world.supervisor.dropOutbox(ids[0], author: "ana").contains("back in review"))
      await world.until(ids[0], .review)
      await world.until(ids[1], .done)
      #expect(try await world.task(ids[0]).error?.text == "Taken out of the outbox by ana.")
      #expect(await forge.requests[Self.place(world)]?.map(\.title) == ["Fix 2"])
    }
  }

  @Test func differentRepositoriesDoNotWaitForOneAnother() async throws {
    let forge = ScriptedForge()
    try await StoryWorld.tell(Self.writer(), forge: forge) { world in
      let other = try await world.root.repository("code2", files: ["README.md": "hello\n"])
      let remote = try await world.root.bare("remote2.git", of: other)
      try await other.git("remote", "add", "origin", remote.path)
      try await world.desk.log.setSetting("unsandboxed:\(other.path)", "yes")
      let here = try await Self.reviewed(world, 1)[0]
      let there = try await world.supervisor.enqueue(
        Intake(drafts: [TicketDraft(line: 1, ticket: Ticket(title: "Over there"))], directory: other.path))[0].id
      await world.until(there, .review)
      try await world.look(there)
      await forge.change { $0.failures["open"] = [ForgeError(.refusedToken, "no"), ForgeError(.refusedToken, "no")] }
      #expect(try await world.supervisor.approve(here, Self.approval()).contains("waiting"))
      #expect(try await world.supervisor.approve(there, Self.approval()).contains("https://"))
      await world.supervisor.settle()
      #expect(await world.supervisor.outboxEntries().map(\.task) == [here])
    }
  }
}
