import Interface
import Model
import Screen
import Testing
import Wire

/// The archive page: what is asked, what is shown, and where Enter goes.
@Suite struct ArchiveTests {
  static let sizes = [(80, 24), (120, 40), (200, 60)]

  private static func hit(_ kind: PassageKind, _ seq: Int64, _ before: String, _ match: String, _ after: String = "", path: String? = nil)
    -> SearchHit
  {
    SearchHit(
      kind: kind, seq: seq, time: TaskFixtures.moment(minutesAgo: 40), path: path,
      snippet: [SnippetRun(before), SnippetRun(match, isMatch: true), SnippetRun(after)])
  }

  static var found: SearchPage {
    var old = TaskFixtures.task(4, "Renew every token once a day", .done, minutes: 60 * 24 * 40, engine: "codex")
    old.ended = old.phaseSince
    return SearchPage(
      results: [
        SearchResult(
          task: old, count: 7,
          hits: [hit(.title, 0, "T4 Renew every ", "token"), hit(.note, 9, "published as carrel/T4-renew-every-", "token")]),
        SearchResult(
          task: TaskFixtures.review(3, "Typo in help"), count: 3,
          hits: [
            hit(.text, 20, "The ", "token", " is fetched once and never renewed; I will retry it inside the session."),
            hit(.tool, 31, "error: expected ", "token\u{1B}[31m", " before end of line"),
            hit(.diff, 0, "+guard ", "token", ".isFresh else { return }", path: "src/login.swift"),
          ]),
      ], more: false, behind: 2)
  }

  private func stage(_ width: Int = 120, _ height: Int = 40) -> Stage {
    var stage = Stage(tasks: TaskFixtures.desk, width: width, height: height)
    stage.keys("Ctrl-F")
    stage.clear()
    stage.type("token")
    return stage
  }

  @Test(arguments: sizes) func pages(width: Int, height: Int) {
    var empty = Stage(tasks: TaskFixtures.desk, width: width, height: height)
    empty.keys("Ctrl-F")
    expectGolden(empty.canvas, "archive-empty-\(width)x\(height)")
    var stage = stage(width, height)
    answer(&stage)
    stage.keys("Down Down")
    expectGolden(stage.canvas, "archive-\(width)x\(height)")
  }

  /// Answers the first search, and then the one for all that was typed meanwhile.
  private func answer(_ stage: inout Stage, _ page: SearchPage? = nil) {
    stage.reply(.found(SearchPage(results: [], more: false)))
    stage.reply(.found(page ?? Self.found))
  }

  @Test func oneQuestionAtATimeAndTheLastOneCounts() {
    var stage = stage()
    #expect(stage.requests == [.search(text: "t", limit: 40, offset: 0)])
    #expect(stage.text.contains("searching…"))
    stage.reply(.found(SearchPage(results: [], more: false)))
    #expect(stage.requests.dropFirst() == [.search(text: "token", limit: 40, offset: 0)])
    stage.reply(.found(Self.found))
    #expect(stage.text.contains("2 tasks · 2 tasks are still being indexed"))
    #expect(stage.text.contains("7 places"))
    #expect(!stage.text.contains("\u{1B}"))
    stage.clear()
    stage.keys("Backspace Backspace Backspace Backspace Backspace")
    stage.reply(.found(Self.found))
    #expect(stage.text.contains("Titles, tickets, transcripts"))
  }

  @Test func moreComesAtTheEnd() {
    var stage = stage()
    var page = Self.found
    page.more = true
    answer(&stage, page)
    stage.clear()
    stage.keys("PgDn")
    #expect(stage.requests == [.search(text: "token", limit: 40, offset: 2)])
    stage.reply(.found(SearchPage(results: [SearchResult(task: TaskFixtures.task(77, "Another"), count: 1, hits: [])], more: false)))
    #expect(stage.text.contains("T77"))
    stage.clear()
    stage.keys("PgDn")
    #expect(stage.requests.isEmpty)
  }

  @Test func enterGoesToThePlace() throws {
    var stage = stage()
    answer(&stage)
    stage.keys("Tab Down")
    stage.clear()
    stage.keys("Enter")
    #expect(stage.state.modals.isEmpty)
    #expect(stage.state.list.cursor == TaskID(3))
    #expect(stage.state.focus == .transcript)
    // The last page is not enough: older ones are asked for until the row is there.
    func entry(_ seq: Int64, _ text: String) -> TranscriptEntry {
      TranscriptEntry(
        seq: seq, task: TaskID(3), time: TaskFixtures.moment(minutesAgo: 60 - seq),
        event: .agent(.textDone(messageID: "m\(seq)", text: text)))
    }
    stage.replyToPanes { request in
      if case .transcript(TaskID(3), nil, nil, _) = request { return .transcript((40...50).map { entry($0, "later \($0)") }, more: true) }
      return nil
    }
    let older = stage.effects.compactMap { effect -> Int64? in
      if case .request(_, .transcript(TaskID(3), nil, let before?, let limit)) = effect, limit == 5000 { return before }
      return nil
    }
    #expect(older == [40])
    stage.replyToPanes { request in
      guard case .transcript(TaskID(3), nil, .some, _) = request else { return nil }
      return .transcript((10...39).map { entry($0, $0 == 20 ? "The token is fetched once" : "before \($0)") }, more: true)
    }
    #expect(stage.state.wantedPlace == nil)
    #expect(stage.text.contains("The token is fetched once"))
    #expect(stage.state.panes[TaskID(3)]?.transcript.copyText == "The token is fetched once")
  }

  @Test func anArchivedTaskIsThereAgain() {
    var stage = stage()
    answer(&stage)
    #expect(stage.state.tasks[TaskID(4)] == nil)
    stage.keys("Enter")
    #expect(stage.state.list.cursor == TaskID(4))
    #expect(stage.state.list.shownTasks.contains(TaskID(4)))
    #expect(stage.text.contains("Renew every token once a day"))
  }

  @Test func aFilterThatHidesItGoes() {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys("/")
    stage.type("state:queued")
    stage.keys("Enter Ctrl-F")
    stage.type("x")
    stage.reply(.found(Self.found))
    stage.keys("Tab Enter")
    #expect(stage.state.list.filter.isEmpty)
    #expect(stage.state.list.cursor == TaskID(3))
  }

  @Test func aChangeIsShownInTheDiff() {
    var stage = stage()
    answer(&stage)
    stage.keys("Tab Down Down Down Enter")
    #expect(stage.state.focus == .diff)
    #expect(stage.state.wantedPlace?.hit.path == "src/login.swift")
    stage.replyToPanes { request in
      if case .diff = request {
        return .diff(DiffListing(base: "b", summary: DiffSummary(files: 0, insertions: 0, deletions: 0, tree: "t"), files: []))
      }
      return nil
    }
    #expect(stage.state.wantedPlace == nil)
    #expect(stage.text.contains("not among the changed files"))
  }

  @Test func refusalsAndLostConnectionsAreSaid() {
    var stage = stage()
    stage.reply(.found(Self.found))
    stage.reply(.refused(Refusal(.failed, "The store failed: searching was not possible.")))
    #expect(stage.text.contains("The store failed"))
    stage.clear()
    stage.keys("Down")
    #expect(stage.requests.isEmpty, "what was refused is not asked again by itself")
    stage.apply(.disconnected("gone"))
    stage.type("x")
    #expect(stage.text.contains("no service: gone"))
    #expect(stage.requests.isEmpty)
    stage.keys("Esc")
    #expect(stage.state.modals.isEmpty)
  }
}
