import Glibc
import Model
import Testing

@testable import Storage

@Suite("The archive finds what was ever written")
struct SearchTests {
  /// A store with three tasks, all of it indexed.
  private func filled(_ folder: StoreFolder) async throws -> EventLog {
    let (log, _) = try await EventLog.open(path: folder.database)
    let titles = ["Fix flaky login test", "Rotate deploy keys", "Typo in help"]
    _ = try await log.insertTasks(identities: ["", "", ""]) { ids in
      zip(ids, titles).map { record($0, title: $1, body: "The body of \($1), with a Übergröße.") }
    }
    _ = try await log.append(
      TaskID(1),
      [
        .prompt(text: "Please fix the login", origin: "brief"),
        .agent(.textDone(messageID: "m", text: "The token is fetched once and never renewed.")),
        .agent(.toolStarted(ToolCall(id: "t", kind: .execute, name: "Bash", title: "swift test", input: "{\"command\":\"swift test\"}"))),
        .agent(.toolFinished(id: "t", status: .ok, output: "error: expected_thing was nil\n", exitCode: 1)),
        .agent(.turnDone(.completed, text: nil)),
      ], at: moment(5000))
    _ = try await log.append(TaskID(2), [.agent(.textDone(messageID: "m", text: "Every token is renewed daily."))], at: moment(9000))
    try await log.indexDiff(
      of: TaskID(1), tree: "t1",
      diff: """
        diff --git a/src/login.swift b/src/login.swift
        --- a/src/login.swift
        +++ b/src/login.swift
        @@ -1,2 +1,2 @@ func fetchToken
        -let old = tokenOnce
        +guard token.isFresh else { return }
        diff --git a/README.md b/README.md
        --- a/README.md
        +++ b/README.md
        @@ -1 +1 @@
        +renewal is documented
        """, at: moment(6000))
    while try await log.indexMore() > 0 {}
    return log
  }

  private func find(_ folder: StoreFolder, _ text: String, limit: Int = 20, offset: Int = 0) async throws -> SearchPage {
    let reader = try await EventReader.open(path: folder.database)
    let page = try await reader.search(text, limit: limit, offset: offset)
    await reader.close()
    return page
  }

  @Test("Titles, tickets, transcripts and changes are found, and the match is marked")
  func found() async throws {
    let folder = try StoreFolder()
    let log = try await filled(folder)
    // The one whose title matches stands first.
    let login = try await find(folder, "login")
    #expect(login.results.first?.task.id == TaskID(1))
    #expect(login.results.first?.hits.first?.kind == .title)
    let token = try await find(folder, "token renewed")
    #expect(token.results.map(\.task.id) == [TaskID(2), TaskID(1)])
    let hit = try #require(token.results.last?.hits.first)
    #expect(hit.kind == .text && hit.seq > 0 && hit.time == moment(5000))
    #expect(hit.snippet.filter(\.isMatch).map(\.text) == ["token", "renewed"])
    #expect(hit.snippet.map(\.text).joined() == "The token is fetched once and never renewed.")
    let change = try #require(try await find(folder, "isFresh").results.first?.hits.first)
    #expect(change.kind == .diff && change.path == "src/login.swift")
    #expect(try await find(folder, "expected_thing").results.first?.hits.first?.kind == .tool)
    #expect(try await find(folder, "\"thing expected\"").results.isEmpty)
    #expect(try await find(folder, "ÜBERGRÖSS").results.isEmpty)
    #expect(try await find(folder, "übergr").results.count == 3)
    #expect(try await find(folder, "T2").results.map(\.task.id) == [TaskID(2)])
    #expect(try await find(folder, "...").remark != nil)
    try await log.close()
  }

  @Test("A page is bounded, and says that there is more")
  func pages() async throws {
    let folder = try StoreFolder()
    let log = try await filled(folder)
    let first = try await find(folder, "body", limit: 2)
    let second = try await find(folder, "body", limit: 2, offset: 2)
    #expect(first.results.count == 2 && first.more)
    #expect(second.results.count == 1 && !second.more)
    #expect(Set((first.results + second.results).map(\.task.id)).count == 3)
    try await log.close()
  }

  @Test("A change takes the place of the one before; a task that is removed is not found any more")
  func replaced() async throws {
    let folder = try StoreFolder()
    let log = try await filled(folder)
    try await log.indexDiff(of: TaskID(1), tree: "t1", diff: "diff --git a/x b/x\n@@ -1 +1 @@\n+unseen\n", at: moment(7000))
    #expect(try await find(folder, "unseen").results.isEmpty, "the same tree is not read twice")
    try await log.indexDiff(of: TaskID(1), tree: "t2", diff: "diff --git a/x b/x\n@@ -1 +1 @@\n+anew\n", at: moment(7000))
    #expect(try await find(folder, "isFresh").results.isEmpty)
    #expect(try await find(folder, "anew").results.first?.hits.first?.path == "x")
    try await log.removeTasks([TaskID(1)])
    #expect(try await find(folder, "anew").results.isEmpty)
    #expect(try await find(folder, "flaky").results.isEmpty)
    #expect(await log.connection(for: "SELECT count(*) FROM passage WHERE task = 1") == "0")
    try await log.checkWords()
    #expect(await log.connection(for: "PRAGMA integrity_check") == "ok")
    try await log.close()
  }

