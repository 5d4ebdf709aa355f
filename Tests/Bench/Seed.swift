import Model
import Platform
import Storage

/// A store with tasks of every kind that needs nothing of the service.
enum Seed {
  static let words = ["Fix", "Rename", "Speed up", "Document", "Test", "Remove", "Split", "Cache", "Log", "Check"]
  static let things = [
    "the login page", "avatar lookups", "the release notes", "invoice totals", "the retry loop", "a flaky test", "the parser",
  ]

  static func store(_ path: String, tasks count: Int) async throws {
    let (log, _) = try await EventLog.open(path: path)
    let now = Timestamp.now
    let made = try await log.insertTasks(identities: (0..<count).map { "bench-\($0)" }) { ids in ids.map { record($0, now) } }
    for task in made where task.id.number > count - 20 { _ = try await log.append(task.id, transcript(task.id.number), at: now) }
    try await log.close()
  }

  static func record(_ id: TaskID, _ now: Timestamp) -> TaskRecord {
    let number = id.number
    let created = Timestamp(milliseconds: now.milliseconds - Int64(number) * 600_000)
    var task = TaskRecord(
      id: id,
      ticket: Ticket(
        title: "\(words[number % words.count]) \(things[number % things.count]) (\(number))",
        body: String(repeating: "It fails on every second Monday.\n", count: 12)),
      repository: RepositoryLocation(source: "/srv/git/shop", publishTo: "https://git.lab/ops/shop.git"), engine: "demo", model: "demo-1",
      created: created)
    let phases: [TaskPhase] = [.done, .done, .done, .discarded, .review, .failed, .done, .stopped, .done, .done]
    task.phase = phases[number % phases.count]
    task.phaseSince = created
    task.started = created
    task.ended = task.phase.isEnd ? created : nil
    task.attempt = 1
    task.turns = number % 7 + 1
    task.costUSD = Double(number % 50) / 100
    task.tokens = TokenCount(input: number * 100, output: number * 10)
    task.summary = "Done. The cause was a missing check; there is a test for it now."
    if task.phase == .failed { task.error = TaskFailure(.engine, "The agent's program ended in the middle of its turn.") }
    task.plan = [PlanEntry(text: "Look at the project", status: .done), PlanEntry(text: "Change it", status: .done)]
    return task
  }

  static func transcript(_ number: Int) -> [TranscriptEvent] {
    var events: [TranscriptEvent] = [.prompt(text: "Please fix ticket \(number).", origin: "bench")]
    for round in 0..<40 {
      let id = "m\(round)"
      events.append(.agent(.textDone(messageID: id, text: "Step \(round): I look at `src/part\(round).py` and run its tests again.")))
      events.append(.agent(.toolStarted(ToolCall(id: "t\(round)", kind: .execute, name: "Bash", title: "make test", input: "make test"))))
      events.append(.agent(.toolFinished(id: "t\(round)", status: .ok, output: "12 passed\n1 skipped\n", exitCode: 0)))
    }
    return events
  }
}
