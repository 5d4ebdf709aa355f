import Model
import Wire

/// A desk in the middle of a morning: what scenes and pictures show. Everything is fixed, the time too.
enum SceneDesk {
  /// A task that asks, one in review, some that run, wait and are done.
  static var tasks: [TaskRecord] { needing + running + waiting + ended }

  private static var needing: [TaskRecord] {
    var login = TaskFixtures.asking(12, "Fix flaky login test", TaskFixtures.permission)
    login.model = "sonnet"
    login.costUSD = 0.18
    login.turns = 1
    login.tokens = TokenCount(input: 900, output: 2100, cacheRead: 61_000)
    login.diff = SceneDiff.summary
    login.workspaceBytes = 84_000_000
    let keys = TaskFixtures.asking(7, "Rotate deploy keys", TaskFixtures.question, minutes: 12)
    var tls = TaskFixtures.task(9, "Upgrade the TLS library", .failed, minutes: 50, engine: "codex")
    tls.attention = Attention(kind: .failed, since: TaskFixtures.moment(minutesAgo: 50), text: "no credit left")
    tls.attempt = 3
    var totals = TaskFixtures.review(4, "Invoice totals are rounded twice", minutes: 22)
    totals.diff = DiffSummary(files: 5, insertions: 132, deletions: 48, tree: "77aa")
    totals.costUSD = 0.91
    return [login, keys, TaskFixtures.review(3, "Typo in help"), totals, tls]
  }

  private static var running: [TaskRecord] {
    var cache = TaskFixtures.task(15, "Cache avatar lookups", .running, minutes: 4)
    cache.costUSD = 0.33
    cache.diff = DiffSummary(files: 1, insertions: 12, deletions: 3, tree: "aa")
    cache.workspaceBytes = 91_000_000
    var search = TaskFixtures.task(17, "Search ignores umlauts", .running, minutes: 9, engine: "codex")
    search.costUSD = 0.52
    search.diff = DiffSummary(files: 4, insertions: 88, deletions: 21, tree: "ab")
    return [cache, search, TaskFixtures.task(16, "Speed up the nightly export", .preparing, minutes: 0)]
  }

  private static var waiting: [TaskRecord] {
    [
      TaskFixtures.task(20, "Write release notes"), TaskFixtures.task(21, "Remove dead code", engine: "codex"),
      TaskFixtures.task(22, "日本語のヘルプを直す"), TaskFixtures.task(23, "Log rejected webhooks"),
    ]
  }

  private static var ended: [TaskRecord] {
    [
      TaskFixtures.task(1, "Bump version", .done, minutes: 300),
      TaskFixtures.task(5, "Dark mode for the invoice page", .done, minutes: 340),
      TaskFixtures.task(2, "Old experiment", .discarded, minutes: 3000),
    ]
  }

  /// What the service says to a pane; nil: nothing.
  static func reply(_ request: Request) -> Reply? {
    switch request {
    case .transcript(let id, _, _, _): .transcript(id == TaskID(12) ? transcript(id) : EntryFixtures.login(id), more: false)
    case .diff(let id): id == TaskID(12) ? .diff(SceneDiff.listing) : .diff(SceneDiff.small(SceneDesk.tasks.first { $0.id == id }?.diff))
    case .diffScope: .diff(SceneDiff.listing)
    case .task(let id): PullTests.tasks.first { $0.id == id }.map(Reply.task)
    case .diffText(_, _, let paths, _, _), .diffTextBetween(_, _, _, let paths, _, _): .diffText(SceneDiff.text(of: paths))
    default: nil
    }
  }

  /// The transcript of the task that asks: what was written, looked at, tried and asked.
  static func transcript(_ id: TaskID) -> [TranscriptEntry] {
    var events: [(Int64, TranscriptEvent)] = [
      (440, .attempt(number: 1, engine: "claude", model: "sonnet")), (439, .phase(.running, reason: "")),
      (438, .prompt(text: "Fix the flaky login test.\n\nWork only in this directory.", origin: "brief")),
    ]
    func agent(_ age: Int64, _ event: AgentEvent) { events.append((age, .agent(event))) }
    func tool(_ age: Int64, _ call: ToolCall, _ status: ToolStatus, _ output: String, exit: Int? = nil) {
      agent(age, .toolStarted(call))
      agent(age - 2, .toolFinished(id: call.id, status: status, output: output, exitCode: exit))
    }
    agent(437, .sessionStarted(id: "s1", model: "sonnet", tools: ["Read", "Edit", "Bash"]))
    agent(436, .turnStarted)
    agent(430, .thinkingDone(messageID: "m1", text: "The test waits for a token.\nIt is fetched once, and a slow machine outlives it."))
    tool(
      425, ToolCall(id: "t1", kind: .read, name: "Read", title: "src/login.swift", input: #"{"file_path":"src/login.swift"}"#), .ok,
      (1...84).map { "line \($0)\n" }.joined())
    tool(
      410, ToolCall(id: "t2", kind: .search, name: "Grep", title: "fetchToken", input: #"{"pattern":"fetchToken"}"#), .ok,
      "src/login.swift\ntests/LoginTests.swift\n")
    agent(
      390,
      .textDone(
        messageID: "m2",
        text: """
          ## Cause

          The token is fetched **once** and never renewed; a slow machine outlives it. I will

          1. renew it inside the `Session`,
          2. retry *three* times at most.

          ```swift
          guard token.isFresh else { return try await renew() } // again
          ```

          | file | change |
          |:-----|-------:|
          | src/login.swift | +7 −2 |
          | tests/LoginTests.swift | +9 |
          """))
    tool(
      370,
      ToolCall(
        id: "t3", kind: .edit, name: "Edit", title: "src/login.swift",
        input:
          #"{"file_path":"src/login.swift","old_string":"return token\n","new_string":"guard token.isFresh else {\n  throw Failure()\n}\n"}"#
      ),
      .ok, "ok")
    tool(
      350, ToolCall(id: "t4", kind: .execute, name: "Bash", title: "swift build", input: #"{"command":"swift build"}"#), .failed,
      "error: cannot find 'Failure' in scope\n", exit: 1)
    tool(
      320,
      ToolCall(
        id: "t5", kind: .write, name: "Write", title: "tests/LoginTests.swift", input: #"{"file_path":"tests/LoginTests.swift"}"#), .ok,
      "ok")
    agent(
      300,
      .plan([
        PlanEntry(text: "Renew the token", status: .done), PlanEntry(text: "Test a stale token", status: .active),
        PlanEntry(text: "Run the login tests ten times", status: .pending),
      ]))
    agent(200, .textDone(messageID: "m3", text: "The change is in place. Next I run the login tests."))
    agent(180, .asked(TaskFixtures.permission))
    return events.enumerated().map { place, event in
      TranscriptEntry(
        seq: Int64(place + 1), task: id, time: Timestamp(milliseconds: Stage.start.milliseconds - event.0 * 1000), event: event.1)
    }
  }
}
