import Interface
import Model
import Screen
import Testing
import Wire

/// The issues page and what it hands to the sheet; a task whose issue changed.
@Suite struct IssuesPageTests {
  static func row(
    _ number: Int, _ title: String, labels: [String] = [], task: Int? = nil, phase: TaskPhase? = nil, changed: Bool = false,
    minutes: Int64 = 30
  ) -> IssueRow {
    IssueRow(
      issue: ForgeIssue(
        number: number, name: "#\(number)", title: title, body: "", labels: labels, milestone: number % 3 == 0 ? "2.0" : nil,
        assignees: number % 2 == 0 ? ["ann"] : [], isOpen: number != 9, url: "https://git.lab/ops/shop/issues/\(number)",
        updated: TaskFixtures.moment(minutesAgo: minutes), commentCount: number % 4),
      task: task.map { TaskID($0) }, phase: phase, isChanged: changed)
  }

  static var listing: IssueListing {
    IssueListing(
      place: "ops/shop on git.lab",
      rows: [
        row(31, "The login test fails on Mondays", labels: ["bug", "flaky"], task: 12, phase: .running, minutes: 3),
        row(30, "Invoice totals are rounded twice", labels: ["bug"], task: 4, phase: .review, changed: true, minutes: 9),
        row(28, "Dark mode for the invoice page\u{1B}[31m", labels: ["feature"], minutes: 70),
        row(27, "日本語のヘルプを直す", minutes: 90),
        row(22, "Search ignores umlauts when the query is longer than the widest column of this list", minutes: 300),
        row(9, "An old one", labels: ["wontfix"], minutes: 9000),
      ], next: "2")
  }

  private func stage(_ width: Int = 120, _ height: Int = 40) -> Stage {
    var stage = Stage(tasks: SceneDesk.tasks, width: width, height: height)
    stage.clear()
    stage.keys("I")
    return stage
  }

  @Test func openingAsksForTheDirectorysOpenIssues() {
    var stage = stage()
    #expect(stage.requests == [.issues(IssueQuestion(directory: "/home/ada/shop"))])
    #expect(stage.text.contains("Asking…"))
    stage.clear()
    stage.reply(.refused(Refusal(.refused, "unasked")))
    stage.keys("Esc")
    // It comes back as it was left, and what was on its way still arrives.
    stage.keys("I")
    #expect(stage.text.contains("Issues"))
  }

  @Test func rowsShowTheirTasksAndWhatChanged() {
    var stage = stage()
    stage.reply(.issues(Self.listing))
    #expect(stage.text.contains("ops/shop on git.lab: 6 issues and more, 2 have a task"))
    #expect(stage.text.contains("= T4 changed since"))
    #expect(stage.text.contains("= T12 permission"))
    #expect(!stage.text.contains("\u{1B}"))
    #expect(stage.text.contains("× #9"))
  }

  @Test func theNextPageComesAsOneScrolls() {
    var stage = stage(80, 24)
    stage.clear()
    stage.keys("r")
    #expect(stage.requests.count == 1)
    stage.reply(.issues(IssueListing(place: "p", rows: (1...50).map { Self.row($0, "Issue \($0)") }, next: "2")))
    stage.clear()
    stage.keys("PgDn")
    #expect(stage.requests.isEmpty)
    stage.keys("G")
    var question = IssueQuestion(directory: "/home/ada/shop")
    question.cursor = "2"
    #expect(stage.requests == [.issues(question)])
    stage.keys("j")
    #expect(stage.requests.count == 1)
    stage.reply(.issues(IssueListing(place: "p", rows: (41...60).map { Self.row($0, "Issue \($0)") }, next: "3")))
    #expect(stage.text.contains("50 of 60+"))
    // A page of what is known already is the last one.
    stage.clear()
    stage.keys("G")
    stage.reply(.issues(IssueListing(place: "p", rows: [Self.row(1, "Issue 1")], next: "4")))
    stage.clear()
    stage.keys("G")
    #expect(stage.requests.isEmpty)
    #expect(stage.text.contains("60 of 60"))
  }

  @Test func fieldsAreTypedAndEnterAsks() {
    var stage = stage()
    stage.reply(.issues(Self.listing))
    stage.clear()
    stage.keys("/")
    stage.type("bug, good first")
    stage.keys("Tab Tab")
    stage.type("@me")
    stage.keys("Tab")
    stage.type("login jk")
    #expect(stage.requests.isEmpty)
    stage.keys("Tab")
    stage.type("merged")
    stage.keys("Enter")
    #expect(stage.requests.isEmpty)
    #expect(stage.text.contains("The state is open, closed or all, not \"merged\"."))
    stage.keys("Ctrl-U")
    stage.type("all")
    stage.keys("Enter")
    let filter = IssueFilter(state: .all, labels: ["bug", "good first"], assignee: "@me", query: "login jk")
    #expect(stage.requests == [.issues(IssueQuestion(directory: "/home/ada/shop", filter: filter))])
    // An answer to the question before is let go.
    stage.reply(.refused(Refusal(.refused, "Listing: the token has expired; make a new one.")))
    #expect(stage.text.contains("the token has expired"))
    #expect(!stage.text.contains("Mondays"))
  }

