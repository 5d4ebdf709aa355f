import Configuration
import Forges
import Model
import Platform
import Secrets
import Storage
import Supervision
import TestSupport
import Testing
import Workspaces

/// Approving again, holding the checks, and what looks like a secret.
@Suite(.timeLimit(.minutes(15))) struct OutboxAgainStories {
  /// A task whose pull request is open, with more work done in the same workspace, back in review.
  private func again(_ world: StoryWorld) async throws -> TaskID {
    let id = try await OutboxStories.reviewed(world, 1)[0]
    _ = try await world.supervisor.approve(id, OutboxStories.approval())
    await world.until(id, .done)
    await world.supervisor.settle()
    // Somebody goes on with it: this is what a reopened task looks like.
    var task = try await world.task(id)
    task.phase = .review
    task.ended = nil
    try await world.desk.log.save([task])
    try await world.restart()
    let path = try #require(try await world.task(id).workspacePath)
    try Files.writeAtomically(Array("more\n".utf8), to: path + "/more.txt", mode: 0o644)
    try await world.look(id)
    return id
  }

  private func tell(
    _ forge: ScriptedForge, _ configure: @escaping (inout Settings) -> Void = { _ in }, _ story: (StoryWorld) async throws -> Void
  )
    async throws
  {
    try await StoryWorld.tell(
      OutboxStories.writer(), forge: forge,
      {
        $0.cleanup = .manual
        configure(&$0)
      }, story)
  }

  @Test func aSecondApprovalBringsTheRequestUpToDate() async throws {
    let forge = ScriptedForge()
    try await tell(forge) { world in
      let id = try await again(world)
      let place = OutboxStories.place(world)
      await forge.change { forge in
        forge.requests[place]?[0].title = "A better title"
        forge.requests[place]?[0].body += "\n\nNote of a maintainer."
      }
      let before = try await world.task(id).published
      let line = try await world.supervisor.approve(id, OutboxStories.approval())
      #expect(line.contains(before?.url ?? "?"))
      let request = try #require(await forge.requests[place]?.first)
      #expect(await forge.requests[place]?.count == 1)
      #expect(await forge.calls.count { $0 == "open" } == 1)
      #expect(request.body.contains("more.txt") && request.body.contains("Note of a maintainer."))
      #expect(request.body.components("What changed") == 1, "the old part is replaced")
      #expect(request.title == "A better title")
      let branch = try #require(try await world.branches().first)
      #expect(try await world.branches().count == 1)
      #expect(try await world.file("more.txt", on: branch) == "more")
      let parents = try await world.remote.git("rev-parse", "\(branch)^")
      #expect(parents == before?.commit, "the branch is moved forward, never forced")
      #expect(try await world.task(id).published?.request?.number == request.number)
    }
  }

  @Test(arguments: [PullRequest.State.merged, .closed])
  func aRequestThatIsOverIsLeftAlone(state: PullRequest.State) async throws {
    let forge = ScriptedForge()
    try await tell(forge) { world in
      let id = try await again(world)
      let place = OutboxStories.place(world)
      await forge.change { $0.requests[place]?[0].state = state }
      let text = await OutboxStories.refusal { () async throws(SupervisionError) in
        try await world.supervisor.approve(id, OutboxStories.approval())
      }
      #expect(text?.contains("was \(state.rawValue) meanwhile") == true && text?.contains("--new") == true)
      #expect(try await world.task(id).phase == .review)
      #expect(
        try await world.remote.git("show", "\(world.branches()[0])", "--name-only").contains("more.txt") == false, "nothing is pushed")
      _ = try await world.supervisor.approve(id, OutboxStories.approval { $0.opensNew = true })
      #expect(await forge.requests[place]?.count == 2)
      #expect(try await world.branches().count == 2)
    }
  }

  @Test func aBranchThatSomebodyMovedIsNotTouched() async throws {
    let forge = ScriptedForge()
    try await tell(forge) { world in
      let id = try await again(world)
      let branch = try #require(try await world.branches().first)
      try await world.remote.git("update-ref", "refs/heads/\(branch)", "refs/heads/main")
      let text = await OutboxStories.refusal { () async throws(SupervisionError) in
        try await world.supervisor.approve(id, OutboxStories.approval())
      }
      #expect(text?.contains("somebody moved the branch") == true)
      #expect(try await world.task(id).phase == .review)
    }
  }

  @Test(arguments: ["marker", "draft", "label:ready-for-ci"])
  func checksAreHeld(by hold: String) async throws {
    let forge = ScriptedForge()
    try await StoryWorld.tell(
      OutboxStories.writer(), forge: forge,
      {
        $0.publish.ci = .hold
        $0.publish.hold = hold
        $0.publish.labels = ["ready-for-ci", "agent"]
      }
    ) { world in
      let id = try await OutboxStories.reviewed(world, 1)[0]
      _ = try await world.supervisor.approve(id, OutboxStories.approval())
      await world.supervisor.settle()
      let request = try #require(await forge.requests[OutboxStories.place(world)]?.first)
      let held = try #require(try await world.task(id).published?.request)
      #expect(held.ci == .held)
      let message = try await world.remote.git("log", "-1", "--format=%B", request.head)
      #expect(message.contains("[skip ci]") == (hold == "marker"))
      #expect(request.isDraft == (hold == "draft"))
      #expect(request.labels == (hold.hasPrefix("label") ? ["agent"] : ["ready-for-ci", "agent"]))
      #expect(held.hold == (hold == "marker" ? .marker("[skip ci]") : hold == "draft" ? .draft : .label("ready-for-ci")))
    }
  }

  @Test func aChainsLastStepOpensAPullRequestByItself() async throws {
    let forge = ScriptedForge()
    try await StoryWorld.tell(OutboxStories.writer(), forge: forge) { world in
      let id = try await world.add("Fix it") { $0.steps = [WorkStep(name: "implement"), WorkStep(publishing: "publish", .pr)] }[0]
      let done = await world.until(id, .done)
      await world.supervisor.settle()
      #expect(await forge.requests[OutboxStories.place(world)]?.map(\.head) == [done?.branch ?? "?"])
      #expect(done?.published?.kind == .pr)
    }
  }

  @Test func aChainPublishesNothingThatLooksLikeASecret() async throws {
    let forge = ScriptedForge()
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { _ in [.write("key.txt", "-----BEGIN " + "PRIVATE KEY-----\n")] }
    try await StoryWorld.tell(engine, forge: forge) { world in
      let id = try await world.add("Fix it") { $0.steps = [WorkStep(name: "implement"), WorkStep(publishing: "publish", .pr)] }[0]
      await world.book.until { $0[id]?.phase == .review && $0[id]?.attention?.text.contains("a private key") == true }
      #expect(await forge.requests.isEmpty)
      #expect(try await world.branches().isEmpty)
    }
  }

  @Test func aPushWithoutAnSSHAgentWaitsUntilAClientBringsOne() async throws {
    let forge = ScriptedForge()
    try await StoryWorld.tell(OutboxStories.writer(), forge: forge) { world in
      let ids = try await OutboxStories.reviewed(world, 2)
      // What ssh says without an agent, from where the push ends.
      let hook = world.remote.path + "/hooks/pre-receive"
      try? Files.makeDirectory(world.remote.path + "/hooks")
      try Files.writeAtomically(
        Array("#!/bin/sh\necho 'git@git.lab: Permission denied (publickey).' >&2\nexit 1\n".utf8), to: hook, mode: 0o755)
      for id in ids { #expect(try await world.supervisor.approve(id, OutboxStories.approval()).contains("waiting")) }
      await world.supervisor.settle()
      #expect(try await world.task(ids[0]).attention?.kind == .credential)
      #expect(try await world.supervisor.outboxText(ids[0]).contains("next     push the branch"))
      try Files.writeAtomically(Array("#!/bin/sh\nexit 0\n".utf8), to: hook, mode: 0o755)
      await world.supervisor.takeCredentials(["SSH_AUTH_SOCK": "/run/agent"])
      for id in ids { await world.until(id, .done) }
      #expect(await forge.requests[OutboxStories.place(world)]?.map(\.title) == ["Fix 1", "Fix 2"])
    }
  }

  @Test func whatLooksLikeASecretNeedsAWord() async throws {
    let forge = ScriptedForge()
    let token = "ghp_" + "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF3hJ5"
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { _ in [.write("settings.env", "# one\nTOKEN=\(token)\nMINE=very-secret-value\n")]
    }
    try await StoryWorld.tell(engine, forge: forge) { world in
      world.credentials.ledger.add(["very-secret-value"])
      let id = try await OutboxStories.reviewed(world, 1)[0]
      var rehearsal = OutboxStories.approval()
      rehearsal.dryRun = true
      let text = try await world.supervisor.approve(id, rehearsal)
      #expect(text.contains("! settings.env:2: a GitHub token") && text.contains("! settings.env:3: a secret that Carrel was given"))
      #expect(!text.contains(token) && !text.contains("very-secret-value"))
      #expect(OutboxRehearsal.tellsOfSecrets(text))
      #expect(text.contains("push     refs/heads/carrel/T1-fix-1  new -> ") && text.contains("A settings.env  +3 −0"))
      let refusal = await OutboxStories.refusal { () async throws(SupervisionError) in
        try await world.supervisor.approve(id, OutboxStories.approval())
      }
      #expect(refusal?.contains("--with-secrets") == true)
      #expect(await forge.requests.isEmpty)
      #expect(try await world.branches().isEmpty)
      _ = try await world.supervisor.approve(id, OutboxStories.approval { $0.withSecrets = true })
      #expect(await forge.requests[OutboxStories.place(world)]?.count == 1)
    }
  }
}

extension String {
  /// How often a text is in it.
  fileprivate func components(_ text: String) -> Int { ranges(of: text).count }
}
