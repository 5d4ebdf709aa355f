import Forges
import Model
import Storage
import Supervision
import TestSupport
import Testing

/// CI that is held until a person has looked is let go in each of the three ways, once.
@Suite(.timeLimit(.minutes(5))) struct ReleaseStories {
  private func release(_ story: RequestWorld, _ id: TaskID, looked: Bool = false) async throws -> String {
    try await story.world.supervisor.release(id, looked: looked, author: "ana")
  }

  private func refusal(_ story: RequestWorld, _ id: TaskID, looked: Bool = false) async -> String {
    do throws(SupervisionError) { return try await story.world.supervisor.release(id, looked: looked, author: "ana") } catch {
      return error.text
    }
  }

  @Test func aDraftIsMarkedAsReady() async throws {
    try await RequestWorld.tell { story in
      let id = try await story.published(["Fix the greeting"], hold: .draft)[0]
      await story.nextLook()
      #expect(try await story.request(id)?.facts == "PR #12 open, draft · CI held")
      #expect(try await release(story, id).contains("marked as ready"))
      let pull = await story.forge.requests[RequestWorld.repository]?.first
      #expect(pull?.isDraft == false)
      #expect(pull?.title == "Fix the greeting" && pull?.body == "Closes #1", "the rest stays")
      #expect(try await story.request(id)?.hold == nil)
      #expect(story.notes(id).contains { $0.hasPrefix("CI released by ana") })
      #expect(try await release(story, id) == "\(id): its CI is not held")
      #expect(await story.calls("update") == 1)
    }
  }

  @Test func aLabelIsSet() async throws {
    try await RequestWorld.tell { story in
      let id = try await story.published(["Fix the greeting"], hold: .label("ci-ok"))[0]
      #expect(try await release(story, id).contains("the label ci-ok is set"))
      #expect(await story.forge.requests[RequestWorld.repository]?.first?.labels == ["ci-ok"])
      #expect(try await story.request(id)?.hold == nil)
    }
  }

  @Test func whereTheForgeStartsNothingByItselfTheChecksAreStarted() async throws {
    try await RequestWorld.tell { story in
      let ids = try await story.published(["Fix the greeting", "Another"], hold: .label("ci-ok"))
      await story.forge.change { $0.startsChecks = true }
      #expect(try await release(story, ids[0]).hasSuffix("the label ci-ok is set, and its pipeline is started"))
      await story.forge.change { $0.failures["startChecks"] = [ForgeError(.refused, "Starting: no stages.")] }
      #expect(try await release(story, ids[1]).hasSuffix("the label ci-ok is set; its checks were not started (Starting: no stages.)"))
      #expect(try await story.request(ids[1])?.hold == nil, "it is released all the same")
    }
  }

  @Test func theMarkerGoesWithANewCommitOverTheOldOneAndNothingElse() async throws {
    try await RequestWorld.tell { story in
      let message = SkipMarker.skipCI.added(to: "Fix the greeting\n\nAgent: scripted\n")
      let id = try await story.published(["Fix the greeting"], hold: .marker("[skip ci]"), message: message)[0]
      let before = try await story.world.task(id)
      let branch = try #require(before.branch)
      let remote = story.world.remote
      #expect(try await remote.git("log", "-1", "--format=%B", branch).contains("[skip ci]"))
      let what = "%T %P %an %ae %ad %cn %cd"
      let old = try await remote.git("log", "-1", "--format=\(what)", branch)
      #expect(try await release(story, id).contains("without [skip ci]"))
      #expect(try await remote.git("log", "-1", "--format=\(what)", branch) == old, "the same files, base, people and dates")
      let text = try await remote.git("log", "-1", "--format=%B", branch)
      #expect(SkipMarker.found(in: text).isEmpty && text.contains("Agent: scripted"))
      let after = try await story.world.task(id)
      #expect(after.published?.commit != before.published?.commit)
      #expect(try await remote.git("rev-parse", branch).split(separator: "\n").first.map(String.init) == after.published?.commit)
      #expect(after.published?.request?.hold == nil)
      #expect(try await story.world.branches() == [branch])
    }
  }

  @Test("a crash between the push and its note: the second time nothing is pushed again")
  func aCrashBetweenDeedAndNote() async throws {
    for hold in [CIHold.marker("[ci skip]"), .draft, .label("go")] {
      try await RequestWorld.tell { story in
        let message = SkipMarker.ciSkip.added(to: "Fix the greeting\n")
        let id = try await story.published(["Fix the greeting"], hold: hold, message: message)[0]
        let before = try await story.world.task(id)
        _ = try await release(story, id)
        let done = try await story.world.task(id).published?.commit
        // The note is lost, as with kill -9 before it.
        _ = try await story.world.desk.log.save(before, [], at: story.world.clock.now)
        try await story.world.restart()
        #expect(try await story.request(id)?.hold == hold)
        _ = try await release(story, id)
        let after = try await story.world.task(id)
        #expect(after.published?.request?.hold == nil)
        #expect(after.published?.commit == done)
        #expect(await story.calls("update") <= 1)
        #expect(await story.calls("label") <= 1)
      }
    }
  }

  @Test func aBranchThatSomebodyPushedToIsLeftAlone() async throws {
    try await RequestWorld.tell { story in
      let message = SkipMarker.skipCI.added(to: "Fix the greeting\n")
      let id = try await story.published(["Fix the greeting"], hold: .marker("[skip ci]"), message: message)[0]
      let branch = try #require(try await story.world.task(id).branch)
      let remote = story.world.remote
      let tree = try await remote.git("rev-parse", "\(branch)^{tree}").split(separator: "\n").first.map(String.init) ?? ""
      let theirs =
        try await remote.git("commit-tree", tree, "-p", branch, "-m", "By hand").split(separator: "\n").first.map(String.init) ?? ""
      _ = try await remote.git("update-ref", "refs/heads/\(branch)", theirs)
      #expect(try await release(story, id).contains("somebody pushed"))
      #expect(try await remote.git("rev-parse", branch).hasPrefix(theirs))
      #expect(try await story.request(id)?.hold == nil)
    }
  }

  @Test func whatNobodyLookedAtStaysHeld() async throws {
    try await RequestWorld.tell { story in
      let id = try await story.published(["Fix the greeting"], hold: .draft, looked: false)[0]
      #expect(await refusal(story, id).contains("nobody has looked"))
      #expect(await story.calls("update") == 0)
      #expect(try await story.request(id)?.hold == .draft)
      #expect(try await release(story, id, looked: true).contains("marked as ready"), "unless the operator says so")
    }
  }

  @Test func aFailureIsOneSentenceAndItStaysHeld() async throws {
    try await RequestWorld.tell { story in
      let id = try await story.published(["Fix the greeting"], hold: .draft)[0]
      await story.forge.change { $0.failures["update"] = [ForgeError(.missingScope, "Changing #12: the token lacks write:issue.")] }
      #expect(await refusal(story, id) == "Releasing the CI of \(id), which stays held: Changing #12: the token lacks write:issue.")
      #expect(try await story.request(id)?.hold == .draft)
      await story.pull { $0.state = .merged }
      #expect(await refusal(story, id).contains("is merged"))
      await story.pull { $0.state = .open }
      #expect(try await release(story, id).contains("marked as ready"))
    }
  }

  @Test func whoReleasesOnTheForgeReleases() async throws {
    try await RequestWorld.tell { story in
      let id = try await story.published(["Fix the greeting"], hold: .draft)[0]
      await story.pull { $0.isDraft = false }
      await story.nextLook()
      #expect(try await story.request(id)?.hold == nil)
      #expect(story.notes(id).contains { $0.hasPrefix("CI is no longer held") })
    }
  }
}