  @Test func theMarkedOnesGoIntoTheSheetAndTheirTextsAreFetched() {
    var stage = stage()
    stage.reply(.issues(Self.listing))
    stage.clear()
    stage.keys("j j Space Space")
    #expect(stage.text.contains("2 marked"))
    stage.keys("i")
    guard case .read(let text, _)? = stage.requests.last else {
      Issue.record("nothing was read: \(stage.requests)")
      return
    }
    #expect(text == "https://git.lab/ops/shop/issues/28\nhttps://git.lab/ops/shop/issues/27")
    stage.reply(.preview(Self.named, remarks: []))
    #expect(stage.text.contains("fetching…"))
    let names = Self.named.compactMap(\.fetch)
    #expect(stage.requests.contains(.fetchIssues(names, repository: nil, directory: "/home/ada/shop")))
    // The sheet can be edited meanwhile.
    stage.keys("x")
    answerFetch(&stage)
    #expect(stage.text.contains("Dark mode for the invoice page"))
    #expect(stage.text.contains("Reading ops/shop#27: git.lab asks to wait"))
    stage.keys("k")
    #expect(stage.text.contains("text from outside, ops/shop#28: Please."))
    stage.keys("Esc")
    #expect(stage.text.contains("Issues"))
  }

  static var named: [TicketDraft] {
    [28, 27].enumerated().map { index, number in
      var draft = TicketDraft(
        line: index + 1, use: false,
        ticket: Ticket(id: "ops/shop#\(number)", title: "ops/shop#\(number)", url: "https://git.lab/ops/shop/issues/\(number)"),
        problem: "its text is being fetched")
      draft.fetch = draft.ticket.url
      return draft
    }
  }

  private func answerFetch(_ stage: inout Stage) {
    for effect in stage.effects {
      if case .request(let id, .fetchIssues(let names, _, _)) = effect {
        let origin = TicketOrigin(
          issue: IssueReference(ForgeRepository(host: "git.lab", owner: "ops", name: "shop"), 28), digest: "d",
          updated: Timestamp(milliseconds: 1))
        let ticket = Ticket(
          id: "ops/shop#28", title: "Dark mode for the invoice page", body: "Please.", url: names[0], origin: origin)
        stage.apply(
          .reply(
            id,
            .fetched([
              FetchedIssue(name: names[0], ticket: ticket),
              FetchedIssue(name: names[1], problem: "Reading ops/shop#27: git.lab asks to wait 60 seconds."),
            ])))
      }
    }
    stage.keys("j")
  }

  @Test func titlesOfOnesOwnNeedNoText() {
    var stage = Stage(tasks: [], width: 120, height: 40)
    stage.paste("ops/shop#28\nops/shop#27")
    stage.reply(.preview(Self.named, remarks: []))
    stage.keys("e Ctrl-U")
    stage.type("My own words")
    stage.keys("Enter")
    answerFetch(&stage)
    #expect(stage.text.contains("My own words"))
    #expect(!stage.text.contains("Dark mode"))
  }

  @Test func aCutConnectionFetchesAgain() {
    var stage = Stage(tasks: [], width: 120, height: 40)
    stage.paste("ops/shop#28\nops/shop#27")
    stage.reply(.preview(Self.named, remarks: []))
    stage.apply(.disconnected("gone"))
    stage.clear()
    stage.connect([])
    #expect(stage.requests.contains { if case .fetchIssues = $0 { true } else { false } })
  }

  @Test func aChangedIssueIsShownAndTakenAfterAQuestion() {
    var stage = Stage(tasks: [Self.changed(.queued), Self.changed(.running, 8)], width: 120, height: 40)
    #expect(stage.text.contains("issue changed"))
    stage.keys("g Z")
    #expect(stage.requests.contains { if case .task = $0 { true } else { false } })
    var whole = Self.changed(.running, 8)
    whole.issueNow = Ticket(title: "Cache avatars for a day", body: "Not longer.", origin: whole.ticket.origin)
    stage.clear()
    stage.keys("Z")
    stage.reply(.task(whole))
    #expect(stage.text.contains("Hand the changed issue to T8?"))
    #expect(stage.text.contains("Not longer."))
    stage.clear()
    stage.keys("Enter")
    #expect(stage.requests.isEmpty)
    stage.keys("Z")
    stage.reply(.task(whole))
    stage.clear()
    stage.keys("Tab Enter")
    #expect(stage.requests == [.takeIssue(TaskID(8), author: "ada")])
  }

  static func changed(_ phase: TaskPhase, _ number: Int = 7) -> TaskRecord {
    var task = TaskFixtures.task(number, "Cache avatars", phase)
    task.ticket.origin = TicketOrigin(
      issue: IssueReference(ForgeRepository(host: "git.lab", owner: "ops", name: "shop"), 40), digest: "d",
      updated: Timestamp(milliseconds: 1),
      isChanged: true)
    return task
  }
}
