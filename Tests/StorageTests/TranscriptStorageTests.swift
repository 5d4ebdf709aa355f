import Model
import Testing

@testable import Storage

@Suite("Transcripts in the store")
struct TranscriptStorageTests {
  private func delta(_ message: String, _ text: String, at offset: Int = 0, _ stream: DeltaStream = .text) -> TranscriptEvent {
    .delta(messageID: message, stream: stream, offset: offset, text: text)
  }

  @Test("Every kind of event comes back as it was")
  func kinds() async throws {
    let folder = try StoreFolder()
    let (log, _) = try await EventLog.open(path: folder.database)
    let id = try await oneTask(log)
    let events: [TranscriptEvent] = [
      .attempt(number: 1, engine: "claude", model: nil), .prompt(text: "", origin: "brief"), .phase(.running, reason: ""),
      .agent(.sessionStarted(id: nil, model: "m", tools: ["a"])), delta("m\u{0}1", "ünï\u{0}", at: 7), delta("m2", "", .thinking),
      .agent(.toolStarted(ToolCall(id: "t", kind: .execute, name: "Bash", title: "ls", input: "{\"a\":1}"))),
      .agent(.usage(tokens: TokenCount(input: .max), costUSD: -.infinity)), .agent(.turnDone(.failed(TaskFailure(.auth, "no")), text: nil)),
      .agent(.exited(code: nil, signal: 9)), .answered(request: "r", answer: .answers(["q": "a"]), by: "ann"),
      .snapshot(DiffSummary(files: 0, insertions: 0, deletions: 0, tree: "t")), .published(Publication(kind: .none, ref: "")),
      .note(.warning, "w"), .agent(.textDelta(messageID: "m9", text: "raw")), .agent(.toolOutput(id: "t9", text: "out")),
    ]
    let entries = try await log.append(id, events, at: moment(77))
    #expect(entries.map(\.event) == events)
    #expect(try await log.transcript(id).entries == entries)
    #expect(entries.map(\.seq) == entries.map(\.seq).sorted())
    #expect(await log.lastSeq() == entries.last?.seq)
    try await log.close()
  }

