import Model
import Testing

@testable import Storage

@Suite("Tasks in the store")
struct TaskStorageTests {
  @Test("A whole record comes back as it was saved, before and after a restart")
  func roundTrip() async throws {
    let folder = try StoreFolder()
    var (log, report) = try await EventLog.open(path: folder.database)
    #expect(report.created)
    #expect(report.remarks.isEmpty)
    let id = try await oneTask(log)
    #expect(id == TaskID(1))
    var task = record(id, title: "naïve 🙂\u{0} title", body: "long\nbody")
    task.phase = .waiting
    task.brief = "the brief"
    task.attention = Attention(kind: .question, since: moment(5), text: "?", request: "r1")
    task.requests = [
      AgentRequest(id: "r1", kind: .questions([AgentQuestion(text: "a or b", options: ["a", "b"])]), title: "Choose"),
      AgentRequest(id: "r2", kind: .permission(tool: "Bash", always: true), title: "Run it?", toolID: "t"),
    ]
    task.error = TaskFailure(.rateLimit, "slow down")
    task.costUSD = .infinity
    task.tokens = TokenCount(input: 1, output: 2, cacheRead: 3, cacheWrite: 4)
    task.diff = DiffSummary(files: 1, insertions: 2, deletions: 3, tree: "abc")
    task.sandbox = SandboxSummary(level: .isolated, network: .open)
    task.published = Publication(kind: .pr, ref: "carrel/t1", url: "https://x", commit: "c")
    task.plan = [PlanEntry(text: "one", status: .active)]
    let entries = try await log.save(task, [.phase(.waiting, reason: "asked")], at: moment(9))
    #expect(entries.map(\.event) == [.phase(.waiting, reason: "asked")])
    #expect(entries.map(\.time) == [moment(9)])
    #expect(try await log.task(id) == task)
    #expect(try await log.tasks() == [task.listed])
    try await log.close()

    (log, report) = try await EventLog.open(path: folder.database)
    #expect(!report.created)
    #expect(report.cleanStop)
    #expect(try await log.task(id) == task)
    #expect(try await log.transcript(id).entries == entries)
    #expect(try await log.task(TaskID(2)) == nil)
    try await log.close()
  }

  @Test("Texts are kept when only the state changes, and go when they are taken away")
  func texts() async throws {
    let folder = try StoreFolder()
    let (log, _) = try await EventLog.open(path: folder.database)
    let id = try await oneTask(log)
    var task = try #require(try await log.task(id))
    task.brief = "b"
    try await log.save([task])
    task.turns = 3
    try await log.save([task])
    #expect(try await log.task(id)?.brief == "b")
    #expect(try await log.task(id)?.ticket.body == "the body")
    task.brief = nil
    try await log.save([task])
    #expect(try await log.task(id) == task)
    try await log.close()
  }

  @Test("F4: ids are never given again, also when tasks are removed and the service restarts")
  func idsAreFinal() async throws {
    let folder = try StoreFolder()
    var (log, _) = try await EventLog.open(path: folder.database)
    let made = try await log.insertTasks(identities: ["a", "b", "c"]) { $0.map { record($0) } }
    #expect(made.map(\.id.number) == [1, 2, 3])
    _ = try await log.append(TaskID(3), [.note(.info, "x")], at: moment(1))
    try await log.removeTasks([TaskID(2), TaskID(3)])
    #expect(try await log.tasks().map(\.id.number) == [1])
    #expect(try await log.transcript(TaskID(3)).entries.isEmpty)
    #expect(try await log.insertTasks(identities: [""]) { $0.map { record($0) } }.map(\.id.number) == [4])
    try await log.removeTasks([TaskID(4)])
    try await log.close()
    (log, _) = try await EventLog.open(path: folder.database)
    #expect(try await log.insertTasks(identities: [""]) { $0.map { record($0) } }.map(\.id.number) == [5])
    try await log.close()
    (log, _) = try await EventLog.open(path: folder.database, idsAbove: 70)
    #expect(try await oneTask(log) == TaskID(71))
    try await log.close()
  }

