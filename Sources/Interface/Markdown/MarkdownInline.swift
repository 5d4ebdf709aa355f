internal import Screen

/// Reads the styles inside a paragraph: code, strong, emphasis, links. What does not close stays as it was written. The text has been cleaned.
struct MarkdownInline {
  private let bytes: [UInt8]
  private var at = 0
  private var plain: [UInt8] = []
  private var runs: [StyledRun] = []
  private var strong: [UInt8] = []
  private let base: Role
  /// Bytes within which a mark must close, so that text full of open marks stays linear.
  private static let farthest = 4000

  /// The pieces of a text; `base` is the role of what has no style.
  static func runs(of text: String, base: Role = .text) -> [StyledRun] {
    if !text.utf8.contains(where: { [0x60, 0x2A, 0x5F, 0x5B, 0x3C, 0x5C, 0x7E, 0x3A].contains($0) }) {
      return text.isEmpty ? [] : [StyledRun(text, base)]
    }
    var reader = MarkdownInline(text: text, base: base)
    reader.read()
    return reader.runs
  }

  private init(text: String, base: Role) {
    bytes = Array(text.utf8)
    self.base = base
  }

  private mutating func flush() {
    guard !plain.isEmpty else { return }
    runs.append(StyledRun(String(decoding: plain, as: UTF8.self), strong.isEmpty ? base : .textStrong))
    plain = []
  }

  private mutating func emit(_ slice: ArraySlice<UInt8>, _ role: Role) {
    flush()
    if !slice.isEmpty { runs.append(StyledRun(String(decoding: slice, as: UTF8.self), role)) }
  }

  private mutating func read() {
    while at < bytes.count {
      let byte = bytes[at]
      switch byte {
      case 0x5C where at + 1 < bytes.count && Self.isPunctuation(bytes[at + 1]):
        plain.append(bytes[at + 1])
        at += 2
      case 0x60: takeCode()
      case 0x2A, 0x5F, 0x7E: takeMark(byte)
      case 0x5B: takeLink()
      case 0x21 where at + 1 < bytes.count && bytes[at + 1] == 0x5B:
        at += 1
        takeLink()
      case 0x3C: takeAutolink()
      case 0x68 where isAddress(): takeAddress()
      default:
        plain.append(byte)
        at += 1
      }
    }
    flush()
  }

  private static func isPunctuation(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
    default: false
    }
  }

  private func isWord(_ index: Int) -> Bool {
    guard bytes.indices.contains(index) else { return false }
    switch bytes[index] {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF: return true
    default: return false
    }
  }

  private func isSpace(_ index: Int) -> Bool { !bytes.indices.contains(index) || bytes[index] == 0x20 || bytes[index] == 0x0A }

  private mutating func takeCode() {
    var count = 0
    while at + count < bytes.count, bytes[at + count] == 0x60 { count += 1 }
    var end = at + count
    while end < bytes.count, end - at < Self.farthest {
      var run = 0
      while end + run < bytes.count, bytes[end + run] == 0x60 { run += 1 }
      if run == count {
        var content = bytes[(at + count)..<end]
        if content.count > 2, content.first == 0x20, content.last == 0x20 { content = content.dropFirst().dropLast() }
        emit(content, .markdownCode)
        at = end + count
        return
      }
      end += max(1, run)
    }
    plain += bytes[at..<(at + count)]
    at += count
  }

  /// `*`, `**`, `_`, `__`, `~~`: opens where text follows and the same mark closes later; closes where text stands before it.
  private mutating func takeMark(_ mark: UInt8) {
    var count = 0
    while at + count < bytes.count, bytes[at + count] == mark { count += 1 }
    let inWord = mark == 0x5F && isWord(at - 1) && isWord(at + count)
    if count <= 3, !inWord, mark != 0x7E || count == 2 {
      let key = mark &+ UInt8(count)
      if strong.last == key, !isSpace(at - 1) {
        flush()
        strong.removeLast()
        at += count
        return
      }
      if !strong.contains(key), !isSpace(at + count), closes(mark, count) {
        flush()
        strong.append(key)
        at += count
        return
      }
    }
    plain += bytes[at..<(at + count)]
    at += count
  }

  private func closes(_ mark: UInt8, _ count: Int) -> Bool {
    var index = at + count
    while index < bytes.count, index - at < Self.farthest {
      guard bytes[index] == mark else {
        index += 1
        continue
      }
      var run = 0
      while index + run < bytes.count, bytes[index + run] == mark { run += 1 }
      if run == count, !isSpace(index - 1), mark != 0x5F || !isWord(index + run) { return true }
      index += run
    }
    return false
  }

  /// `[text](address)`: the text, and the address behind it when it says something else.
  private mutating func takeLink() {
    var depth = 0
    var end = at
    while end < bytes.count, end - at < 1000 {
      if bytes[end] == 0x5B { depth += 1 }
      if bytes[end] == 0x5D { depth -= 1 }
      if depth == 0 { break }
      end += 1
    }
    guard end + 1 < bytes.count, depth == 0, bytes[end + 1] == 0x28, let close = bytes[(end + 2)...].prefix(2000).firstIndex(of: 0x29)
    else {
      plain.append(0x5B)
      at += 1
      return
    }
    let label = bytes[(at + 1)..<end]
    let address = bytes[(end + 2)..<close]
    emit(label.isEmpty ? address : label, .textLink)
    if !label.isEmpty, !label.elementsEqual(address), address.first != 0x23 {
      runs.append(StyledRun(" (", .textDim))
      emit(address, .textDim)
      runs.append(StyledRun(")", .textDim))
    }
    at = close + 1
  }

  private mutating func takeAutolink() {
    if let close = bytes[at...].prefix(2000).firstIndex(of: 0x3E) {
      let inner = bytes[(at + 1)..<close]
      if inner.starts(with: Array("http".utf8)) || inner.starts(with: Array("mailto:".utf8)), !inner.contains(0x20) {
        emit(inner, .textLink)
        at = close + 1
        return
      }
    }
    plain.append(0x3C)
    at += 1
  }

  private func isAddress() -> Bool {
    !isWord(at - 1) && (bytes[at...].starts(with: Array("http://".utf8)) || bytes[at...].starts(with: Array("https://".utf8)))
  }

  private mutating func takeAddress() {
    var end = at
    while end < bytes.count, bytes[end] > 0x20, bytes[end] != 0x3E, bytes[end] != 0x22, bytes[end] != 0x29, bytes[end] != 0x5D { end += 1 }
    while end > at + 8, [0x2E, 0x2C, 0x3A, 0x3B, 0x21, 0x3F, 0x2A, 0x5F, 0x60].contains(bytes[end - 1]) { end -= 1 }
    emit(bytes[at..<end], .textLink)
    at = end
  }
}
