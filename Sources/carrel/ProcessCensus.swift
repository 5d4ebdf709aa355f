import Glibc
import Model
import Platform

/// The processes of this user that work in a directory of tasks, and whose nobody answers for. Blocks.
struct ProcessCensus: Sendable {
  /// One that nobody answers for.
  struct Stray: Sendable {
    /// The topmost of its processes.
    var identity: ProcessIdentity
    /// Its program's name.
    var program: String
    /// Whose workspace it works in.
    var task: TaskID?
    /// Whether it is a sandbox of ours: bubblewrap or the warden stand above it.
    var isSandbox: Bool
  }

  private struct Entry {
    var parent: Int32
    var name: String
  }

  /// The directory that has a directory for every task.
  let tasks: String

  /// Every tree of processes that works below the directory and has no `carrel` above it (the service, or a client with a shell), its topmost process named once.
  func strays() -> [Stray] {
    var table: [Int32: Entry] = [:]
    for name in (try? Files.list("/proc")) ?? [] {
      if let pid = Int32(name), let entry = entry(pid) { table[pid] = entry }
    }
    var found: [Int32: Stray] = [:]
    for pid in table.keys.sorted() where pid != getpid() {
      guard let task = task(of: pid) else { continue }
      // Up to whoever answers for it: ours when that is a carrel.
      var line = [pid]
      while let parent = table[line[line.count - 1]]?.parent, parent > 1, table[parent] != nil, !line.contains(parent) {
        line.append(parent)
      }
      let names = line.compactMap { table[$0]?.name }
      if names.contains("carrel") { continue }
      let top = line.last { ["bwrap", "carrel-warden"].contains(table[$0]?.name ?? "") }
      let named = top ?? pid
      guard found[named] == nil, let identity = ProcessIdentity(of: named) else { continue }
      found[named] = Stray(identity: identity, program: table[named]?.name ?? "", task: task, isSandbox: top != nil)
    }
    return found.sorted { $0.key < $1.key }.map(\.value)
  }

  private func entry(_ pid: Int32) -> Entry? {
    guard let bytes = try? Files.read("/proc/\(pid)/stat", limit: 4096), let begin = bytes.firstIndex(of: UInt8(ascii: "(")),
      let end = bytes.lastIndex(of: UInt8(ascii: ")")), begin < end
    else { return nil }
    let fields = String(decoding: bytes[(end + 1)...], as: UTF8.self).split(separator: " ")
    guard fields.count > 1, let parent = Int32(fields[1]) else { return nil }
    return Entry(parent: parent, name: String(decoding: bytes[(begin + 1)..<end], as: UTF8.self))
  }

  private func task(of pid: Int32) -> TaskID? {
    let real = Files.realPath(tasks) ?? tasks
    guard let place = Files.linkTarget("/proc/\(pid)/cwd"), place.hasPrefix(real + "/") || place.hasPrefix(tasks + "/") else { return nil }
    let rest = place.dropFirst((place.hasPrefix(real + "/") ? real : tasks).count + 1)
    return rest.split(separator: "/").first.flatMap { TaskID(parsing: $0) }
  }
}
