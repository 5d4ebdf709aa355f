import Interface
import Model
import Wire

extension Scene {
  /// Every pane and page. One line each where it can be; longer ones call a function of their own below or beside it.
  static let all: [Scene] = [
    // The workspace.
    Scene("workspace") { $0.press("3 1") },
    Scene("workspace-empty", tasks: []),
    Scene("connecting") { $0.apply(.disconnected("The service went away.")) },
    // The list.
    Scene("list-filter") {
      $0.keys("/")
      $0.type("state:running")
    },
    Scene("list-marks") { $0.press("Space j Space j") },
    Scene("list-since-left") { $0.apply(.notice(.message(.warning, "T9 failed: no credit left"))) },
    Scene("list-folded", tasks: FoldTests.tasks),
    Scene("list-opened", tasks: FoldTests.tasks) { $0.press("j j z") },
    Scene("list-others") { $0.apply(.notice(.presence(PeopleTests.company))) },
    Scene("bulk-discard") { $0.press("Space j Space D") },
    // Pull requests.
    Scene("pull-list", tasks: PullTests.tasks) { $0.press("1") },
    Scene("pull-page", tasks: PullTests.tasks) { $0.press("j M") },
    Scene("pull-send", tasks: PullTests.tasks) { $0.press("j M s Tab Tab") },
    Scene("pull-release", tasks: PullTests.tasks) { $0.press("j j j j c") },
    Scene("answer-scope", tasks: FoldTests.tasks) { $0.press("j j Enter y") },
    // A request, the transcript, the diff.
    Scene("request") { $0.press("Enter") },
    Scene("questions") { $0.press("j Enter") },
    Scene("transcript") { $0.press("2 g } j } } Enter") },
    Scene("transcript-search") {
      $0.press("2 /")
      $0.type("token")
      $0.press("Enter")
    },
    Scene("diff-tree") { $0.press("3 + j") },
    Scene("diff-text") { $0.press("3 + Enter ] j") },
    Scene("diff-side-by-side") { $0.press("3 + s Enter ]") },
    Scene("diff-comment") {
      $0.press("3 Enter ] j j c")
      $0.type("Three tries are too many.")
      $0.press("Enter")
    },
    // Tasks in each other's way.
    Scene("conflicts", tasks: ConflictFixtures.tasks(7)) { conflicts(&$0, 7) },
    Scene("conflicts-forty", tasks: ConflictFixtures.tasks(40)) { conflicts(&$0, 40) },
    Scene("conflicts-pair", tasks: ConflictFixtures.tasks(7)) {
      conflicts(&$0, 7)
      $0.press("n Enter")
    },
    Scene("conflicts-order", tasks: ConflictFixtures.tasks(40)) {
      conflicts(&$0, 40)
      $0.keys("o")
      $0.reply(.conflicts([ConflictFixtures.report(40, rehearsed: true)]))
    },
    Scene("approve-train", tasks: ConflictFixtures.tasks(7)) {
      $0.keys("Space j Space j Space A")
      $0.reply(.conflicts([ConflictFixtures.report(7, rehearsed: true)]))
    },
    // What lies over the panes.
    Scene("composer") {
      $0.press("m")
      $0.type("Please also cover the time-out.")
      $0.press("Alt-Enter")
      $0.type("Thanks!")
    },
    Scene("palette") {
      $0.press(":")
      $0.type("mar")
    },
    Scene("help") { $0.press("?") },
    Scene("approve") { $0.press("j j j A") },
    Scene("discard") { $0.press("j j j D") },
    Scene("sort") { $0.press("o") },
    Scene("intake-write", tasks: []) {
      $0.press("i")
      $0.type("Fix the flaky login test")
    },
    Scene("intake-sheet") {
      $0.paste("anything")
      $0.reply(.preview(SheetFixtures.drafts, remarks: ["2 done items skipped."]))
      $0.press("j Space")
    },
    // Full pages.
    Scene("log") {
      $0.apply(.notice(.message(.info, "T5 published as carrel/T5-dark-mode.")))
      $0.apply(.notice(.message(.error, "T9: the engine says that there is no credit left.")))
      $0.open("log")
    },
    Scene("engines") {
      $0.open("engines")
      $0.reply(.engines(engines))
    },
    Scene("themes") { $0.open("themes") },
    Scene("settings") { $0.open("settings") },
    Scene("outbox") {
      for entry in OutboxPageTests.entries { $0.apply(.notice(.outbox(entry.task, entry))) }
      $0.press("Esc U j")
    },
    Scene("approve-request") {
      $0.press("j j j")
      $0.keys("A Tab Tab Space")
      $0.reply(
        .text(
          """
          T3: a pull request at git.lab/ops/shop (Gitea)
          push     refs/heads/carrel/T3-typo-in-help  new -> 1a2b3c4d5e6f
          remote   https://git.lab/ops/shop.git
          request  opens “Typo in help” into main
          checks   held: the commit's message carries [skip ci]
          issue    ops/shop#3: closed when it is merged
          files    1, +1 −1, 812 bytes, tree 77aa
            M docs/help.md  +1 −1
          secrets  1 found; publishing them needs --with-secrets
            ! docs/help.md:7: a GitHub token
          """))
    },
    Scene("rules") {
      $0.open("rules: answers")
      $0.reply(.rules((try? RulesPageTests.rules()) ?? []))
    },
    Scene("archive") {
      $0.press("Ctrl-F")
      $0.clear()
      $0.type("token")
      $0.reply(.found(SearchPage(results: [], more: false)))
      $0.reply(.found(ArchiveTests.found))
    },
    Scene("issues") {
      $0.keys("I")
      $0.reply(.issues(IssuesPageTests.listing))
    },
    Scene("issues-marked") {
      $0.keys("I")
      $0.reply(.issues(IssuesPageTests.listing))
      $0.press("j j Space Space")
    },
    Scene("issues-fields") {
      $0.keys("I")
      $0.reply(.issues(IssuesPageTests.listing))
      $0.press("/")
      $0.type("bug")
      $0.press("Tab Tab")
      $0.type("@me")
    },
    Scene("issues-refused") {
      $0.keys("I")
      $0.reply(
        .refused(
          Refusal(
            .refused,
            "Listing issues of ops/shop: git.lab refuses the token (401): it has expired, was revoked, or is another forge's; make a new one there and put it where [[forge]] host = \"git.lab\" takes it from."
          )))
    },
    Scene("issues-fetching") {
      $0.paste("ops/shop#28")
      $0.reply(.preview(IssuesPageTests.named, remarks: []))
    },
    Scene("issue-changed", tasks: [IssuesPageTests.changed(.queued), IssuesPageTests.changed(.running, 8)]) {
      $0.keys("g Z")
      var whole = IssuesPageTests.changed(.running, 8)
      whole.issueNow = Ticket(
        title: "Cache avatars for a day",
        body: "Not longer, for people change them.\n\n## Comments\n\nbo wrote on 2026-11-02 10:33:\n\nAn hour will do.",
        labels: ["feature"], origin: whole.ticket.origin)
      $0.reply(.task(whole))
    },
    Scene("statistics") {
      $0.keys("$")
      $0.reply(.statistics(StatisticsPageTests.report))
    },
    Scene("timeline") {
      $0.keys("T")
      $0.reply(.timeline(StatisticsPageTests.timeline))
    },
    Scene("compare", tasks: CompareTests.attempts()) { $0.press("=") },
  ]

  private static var engines: [EngineStatus] {
    [
      EngineStatus(
        name: "claude", path: "/usr/bin/claude", version: "2.1", installHint: "npm", credential: "ANTHROPIC_API_KEY from the environment",
        variables: ["ANTHROPIC_API_KEY": true], defaultModel: "sonnet", capabilities: ["resume", "permissions"]),
      EngineStatus(name: "codex", installHint: "npm i -g @openai/codex", problem: "no credential"),
    ]
  }
}

extension Stage {
  /// Opens a page by the palette.
  mutating func open(_ words: String) {
    press(":")
    type(words)
    press("Enter")
  }
}

extension Scene {
  /// The page of tasks in each other's way, answered.
  private static func conflicts(_ stage: inout Stage, _ count: Int) {
    stage.keys("X")
    stage.reply(.conflicts([ConflictFixtures.report(count)]))
  }
}
