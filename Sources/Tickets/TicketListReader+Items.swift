import Model

extension TicketListReader {
  /// Reads lines without headings: blocks with a structure of their own, items, and what is indented below them.
  mutating func readItems(from start: Int, to end: Int) {
    var index = start
    var paragraphStart = true
    while index < end, !cut {
      let line = lines[index]
      if line.isBlank {
        if current != .none { bodyLines.append(line) }
        paragraphStart = true
        index += 1
      } else if let next = readFence(at: index, end: end) {
        index = next
      } else if belongsToItem(line) {
        bodyLines.append(line)
        index += 1
      } else if let next = readBlock(at: index, end: end, paragraphStart: paragraphStart) {
        index = next
      } else {
        readItem(at: index, end: end)
        paragraphStart = false
        index += 1
      }
    }
    closeItem()
  }

  /// Whether a line stands below the current item: indented deeper, list items by two columns at least, or quoted.
  private func belongsToItem(_ line: TicketLine) -> Bool {
    guard let indent = current.indent else { return false }
    if line.indent >= indent + 2 { return true }
    return (line.indent > indent || line.content.hasPrefix("> ")) && !TicketMarker(line.content).present
  }

  /// A code fence belongs whole to the item above it; without one it is only wrapped around the list.
  private mutating func readFence(at index: Int, end: Int) -> Int? {
    guard let mark = lines[index].fence else { return nil }
    guard current != .none, !(fenceAroundList && lines[index].content == mark) else {
      fenceAroundList.toggle()
      closeItem()
      return index + 1
    }
    var next = index + 1
    while next < end,
      lines[next].content.utf8.allSatisfy({ $0 == mark.utf8.first }) == false || lines[next].content.utf8.count < mark.utf8.count
    {
      next += 1
    }
    bodyLines += lines[index..<min(next + 1, end)]
    return min(next + 1, end)
  }

  /// Reads one line as an item.
  private mutating func readItem(at index: Int, end: Int) {
    closeItem()
    let line = lines[index]
    if line.isRule || line.isComment { return }
    if let row = issueListRow(line) {
      add(row, line: line.number)
      current = .none
      return
    }
    let marker = TicketMarker(line.content)
    if !marker.present, line.content.last == ":", let next = firstLine(from: index + 1, to: end),
      startsItems(next, end: end, indent: line.indent)
    {
      remarks.append("Line \(line.number), “\(Self.short(line.content))”, is taken as an introduction.")
      return
    }
    guard !marker.done else {
      done += 1
      current = .skipped(indent: line.indent)
      return
    }
    let count = drafts.count
    add(TicketTitle(marker.rest, engines: engines), TicketFields(), line: line.number)
    current = drafts.count > count ? .draft(count, indent: line.indent) : .skipped(indent: line.indent)
  }

  /// Whether a list, a table or another block begins here, no deeper than the line before.
  func startsItems(_ index: Int, end: Int, indent: Int) -> Bool {
    let line = lines[index]
    guard line.indent < indent + 2 else { return false }
    return TicketMarker(line.content).present || isTable(at: index, end: end) || line.startsJSON || columns(at: index, end: end) != nil
  }

  /// A row as `gh issue list` prints it without a terminal: number, state, title, labels, time.
  private func issueListRow(_ line: TicketLine) -> TicketFields? {
    guard let first = line.content.utf8.first, (0x30...0x39).contains(first) || first == 0x23, line.content.utf8.contains(0x09) else {
      return nil
    }
    let cells = line.content.split(separator: "\t", omittingEmptySubsequences: false).map(\.trimmed)
    guard cells.count >= 3, ["OPEN", "CLOSED", "open", "closed", "opened"].contains(cells[1]) else { return nil }
    let digits = cells[0].first == "#" ? cells[0].dropFirst() : cells[0][...]
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
    var fields = TicketFields()
    fields.set(.id, String(digits))
    fields.set(.state, cells[1])
    fields.set(.title, cells[2])
    if cells.count > 3 { fields.set(.labels, cells[3]) }
    return fields
  }

  /// A text for a remark, not longer than a line.
  static func short(_ text: String) -> String { text.count > 40 ? text.prefix(39) + "…" : text }
}

extension TicketLine {
  /// The mark of a code fence (three or more back-ticks or tildes) when the line opens or closes one.
  var fence: String? {
    guard let first = content.utf8.first, first == 0x60 || first == 0x7E else { return nil }
    let length = content.utf8.prefix { $0 == first }.count
    guard length >= 3 else { return nil }
    let rest = content.dropFirst(length)
    return first == 0x60 && rest.utf8.contains(0x60) ? nil : String(content.prefix(length))
  }

  /// Whether it is only a line drawn across (`---`, `***`, `___`, `===`).
  var isRule: Bool {
    guard let first = content.utf8.first, "-*_=".utf8.contains(first), content.utf8.count >= 3 else { return false }
    return content.utf8.allSatisfy { $0 == first || $0 == 0x20 }
  }

  /// Whether it is one HTML comment.
  var isComment: Bool { content.hasPrefix("<!--") && content.hasSuffix("-->") }

  /// Whether a JSON object or array seems to begin here.
  var startsJSON: Bool {
    guard let first = content.utf8.first, first == 0x7B || first == 0x5B else { return false }
    let next = content.utf8.dropFirst().first { $0 != 0x20 && $0 != 0x09 }
    guard let next else { return true }
    return first == 0x7B ? next == 0x22 || next == 0x7D : next == 0x7B || next == 0x22 || next == 0x5D && content.utf8.count == 2
  }
}
