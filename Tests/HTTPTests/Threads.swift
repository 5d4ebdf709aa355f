import Platform

/// This process's threads, as the kernel shows them.
enum Threads {
  /// The ids of those with this name.
  static func named(_ name: String) -> [String] {
    ((try? Files.list("/proc/self/task")) ?? []).filter { text($0, "comm").hasPrefix(name) }
  }

  /// How often a thread has gone to sleep or was put aside; -1 when it is gone.
  static func switches(_ id: String) -> Int {
    text(id, "status").split(separator: "\n").filter { $0.contains("ctxt_switches") }
      .reduce(text(id, "status").isEmpty ? -1 : 0) { $0 + (Int($1.split(separator: "\t").last ?? "") ?? 0) }
  }

  private static func text(_ id: String, _ file: String) -> String {
    (try? Files.readText("/proc/self/task/\(id)/\(file)", limit: 65_536)) ?? ""
  }
}
