internal import Glibc
internal import Platform

/// Measures what a tree of processes uses, where no control group counts it.
enum MemoryWatch {
  /// Whether the kernel tells a process's children (CONFIG_PROC_CHILDREN), without which nothing can be measured.
  static var isPossible: Bool { Files.exists("/proc/self/task/\(getpid())/children") }

  /// A process and all its descendants, bounded. Blocks shortly.
  static func tree(of pid: Int32) -> [Int32] {
    var found = [pid]
    var next = 0
    while next < found.count, found.count < 20_000 {
      let process = found[next]
      next += 1
      for thread in (try? Files.list("/proc/\(process)/task")) ?? [] {
        guard let text = try? Files.readText("/proc/\(process)/task/\(thread)/children", limit: 1 << 20) else { continue }
        found += text.split(separator: " ").compactMap { Int32($0) }
      }
    }
    return found
  }

  /// The bytes that some processes use: first what each has resident, which counts shared pages several times; only when that is more than `limit`, what
  /// each has by its own share. Blocks shortly.
  static func bytes(of processes: [Int32], limit: Int) -> Int {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let resident = processes.reduce(0) { sum, process in
      let fields = ((try? Files.readText("/proc/\(process)/statm", limit: 1024)) ?? "").split(separator: " ")
      return sum + (fields.count > 1 ? (Int(fields[1]) ?? 0) * page : 0)
    }
    guard resident > limit else { return resident }
    return processes.reduce(0) { sum, process in
      guard let text = try? Files.readText("/proc/\(process)/smaps_rollup", limit: 65_536),
        let line = text.split(separator: "\n").first(where: { $0.hasPrefix("Pss:") })
      else { return sum }
      return sum + (line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
    }
  }
}