  @Test("A message that is still coming in is found once it is whole, or was cut; never twice")
  func streamed() async throws {
    let folder = try StoreFolder()
    let (log, _) = try await EventLog.open(path: folder.database)
    let id = try await oneTask(log)
    _ = try await log.append(
      id,
      [
        .prompt(text: "begin", origin: "ada"), .delta(messageID: "m", stream: .text, offset: 0, text: "half a nee"),
        .delta(messageID: "m", stream: .text, offset: 10, text: "dle"),
      ], at: moment(1))
    #expect(try await log.indexMore() == 0)
    #expect(try await find(folder, "begin").results.count == 1)
    #expect(try await find(folder, "half").results.isEmpty)
    _ = try await log.append(id, [.agent(.textDone(messageID: "m", text: "half a needle, whole"))], at: moment(2))
    #expect(try await log.indexMore() == 0)
    #expect(try await find(folder, "needle").results.first?.count == 1)
    // Another one is cut by the end of the turn: its pieces are all that there is.
    _ = try await log.append(
      id,
      [
        .delta(messageID: "n", stream: .text, offset: 0, text: "cut in the mid"),
        .delta(messageID: "n", stream: .text, offset: 14, text: "dle"),
        .agent(.turnDone(.interrupted, text: nil)),
      ], at: moment(3))
    #expect(try await log.indexMore() == 0)
    #expect(try await find(folder, "middle").results.first?.count == 1)
    // A message longer than a step is not waited for.
    for piece in 0..<40 {
      _ = try await log.append(id, [.delta(messageID: "l", stream: .tool, offset: piece * 10, text: "piece\(piece) ")], at: moment(4))
    }
    var steps = 0
    while try await log.indexMore(rows: 10) > 0 { steps += 1 }
    #expect(steps >= 3)
    #expect(try await find(folder, "piece7").results.count == 1)
    try await log.close()
  }

  @Test("A long text is found by its beginning and its end; what it holds of marks is no mark")
  func bounded() async throws {
    let folder = try StoreFolder()
    let (log, _) = try await EventLog.open(path: folder.database)
    let id = try await oneTask(log)
    let long = "alpha " + String(repeating: "x ", count: 500_000) + " omega"
    _ = try await log.append(id, [.agent(.toolFinished(id: "t", status: .ok, output: long, exitCode: 0))], at: moment(1))
    _ = try await log.append(id, [.note(.info, "evil \u{2}not\u{3} found")], at: moment(1))
    while try await log.indexMore() > 0 {}
    #expect(try await find(folder, "alpha").results.count == 1)
    #expect(try await find(folder, "omega").results.count == 1)
    #expect(Int(await log.connection(for: "SELECT max(length(text)) FROM passage") ?? "") ?? .max < 20_000)
    let hit = try #require(try await find(folder, "evil").results.first?.hits.first)
    #expect(hit.snippet == [SnippetRun("evil", isMatch: true), SnippetRun(" not found")])
    var diff = ""
    for file in 0..<2000 { diff += "diff --git a/f\(file) b/f\(file)\n@@ -1 +1 @@\n+\(String(repeating: "word ", count: 200))\n" }
    try await log.indexDiff(of: id, tree: "big", diff: diff, at: moment(2))
    #expect(Int(await log.connection(for: "SELECT count(*) FROM passage WHERE kind = 7") ?? "") ?? .max <= DiffPassages.mostFiles)
    try await log.close()
  }

