import Model

extension TicketListReader {
  /// Reads a block with a structure of its own; nil when none begins on this line, else the index behind it.
  mutating func readBlock(at index: Int, end: Int, paragraphStart: Bool = true) -> Int? {
    let line = lines[index]
    if line.content == "---", let next = readFrontMatter(at: index, end: end) { return next }
    if line.startsJSON, let next = readJSON(at: index, end: end) { return next }
    if isTable(at: index, end: end) { return readTable(at: index, end: end) }
    if paragraphStart, let found = columns(at: index, end: end) { return readValues(found, at: index, end: end) }
    return nil
  }

  // MARK: Front matter

  /// Front matter between two `---` lines. At the top any keys are taken (unknown ones are said); further down only when all keys are known, for else
  /// the line is but drawn across.
  private mutating func readFrontMatter(at index: Int, end: Int) -> Int? {
    var fields = TicketFields()
    var unknown: [String] = []
    var list: TicketFields.Name?
    var close = index + 1
    while close < end, lines[close].content != "---", lines[close].content != "..." {
      let line = lines[close]
      close += 1
      if line.isBlank || line.content.hasPrefix("#") { continue }
      if line.content.hasPrefix("- ") {
        if let list { fields.set(list, Self.scalar(line.content.dropFirst(2))) }
        continue
      }
      guard let colon = line.content.firstIndex(of: ":") else { return nil }
      let key = line.content[..<colon]
      guard !key.isEmpty, key.allSatisfy({ $0.isLetter || $0.isNumber || "_- ".contains($0) }) else { return nil }
      if line.indent > 0 { continue }
      list = TicketFields.meaning(key)
      if let list { fields.set(list, Self.scalar(line.content[line.content.index(after: colon)...])) } else { unknown.append(String(key)) }
    }
    guard close < end, close > index + 1 else { return nil }
    let top = firstLine(from: 0, to: end) == index
    guard top || unknown.isEmpty else { return nil }
    closeItem()
    if !unknown.isEmpty { remarks.append("Front matter that means nothing here: \(unknown.prefix(8).joined(separator: ", ")).") }
    if fields[.title] != nil, !top {
      add(fields, line: lines[index].number)
    } else {
      defaults = fields
    }
    return close + 1
  }

  /// A plain YAML value: without quotes and comment.
  private static func scalar(_ text: some StringProtocol) -> String {
    let value = text.trimmed
    if let quote = value.first, quote == "\"" || quote == "'", let close = value.dropFirst().firstIndex(of: quote) {
      return String(value[value.index(after: value.startIndex)..<close])
    }
    guard let hash = value.firstIndex(of: "#"), hash == value.startIndex || value[value.index(before: hash)].isWhitespace else {
      return value
    }
    return value[..<hash].trimmed
  }

  // MARK: Markdown tables

  /// Whether a table's header stands here: a line with `|` above one of dashes.
  func isTable(at index: Int, end: Int) -> Bool {
    guard index + 1 < end, lines[index].content.utf8.contains(0x7C) else { return false }
    let rule = lines[index + 1].content.utf8
    return rule.contains(0x2D) && rule.contains(0x7C)
      && rule.allSatisfy { $0 == 0x2D || $0 == 0x7C || $0 == 0x3A || $0 == 0x20 || $0 == 0x2B }
  }

  private mutating func readTable(at index: Int, end: Int) -> Int {
    closeItem()
    var columns = TicketColumns(Self.tableCells(lines[index].content))
    columns.chooseTitle()
    var next = index + 2
    while next < end, !lines[next].isBlank, lines[next].content.utf8.contains(0x7C) {
      let cells = Self.tableCells(lines[next].content).map { $0.replacing("<br>", with: "\n").replacing("<br/>", with: "\n") }
      if cells.contains(where: { !$0.isEmpty }) { add(columns.fields(cells), line: lines[next].number) }
      next += 1
    }
    return next
  }

  /// The cells of a table's row; `\|` is a plain bar.
  private static func tableCells(_ content: String) -> [String] {
    var cells: [String] = []
    var cell = ""
    var escaped = false
    for character in content {
      if escaped {
        if character != "|" { cell.append("\\") }
        cell.append(character)
        escaped = false
      } else if character == "\\" {
        escaped = true
      } else if character == "|" {
        cells.append(cell.trimmed)
        cell = ""
      } else {
        cell.append(character)
      }
    }
    if escaped { cell.append("\\") }
    cells.append(cell.trimmed)
    if content.first == "|" { cells.removeFirst() }
    if content.last == "|", cells.last == "" { cells.removeLast() }
    return cells
  }

  // MARK: Separated values

  /// The columns and the separator when a header of separated values stands here: a title among at least two cells, and rows of the same kind below.
  func columns(at index: Int, end: Int) -> (columns: TicketColumns, reader: SeparatedValues, count: Int)? {
    let content = lines[index].content
    // An export of a tracker has a column for every field that anybody ever made, with names as they were made.
    let isExport = TrackerExport.isHeader(content)
    guard content.utf8.count <= (isExport ? 256 << 10 : 4000), index + 1 < end, !lines[index + 1].isBlank else { return nil }
    for separator in [0x09, 0x2C, 0x3B] as [UInt8] where content.utf8.contains(separator) {
      let reader = SeparatedValues(separator: separator)
      let header = reader.row(lines, at: index, end: end)
      guard header.next == index + 1, header.cells.count >= 2, header.cells.allSatisfy({ $0.utf8.count <= (isExport ? 400 : 40) }) else {
        continue
      }
      let columns = TicketColumns(header.cells)
      guard columns.hasTitle, columns.names.contains(where: { $0 != nil && $0 != .title }) || header.cells.count > 2 else { continue }
      let row = reader.row(lines, at: index + 1, end: end)
      guard row.cells.count >= 2, row.cells.count <= header.cells.count || row.cells[header.cells.count...].allSatisfy(\.isEmpty) else {
        continue
      }
      return (columns, reader, header.cells.count)
    }
    return nil
  }

  private mutating func readValues(_ found: (columns: TicketColumns, reader: SeparatedValues, count: Int), at index: Int, end: Int) -> Int {
    closeItem()
    var next = index + 1
    while next < end {
      if lines[next].isBlank {
        // A blank line ends the block unless what follows has the same columns.
        guard let first = firstLine(from: next, to: end), found.reader.row(lines, at: first, end: end).cells.count == found.count else {
          break
        }
        next = first
      }
      let row = found.reader.row(lines, at: next, end: end)
      if row.unclosed {
        remarks.append("Line \(lines[next].number): a quoted cell is never closed; that row was left out.")
        next += 1
        continue
      }
      if row.cells.count > found.count, !row.cells[found.count...].allSatisfy(\.isEmpty) {
        remarks.append("Line \(lines[next].number) has \(row.cells.count) cells where the header has \(found.count); look at it.")
      }
      add(found.columns.fields(row.cells), line: lines[next].number)
      next = row.next
    }
    return next
  }
}