  @Test("The whole of a message drops its pieces, and nobody else's")
  func replacement() async throws {
    let folder = try StoreFolder()
    let (log, _) = try await EventLog.open(path: folder.database)
    let made = try await log.insertTasks(identities: ["", ""]) { $0.map { record($0) } }
    let (one, two) = (made[0].id, made[1].id)
    _ = try await log.append(
      one,
      [
        delta("m", "a"), delta("m", "b", at: 1), delta("m", "think", .thinking), delta("n", "other"), delta("t", "out", .tool),
        .agent(.toolOutput(id: "t", text: "more")),
      ], at: moment(1))
    _ = try await log.append(two, [delta("m", "mine")], at: moment(1))
    _ = try await log.append(one, [.agent(.textDone(messageID: "m", text: "ab"))], at: moment(2))
    #expect(
      try await log.transcript(one).entries.map(\.event) == [
        delta("m", "think", .thinking), delta("n", "other"), delta("t", "out", .tool), .agent(.toolOutput(id: "t", text: "more")),
        .agent(.textDone(messageID: "m", text: "ab")),
      ])
    _ = try await log.append(
      one,
      [
        .agent(.thinkingDone(messageID: "m", text: "think")), .agent(.toolFinished(id: "t", status: .ok, output: "out", exitCode: 0)),
        .agent(.messageDiscarded(messageID: "n")), delta("n", "again"),
      ], at: moment(3))
    #expect(
      try await log.transcript(one).entries.map(\.event) == [
        .agent(.textDone(messageID: "m", text: "ab")), .agent(.thinkingDone(messageID: "m", text: "think")),
        .agent(.toolFinished(id: "t", status: .ok, output: "out", exitCode: 0)), .agent(.messageDiscarded(messageID: "n")),
        delta("n", "again"),
      ])
    #expect(try await log.transcript(two).entries.map(\.event) == [delta("m", "mine")])
    try await log.close()
  }

  @Test("Deferred rows are numbered at once, committed by what comes next, and stand before it")
  func deferred() async throws {
    let folder = try StoreFolder()
    let (log, _) = try await EventLog.open(path: folder.database)
    let reader = try await EventReader.open(path: folder.database)
    let id = try await oneTask(log)
    let first = try await log.appendDeferred(id, [delta("m", "a"), delta("m", "b", at: 1), delta("x", "c")], at: moment(1))
    let second = try await log.append(id, [.note(.info, "n")], at: moment(2))
    #expect(try await reader.transcript(id).entries == first + second)
    let third = try await log.appendDeferred(id, [delta("m", "c", at: 2)], at: moment(3))
    let last = try await log.appendDeferred(id, [.agent(.textDone(messageID: "m", text: "abc"))], at: moment(4))
    try await log.flush()
    #expect(try await reader.transcript(id).entries == [first[2]] + second + last)
    #expect((first + second + third + last).map(\.seq) == Array(first[0].seq..<first[0].seq + 6))
    try await log.close()
    await reader.close()
  }

  @Test("Deferred rows are committed without being asked: by the clock, and when they are many")
  func deferredCommits() async throws {
    let folder = try StoreFolder()
    let (log, _) = try await EventLog.open(path: folder.database)
    let reader = try await EventReader.open(path: folder.database)
    let id = try await oneTask(log)
    let big = try await log.appendDeferred(id, [delta("m", String(repeating: "x", count: 70_000))], at: moment(1))
    #expect(try await reader.transcript(id).entries == big)
    let small = try await log.appendDeferred(id, [delta("m", "y", at: 70_000)], at: moment(2))
    while try await reader.lastSeq(of: id) != small[0].seq { await Task.yield() }
    #expect(try await reader.transcript(id).entries == big + small)
    try await log.close()
  }

  @Test("Pages go both ways and say whether there is more")
  func paging() async throws {
    let folder = try StoreFolder()
    let (log, _) = try await EventLog.open(path: folder.database)
    let made = try await log.insertTasks(identities: ["", ""]) { $0.map { record($0) } }
    var mine: [TranscriptEntry] = []
    for number in 0..<25 {
      mine += try await log.append(made[0].id, [.note(.info, "\(number)")], at: moment(1))
      _ = try await log.append(made[1].id, [.note(.info, "other")], at: moment(1))
    }
    let reader = try await EventReader.open(path: folder.database)
    let id = made[0].id

    var page = try await reader.transcript(id, limit: 10)
    #expect(page == TranscriptPage(entries: Array(mine[15...]), more: true))
    page = try await reader.transcript(id, before: page.entries[0].seq, limit: 10)
    #expect(page == TranscriptPage(entries: Array(mine[5..<15]), more: true))
    page = try await reader.transcript(id, before: page.entries[0].seq, limit: 10)
    #expect(page == TranscriptPage(entries: Array(mine[..<5]), more: false))

    page = try await reader.transcript(id, after: 0, limit: 20)
    #expect(page == TranscriptPage(entries: Array(mine[..<20]), more: true))
    page = try await reader.transcript(id, after: mine[19].seq, limit: 5)
    #expect(page == TranscriptPage(entries: Array(mine[20...]), more: false))
    #expect(try await reader.transcript(id, after: mine[24].seq) == TranscriptPage(entries: [], more: false))
    #expect(try await reader.transcript(id, after: mine[3].seq, before: mine[7].seq).entries == Array(mine[4..<7]))
    #expect(try await reader.transcript(id, after: 0, bytes: 1) == TranscriptPage(entries: [mine[0]], more: true))
    #expect(try await reader.transcript(TaskID(99)) == TranscriptPage(entries: [], more: false))
    #expect(try await reader.tasks().count == 2)
    try await log.close()
  }

  @Test("F11: a row of the transcript that cannot be read becomes a note; the rest is there")
  func spoiltRow() async throws {
    let folder = try StoreFolder()
    var (log, _) = try await EventLog.open(path: folder.database)
    let id = try await oneTask(log)
    let entries = try await log.append(id, [.note(.info, "1"), .note(.info, "2"), .note(.info, "3")], at: moment(1))
    try await log.close()
    _ = try sql(folder.database, "UPDATE event SET body = '{\"later\":{}}' WHERE seq = \(entries[1].seq)")
    (log, _) = try await EventLog.open(path: folder.database)
    let read = try await log.transcript(id).entries
    try #require(read.map(\.seq) == entries.map(\.seq))
    #expect([read[0], read[2]] == [entries[0], entries[2]])
    guard case .note(.warning, let text) = read[1].event else {
      Issue.record("not a warning: \(read[1].event)")
      return
    }
    #expect(text.contains("later"))
    try await log.close()
  }

  @Test("Row numbers go on after a clean stop without a gap, and after a crash above all that were given")
  func numbersAreFinal() async throws {
    let folder = try StoreFolder()
    var (log, report) = try await EventLog.open(path: folder.database)
    let id = try await oneTask(log)
    let first = try await log.append(id, [.note(.info, "a")], at: moment(1))
    try await log.close()
    (log, report) = try await EventLog.open(path: folder.database)
    let second = try await log.append(id, [.note(.info, "b")], at: moment(1))
    #expect(second[0].seq == first[0].seq + 1)
    let many = try await log.append(id, (0..<70_000).map { .note(.info, "\($0)") }, at: moment(1))
    #expect(try await log.transcript(id, after: second[0].seq, limit: 100_000).entries.count == many.count)
    let lost = try await log.appendDeferred(id, [delta("m", "never committed")], at: moment(1))

    // A second owner while the first has not closed: what a restart after kill -9 finds.
    let (next, after) = try await EventLog.open(path: folder.database)
    #expect(report.cleanStop)
    #expect(!after.cleanStop)
    #expect(after.setAside == nil)
    let third = try await next.append(id, [.note(.info, "c")], at: moment(1))
    #expect(third[0].seq > lost[0].seq)
    try await next.close()
    try await log.close()
  }
}
