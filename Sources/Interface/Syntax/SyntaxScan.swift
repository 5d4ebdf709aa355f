internal import Screen

/// The scan of one line.
struct SyntaxScan {
  let bytes: [UInt8]
  let language: SyntaxLanguage
  var state: SyntaxState
  var tokens: [SyntaxToken] = []
  private var at = 0
  private var inTag = false

  init(bytes: [UInt8], language: SyntaxLanguage, state: SyntaxState) {
    self.bytes = bytes
    self.language = language
    self.state = state
  }

  mutating func run() {
    switch state {
    case .plain: break
    case .comment: takeComment(from: 0)
    case .string(let index):
      if language.quotes.indices.contains(Int(index)) { takeString(Int(index), from: 0) } else { state = .plain }
    }
    if language.traits.contains(.markdown) { return takeMarkdown() }
    if language.traits.contains(.diffLines) { return takeDiffLine() }
    if language.traits.contains(.directives), at == 0 { takeDirective() }
    if language.name == "toml", at == 0 { takeSection() }
    while at < bytes.count { step() }
  }

  private mutating func add(_ start: Int, _ role: Role) {
    if at > start { tokens.append(SyntaxToken(range: start..<at, role: role)) }
  }

  private func matches(_ pattern: [UInt8], at position: Int) -> Bool {
    guard !pattern.isEmpty, position + pattern.count <= bytes.count else { return false }
    for index in pattern.indices where bytes[position + index] != pattern[index] { return false }
    return true
  }

  private mutating func step() {
    let byte = bytes[at]
    if byte == 0x20 || byte == 0x09 {
      at += 1
      return
    }
    if let block = language.blockComment, matches(block.open, at: at) {
      let start = at
      at += block.open.count
      state = .comment(depth: 1)
      return takeComment(from: start)
    }
    if isLineComment() {
      let start = at
      at = bytes.count
      return add(start, .syntaxComment)
    }
    if language.traits.contains(.tags), !inTag {
      if byte == 0x3C { return takeTag() }
      at += 1
      return
    }
    for (index, quote) in language.quotes.enumerated() where matches(quote.open, at: at) {
      if byte == 0x27, language.traits.contains(.lifetimes), !looksLikeCharacter() { break }
      let start = at
      at += quote.open.count
      state = .string(UInt8(index))
      return takeString(index, from: start)
    }
    if (0x30...0x39).contains(byte) { return takeNumber() }
    if isWord(byte) { return takeWord() }
    if byte == 0x3E { inTag = false }
    if byte == 0x24, language.traits.contains(.variables) { return takeVariable() }
    if byte == 0x40 || (byte == 0x23 && !language.lineComments.contains([0x23])), language.traits.contains(.attributes),
      at + 1 < bytes.count, isWord(bytes[at + 1])
    {
      let start = at
      at += 1
      skipWord()
      return add(start, .syntaxKeyword)
    }
    at += 1
  }

  private func isLineComment() -> Bool {
    for mark in language.lineComments where matches(mark, at: at) {
      // `$#` and `a#b` of a shell, `#` in a YAML value: only after white space.
      // `https://` of an address without quotes.
      if mark == [0x2F, 0x2F], at > 0, bytes[at - 1] == 0x3A { continue }
      if mark == [0x23], at > 0, bytes[at - 1] != 0x20, bytes[at - 1] != 0x09 { continue }
      return true
    }
    return false
  }

  private mutating func takeComment(from start: Int) {
    guard let block = language.blockComment, case .comment(var depth) = state else {
      state = .plain
      return
    }
    while at < bytes.count {
      if matches(block.close, at: at) {
        at += block.close.count
        depth -= 1
        if depth == 0 {
          state = .plain
          return add(start, .syntaxComment)
        }
      } else if language.traits.contains(.nestedComments), depth < 200, matches(block.open, at: at) {
        at += block.open.count
        depth += 1
      } else {
        at += 1
      }
    }
    state = .comment(depth: depth)
    add(start, .syntaxComment)
  }

  private mutating func takeString(_ index: Int, from start: Int) {
    let quote = language.quotes[index]
    while at < bytes.count {
      if quote.escapes, bytes[at] == 0x5C {
        at = min(at + 2, bytes.count)
      } else if matches(quote.close, at: at) {
        at += quote.close.count
        state = .plain
        return add(start, isKey() ? .syntaxType : .syntaxString)
      } else {
        at += 1
      }
    }
    if !quote.multiline { state = .plain }
    add(start, .syntaxString)
  }

  /// Whether a key's `:` or `=` comes next.
  private func isKey() -> Bool {
    guard language.traits.contains(.keys) else { return false }
    var next = at
    while next < bytes.count, bytes[next] == 0x20 || bytes[next] == 0x09 { next += 1 }
    guard next < bytes.count else { return false }
    if language.name == "makefile" {
      // A target or a variable, at the beginning of a line.
      guard bytes.first != 0x09, tokens.allSatisfy({ $0.role == .syntaxKeyword }) else { return false }
      return [0x3A, 0x3D, 0x3F, 0x2B].contains(bytes[next])
    }
    return bytes[next] == 0x3A || (bytes[next] == 0x3D && language.name == "toml")
  }

