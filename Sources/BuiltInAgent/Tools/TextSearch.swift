import Platform

/// One search for lines. Blocks; ends early when enough was found or the flag is set.
struct TextSearch: Sendable {
  /// Longer files are left out.
  private static let fileLimit = 8 << 20
  private static let mostLines = 300
  private static let lineLength = 400

  let pattern: LinePattern
  let names: GlobPattern?
  let start: String
  let answer: GrepTool.Answer
  let context: Int

  /// Searches.
  func run(_ directory: EnclosedDirectory, flag: CancelFlag) -> ToolOutcome {
    var found: [String] = []
    var isFull = false
    func take(_ path: String) -> Bool {
      if let names, !names.matches(path) { return true }
      guard let bytes = try? directory.read(path, limit: Self.fileLimit).bytes, !TextFile.isBinary(bytes) else { return true }
      found += lines(bytes, path)
      isFull = found.count >= Self.mostLines
      return !isFull && !flag.isSet
    }
    guard let stamp = try? directory.stamp(start) else { return ToolOutcome("There is no \(start) in the workspace.", isError: true) }
    var walk = FileWalk(directory, flag: flag)
    if stamp.kind == .file { _ = take(start) } else { walk.run(start, take) }
    guard !found.isEmpty else { return ToolOutcome("No line matches.") }
    var text = found.prefix(Self.mostLines).joined(separator: "\n").truncated(to: TextLimit.result)
    if isFull { text += "\n[truncated: there are more matches; search more precisely]" }
    if walk.isCut { text += "\n[truncated: there are too many files; only the first \(FileWalk.limit) were looked at]" }
    return ToolOutcome(text)
  }

  private func lines(_ bytes: [UInt8], _ path: String) -> [String] {
    var ranges: [Range<Int>] = []
    var matching: [Int] = []
    bytes.withUnsafeBufferPointer { buffer in
      var start = 0
      while start < buffer.count {
        let end = buffer[start...].firstIndex(of: 0x0a) ?? buffer.count
        let isWindows = end > start && buffer[end - 1] == 0x0d
        let range = start..<(isWindows ? end - 1 : end)
        if pattern.matches(UnsafeBufferPointer(rebasing: buffer[range])) { matching.append(ranges.count) }
        ranges.append(range)
        start = end + 1
        if matching.count >= Self.mostLines { break }
      }
    }
    guard !matching.isEmpty else { return [] }
    switch answer {
    case .files: return [path]
    case .count: return ["\(path):\(matching.count)"]
    case .content: break
    }
    var shown: [String] = []
    var next = 0
    for (place, line) in matching.enumerated() {
      let first = max(next, line - context)
      let following = place + 1 < matching.count ? matching[place + 1] : ranges.count
      let last = min(line + context, following - 1, ranges.count - 1)
      for number in first...max(first, last) where number < ranges.count {
        let text = String(decoding: bytes[ranges[number]], as: UTF8.self)
        let isLong = text.utf8.count > Self.lineLength
        shown.append(
          "\(path)\(number == line ? ":" : "-")\(number + 1)\(number == line ? ":" : "-")\(isLong ? text.beginning(bytes: Self.lineLength) + "…" : text)"
        )
      }
      next = max(first, last) + 1
    }
    return shown
  }
}
