import Platform

/// The processes of this machine.
enum ProcessList {
  /// One of them, as `/proc` shows it.
  struct Seen {
    let pid: Int32
    /// Its words, with zero bytes in between.
    let arguments: [UInt8]
    /// Its variables, as far as we may read them.
    let environment: [UInt8]
    /// Whether it runs in a process namespace other than ours: inside a sandbox.
    let isInside: Bool
  }

  /// All but this one.
  static var all: [Seen] {
    let ours = Files.linkTarget("/proc/self/ns/pid")
    return ((try? Files.list("/proc")) ?? []).compactMap { name in
      guard let pid = Int32(name), pid != Environment.pid, let arguments = try? Files.read("/proc/\(name)/cmdline", limit: 1 << 22) else {
        return nil
      }
      let space = Files.linkTarget("/proc/\(name)/ns/pid")
      return Seen(
        pid: pid, arguments: arguments, environment: (try? Files.read("/proc/\(name)/environ", limit: 1 << 22)) ?? [],
        isInside: space != nil && space != ours)
    }
  }

  /// The command lines of all processes, words separated by blanks.
  static var commandLines: [String] { all.map { String(decoding: $0.arguments.map { $0 == 0 ? 0x20 : $0 }, as: UTF8.self) } }
}
