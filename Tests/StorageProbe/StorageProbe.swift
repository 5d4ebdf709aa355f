import Glibc
import Model
import Storage

/// A writer that the storage tests kill, or let run into a full disk. It says on standard output what the store has acknowledged, one fact a line:
/// `event <task> <seq>`, `task <id> <turns>`, `full`, `saved <task> <seq>`.
@main
struct StorageProbe {
  static func main() async {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else { fail("usage: StorageProbe write|fill|open|bench|index FILE") }
    do {
      let (log, report) = try await EventLog.open(path: arguments[2])
      for remark in report.remarks { say("remark \(remark)") }
      switch arguments[1] {
      case "write": try await write(log)
      case "fill": try await fill(log)
      case "open":
        _ = try await queue(1, log)
        try await log.close()
      case "bench": try await bench(log)
      case "index": try await index(log)
      default: fail("unknown mode \(arguments[1])")
      }
    } catch {
      fail(error.text)
    }
  }

  /// Writes for ever, in all the ways that the store has.
  private static func write(_ log: EventLog) async throws(StorageError) {
    var tasks = try await queue(3, log)
    var round = 0
    while true {
      round += 1
      let index = round % tasks.count
      let id = tasks[index].id
      let message = "m\(round / 8)"
      let pieces = try await log.appendDeferred(
        id, [.delta(messageID: message, stream: .text, offset: 0, text: "piece \(round)")], at: time(round))
      _ = pieces
      tasks[index].turns += 1
      tasks[index].brief = "brief \(round)"
      let entries = try await log.save(
        tasks[index], [.note(.info, "round \(round)"), .prompt(text: "again", origin: "probe")], at: time(round))
      for entry in entries { say("event \(id.number) \(entry.seq)") }
      say("task \(id.number) \(tasks[index].turns)")
      if round % 5 == 0 {
        let batch = (0..<50).map { TranscriptEvent.agent(.notice(.info, "row \($0) of round \(round)")) }
        for entry in try await log.append(id, batch, at: time(round)) { say("event \(id.number) \(entry.seq)") }
      }
      if round % 20 == 0 { tasks += try await queue(2, log) }
    }
  }

  /// Writes turns and takes them into the index by small steps, for ever.
  private static func index(_ log: EventLog) async throws(StorageError) {
    let tasks = try await queue(2, log)
    var round = 0
    while true {
      round += 1
      let id = tasks[round % 2].id
      let rows = try await log.append(
        id,
        [
          .prompt(text: "prompt \(round)", origin: "probe"), .agent(.textDone(messageID: "m\(round)", text: "the answer \(round)")),
          .agent(.usage(tokens: TokenCount(input: 3, output: 1), costUSD: 0.5)), .agent(.turnDone(.completed, text: nil)),
        ], at: time(round))
      say("event \(id.number) \(rows[3].seq)")
      _ = try await log.indexMore(rows: 3)
      if round % 7 == 0 {
        try await log.indexDiff(of: id, tree: "tree\(round)", diff: "diff --git a/f b/f\n@@ -1 +1 @@\n+line \(round)\n", at: time(round))
      }
    }
  }

  /// Writes until the disk is full, then gives the ballast back and saves once more.
  private static func fill(_ log: EventLog) async throws(StorageError) {
    let tasks = try await queue(1, log)
    let text = String(repeating: "x", count: 20_000)
    var round = 0
    while true {
      round += 1
      do throws(StorageError) {
        for entry in try await log.append(tasks[0].id, [.note(.info, text)], at: time(round)) {
          say("event \(tasks[0].id.number) \(entry.seq)")
        }
      } catch {
        guard case .full = error else { throw error }
        say("full")
        break
      }
    }
    guard await log.releaseBallast() else { fail("there was no ballast") }
    for entry in try await log.append(tasks[0].id, [.note(.error, "the disk is full")], at: time(round)) {
      say("saved \(tasks[0].id.number) \(entry.seq)")
    }
    try await log.close()
  }

  /// Says how many events of about 300 bytes a second are taken, in the ways that matter, and how long a page takes.
  private static func bench(_ log: EventLog) async throws(StorageError) {
    let tasks = try await queue(40, log)
    let text = String(repeating: "A line of an agent's output.\n", count: 9)
    let call = TranscriptEvent.agent(
      .toolStarted(
        ToolCall(id: "toolu_01", kind: .execute, name: "Bash", title: "swift test", input: "{\"command\":\"\(text.prefix(180))\"}")))
    try await measure("append, 50 a time", 100_000) { () throws(StorageError) in
      for number in 0..<2000 {
        _ = try await log.append(tasks[number % 40].id, Array(repeating: call, count: 50), at: time(number))
      }
    }
    try await measure("deferred deltas, 1 a time", 100_000) { () throws(StorageError) in
      for number in 0..<100_000 {
        let piece = TranscriptEvent.delta(messageID: "m\(number / 4000)", stream: .text, offset: number, text: text)
        _ = try await log.appendDeferred(tasks[number % 40].id, [piece], at: time(number))
      }
      try await log.flush()
    }
    try await measure("save with one event", 5000) { () throws(StorageError) in
      for number in 0..<5000 { _ = try await log.save(tasks[number % 40], [.note(.info, text)], at: time(number)) }
    }
    var longest = 0.0
    try await measure("rows taken into the index", 205_000) { () throws(StorageError) in
      let clock = ContinuousClock()
      while true {
        let start = clock.now
        if try await log.indexMore() == 0 { break }
        longest = max(longest, Double(start.duration(to: clock.now).components.attoseconds) / 1e18)
      }
    }
    say("longest step of the index: \(Int(longest * 1000)) ms")
    let reader = try await EventReader.open(path: CommandLine.arguments[2])
    try await measure("searches", 100) { () throws(StorageError) in
      for _ in 0..<100 { _ = try await reader.search("swift test", limit: 20) }
    }
    try await measure("pages of 200 events", 500) { () throws(StorageError) in
      for number in 0..<500 { _ = try await reader.transcript(tasks[number % 40].id, limit: 200) }
    }
    try await measure("lists of 40 tasks", 200) { () throws(StorageError) in
      for _ in 0..<200 { _ = try await reader.tasks() }
    }
    try await log.close()
  }

  private static func measure(
    _ name: String, _ count: Int, _ body: () async throws(StorageError) -> Void
  ) async throws(StorageError) {
    let clock = ContinuousClock()
    let start = clock.now
    try await body()
    let seconds =
      Double(start.duration(to: clock.now).components.attoseconds) / 1e18 + Double(start.duration(to: clock.now).components.seconds)
    say("\(name): \(Int(Double(count) / seconds)) a second")
  }

  private static func queue(_ count: Int, _ log: EventLog) async throws(StorageError) -> [TaskRecord] {
    let made = try await log.insertTasks(identities: Array(repeating: "", count: count)) { ids in
      ids.map {
        TaskRecord(
          id: $0, ticket: Ticket(title: "ticket \($0)", body: "body"), repository: RepositoryLocation(source: "/r", publishTo: "/r"),
          engine: "claude", created: Timestamp(milliseconds: 0))
      }
    }
    for task in made { say("task \(task.id.number) 0") }
    return made
  }

  private static func time(_ round: Int) -> Timestamp { Timestamp(milliseconds: Int64(round)) }

  private static func say(_ line: String) {
    var bytes = Array((line + "\n").utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(1, $0.baseAddress, $0.count) }
      guard count > 0 else { exit(3) }
      bytes = bytes.dropFirst(count)
    }
  }

  private static func fail(_ text: String) -> Never {
    say("failed \(text)")
    exit(1)
  }
}
