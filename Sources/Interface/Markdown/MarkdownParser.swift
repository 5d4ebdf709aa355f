internal import Screen

/// Reads the Markdown that agents write (the useful part of CommonMark, and tables): line by line, never failing, linear. Every piece of text passes
/// `UntrustedText` on its way into a block.
package struct MarkdownParser {
  private let lines: [Line]
  private var index = 0
  private var blocks: [MarkdownBlock] = []
  private var inList = false

  /// A line of the source with its white space judged.
  private struct Line {
    var text: Substring
    var offset: Int
    var indent: Int
    var body: Substring
    var isBlank: Bool { body.isEmpty }
  }

  /// The blocks of a text. Offsets in them count from the beginning of `text`, plus `offset`.
  /// `inList` says that a list stands before the text.
  package static func blocks(of text: String, offset: Int = 0, inList: Bool = false, depth: Int = 0) -> [MarkdownBlock] {
    var parser = MarkdownParser(text: text, offset: offset)
    parser.inList = inList
    parser.run(depth: depth)
    return parser.blocks
  }

  private init(text: String, offset: Int) {
    var at = offset
    lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { part in
      let start = at
      at += part.count + 1
      var whole = Substring(part)
      if whole.utf8.last == 0x0D { whole = Substring(whole.utf8.dropLast()) }
      var indent = 0
      var body = whole.utf8
      while let byte = body.first, byte == 0x20 || byte == 0x09 {
        indent += byte == 0x20 ? 1 : 4 - indent % 4
        body = body.dropFirst()
      }
      while let byte = body.last, byte == 0x20 || byte == 0x09 { body = body.dropLast() }
      return Line(text: whole, offset: start, indent: indent, body: Substring(body))
    }
  }

  private mutating func run(depth: Int) {
    var blankAt: Int?
    while index < lines.count {
      let line = lines[index]
      if line.isBlank {
        if blankAt == nil { blankAt = line.offset }
        index += 1
        continue
      }
      let count = blocks.count
      take(line, depth: depth)
      if blocks.count > count {
        blocks[count].spaced = blankAt != nil
        blocks[count].start = blankAt ?? line.offset
      }
      blankAt = nil
    }
  }

  private mutating func take(_ line: Line, depth: Int) {
    let indent = min(line.indent, 16)
    if let fence = Self.fence(line.body) { return takeCode(line, fence) }
    if let (level, text) = Self.heading(line.body) {
      blocks.append(MarkdownBlock(.heading(level: level, UntrustedText.cleanLine(String(text)))))
      index += 1
      return
    }
    if line.body.utf8.first == 0x3E { return takeQuote(depth: depth) }
    if Self.isRule(line.body) {
      blocks.append(MarkdownBlock(.rule))
      index += 1
      return
    }
    if let (marker, text) = Self.item(line.body) {
      index += 1
      let rest = takeText(String(text), under: line.indent)
      blocks.append(MarkdownBlock(.item(marker: UntrustedText.cleanLine(marker), rest), indent: indent))
      return
    }
    if index + 1 < lines.count, let alignments = Self.delimiter(lines[index + 1].body), line.body.utf8.contains(0x7C) {
      return takeTable(alignments)
    }
    if line.indent >= 4, !isInList { return takeIndented() }
    index += 1
    let text = takeText(String(line.body), under: 0)
    blocks.append(MarkdownBlock(.paragraph(text), indent: isInList ? indent : 0))
  }

  private var isInList: Bool { blocks.last?.isInList ?? inList }

  /// Joins the lines that go on with a paragraph. Two spaces or a backslash at a line's end keep the break.
  private mutating func takeText(_ first: String, under indent: Int) -> String {
    var text = first
    if index > 0, Self.breaks(lines[index - 1].text) { text = Self.withoutBackslash(text) + "\n" }
    while index < lines.count {
      let line = lines[index]
      if line.isBlank || Self.interrupts(line.body) { break }
      if index + 1 < lines.count, line.body.utf8.contains(0x7C), Self.delimiter(lines[index + 1].body) != nil { break }
      text += text.utf8.last == 0x0A ? line.body : " " + line.body
      if Self.breaks(line.text) { text = Self.withoutBackslash(text) + "\n" }
      index += 1
    }
    if text.utf8.last == 0x0A { text.removeLast() }
    return UntrustedText.clean(text)
  }

  private static func withoutBackslash(_ text: String) -> String { text.utf8.last == 0x5C ? String(text.dropLast()) : text }

  private static func breaks(_ line: Substring) -> Bool {
    line.utf8.last == 0x5C || (line.utf8.count > 2 && line.utf8.suffix(2).allSatisfy { $0 == 0x20 })
  }

  private static func interrupts(_ body: Substring) -> Bool {
    guard let first = body.utf8.first else { return false }
    switch first {
    case 0x23: return heading(body) != nil
    case 0x3E: return true
    case 0x60, 0x7E: return fence(body) != nil
    case 0x2A, 0x2B, 0x2D, 0x5F, 0x30...0x39: return item(body) != nil || isRule(body)
    default: return false
    }
  }

  private mutating func takeCode(_ opening: Line, _ fence: (mark: UInt8, count: Int, language: String)) {
    var code: [String] = []
    index += 1
    while index < lines.count {
      let line = lines[index]
      index += 1
      if let closing = Self.fence(line.body), closing.mark == fence.mark, closing.count >= fence.count, closing.language.isEmpty { break }
      code.append(UntrustedText.cleanLine(Self.dropping(opening.indent, line.text)))
    }
    blocks.append(MarkdownBlock(.code(language: UntrustedText.cleanLine(fence.language), lines: code), indent: min(opening.indent, 16)))
  }

  private mutating func takeIndented() {
    var code: [String] = []
    while index < lines.count, lines[index].indent >= 4, !lines[index].isBlank {
      code.append(UntrustedText.cleanLine(Self.dropping(4, lines[index].text)))
      index += 1
    }
    blocks.append(MarkdownBlock(.code(language: "", lines: code)))
  }

  private static func dropping(_ columns: Int, _ text: Substring) -> String {
    var bytes = text.utf8
    var dropped = 0
    while dropped < columns, let byte = bytes.first, byte == 0x20 || byte == 0x09 {
      dropped += byte == 0x20 ? 1 : 4
      bytes = bytes.dropFirst()
    }
    return String(Substring(bytes))
  }

  private mutating func takeQuote(depth: Int) {
    var inner = ""
    while index < lines.count, lines[index].body.utf8.first == 0x3E {
      var rest = lines[index].body.utf8.dropFirst()
      if rest.first == 0x20 { rest = rest.dropFirst() }
      inner += String(Substring(rest)) + "\n"
      index += 1
    }
    // Deeper than anyone quotes: what is left is shown as it is.
    let quoted = depth < 6 ? Self.blocks(of: inner, depth: depth + 1) : [MarkdownBlock(.paragraph(UntrustedText.clean(inner)))]
    blocks.append(MarkdownBlock(.quote(quoted)))
  }

  private mutating func takeTable(_ alignments: [MarkdownAlignment]) {
    var rows = [Self.cells(lines[index].body)]
    index += 2
    while index < lines.count, !lines[index].isBlank, lines[index].body.utf8.contains(0x7C) {
      rows.append(Self.cells(lines[index].body))
      index += 1
    }
    let columns = min(max(alignments.count, 1), 64)
    rows = rows.map { row in Array((row + Array(repeating: "", count: max(0, columns - row.count))).prefix(columns)) }
    blocks.append(MarkdownBlock(.table(rows, alignments: Array(alignments.prefix(columns)))))
  }

  private static func cells(_ body: Substring) -> [String] {
    var cells: [String] = []
    var cell: [UInt8] = []
    var escaped = false
    for byte in body.utf8 {
      if byte == 0x7C, !escaped {
        cells.append(String(decoding: cell, as: UTF8.self))
        cell = []
      } else {
        if byte == 0x7C { cell.removeLast() }
        cell.append(byte)
      }
      escaped = byte == 0x5C && !escaped
    }
    cells.append(String(decoding: cell, as: UTF8.self))
    if body.utf8.first == 0x7C { cells.removeFirst() }
    if body.utf8.last == 0x7C, cells.last.map({ $0.allSatisfy { $0 == " " } }) == true { cells.removeLast() }
    return cells.map { UntrustedText.cleanLine(trimmed($0[...])) }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.utf8.first == 0x20 { text = Substring(text.utf8.dropFirst()) }
    while text.utf8.last == 0x20 { text = Substring(text.utf8.dropLast()) }
    return String(text)
  }

  /// `|---|:--:|`: the line under a table's head.
  private static func delimiter(_ body: Substring) -> [MarkdownAlignment]? {
    guard body.utf8.contains(0x2D), body.utf8.contains(0x7C),
      body.utf8.allSatisfy({ [0x2D, 0x7C, 0x3A, 0x20].contains($0) })
    else { return nil }
    return cells(body).map { cell in
      switch (cell.utf8.first == 0x3A, cell.utf8.last == 0x3A) {
      case (true, true): .centre
      case (false, true): .right
      default: .left
      }
    }
  }

  /// `` ```swift `` or `~~~`.
  private static func fence(_ body: Substring) -> (mark: UInt8, count: Int, language: String)? {
    guard let mark = body.utf8.first, mark == 0x60 || mark == 0x7E else { return nil }
    let count = body.utf8.prefix { $0 == mark }.count
    guard count >= 3 else { return nil }
    let rest = trimmed(Substring(body.utf8.dropFirst(count)))
    if mark == 0x60, rest.utf8.contains(0x60) { return nil }
    return (mark, count, rest.split(separator: " ").first.map(String.init) ?? "")
  }

  private static func heading(_ body: Substring) -> (level: Int, text: Substring)? {
    let level = body.utf8.prefix { $0 == 0x23 }.count
    guard (1...6).contains(level) else { return nil }
    var rest = body.utf8.dropFirst(level)
    guard rest.isEmpty || rest.first == 0x20 else { return nil }
    while rest.first == 0x20 { rest = rest.dropFirst() }
    var closed = rest
    while closed.last == 0x23 { closed = closed.dropLast() }
    if closed.isEmpty || closed.last == 0x20 {
      while closed.last == 0x20 { closed = closed.dropLast() }
      rest = closed
    }
    return (level, Substring(rest))
  }

  private static func isRule(_ body: Substring) -> Bool {
    guard let mark = body.utf8.first, mark == 0x2A || mark == 0x2D || mark == 0x5F else { return false }
    return body.utf8.allSatisfy { $0 == mark || $0 == 0x20 } && body.utf8.count { $0 == mark } >= 3
  }

  /// `- text`, `* [x] text`, `12. text`.
  private static func item(_ body: Substring) -> (marker: String, text: Substring)? {
    guard let first = body.utf8.first else { return nil }
    var rest: Substring.UTF8View
    var marker: String
    if first == 0x2D || first == 0x2A || first == 0x2B {
      rest = body.utf8.dropFirst()
      marker = "•"
    } else {
      let digits = body.utf8.prefix { (0x30...0x39).contains($0) }.count
      guard (1...9).contains(digits) else { return nil }
      let mark = body.utf8.dropFirst(digits).first
      guard mark == 0x2E || mark == 0x29 else { return nil }
      rest = body.utf8.dropFirst(digits + 1)
      marker = String(Substring(body.utf8.prefix(digits + 1)))
    }
    guard rest.isEmpty || rest.first == 0x20 || rest.first == 0x09 else { return nil }
    while rest.first == 0x20 || rest.first == 0x09 { rest = rest.dropFirst() }
    let box = String(Substring(rest.prefix(4)))
    if ["[ ] ", "[x] ", "[X] "].contains(box) || (rest.count == 3 && ["[ ]", "[x]", "[X]"].contains(box)) {
      marker = box.utf8.dropFirst().first == 0x20 ? "☐" : "☑"
      rest = rest.dropFirst(4)
    }
    return (marker, Substring(rest))
  }
}
