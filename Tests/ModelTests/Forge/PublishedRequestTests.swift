import FoundationEssentials
import Model
import Testing

/// What is kept and said of a pull request.
@Suite struct PublishedRequestTests {
  private var request: PublishedRequest {
    PublishedRequest(
      repository: ForgeRepository(host: "git.lab", owner: "ops", name: "tools"), number: 12, url: "https://git.lab/ops/tools/pulls/12")
  }

  private func reading(_ change: (inout RequestReading) -> Void = { _ in }) -> RequestReading {
    var reading = RequestReading(
      kind: .gitea,
      pull: PullRequest(number: 12, url: "https://git.lab/ops/tools/pulls/12", title: "T", head: "b", base: "main", commit: "c1"))
    change(&reading)
    return reading
  }

  private func note(_ id: Int64, _ author: String = "bob", _ body: String = "x") -> ReviewNote {
    ReviewNote(id: id, author: author, body: body, path: "a.swift", line: 3, created: Timestamp(milliseconds: id))
  }

  private let now = Timestamp(milliseconds: 1_000_000)

  @Test func whatIsKeptIsBoundedWhateverCame() {
    var request = request
    let body = String(repeating: "é", count: 1 << 19)
    let news = request.take(
      reading {
        $0.notes = (1...500).map { note(Int64($0), String(repeating: "a", count: 5_000), body) }
        $0.checks = (1...500).map { CICheck(name: "\($0)" + body, state: .failed, text: body, url: body) }
        $0.pull.url = body
        $0.pull.commit = body
      }, at: now)
    #expect(request.notes.count == PublishedRequest.mostNotes && request.checks.count == PublishedRequest.mostChecks)
    #expect(request.notes.reduce(0) { $0 + $1.body.utf8.count } <= 65_000)
    #expect(request.notes.last?.body.utf8.count ?? 0 > 7_000, "the newest are kept in full")
    #expect(request.url == "https://git.lab/ops/tools/pulls/12" && request.commit == nil)
    #expect(news.allSatisfy { $0.text.utf8.count < 2_000 })
    #expect(request.listed.notes.allSatisfy { $0.body.utf8.count <= 410 })
    #expect(
      request.take(reading { $0.notes = (1...500).map { note(Int64($0), "bob", "y") } }, at: now).allSatisfy { !$0.asks },
      "none is new twice")
  }

  @Test func aDeletedCommentMakesNoOlderOneNew() {
    var request = request
    _ = request.take(reading { $0.notes = (1...101).map { note(Int64($0)) } }, at: now)
    #expect(request.take(reading { $0.notes = (1...100).map { note(Int64($0)) } }, at: now).isEmpty)
  }

  @Test func whatChecksAmountTo() {
    #expect(PublishedRequest.sum([]) == .none)
    #expect(PublishedRequest.sum([CICheck(name: "a", state: .none)]) == .none)
    #expect(PublishedRequest.sum([CICheck(name: "a", state: .passed), CICheck(name: "b", state: .none)]) == .passed)
    #expect(PublishedRequest.sum([CICheck(name: "a", state: .passed), CICheck(name: "b", state: .running)]) == .running)
    #expect(PublishedRequest.sum([CICheck(name: "a", state: .failed), CICheck(name: "b", state: .running)]) == .failed)
  }

  @Test func whatIsHeldSaysSoUntilItIsReleased() {
    var request = request
    request.hold = .label("go")
    _ = request.take(reading { $0.checks = [CICheck(name: "title", state: .passed)] }, at: now)
    #expect(request.facts == "PR #12 open · CI held" && request.short == "#12 CI held")
    let news = request.take(
      reading {
        $0.checks = [CICheck(name: "title", state: .passed)]
        $0.pull.labels = ["go"]
      }, at: now)
    #expect(news == [.released("the label go is set"), .passed(1)])
    #expect(request.hold == nil && request.facts == "PR #12 open · CI passed")
  }

  @Test func aNewCommitHasNoChecksYet() {
    var request = request
    _ = request.take(reading { $0.checks = [CICheck(name: "a", state: .failed)] }, at: now)
    #expect(request.ci == .failed)
    _ = request.take(reading { $0.pull.commit = "c2" }, at: now)
    #expect(request.ci == .none && request.checks.isEmpty)
  }

  @Test func theFactsInOneLine() {
    var request = request
    request.kind = .gitlab
    request.isDraft = true
    request.checks =
      [CICheck(name: "a", state: .failed), CICheck(name: "b", state: .failed)] + ["c", "d", "e"].map { CICheck(name: $0, state: .passed) }
    request.ci = .failed
    request.notes = [note(1), note(2), note(3)]
    request.handedOver = [1]
    request.read = [2]
    #expect(request.facts == "MR !12 open, draft · CI failed (2 of 5) · 3 comments, 1 new")
    #expect(request.open.map(\.id) == [2, 3] && request.unread.map(\.id) == [3])
    request.state = .merged
    #expect(request.short == "!12 merged" && request.asking == nil)
  }

  @Test func recordsWithoutTheLaterFactsAreRead() throws {
    let data = try JSONEncoder().encode(request)
    var object = String(decoding: data, as: UTF8.self)
    for key in ["kind", "commit", "read", "changed", "seen"] { #expect(!object.contains("\"\(key)\"")) }
    object = object.replacing("\"number\":12", with: "\"number\":13")
    #expect(try JSONDecoder().decode(PublishedRequest.self, from: Data(object.utf8)).number == 13)
  }

  @Test func aMarkAloneHidesNobodysComment() {
    let comments = ["ann", "mallory"].enumerated().map {
      IssueComment(
        id: Int64($0.offset), author: $0.element, body: OwnComment.marked("hi", task: TaskID(1)), created: Timestamp(milliseconds: 1))
    }
    #expect(RequestReading.notes([], comments, login: "ann").map(\.author) == ["mallory"])
    #expect(RequestReading.notes([], comments, login: nil).count == 2)
    #expect(OwnComment.marked(OwnComment.marked("hi", task: TaskID(1)), task: TaskID(1)) == OwnComment.marked("hi", task: TaskID(1)))
  }
}
