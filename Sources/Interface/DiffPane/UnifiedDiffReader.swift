/// The state of reading one diff text.
struct UnifiedDiffReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  private var result: [FileDiff] = []
  private var file: FileDiff?

  /// A reader of bytes that outlive it.
  init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func files() -> [FileDiff] {
    while let line = nextLine() { take(line) }
    finishFile()
    return result
  }

  private mutating func nextLine() -> Range<Int>? {
    guard position < bytes.count else { return nil }
    let start = position
    while position < bytes.count, bytes[position] != 0x0A { position += 1 }
    let end = position
    position += 1
    return start..<end
  }

  private func starts(_ line: Range<Int>, _ prefix: StaticString) -> Bool {
    let count = prefix.utf8CodeUnitCount
    guard line.count >= count else { return false }
    for index in 0..<count where bytes[line.lowerBound + index] != prefix.utf8Start[index] { return false }
    return true
  }

  private func rest(_ line: Range<Int>, _ count: Int) -> UnsafeBufferPointer<UInt8>.SubSequence {
    var end = line.upperBound
    if end > line.lowerBound + count, bytes[end - 1] == 0x0D { end -= 1 }
    return bytes[min(line.lowerBound + count, end)..<end]
  }

  private mutating func finishFile() {
    if let file, !file.path.isEmpty || !file.hunks.isEmpty || file.binary { result.append(file) }
    file = nil
  }

  private mutating func take(_ line: Range<Int>) {
    if starts(line, "diff --") {
      finishFile()
      var path = ""
      if starts(line, "diff --git ") { path = GitPath.header(rest(line, 11)) ?? "" }
      file = FileDiff(path: path)
      return
    }
    if starts(line, "@@ ") { return takeHunk(line) }
    if starts(line, "--- ") {
      // A diff without git's header line begins here.
      if file == nil || file?.hunks.isEmpty == false {
        finishFile()
        file = FileDiff(path: "")
      }
      if let path = GitPath.side(rest(line, 4)), file?.path.isEmpty == true { file?.path = path }
      return
    }
    takeHeader(line)
  }

  private mutating func takeHeader(_ line: Range<Int>) {
    guard var file else { return }
    defer { self.file = file }
    if starts(line, "+++ ") {
      if let path = GitPath.side(rest(line, 4)) { file.path = path }
    } else if starts(line, "rename from ") {
      file.oldPath = GitPath.unquoted(rest(line, 12))
    } else if starts(line, "rename to ") {
      file.path = GitPath.unquoted(rest(line, 10))
    } else if starts(line, "copy from ") {
      file.oldPath = GitPath.unquoted(rest(line, 10))
    } else if starts(line, "copy to ") {
      file.path = GitPath.unquoted(rest(line, 8))
    } else if starts(line, "old mode ") {
      file.oldMode = text(rest(line, 9))
    } else if starts(line, "new mode ") {
      file.newMode = text(rest(line, 9))
    } else if starts(line, "new file mode ") {
      file.newMode = text(rest(line, 14))
    } else if starts(line, "deleted file mode ") {
      file.oldMode = text(rest(line, 18))
    } else if starts(line, "similarity index ") {
      file.similarity = Int(text(rest(line, 17)).prefix { $0 != "%" })
    } else if starts(line, "index ") {
      // `index 1234..5678 100644`: the mode stands there when it did not change.
      let parts = text(rest(line, 6)).split(separator: " ")
      if parts.count == 2, file.oldMode == nil, file.newMode == nil {
        file.oldMode = String(parts[1])
        file.newMode = String(parts[1])
      }
    } else if starts(line, "Binary files ") || starts(line, "GIT binary patch") {
      file.binary = true
    }
  }

  private func text(_ slice: UnsafeBufferPointer<UInt8>.SubSequence) -> String { String(decoding: slice, as: UTF8.self) }

  /// Reads `@@ -41,6 +41,15 @@ fetchToken` and the lines that it counts.
  private mutating func takeHunk(_ line: Range<Int>) {
    var at = line.lowerBound + 3
    guard let old = pair(&at, line.upperBound, sign: 0x2D), let new = pair(&at, line.upperBound, sign: 0x2B) else { return }
    while at < line.upperBound, bytes[at] == 0x20 || bytes[at] == 0x40 { at += 1 }
    var hunk = Hunk(oldStart: old.start, oldCount: old.count, newStart: new.start, newCount: new.count)
    hunk.heading = text(rest(line, at - line.lowerBound))
    takeLines(of: &hunk)
    if file == nil { file = FileDiff(path: "") }
    file?.hunks.append(hunk)
  }

  private mutating func takeLines(of hunk: inout Hunk) {
    var old = hunk.oldStart
    var new = hunk.newStart
    var oldLeft = hunk.oldCount
    var newLeft = hunk.newCount
    hunk.lines.reserveCapacity(min(max(oldLeft, newLeft), 4096))
    while true {
      let before = position
      guard let line = nextLine() else { return }
      let sign = line.isEmpty ? 0x20 : bytes[line.lowerBound]
      if sign == 0x5C {
        hunk.lines.append(
          DiffLine(kind: .noNewline, old: nil, new: nil, text: text(bytes[min(line.lowerBound + 2, line.upperBound)..<line.upperBound])))
        continue
      }
      guard oldLeft > 0 || newLeft > 0 else {
        position = before
        return
      }
      let text = line.isEmpty ? "" : String(decoding: bytes[(line.lowerBound + 1)..<line.upperBound], as: UTF8.self)
      switch sign {
      case 0x2B where newLeft > 0:
        hunk.lines.append(DiffLine(kind: .added, old: nil, new: new, text: text))
        new += 1
        newLeft -= 1
      case 0x2D where oldLeft > 0:
        hunk.lines.append(DiffLine(kind: .removed, old: old, new: nil, text: text))
        old += 1
        oldLeft -= 1
      case 0x20, 0x0D:
        hunk.lines.append(DiffLine(kind: .context, old: old, new: new, text: text))
        old += 1
        new += 1
        oldLeft -= 1
        newLeft -= 1
      default:
        position = before
        return
      }
    }
  }

  /// Reads `-41,6` or `+41`; numbers that are too long stop it.
  private func pair(_ at: inout Int, _ end: Int, sign: UInt8) -> (start: Int, count: Int)? {
    while at < end, bytes[at] == 0x20 { at += 1 }
    guard at < end, bytes[at] == sign else { return nil }
    at += 1
    guard let start = number(&at, end) else { return nil }
    guard at < end, bytes[at] == 0x2C else { return (start, 1) }
    at += 1
    guard let count = number(&at, end) else { return nil }
    return (start, count)
  }

  private func number(_ at: inout Int, _ end: Int) -> Int? {
    let first = at
    var value = 0
    while at < end, (0x30...0x39).contains(bytes[at]) {
      guard at - first < 12 else { return nil }
      value = value * 10 + Int(bytes[at] - 0x30)
      at += 1
    }
    return at > first ? value : nil
  }
}