  @Test("F10: forty inserts at once give forty tasks")
  func concurrentInserts() async throws {
    let folder = try StoreFolder()
    let (log, _) = try await EventLog.open(path: folder.database)
    let ids = try await withThrowingTaskGroup(of: [TaskID].self) { group in
      for number in 0..<40 {
        group.addTask { try await log.insertTasks(identities: ["ticket \(number)"]) { $0.map { record($0) } }.map(\.id) }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(Set(ids) == Set((1...40).map { TaskID($0) }))
    #expect(try await log.tasks().count == 40)
    #expect(try await log.ticketIdentities().count == 40)
    try await log.close()
  }

  @Test("Records that do not belong to the ids are refused, and none is kept")
  func allOrNone() async throws {
    let folder = try StoreFolder()
    let (log, _) = try await EventLog.open(path: folder.database)
    await #expect(throws: StorageError.self) {
      try await log.insertTasks(identities: ["a", "b"]) { ids in [record(ids[0]), record(ids[0])] }
    }
    #expect(try await log.tasks().isEmpty)
    #expect(try await oneTask(log) == TaskID(1))
    let known = record(TaskID(1), title: "changed")
    await #expect(throws: StorageError.unknownTask(TaskID(9))) { try await log.save([known, record(TaskID(9))]) }
    #expect(try await log.task(TaskID(1))?.ticket.title == "Fix it")
    await #expect(throws: StorageError.unknownTask(TaskID(9))) { _ = try await log.append(TaskID(9), [.note(.info, "")], at: moment(0)) }
    try await log.close()
    await #expect(throws: StorageError.closed) { _ = try await log.tasks() }
  }

  @Test("A ticket is found by its identity; of several tasks the newest")
  func identities() async throws {
    let folder = try StoreFolder()
    let (log, _) = try await EventLog.open(path: folder.database)
    _ = try await log.insertTasks(identities: ["https://x/1", "", "https://x/2"]) { $0.map { record($0) } }
    _ = try await log.insertTasks(identities: ["https://x/1"]) { $0.map { record($0) } }
    #expect(try await log.task(withIdentity: "https://x/1") == TaskID(4))
    #expect(try await log.task(withIdentity: "https://x/2") == TaskID(3))
    #expect(try await log.task(withIdentity: "") == nil)
    #expect(try await log.ticketIdentities() == ["https://x/1": TaskID(4), "https://x/2": TaskID(3)])
    try await log.close()
  }

  @Test("Settings and intents outlive a restart")
  func settingsAndIntents() async throws {
    let folder = try StoreFolder()
    var (log, _) = try await EventLog.open(path: folder.database)
    try await log.setSetting("queue", "paused")
    try await log.setSetting("empty", "")
    try await log.setSetting("gone", "x")
    try await log.setSetting("gone", nil)
    let first = try await log.beginIntent("workspace", TaskID(1), payload: "{}", at: moment(3))
    let second = try await log.beginIntent("publish", TaskID(2), payload: "", at: moment(4))
    try await log.endIntent(first)
    try await log.close()
    (log, _) = try await EventLog.open(path: folder.database)
    #expect(try await log.setting("queue") == "paused")
    #expect(try await log.setting("empty") == "")
    #expect(try await log.setting("gone") == nil)
    let open = try await log.openIntents()
    #expect(open == [Intent(id: second, kind: "publish", task: TaskID(2), payload: "", begun: moment(4))])
    try await log.endIntent(second)
    #expect(try await log.beginIntent("publish", TaskID(2), payload: "", at: moment(5)) > second)
    try await log.close()
  }

  @Test("A record of an older version gets the defaults of what it lacks")
  func olderRecord() async throws {
    let folder = try StoreFolder()
    var (log, _) = try await EventLog.open(path: folder.database)
    let id = try await oneTask(log)
    try await log.close()
    _ = try sql(
      folder.database,
      """
      UPDATE task SET record = json_remove(record, '$.inMorgue', '$.deniedTools', '$.limits.retries', '$.tokens', '$.plan', '$.detail')
      """)
    (log, _) = try await EventLog.open(path: folder.database)
    #expect(try await log.task(id) == record(id))
    try await log.close()
  }

  @Test("A record with unreadable parts is stopped and says which; one that is no record at all still has its place")
  func spoiltRecord() async throws {
    let folder = try StoreFolder()
    var (log, _) = try await EventLog.open(path: folder.database)
    _ = try await log.insertTasks(identities: ["", ""]) { $0.map { record($0) } }
    try await log.close()
    _ = try sql(folder.database, "UPDATE task SET record = json_set(record, '$.mode', 'wild', '$.attention', 7) WHERE id = 1")
    _ = try sql(folder.database, "UPDATE task SET record = 'no json' WHERE id = 2")
    (log, _) = try await EventLog.open(path: folder.database)
    let tasks = try await log.tasks()
    try #require(tasks.map(\.id.number) == [1, 2])
    #expect(tasks[0].phase == .stopped)
    #expect(tasks[0].ticket.title == "Fix it")
    #expect(tasks[0].detail.contains("attention") && tasks[0].detail.contains("mode"))
    #expect(tasks[1].phase == .stopped)
    #expect(tasks[1].ticket.title.contains("T2"))
    #expect(try await log.task(TaskID(2))?.ticket.body == "the body")
    try await log.close()
  }
}
