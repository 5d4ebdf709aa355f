import Model
import Supervision
import Testing

/// The machine's part in what comes after a pull request was opened.
@Suite struct TaskMachineFollowupTests {
  private func bench(_ change: (inout TaskRecord) -> Void = { _ in }) -> MachineBench {
    MachineBench { record in
      record.phase = .done
      record.baseCommit = "base"
      record.sessionID = "s1"
      record.lastPrompt = "Do it"
      record.published = Publication(
        kind: .pr, ref: "carrel/t1", commit: "c1",
        request: PublishedRequest(repository: ForgeRepository(host: "h", owner: "o", name: "r"), number: 7, url: "u"))
      change(&record)
    }
  }

  private func reading(_ change: (inout RequestReading) -> Void = { _ in }) -> RequestReading {
    var reading = RequestReading(kind: .gitea, pull: PullRequest(number: 7, url: "u", title: "T", head: "b", base: "main", commit: "c1"))
    change(&reading)
    return reading
  }

  private func question(_ bench: MachineBench) throws -> RequestQuestion { try #require(RequestQuestion(bench.record)) }

  @Test func anAnswerAboutWhatWasPublishedBeforeIsDropped() throws {
    var bench = bench()
    let old = try question(bench)
    _ = bench.put(.released(commit: "c2", how: "x", author: "ana"))
    #expect(bench.put(.followed(reading { $0.pull.state = .merged }, old)).refusal != nil)
    #expect(bench.record.published?.request?.state == .open)
  }

  @Test func theBareMomentIsNotWorthARowOfTheStoreEachTime() throws {
    var bench = bench()
    #expect(bench.put(.followed(reading(), try question(bench))).changed)
    #expect(!bench.put(.followed(reading(), try question(bench))).changed)
    #expect(bench.put(.followed(reading(), try question(bench), always: true)).changed)
    bench.now.milliseconds += 700_000
    #expect(bench.put(.followed(reading(), try question(bench))).changed)
  }

  @Test func anotherCommitAtTheHeadIsNotHeldByTheMarkerAnyMore() throws {
    var bench = bench { $0.published?.request?.hold = .marker("[skip ci]") }
    _ = bench.put(.followed(reading(), try question(bench)))
    #expect(bench.record.published?.request?.ci == .held)
    // A forge that still tells the commit before this one has seen no push.
    #expect(bench.record.published?.request?.hold != nil)
    let step = bench.put(.followed(reading { $0.pull.commit = "c9" }, try question(bench)))
    #expect(bench.record.published?.request?.hold == nil)
    #expect(step.events.contains(.note(.info, "CI is no longer held: somebody pushed to its branch.")))
  }

  @Test func whileTheTaskIsAtWorkAgainNothingCallsForTheOperator() throws {
    var bench = bench { $0.phase = .running }
    _ = bench.put(.followed(reading { $0.checks = [CICheck(name: "b", state: .failed)] }, try question(bench)))
    #expect(bench.record.published?.request?.ci == .failed && bench.record.attention == nil)
  }

  @Test func withoutAWorkspaceTheConversationBeginsAnewWithTheComments() {
    var bench = bench()
    #expect(bench.put(.reviewsSent(text: "Comments", notes: [5], author: "ana")).refusal == nil)
    #expect(bench.record.phase == .queued && bench.record.sessionID == nil && bench.record.pendingMessages.isEmpty)
    #expect(bench.record.published?.request?.handedOver == [5] && bench.record.ended == nil)
    _ = bench.put(.admitted)
    _ = bench.put(.prepared(Preparation(path: "/w", baseCommit: "base", baseBranch: "main", brief: "Brief", remarks: [], isNew: true)))
    let step = bench.put(.agentStarted(session: "s2", sandbox: SandboxSummary(level: .isolated, network: .open), credential: nil))
    guard case .prompt(let text)? = step.actions.last else {
      Issue.record("no prompt")
      return
    }
    #expect(text.hasPrefix("Comments\n") && text.hasSuffix("Brief"))
  }

  @Test func withItsWorkspaceTheConversationGoesOn() {
    var bench = bench { $0.workspacePath = "/w" }
    _ = bench.put(.reviewsSent(text: "Comments", notes: [5], author: "ana"))
    _ = bench.put(.admitted)
    _ = bench.put(.prepared(Preparation(path: "/w", baseCommit: "base", baseBranch: "main", brief: "Brief", remarks: [])))
    let step = bench.put(.agentStarted(session: "s1", sandbox: SandboxSummary(level: .isolated, network: .open), credential: nil))
    #expect(step.actions == [.prompt("Comments")])
  }

  @Test func aChainThatPublishedDoesNotPublishTheAnswerByItself() {
    var bench = bench { record in
      record.chain = StepChain(
        steps: [WorkStep(name: "do"), WorkStep(publishing: "out", .branch)], engine: "demo", mode: .auto)
      record.chain?.position = 1
    }
    _ = bench.put(.reviewsSent(text: "Comments", notes: [], author: "ana"))
    bench.run()
    _ = bench.put(.agent(.turnDone(.completed, text: "Done.")))
    let step = bench.put(.measured(DiffSummary(files: 1, insertions: 1, deletions: 0, tree: "t"), final: true))
    #expect(bench.record.phase == .review)
    #expect(!step.actions.contains { if case .publishByItself = $0 { true } else { false } })
  }

  @Test func limitsThatAreReachedAreSaidBeforeAnythingIsBroughtBack() {
    var bench = bench { record in
      record.limits.turns = 2
      record.turns = 2
    }
    #expect(bench.put(.reviewsSent(text: "x", notes: [], author: "ana")).refusal?.contains("limit of 2 turns") == true)
    #expect(bench.record.phase == .done)
  }

  @Test func whatAsksIsNotArchived() {
    let bench = bench { $0.ended = Timestamp(milliseconds: 0) }
    var task = bench.record
    let later = Timestamp(milliseconds: Int64(TaskRecord.archiveAge * 1000) + 1_000_000)
    #expect(task.isArchived(at: later))
    task.attention = Attention(kind: .pullRequest, since: later, text: "")
    #expect(!task.isArchived(at: later))
  }
}
