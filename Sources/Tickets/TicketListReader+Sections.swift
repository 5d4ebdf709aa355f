import Model

/// A heading with what stands below it.
private struct TicketSection {
  var level: Int
  /// Index of the heading's line.
  var line: Int
  var title: Substring
  /// The lines up to the first deeper heading or the end.
  var content: Range<Int>
  var children: [TicketSection] = []
  /// Index behind everything that belongs to it.
  var end: Int
}

extension TicketListReader {
  /// Reads lines that may have headings.
  mutating func readSections(from start: Int) {
    var found = headings(from: start)
    guard let first = found.first else {
      readItems(from: start, to: lines.count)
      return
    }
    readItems(from: start, to: first.line)
    for index in found.indices {
      let end = index + 1 < found.count ? found[index + 1].line : lines.count
      found[index].content = found[index].content.lowerBound..<end
    }
    var position = 0
    let tree = nest(found, &position, below: 0)
    if tree.count == 1, isDocumentTitle(tree[0]) {
      if kind(tree[0].content) == .text {
        remarks.append("The text below “\(Self.short(String(tree[0].title)))” is taken as an introduction.")
      }
      if kind(tree[0].content) == .items { readItems(from: tree[0].content.lowerBound, to: tree[0].content.upperBound) }
      read(tree[0].children)
    } else {
      read(tree)
    }
  }

  /// All headings in order, none from inside a code fence.
  private func headings(from start: Int) -> [TicketSection] {
    var result: [TicketSection] = []
    var fence: String?
    for index in start..<max(start, lines.count) {
      let line = lines[index]
      guard let first = line.content.utf8.first else { continue }
      if let mark = line.fence {
        if let open = fence {
          if line.content.hasPrefix(open), line.content.utf8.allSatisfy({ $0 == open.utf8.first }) { fence = nil }
        } else if hasClose(mark, after: index) {
          fence = mark
        }
        continue
      }
      guard fence == nil, line.indent < 4 else { continue }
      if first == 0x23 {
        let level = line.content.utf8.prefix { $0 == 0x23 }.count
        let rest = line.content.dropFirst(level)
        guard level <= 6, rest.first == " " || rest.first == "\t", line.indent < 2 else { continue }
        var title = Substring(rest.trimmed)
        while title.last == "#" { title = title.dropLast() }
        guard !title.trimmed.isEmpty else { continue }
        result.append(
          TicketSection(level: level, line: index, title: Substring(title.trimmed), content: index + 1..<index + 1, end: index + 1))
      } else if first == 0x3D, line.isRule, index > start, isUnderlined(index - 1, behind: result.last) {
        // A title underlined with `=`.
        result.append(
          TicketSection(level: 1, line: index - 1, title: lines[index - 1].content[...], content: index + 1..<index + 1, end: index + 1))
      }
    }
    return result
  }

  /// Whether a line above one of `=` is a title: words, at the margin, and no heading already.
  private func isUnderlined(_ index: Int, behind last: TicketSection?) -> Bool {
    let line = lines[index]
    guard !line.isBlank, line.indent == 0, line.fence == nil, !line.isRule else { return false }
    return index >= last?.content.lowerBound ?? 0
  }

  private func hasClose(_ mark: String, after index: Int) -> Bool {
    lines[(index + 1)...].contains { $0.content.hasPrefix(mark) }
  }

  private func nest(_ flat: [TicketSection], _ position: inout Int, below level: Int) -> [TicketSection] {
    var result: [TicketSection] = []
    while position < flat.count, flat[position].level > level {
      var section = flat[position]
      position += 1
      section.children = nest(flat, &position, below: section.level)
      section.end = position < flat.count ? flat[position].line : lines.count
      result.append(section)
    }
    return result
  }

  private enum ContentKind { case empty, items, text }