  @Test("A store of the first format is brought up to date, and all of it is found and added up")
  func migrated() async throws {
    let folder = try StoreFolder()
    let old = try Connection(path: folder.database, access: .write, doing: "making an old store")
    try old.execute(Migration.all[0].sql)
    try old.execute("PRAGMA application_id = \(Migration.applicationID); PRAGMA user_version = 1")
    let codec = RecordCodec()
    let json = try String(decoding: codec.encode(record(TaskID(1), title: "Ancient wish")), as: UTF8.self)
    try old.execute(
      """
      INSERT INTO task (id, record) VALUES (1, '\(json)'); INSERT INTO task_text VALUES (1, 'stone tablets', NULL);
      UPDATE mark SET value = 1 WHERE name = 'task'; UPDATE mark SET value = 9 WHERE name = 'seq';
      INSERT INTO event (task, seq, time, body) VALUES (1, 3, 86400000, '{"prompt":{"text":"chisel it","origin":"ada"}}');
      INSERT INTO event (task, seq, time, body) VALUES (1, 4, 86400000, '{"agent":{"_0":{"usage":{"costUSD":0.25}}}}');
      INSERT INTO event (task, seq, time, body) VALUES (1, 5, 86400000, 'no json at all');
      """)
    let (log, report) = try await EventLog.open(path: folder.database)
    #expect(report.migratedFrom == 1 && report.setAside == nil)
    #expect(try await log.indexBacklog() == 1)
    while try await log.indexMore(rows: 1) > 0 {}
    for word in ["ancient", "tablets", "chisel"] { #expect(try await find(folder, word).results.map(\.task.id) == [TaskID(1)], "\(word)") }
    let reader = try await EventReader.open(path: folder.database)
    let sums = try await reader.statistics()
    #expect(sums.days.map(\.key) == ["1970-01-02"])
    #expect(sums.days.first?.costUSD == 0.25)
    await reader.close()
    try await log.close()
    let (again, second) = try await EventLog.open(path: folder.database)
    #expect(second.migratedFrom == nil && second.cleanStop)
    #expect(try await again.indexBacklog() == 0)
    try await again.close()
  }

  @Test("kill -9 between the steps: nothing is missing from the index and nothing is in it twice")
  func killed() async throws {
    let folder = try StoreFolder()
    let probe = try ProbeProcess.program()
    for round in 0..<8 {
      let child = try ProbeProcess([probe, "index", folder.database])
      for _ in 0..<Int.random(in: 1...60) { guard await child.readLine() != nil else { break } }
      await child.kill()
      while await child.readLine() != nil {}
      #expect(await child.wait() == 128 + SIGKILL)
      let (log, report) = try await EventLog.open(path: folder.database)
      #expect(report.setAside == nil, "round \(round)")
      while try await log.indexMore(rows: 5) > 0 {}
      let turns = await log.connection(for: "SELECT count(*) FROM event WHERE body LIKE '%turnDone%'")
      #expect(await log.connection(for: "SELECT cast(total(turns) AS INTEGER) FROM use") == turns, "round \(round)")
      #expect(await log.connection(for: "SELECT total(cost) = 0.5 * \(turns ?? "0") FROM use") == "1")
      #expect(await log.connection(for: "SELECT count(*) FROM passage WHERE kind = 3") == turns)
      #expect(
        await log.connection(
          for: "SELECT count(*) FROM (SELECT 1 FROM passage WHERE kind IN (2, 3) GROUP BY task, seq HAVING count(*) > 1)") == "0")
      try await log.checkWords()
      #expect(await log.connection(for: "PRAGMA integrity_check") == "ok")
      try await log.close()
    }
  }

  @Test("A round ends although more is written all the while, and the next one takes that in")
  func rounds() async throws {
    let folder = try StoreFolder()
    let (log, _) = try await EventLog.open(path: folder.database)
    _ = try await log.insertTasks(identities: ["", "", ""]) { $0.map { record($0) } }
    func write(_ words: String) async throws {
      for id in 1...3 { _ = try await log.append(TaskID(id), [.note(.info, words)], at: moment(1)) }
    }
    try await write("first")
    var steps = 1
    while try await log.indexMore() > 0 {
      steps += 1
      try await write("meanwhile")
    }
    #expect(steps == 3)
    #expect(try await find(folder, "first").results.count == 3)
    #expect(try await log.indexBacklog() > 0)
    #expect(try await log.indexMore(anew: true) > 0)
    while try await log.indexMore() > 0 {}
    #expect(try await log.indexBacklog() == 0)
    #expect(try await find(folder, "meanwhile").results.count == 3)
    try await log.close()
  }

  @Test("Secrets are taken out before they can be found")
  func cleaned() async throws {
    let folder = try StoreFolder()
    let (log, _) = try await EventLog.open(path: folder.database)
    await log.clean(
      with: StoreCleaner(
        json: {
          Array(
            String(decoding: $0, as: UTF8.self).split(separator: "hunter2", omittingEmptySubsequences: false).joined(separator: "***").utf8)
        },
        text: { $0.split(separator: "hunter2", omittingEmptySubsequences: false).joined(separator: "***") }))
    _ = try await log.insertTasks(identities: [""]) { $0.map { record($0, title: "title hunter2", body: "body hunter2") } }
    _ = try await log.append(TaskID(1), [.prompt(text: "prompt hunter2", origin: "ada")], at: moment(1))
    try await log.indexDiff(of: TaskID(1), tree: "t", diff: "diff --git a/f b/f\n@@ -1 +1 @@\n+diff hunter2\n", at: moment(2))
    while try await log.indexMore() > 0 {}
    #expect(try await find(folder, "hunter2").results.isEmpty)
    #expect(try await find(folder, "prompt").results.count == 1)
    try await log.close()
  }
}

extension EventLog {
  /// Compares the words with the texts that they were made of.
  func checkWords() throws { try connection?.execute("INSERT INTO passage_words (passage_words, rank) VALUES ('integrity-check', 1)") }
}
