import Model
import Testing

@testable import Storage

@Suite("The outbox in the store")
struct OutboxStorageTests {
  private func entry(_ task: TaskID) -> OutboxEntry {
    var entry = OutboxEntry(
      task: task, token: "0123456789abcdef", repository: ForgeRepository(host: "git.lab", owner: "ops", name: "tools"), kind: .gitea,
      remote: "https://git.lab/ops/tools.git", author: "ana", created: moment(5),
      plan: CommitPlan(tree: "t", message: "m\n", userName: "n", userEmail: "e", date: moment(4), parent: "p"), commit: "c",
      text: PullRequestText(title: "naïve 🙂", body: "b", head: "carrel/t1", base: "main", labels: ["x"]))
    entry.hold = .label("ci")
    entry.issue = IssueReference(entry.repository, 12)
    entry.rehearsal = ["one", "two"]
    return entry
  }

  @Test("A task and its entry are committed together, and entries come back in the order of approvals")
  func together() async throws {
    let folder = try StoreFolder()
    var (log, _) = try await EventLog.open(path: folder.database)
    let ids = try await log.insertTasks(identities: ["a", "b"]) { ids in ids.map { record($0) } }.map(\.id)
    for id in ids.reversed() {
      var task = record(id)
      task.phase = .publishing
      let rows = try await log.save(task, [.phase(.publishing, reason: "approved")], posting: entry(id), at: moment(9))
      #expect(rows.count == 1)
    }
    try await log.close()
    (log, _) = try await EventLog.open(path: folder.database)
    var found = try await log.outbox()
    #expect(found.map(\.task) == [ids[1], ids[0]])
    #expect(found.map(\.place) == [1, 2])
    var wanted = entry(ids[1])
    wanted.place = 1
    #expect(found[0] == wanted)
    #expect(try await log.task(ids[0])?.phase == .publishing)

    found[0].done = [.push]
    found[0].wait = OutboxWait(.passing, "down", since: moment(1), until: moment(2))
    try await log.save(found[0])
    #expect(try await log.outbox()[0] == found[0])
    try await log.remove(try #require(try await log.outbox().first { $0.task == ids[1] }))
    try await log.save(found[0])
    #expect(try await log.outbox().map(\.task) == [ids[0]], "what was taken out stays away")
    // The same task again: one entry, at the end.
    _ = try await log.save(record(ids[1]), [], posting: entry(ids[1]), at: moment(9))
    _ = try await log.save(record(ids[0]), [], posting: entry(ids[0]), at: moment(9))
    #expect(try await log.outbox().map(\.task) == [ids[1], ids[0]])
    // How far the earlier one had come is not written over the one that took its place, and does not take it away.
    try await log.save(found[1])
    try await log.remove(found[1])
    var present = try #require(try await log.outbox().last)
    #expect(present.task == ids[0] && present.place > found[1].place && present.done.isEmpty)
    present.done = [.push]
    try await log.save(present)
    #expect(try await log.outbox().last == present)
    try await log.removeTasks([ids[0]])
    #expect(try await log.outbox().map(\.task) == [ids[1]])
    try await log.close()
  }

  @Test("A failed commit keeps neither the task nor the entry; what does not read is left out")
  func allOrNothing() async throws {
    let folder = try StoreFolder()
    let (log, _) = try await EventLog.open(path: folder.database)
    let id = try await log.insertTasks(identities: ["a"]) { ids in ids.map { record($0) } }[0].id
    await #expect(throws: StorageError.unknownTask(TaskID(9))) {
      _ = try await log.save(record(TaskID(9)), [], posting: entry(TaskID(9)), at: moment(1))
    }
    #expect(try await log.outbox().isEmpty)
    _ = try await log.save(record(id), [], posting: entry(id), at: moment(1))
    try await log.spoilOutbox()
    #expect(try await log.outbox().isEmpty)
    try await log.close()
  }
}

extension EventLog {
  /// What a damaged row looks like.
  fileprivate func spoilOutbox() throws { try opened().execute("UPDATE outbox SET entry = '{}'") }
}
