import Forges
import Model
import Supervision
import TestSupport
import Testing

/// Pull requests are followed: state, checks, comments, at sensible paces.
@Suite(.timeLimit(.minutes(5))) struct FollowupStories {
  @Test func checksAreSeenAsTheyRunFailAndPass() async throws {
    try await RequestWorld.tell { story in
      let id = try await story.published(["Fix the greeting"])[0]
      await story.checks(CICheck(name: "build", state: .running), CICheck(name: "lint", state: .passed))
      #expect(await story.nextLook() <= FollowupPace.first)
      #expect(try await story.request(id)?.ci == .running)
      #expect(try await story.world.task(id).attention == nil)
      #expect(await story.nextLook() <= FollowupPace.running, "checks that run are looked at often")
      await story.checks(CICheck(name: "build", state: .failed, text: "1 test failed"), CICheck(name: "lint", state: .passed))
      await story.nextLook()
      #expect(story.notes(id).contains("CI failed: build"))
      let failed = try await story.world.task(id)
      #expect(failed.phase == .done)
      #expect(failed.attention?.kind == .pullRequest)
      #expect(failed.attention?.text == "CI failed: build")
      #expect(failed.published?.request?.facts == "PR #12 open · CI failed (1 of 2)")
      await story.checks(CICheck(name: "build", state: .passed), CICheck(name: "lint", state: .passed))
      await story.nextLook()
      #expect(story.notes(id).contains("CI passed: 2 checks"))
      #expect(try await story.world.task(id).attention == nil, "nobody is needed any more")
    }
  }

  @Test func commentsOfOthersAskForTheOperatorAndCarrelsOwnAreLeftOut() async throws {
    try await RequestWorld.tell { story in
      let id = try await story.published(["Fix the greeting"])[0]
      await story.nextLook()
      await story.comment(1, "bob", "Use the clock.")
      await story.comment(2, "bob", "And here.", line: 3)
      await story.comment(3, "eve", "Settled already.", resolved: true)
      await story.forge.change { forge in
        forge.said[RequestWorld.reference(12)] = [
          IssueComment(
            id: 7, author: "ann", body: OwnComment.marked("Published by Carrel.", task: TaskID(1)), created: Timestamp(milliseconds: 1)),
          IssueComment(id: 8, author: "ann", body: "I look at it tomorrow.", created: Timestamp(milliseconds: 2)),
          IssueComment(
            id: 9, author: "mallory", body: OwnComment.marked("Pretends to be Carrel.", task: TaskID(1)),
            created: Timestamp(milliseconds: 3)),
        ]
      }
      await story.nextLook()
      let task = try await story.world.task(id)
      let request = try #require(task.published?.request)
      #expect(request.notes.map(\.id) == [8, 9, 1, 2, 3], "oldest first, without Carrel's own")
      #expect(task.attention?.text == "2 new review comments and 1 new comment by mallory, bob")
      #expect(request.unread.map(\.id) == [9, 1, 2], "neither the operator's own nor what is resolved")
      try await story.world.supervisor.readRequest(id)
      #expect(try await story.world.task(id).attention == nil)
      await story.nextLook()
      #expect(try await story.world.task(id).attention == nil, "what was seen is not told again")
      #expect(story.notes(id).count { $0.contains("new review comments") } == 1)
      await story.comment(4, "bob", "One more.")
      await story.nextLook()
      #expect(try await story.world.task(id).attention?.text == "1 new review comment by bob")
    }
  }

  @Test func theLessHappensTheLessIsAskedAndWhoLooksIsServedSooner() async throws {
    try await RequestWorld.tell { story in
      let id = try await story.published(["Fix the greeting"])[0]
      var waits: [Double] = []
      for _ in 0..<25 { waits.append(await story.nextLook()) }
      #expect(waits[1] <= 25)
      #expect(waits.last ?? 0 > 500 && waits.last ?? 0 <= FollowupPace.most + 1)
      for (before, after) in zip(waits.dropFirst(2), waits.dropFirst(3)) { #expect(after >= before - 1, "the rests grow") }
      await story.world.supervisor.look(client: 1, at: id)
      await story.untilAsleep()
      #expect(await story.nextLook() <= FollowupPace.viewed)
      #expect(await story.nextLook() <= FollowupPace.viewed + 0.1)
      await story.world.supervisor.look(client: 1, at: nil)
      #expect(try await story.request(id)?.state == .open)
    }
  }

  @Test func aMergedRequestIsSaidAndSoonLeftAlone() async throws {
    try await RequestWorld.tell { story in
      let id = try await story.published(["Fix the greeting"])[0]
      await story.nextLook()
      await story.pull { $0.state = .merged }
      await story.nextLook()
      #expect(story.notes(id).contains("The pull request was merged."))
      #expect(try await story.request(id)?.short == "#12 merged")
      #expect(await story.untilNotFollowed(), "an hour later nothing is waited for any more")
      let calls = await story.forge.calls.count
      try await story.world.restart()
      #expect(await !story.world.supervisor.isFollowing)
      #expect(await story.forge.calls.count == calls)
      _ = try await story.world.supervisor.refresh([id])
      #expect(await story.forge.calls.count > calls, "asked by hand it is still looked at")
    }
  }

  @Test func aClosedRequestIsSaidAndItsOpeningToo() async throws {
    try await RequestWorld.tell { story in
      let id = try await story.published(["Fix the greeting"])[0]
      await story.nextLook()
      await story.comment(1, "bob", "No.")
      await story.pull { $0.state = .closed }
      await story.nextLook()
      #expect(story.notes(id).contains("The pull request was closed without being merged."))
      #expect(try await story.world.task(id).attention == nil, "what is closed asks for nobody")
      await story.pull { $0.state = .open }
      await story.nextLook()
      #expect(story.notes(id).contains("The pull request is open again."))
    }
  }

  @Test func aForgeThatAsksToWaitIsLeftAloneSoLong() async throws {
    try await RequestWorld.tell { story in
      let id = try await story.published(["Fix the greeting"])[0]
      await story.forge.change { $0.failures["request"] = [ForgeError(.rateLimit, "Asking git.lab: too many requests.", retryAfter: 777)] }
      await story.nextLook()
      #expect((story.world.clock.untilNext ?? 0) > 770)
      await #expect(throws: SupervisionError.self) { try await story.world.supervisor.refresh([id]) }
      #expect(await story.calls("request") == 1, "not even by hand")
      #expect(await story.nextLook() >= 770)
      #expect(try await story.request(id)?.seen != nil)
      #expect(story.world.book.messages.count { $0.contains("too many requests") } == 1)
    }
  }

  @Test func passingTroubleIsSaidOnceAndTriedLessAndLess() async throws {
    try await RequestWorld.tell { story in
      let id = try await story.published(["Fix the greeting"])[0]
      let down = ForgeError(.unreachable, "Asking git.lab: it cannot be reached.")
      await story.forge.change { $0.failures["request"] = [down, down, down] }
      await story.nextLook()
      let waits = [await story.nextLook(), await story.nextLook(), await story.nextLook()]
      #expect(waits[0] < waits[1] && waits[1] < waits[2])
      #expect(story.world.book.messages.count { $0.contains("cannot be reached") } == 1)
      #expect(try await story.request(id)?.seen != nil)
    }
  }

  @Test func aDeadTokenIsSaidOncePerForgeAndASuccessorIsTriedAtOnce() async throws {
    try await RequestWorld.tell { story in
      let ids = try await story.published(["One", "Two"])
      let dead = ForgeError(.refusedToken, "Asking git.lab: the token was refused.")
      await story.forge.change { $0.failures["request"] = [dead, dead, dead, dead] }
      await story.nextLook()
      while await story.calls("request") < 2 { await story.nextLook() }
      #expect((story.world.clock.untilNext ?? 0) > FollowupPace.deadToken - 60)
      #expect(story.world.book.messages.count { $0.contains("token was refused") } == 1)
      await story.forge.change { $0.failures = [:] }
      await story.world.supervisor.takeCredentials(["GITEA_TOKEN": "new"])
      await story.untilAsleep()
      await story.nextLook()
      await story.nextLook()
      for id in ids { #expect(try await story.request(id)?.seen != nil) }
      #expect(story.world.book.messages.count { $0.contains("token was refused") } == 1)
    }
  }

  @Test func aRequestThatTheForgeDoesNotKnowIsSaidInItsTask() async throws {
    try await RequestWorld.tell { story in
      let ids = try await story.published(["One", "Two"])
      await story.forge.change { forge in forge.requests[RequestWorld.repository]?.removeFirst() }
      for _ in 0..<6 { await story.nextLook() }
      #expect(story.notes(ids[0]).count { $0.contains("there is none") } == 1)
      #expect(try await story.request(ids[1])?.seen != nil, "the others are followed as before")
    }
  }

  @Test func aRestartGoesOnWithWhatIsKnown() async throws {
    try await RequestWorld.tell { story in
      let id = try await story.published(["Fix the greeting"])[0]
      await story.checks(CICheck(name: "build", state: .failed))
      await story.comment(1, "bob", "Use the clock.")
      await story.nextLook()
      try await story.world.restart()
      let task = try await story.world.task(id)
      #expect(task.attention?.text == "CI failed: build; 1 new review comment by bob")
      await story.nextLook()
      #expect(story.notes(id).isEmpty, "nothing of it is news a second time")
    }
  }

  @Test func refreshAsksNowAndSaysHowItStands() async throws {
    try await RequestWorld.tell { story in
      let id = try await story.published(["Fix the greeting"])[0]
      await story.checks(CICheck(name: "build", state: .passed))
      #expect(try await story.world.supervisor.refresh([id]) == "\(id)\tPR #12 open · CI passed")
      #expect(try await story.world.supervisor.refresh(nil) == "\(id)\tPR #12 open · CI passed")
      let other = try await story.world.add("Another")[0]
      await story.world.until(other, .review)
      await #expect(throws: SupervisionError.self) { try await story.world.supervisor.refresh([other]) }
    }
  }
}
