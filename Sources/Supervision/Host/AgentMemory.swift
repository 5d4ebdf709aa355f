import Glibc
import Model
import Platform

/// What the processes of each task take: the proportional share of their memory (`Pss` of `/proc/PID/smaps_rollup`), over everything that descends from one
/// of our own children. Whose a child is, one of the working directories or homes below it says. Blocks.
struct AgentMemory {
  /// The directory that has a directory for every task.
  let tasks: String

  /// Bytes by task.
  func measure() -> [TaskID: Int64] {
    var children: [Int32: [Int32]] = [:]
    for name in (try? Files.list("/proc")) ?? [] {
      if let pid = Int32(name), let parent = parent(of: pid) { children[parent, default: []].append(pid) }
    }
    var sums: [TaskID: Int64] = [:]
    for child in children[getpid()] ?? [] {
      var members = [child]
      var next = 0
      while next < members.count {
        members += children[members[next]] ?? []
        next += 1
      }
      guard let task = members.lazy.compactMap({ self.task(of: $0) }).first else { continue }
      sums[task, default: 0] += members.reduce(0) { $0 + share(of: $1) }
    }
    return sums
  }

  private func parent(of pid: Int32) -> Int32? {
    guard let bytes = try? Files.read("/proc/\(pid)/stat", limit: 4096), let end = bytes.lastIndex(of: UInt8(ascii: ")")) else {
      return nil
    }
    let fields = String(decoding: bytes[(end + 1)...], as: UTF8.self).split(separator: " ")
    return fields.count > 1 ? Int32(fields[1]) : nil
  }

  private func task(of pid: Int32) -> TaskID? {
    var place = Files.linkTarget("/proc/\(pid)/cwd") ?? ""
    if !place.hasPrefix(tasks + "/"), let bytes = try? Files.read("/proc/\(pid)/environ", limit: 1 << 20) {
      place =
        bytes.split(separator: 0).first { $0.starts(with: Array("HOME=".utf8)) }.map { String(decoding: $0.dropFirst(5), as: UTF8.self) }
        ?? ""
    }
    guard place.hasPrefix(tasks + "/"), let name = place.dropFirst(tasks.count + 1).split(separator: "/").first else { return nil }
    return TaskID(parsing: String(name))
  }

  /// In bytes; what may not be asked is counted by its resident pages.
  private func share(of pid: Int32) -> Int64 {
    if let text = try? Files.readText("/proc/\(pid)/smaps_rollup", limit: 1 << 16) {
      for line in text.split(separator: "\n") where line.hasPrefix("Pss:") {
        return (line.dropFirst(4).split(separator: " ").first.flatMap { Int64($0) } ?? 0) << 10
      }
    }
    let pages = (try? Files.readText("/proc/\(pid)/statm", limit: 256))?.split(separator: " ").dropFirst().first.flatMap { Int64($0) } ?? 0
    return pages * Int64(sysconf(Int32(_SC_PAGESIZE)))
  }
}
