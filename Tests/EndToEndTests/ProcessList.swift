import Platform

/// The processes of this machine.
enum ProcessList {
  /// The command lines of all processes, words separated by blanks.
  static var commandLines: [String] {
    ((try? Files.list("/proc")) ?? []).filter { Int($0) != nil }.compactMap { name in
      guard let bytes = try? Files.read("/proc/\(name)/cmdline", limit: 1 << 22) else { return nil }
      return String(decoding: bytes.map { $0 == 0 ? 0x20 : $0 }, as: UTF8.self)
    }
  }
}