  /// Whether lines are only lists, tables and the like, or text.
  private func kind(_ range: Range<Int>) -> ContentKind {
    guard let first = firstLine(from: range.lowerBound, to: range.upperBound) else { return .empty }
    let opening = lines[first]
    if opening.startsJSON || columns(at: first, end: range.upperBound) != nil { return .items }
    guard TicketMarker(opening.content).present || isTable(at: first, end: range.upperBound) else { return .text }
    for index in range {
      let line = lines[index]
      if line.isBlank || line.indent > opening.indent + 1 || line.isRule || line.isComment { continue }
      guard TicketMarker(line.content).present || line.content.utf8.contains(0x7C) else { return .text }
    }
    return .items
  }

  /// Whether a heading only names the whole list: others stand below it, and they are more than the parts of one ticket.
  private func isDocumentTitle(_ section: TicketSection) -> Bool {
    guard !section.children.isEmpty, !isTicket(section.title) else { return false }
    return !section.children.allSatisfy { Self.parts.contains(String($0.title).nameKey) }
  }

  /// Whether a heading's words alone make it a ticket: a reference, a number, a box.
  private func isTicket(_ title: Substring) -> Bool { TicketMarker(title).present || TicketReference(title) != nil }

  private mutating func read(_ sections: [TicketSection]) {
    for section in sections where !cut { read(section) }
  }

  private mutating func read(_ section: TicketSection) {
    let name = String(section.title).nameKey
    let content = kind(section.content)
    let ticketHeading = isTicket(section.title)
    if !ticketHeading, Self.finished.contains(name) {
      let before = drafts.count
      read(section, asSection: content)
      done += drafts.count - before
      drafts.removeSubrange(before...)
      return
    }
    let onlyParts = !section.children.isEmpty && section.children.allSatisfy { Self.parts.contains(String($0.title).nameKey) }
    let asSection =
      !ticketHeading && !onlyParts
      && (Self.stages.contains(name) || content == .items || (content == .empty && !section.children.isEmpty))
    if asSection {
      read(section, asSection: content)
      return
    }
    let marker = TicketMarker(section.title)
    guard !marker.done else {
      done += 1
      return
    }
    var fields = TicketFields()
    fields.set(.body, body(of: lines[section.content.lowerBound..<section.end]))
    add(TicketTitle(marker.rest, engines: engines), fields, line: lines[section.line].number)
  }

  private mutating func read(_ section: TicketSection, asSection content: ContentKind) {
    if content != .empty { readItems(from: section.content.lowerBound, to: section.content.upperBound) }
    read(section.children)
  }

  /// Headings of what is finished.
  private static let finished: Set<String> = ["done", "completed", "closed", "finished", "resolved", "archive", "archived", "erledigt"]

  /// Headings that name a stage or a kind and are never a ticket.
  private static let stages: Set<String> = [
    "todo", "todos", "backlog", "inprogress", "doing", "now", "next", "later", "soon", "open", "ready", "upcoming", "tasks", "tickets",
    "issues",
    "bugs", "features", "ideas", "list", "worklist", "sprint", "thisweek", "nextweek", "today", "tomorrow",
  ]

  /// Headings of the parts of one ticket.
  private static let parts: Set<String> = [
    "steps", "stepstoreproduce", "howtoreproduce", "reproduction", "expected", "expectedbehavior", "expectedbehaviour", "expectedresult",
    "actual",
    "actualbehavior", "actualbehaviour", "actualresult", "description", "acceptancecriteria", "acceptance", "context", "background",
    "notes", "motivation",
    "environment", "summary", "implementation", "implementationplan", "implementationnotes", "tests", "testing", "details", "problem",
    "solution",
    "proposal", "references", "links", "why", "what", "how", "scope", "outofscope", "definitionofdone", "requirements", "goal", "goals",
    "nongoals",
    "logs", "screenshots", "additionalcontext", "alternatives", "checklist", "subtasks", "tasks", "design", "version", "versions",
  ]
}
