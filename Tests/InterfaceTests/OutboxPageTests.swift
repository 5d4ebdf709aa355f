import Interface
import Model
import Testing
import Wire

/// The page of what waits to be published, and the approval dialog's part about pull requests.
@Suite struct OutboxPageTests {
  static var entries: [OutboxEntry] {
    let repository = ForgeRepository(host: "git.lab", owner: "ops", name: "shop")
    func entry(_ number: Int, _ title: String, minutes: Int64) -> OutboxEntry {
      var entry = OutboxEntry(
        task: TaskID(number), token: "0123456789abcdef", repository: repository, kind: .gitea, remote: "https://git.lab/ops/shop.git",
        author: "ada", created: TaskFixtures.moment(minutesAgo: minutes),
        plan: CommitPlan(tree: "t", message: "m", userName: "n", userEmail: "e", date: TaskFixtures.moment(minutesAgo: minutes)),
        commit: "c0ffee",
        text: PullRequestText(title: title, body: "", head: "carrel/T\(number)-\(title.prefix(4).lowercased())", base: "main"))
      entry.place = Int64(number)
      entry.issue = IssueReference(repository, number)
      return entry
    }
    var commented = entry(3, "Typo in help", minutes: 22)
    commented.comments = true
    commented.done = [.push, .request]
    commented.request = PublishedRequest(repository: repository, number: 41, url: "https://git.lab/ops/shop/pulls/41")
    commented.wait = OutboxWait(
      .refused, "Commenting on ops/shop#3: the issue is locked.", since: TaskFixtures.moment(minutesAgo: 20))
    var dead = entry(4, "Invoice totals are rounded twice", minutes: 15)
    dead.done = [.push]
    dead.wait = OutboxWait(
      .credential, "Opening a pull request at git.lab: the token is expired\u{1B}[2J; bring another.",
      since: TaskFixtures.moment(minutesAgo: 12))
    var behind = entry(5, "Dark mode for the invoice page", minutes: 9)
    behind.text.labels = ["agent"]
    return [commented, dead, behind]
  }

