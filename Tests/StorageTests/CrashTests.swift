import Glibc
import Model
import Testing

@testable import Storage

@Suite("What is acknowledged survives")
struct CrashTests {
  private static let rounds = getenv("CARREL_SOAK") == nil ? 20 : 200

  /// Whether a private tmpfs can be mounted here.
  private static func canMount() async -> Bool {
    guard let child = try? ProbeProcess(["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"]) else { return false }
    return await child.wait() == 0
  }

  @Test("F40: kill -9 of the writer loses nothing that it acknowledged")
  func killed() async throws {
    let folder = try StoreFolder()
    let probe = try ProbeProcess.program()
    var expected = ProbeFacts()
    var highest: Int64 = 0
    for round in 0..<Self.rounds {
      let child = try ProbeProcess([probe, "write", folder.database])
      for _ in 0..<Int.random(in: 1...400) {
        guard let line = await child.readLine() else { break }
        try expected.add(line)
      }
      await child.kill()
      // What was written to the pipe before the end was acknowledged as well.
      while let line = await child.readLine() { try expected.add(line, mayBeCut: true) }
      #expect(await child.wait() == 128 + SIGKILL, "round \(round)")

      let (log, report) = try await EventLog.open(path: folder.database)
      #expect(!report.cleanStop && report.setAside == nil && report.remarks.isEmpty, "round \(round): \(report)")
      for (id, turns) in expected.turns {
        let stored = try await log.task(TaskID(id))
        #expect((stored?.turns ?? -1) >= turns, "round \(round), T\(id)")
        #expect(stored?.ticket.body == "body")
        let page = try await log.transcript(TaskID(id), after: 0, limit: .max, bytes: .max)
        #expect(expected.rows[id, default: []].isSubset(of: page.entries.map(\.seq)), "round \(round), T\(id)")
        highest = max(highest, page.entries.last?.seq ?? 0)
      }
      let task = try #require(expected.turns.keys.first)
      let fresh = try await log.append(TaskID(task), [.note(.info, "after the crash")], at: moment(1))
      #expect(fresh[0].seq > highest)
      #expect(await log.connection(for: "PRAGMA integrity_check") == "ok")
      #expect(await log.connection(for: "PRAGMA foreign_key_check") == nil)
      try await log.close()
    }
    #expect(expected.turns.count >= Self.rounds)
  }

  @Test(
    "A full disk is said; what was acknowledged is there, and the ballast makes room for a last word",
    .enabled("no private mounts here", { await canMount() }))
  func fullDisk() async throws {
    let folder = try StoreFolder()
    let probe = try ProbeProcess.program()
    // The store lies in a mount that only the probe sees; it is copied out at the end.
    let script = """
      mkdir "$1/small" && mount -t tmpfs -o size=40m tmpfs "$1/small" && "$2" fill "$1/small/carrel.db"; status=$?
      cp "$1/small/carrel.db" "$1/carrel.db" && exit $status
      """
    let child = try ProbeProcess(["unshare", "-rm", "sh", "-c", script, "sh", folder.path, probe])
    var expected = ProbeFacts()
    var full = false
    var saved = false
    while let line = await child.readLine() {
      switch line.split(separator: " ").first {
      case "full": full = true
      case "saved":
        saved = true
        try expected.add("event" + line.dropFirst("saved".count))
      case "failed": Issue.record("\(line)")
      default: try expected.add(line)
      }
    }
    #expect(await child.wait() == 0)
    #expect(full && saved)
    let (log, report) = try await EventLog.open(path: folder.database)
    #expect(report.cleanStop)
    let page = try await log.transcript(TaskID(1), after: 0, limit: .max, bytes: .max)
    #expect(expected.rows[1, default: []] == Set(page.entries.map(\.seq)))
    #expect(page.entries.last?.event == .note(.error, "the disk is full"))
    #expect(await log.connection(for: "PRAGMA integrity_check") == "ok")
    try await log.close()
  }

  @Test(
    "F16: a store that was left on a full disk opens with its reserve, and says so",
    .enabled("no private mounts here", { await canMount() }))
  func openedOnAFullDisk() async throws {
    let folder = try StoreFolder()
    let script = """
      mkdir "$1/small" && mount -t tmpfs -o size=40m tmpfs "$1/small" && "$2" open "$1/small/carrel.db" > /dev/null
      cat /dev/zero > "$1/small/filler" 2> /dev/null
      exec "$2" open "$1/small/carrel.db"
      """
    let child = try ProbeProcess(["unshare", "-rm", "sh", "-c", script, "sh", folder.path, try ProbeProcess.program()])
    var said: [String] = []
    while let line = await child.readLine() { said.append(line) }
    #expect(await child.wait() == 0, "\(said)")
    #expect(said.contains { $0.hasPrefix("remark The disk is full: the store's reserve was used to open it") }, "\(said)")
    #expect(said.contains { $0.hasPrefix("task 2 ") }, "\(said)")
  }
}