  private func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x80...0xFF: true
    case 0x2D: language.traits.contains(.dashes)
    default: false
    }
  }

  private mutating func skipWord() { while at < bytes.count, isWord(bytes[at]) { at += 1 } }

  private mutating func takeWord() {
    let start = at
    skipWord()
    if isKey() { return add(start, .syntaxType) }
    if inTag { return add(start, .syntaxType) }
    guard at - start <= 24 else { return }
    var word = String(decoding: bytes[start..<at], as: UTF8.self)
    if language.traits.contains(.ignoresCase) { word = word.lowercased() }
    let counts = !language.traits.contains(.firstWords) || word == "as" || bytes[..<start].allSatisfy { $0 == 0x20 || $0 == 0x09 }
    if counts, language.keywords.contains(word) { return add(start, .syntaxKeyword) }
    if language.types.contains(word) { return add(start, .syntaxType) }
    if language.traits.contains(.capitalTypes), (0x41...0x5A).contains(bytes[start]) { add(start, .syntaxType) }
  }

  private mutating func takeNumber() {
    let start = at
    while at < bytes.count,
      isWord(bytes[at]) && bytes[at] != 0x2D || (bytes[at] == 0x2E && at + 1 < bytes.count && (0x30...0x39).contains(bytes[at + 1]))
    {
      at += 1
    }
    add(start, .syntaxNumber)
  }

  private mutating func takeVariable() {
    let start = at
    at += 1
    if at < bytes.count, bytes[at] == 0x7B || (bytes[at] == 0x28 && language.name == "makefile") {
      let close: UInt8 = bytes[at] == 0x7B ? 0x7D : 0x29
      while at < bytes.count, bytes[at] != close { at += 1 }
      at = min(at + 1, bytes.count)
    } else if at < bytes.count, isWord(bytes[at]) {
      while at < bytes.count, isWord(bytes[at]), bytes[at] != 0x2D { at += 1 }
    } else if at < bytes.count, bytes[at] != 0x28 {
      at += 1
    }
    add(start, .syntaxType)
  }

  /// `'a'` and `'\n'` are characters, `'a` is a lifetime.
  private func looksLikeCharacter() -> Bool {
    guard at + 2 < bytes.count else { return false }
    if bytes[at + 1] == 0x5C { return true }
    return bytes[(at + 2)..<min(at + 6, bytes.count)].contains(0x27)
  }

  private mutating func takeDirective() {
    var first = 0
    while first < bytes.count, bytes[first] == 0x20 || bytes[first] == 0x09 { first += 1 }
    guard first < bytes.count, bytes[first] == 0x23 else { return }
    at = first + 1
    while at < bytes.count, bytes[at] == 0x20 { at += 1 }
    skipWord()
    add(first, .syntaxKeyword)
  }

  /// `[section]` alone on its line.
  private mutating func takeSection() {
    let text = bytes.drop { $0 == 0x20 || $0 == 0x09 }
    guard text.first == 0x5B, let end = text.lastIndex(of: 0x5D), !text.contains(0x2C), !text.contains(0x3D) else { return }
    at = end + 1
    add(text.startIndex, .syntaxKeyword)
  }

  private mutating func takeDiffLine() {
    at = bytes.count
    switch bytes.first {
    case 0x2B: add(0, matches(Array("+++ ".utf8), at: 0) ? .diffFile : .diffAdded)
    case 0x2D: add(0, matches(Array("--- ".utf8), at: 0) ? .diffFile : .diffRemoved)
    case 0x40: add(0, .diffHunk)
    case 0x20, 0x5C, nil: break
    default: add(0, .diffFile)
    }
  }

  private mutating func takeTag() {
    let start = at
    at += 1
    while at < bytes.count, bytes[at] == 0x2F || bytes[at] == 0x21 || bytes[at] == 0x3F { at += 1 }
    guard at < bytes.count, isWord(bytes[at]) else { return }
    while at < bytes.count, isWord(bytes[at]) || bytes[at] == 0x3A { at += 1 }
    add(start, .syntaxKeyword)
    inTag = true
  }

  private mutating func takeMarkdown() {
    var first = 0
    while first < bytes.count, bytes[first] == 0x20 { first += 1 }
    guard first < bytes.count else { return }
    at = bytes.count
    switch bytes[first] {
    case 0x23: return add(0, .markdownHeading)
    case 0x3E: return add(0, .markdownQuote)
    default: break
    }
    if matches([0x60, 0x60, 0x60], at: first) { return add(0, .markdownCode) }
    at = first
    if first + 1 < bytes.count, bytes[first + 1] == 0x20, [0x2A, 0x2B, 0x2D].contains(bytes[first]) {
      at = first + 1
      add(first, .markdownBullet)
    }
    while at < bytes.count {
      let start = at
      let isTick = bytes[at] == 0x60
      at += 1
      guard isTick else { continue }
      guard let end = bytes[at...].firstIndex(of: 0x60) else { return }
      at = end + 1
      add(start, .markdownCode)
    }
  }
}