  static func page(_ size: (Int, Int) = (120, 40), _ entries: [OutboxEntry] = entries) -> Stage {
    var stage = Stage(tasks: TaskFixtures.desk, width: size.0, height: size.1)
    for entry in entries { stage.apply(.notice(.outbox(entry.task, entry))) }
    // What was said when the comment was refused is read.
    stage.keys("Esc U")
    return stage
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)]) func page(width: Int, height: Int) {
    var stage = Self.page((width, height))
    stage.keys("j")
    HostileTests.expectClean(stage.canvas, "in the outbox")
  }

  @Test func nothingIsDoneBeforeAYes() {
    var stage = Self.page()
    stage.clear()
    stage.keys("j r")
    #expect(stage.text.contains("Try T4 again?"))
    stage.keys("Enter")
    #expect(stage.requests.isEmpty, "the default is no")
    stage.keys("r y")
    #expect(stage.requests == [.outboxRetry([TaskID(4)])])
    stage.clear()
    stage.keys("D")
    #expect(stage.text.contains("The branch carrel/T4-invo is pushed and stays.") && stage.text.contains("goes back to review"))
    stage.keys("y")
    #expect(stage.requests == [.outboxDrop(TaskID(4))])
    stage.clear()
    stage.keys("j r")
    #expect(stage.requests.isEmpty && stage.text.contains("waits for nothing of its own"))
  }

  @Test func enterShowsAllThatItDoes() {
    var stage = Self.page()
    stage.clear()
    stage.keys("j Enter")
    #expect(stage.requests == [.outboxText(TaskID(4))])
    stage.reply(.text("T4: a pull request at git.lab/ops/shop (Gitea)\npush     refs/heads/x"))
    #expect(stage.text.contains("T4 in the outbox") && stage.text.contains("refs/heads/x"))
    stage.keys("Esc")
    #expect(stage.text.contains("Outbox"))
  }

  @Test func theTopLineCountsAndWhatIsDoneGoes() {
    var stage = Self.page()
    stage.keys("Esc")
    #expect(stage.text.contains("2 of 3 in the outbox held up"))
    for id in [3, 4] { stage.apply(.notice(.outbox(TaskID(id), nil))) }
    #expect(stage.text.contains("1 in the outbox"))
    stage.apply(.notice(.outbox(TaskID(5), nil)))
    #expect(!stage.text.contains("in the outbox"))
    stage.keys("U r D Enter j")
    #expect(stage.text.contains("Nothing waits"))
  }

  @Test func aSnapshotBringsWhatWaits() {
    var stage = Stage(tasks: TaskFixtures.desk)
    var snapshot = Snapshot(
      tasks: TaskFixtures.desk, queue: QueueStatus(paused: false, maxRunning: 4, maxLive: 12, live: 2), seq: 100, engines: ["claude"],
      sandbox: SandboxSummary(level: .isolated, network: .open))
    snapshot.outbox = Self.entries
    stage.apply(.connected(snapshot))
    #expect(stage.state.outbox.count == 3)
    stage.connect(TaskFixtures.desk)
    #expect(stage.state.outbox.isEmpty)
  }

  // MARK: The dialog

  private func dialog() -> Stage {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys("j j j A")
    stage.reply(.text("T3: would publish branch x"))
    // No, Yes, then the first field; a pull request is the second choice.
    stage.keys("Tab Tab")
    stage.clear()
    stage.keys("Space")
    return stage
  }

  @Test func anotherWayIsRehearsedAnew() throws {
    var stage = dialog()
    guard case .approve(let id, let options)? = stage.requests.last else { return #expect(Bool(false)) }
    #expect(id == TaskID(3) && options.dryRun && options.kind == .pr)
    #expect(!stage.text.contains("would publish branch x") && stage.text.contains("Draft"))
    stage.reply(.text("T3: a pull request at git.lab/ops/shop (Gitea)\nsecrets  nothing looks like one"))
    #expect(stage.text.contains("a pull request at git.lab"))
    stage.clear()
    stage.keys("Space")
    guard case .approve(_, let patch)? = stage.requests.last else { return #expect(Bool(false)) }
    #expect(patch.kind == .patch && !stage.text.contains("a pull request at git.lab") && !stage.text.contains("Draft"))
  }

  @Test func theWayThatTheConfigurationSaysOfARepositoryIsChosen() throws {
    var one = TaskFixtures.review(3, "Typo in help")
    var other = TaskFixtures.review(4, "Another")
    (one.repository.source, one.repository.publishTo) = ("/src/shop", "/src/shop")
    other.repository.publishTo = "https://git.lab/ops/other.git"
    let usual = UsualPublication(kind: .pr, rules: [.init(match: RepositoryMatch("/src/shop"), kind: .merge)])
    func shown(_ tasks: [TaskRecord], _ keys: String) throws -> (choice: String, kind: Publication.Kind?) {
      var stage = Stage(tasks: tasks)
      stage.apply(.configured(InterfaceConfiguration(keymap: nil, settings: [], publication: usual, problems: [])))
      stage.keys(keys)
      guard case .dialog(let dialog)? = stage.state.modals.last else { throw StageFailure() }
      stage.keys("y")
      guard case .approve(_, let options)? = stage.requests.last else { throw StageFailure() }
      return (dialog.fields.first { $0.label == "Publish as" }?.text ?? "", options.kind)
    }
    var found = try shown([one], "A")
    #expect(found == ("merge", .merge))
    found = try shown([other], "A")
    #expect(found == ("pr", .pr))
    found = try shown([one, other], "Space j Space A")
    #expect(found == ("as configured", nil), "each its own way")
  }

  private struct StageFailure: Error {}

  @Test func aLateAnswerAboutAnotherWayIsNotShown() {
    var stage = dialog()
    stage.keys("Space")
    let effects = stage.effects
    guard
      case .request(let first, _)? = effects.first(where: {
        if case .request(_, .approve(_, let options)) = $0 { options.kind == .pr } else { false }
      })
    else { return #expect(Bool(false)) }
    stage.apply(.reply(first, .text("T3: a pull request at git.lab")))
    #expect(!stage.text.contains("a pull request at git.lab"))
  }

  @Test func whatLooksLikeASecretNeedsATick() {
    var stage = dialog()
    stage.reply(
      .text("T3: a pull request\nsecrets  1 found; publishing them needs --with-secrets\n  ! a.env:2: a GitHub token"))
    #expect(stage.text.contains("! a.env:2: a GitHub token") && stage.text.contains("(not looked at)"))
    stage.clear()
    // Branch, message, title, draft, issue, secrets, No, Yes.
    stage.keys("Tab Tab Tab Tab Tab Tab Tab Tab Enter")
    #expect(stage.requests.isEmpty && stage.text.contains("looks like a secret: look at each place"))
    stage.keys("Space Tab Tab Enter")
    guard case .approve(_, let options)? = stage.requests.last else { return #expect(Bool(false)) }
    #expect(!options.dryRun && options.request?.withSecrets == true)
  }

  @Test func aSecretInABranchNeedsATickToo() {
    var stage = Stage(tasks: [TaskFixtures.review(3, "Typo in help")])
    stage.keys("A")
    stage.reply(.text("T3: a branch\nsecrets  1 found; publishing them needs --with-secrets\n  ! a.env:2: a GitHub token"))
    #expect(stage.text.contains("(not looked at)"))
    stage.clear()
    stage.keys("y")
    #expect(stage.requests.isEmpty && stage.text.contains("looks like a secret: look at each place"))
    stage.keys("Space y")
    guard case .approve(_, let options)? = stage.requests.last else { return #expect(Bool(false)) }
    #expect(options.kind == .branch && options.request?.withSecrets == true)
  }

  @Test func anotherRequestCanBeOpenedForATaskThatHasOne() {
    var task = TaskFixtures.review(3, "Typo in help")
    task.published = Publication(
      kind: .pr, ref: "carrel/T3-typo",
      request: PublishedRequest(
        repository: ForgeRepository(host: "git.lab", owner: "ops", name: "shop"), number: 41, url: "https://git.lab/41", state: .merged))
    var stage = Stage(tasks: [task])
    stage.keys("A Tab Tab Space")
    stage.reply(.refused(Refusal(.refused, "T3: its pull request was merged meanwhile; --new opens another.")))
    stage.clear()
    stage.keys("y")
    #expect(stage.requests.isEmpty && stage.state.modals.count == 1, "it cannot be done, and says so")
    // Branch, message, title, draft, issue, request.
    stage.keys("Tab Tab Tab Tab Tab Tab Space")
    guard case .approve(_, let options)? = stage.requests.last else { return #expect(Bool(false)) }
    #expect(options.dryRun && options.request?.opensNew == true)
    guard case .dialog(let dialog)? = stage.state.modals.last else { return #expect(Bool(false)) }
    #expect(dialog.blocked == nil && !dialog.lines.contains { $0.text.contains("meanwhile") })
  }

  @Test func theFieldsBecomeTheWish() {
    var stage = dialog()
    stage.reply(.text("T3: a pull request\nsecrets  nothing looks like one"))
    stage.clear()
    stage.keys("Tab Tab Tab")
    stage.type("A title")
    stage.keys("Tab Space Tab Space Space Tab Tab Enter")
    guard case .approve(_, let options)? = stage.requests.last else { return #expect(Bool(false)) }
    #expect(options.kind == .pr)
    #expect(options.request?.title == "A title" && options.request?.draft == true && options.request?.closing == .now)
    #expect(options.request?.withSecrets == nil)
  }
}
