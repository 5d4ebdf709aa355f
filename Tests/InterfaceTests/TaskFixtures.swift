import Model

/// Tasks as a service would tell them.
enum TaskFixtures {
  static func moment(minutesAgo minutes: Int64) -> Timestamp { Timestamp(milliseconds: Stage.start.milliseconds - minutes * 60_000) }

  static func task(_ number: Int, _ title: String, _ phase: TaskPhase = .queued, minutes: Int64 = 5, engine: String = "claude")
    -> TaskRecord
  {
    var task = TaskRecord(
      id: TaskID(number), ticket: Ticket(title: title),
      repository: RepositoryLocation(source: "https://git.lab/ops/shop.git", publishTo: "https://git.lab/ops/shop.git"),
      engine: engine, created: moment(minutesAgo: minutes + 10))
    task.phase = phase
    task.phaseSince = moment(minutesAgo: minutes)
    if phase != .queued { task.attempt = 1 }
    return task
  }

  static func asking(_ number: Int, _ title: String, _ request: AgentRequest, minutes: Int64 = 3) -> TaskRecord {
    var task = task(number, title, .waiting, minutes: minutes)
    task.requests = [request]
    let kind: Attention.Kind =
      switch request.kind {
      case .permission: .permission
      case .questions: .question
      case .plan: .plan
      }
    task.attention = Attention(kind: kind, since: moment(minutesAgo: minutes), text: request.title, request: request.id)
    return task
  }

  static func review(_ number: Int, _ title: String, minutes: Int64 = 60) -> TaskRecord {
    var task = task(number, title, .review, minutes: minutes)
    task.attention = Attention(kind: .review, since: moment(minutesAgo: minutes), text: "3 files changed")
    task.diff = DiffSummary(files: 3, insertions: 41, deletions: 7, tree: "3f9ac01b77d2e1aa30519d3a9f2b6d1c0e4f5a6b")
    task.branch = "carrel/T\(number)-fix"
    task.costUSD = 0.42
    task.tokens = TokenCount(input: 1200, output: 3400, cacheRead: 90000)
    task.summary = "Renewed the token inside the session."
    task.workspacePath = "/var/carrel/tasks/\(number)/ws"
    task.workspaceBytes = 120_000_000
    return task
  }

  static let permission = AgentRequest(
    id: "r1", kind: .permission(tool: "Bash", always: true), title: "Run `swift test --filter Login`?", detail: "swift test --filter Login")
  static let question = AgentRequest(
    id: "q1",
    kind: .questions([
      AgentQuestion(text: "Which cache?", options: ["memory", "disk", "none"]),
      AgentQuestion(text: "Which platforms?", options: ["linux", "macos"], multiple: true),
    ]), title: "Two questions about the cache")

  /// A bit of everything.
  static var desk: [TaskRecord] {
    var running = task(15, "Cache avatar lookups", .running, minutes: 4)
    running.costUSD = 0.18
    running.diff = DiffSummary(files: 1, insertions: 12, deletions: 3, tree: "aa")
    var failed = task(9, "Upgrade the TLS library", .failed, minutes: 50, engine: "codex")
    failed.attention = Attention(kind: .failed, since: moment(minutesAgo: 50), text: "no credit left")
    failed.attempt = 3
    return [
      asking(12, "Fix flaky login test", permission), asking(7, "Rotate deploy keys", question, minutes: 12), review(3, "Typo in help"),
      failed, running,
      task(16, "Preparing one", .preparing, minutes: 0), task(20, "Write release notes", .queued),
      task(21, "Remove dead code", .queued, engine: "codex"),
      task(1, "Bump version", .done, minutes: 300), task(2, "Old experiment", .discarded, minutes: 3000),
    ]
  }
}
