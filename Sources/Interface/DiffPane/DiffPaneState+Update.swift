internal import Model
package import Screen

extension DiffPaneState {
  /// Does what the operator asked, in a pane of this size (border included).
  package mutating func update(_ action: DiffAction, size: Size) {
    settle(size: size)
    guard listing?.files.isEmpty == false else { return }
    let page = part == .files ? split.files : split.text
    switch action {
    case .lineUp: move(-1)
    case .lineDown: move(1)
    case .pageUp: movePage(-max(1, page - 1))
    case .pageDown: movePage(max(1, page - 1))
    case .halfPageUp: movePage(-max(1, page / 2))
    case .halfPageDown: movePage(max(1, page / 2))
    case .top: move(-.max / 2)
    case .bottom: move(.max / 2)
    case .scroll(let rows): scroll(max(-.max / 2, min(rows, .max / 2)))
    case .left: shift = max(0, shift - 8)
    case .right: shift = min(UntrustedText.lineLimit, shift + 8)
    case .nextHunk: leap(1)
    case .previousHunk: leap(-1)
    case .nextFile: select(selected + 1)
    case .previousFile: select(selected - 1)
    case .selectRow(let row): select(row: max(0, min(row, .max / 2)))
    default: change(action)
    }
    settle(size: size)
  }

  private mutating func change(_ action: DiffAction) {
    switch action {
    case .switchPart: switchPart()
    case .toggleReviewed: toggleReviewed()
    case .toggleSeen: toggleSeen()
    case .toggleSideBySide:
      sideBySide.toggle()
      rebuild(keeping: true)
    case .toggleWhitespace: ignoreWhitespace.toggle()
    case .moreContext: context = Self.contexts.first { $0 > context } ?? context
    case .lessContext: context = Self.contexts.last { $0 < context } ?? context
    case .toggleRange: rangeStart = rangeStart == nil && part == .text ? cursor : nil
    case .search(let text):
      search = TextSearch(text)
      searchNote = nil
      searchPlace = nil
      if search != nil { find(1, fromHere: true) }
    case .nextMatch: find(1, fromHere: false)
    case .previousMatch: find(-1, fromHere: false)
    default: break
    }
  }

  private mutating func switchPart() {
    if openSeen() { return }
    guard part == .files else {
      part = .files
      rangeStart = nil
      return
    }
    part = .text
    if let file = selectedFile, !DiffRemarks.loadsText(file, opened: openedLarge.contains(file.path)) {
      openedLarge.insert(file.path)
      rebuild(keeping: true)
    }
  }

  private mutating func move(_ rows: Int) {
    if part == .files {
      select(max(0, selected + rows))
    } else {
      cursor = max(0, min(cursor + rows, self.rows.count - 1))
    }
  }

  private mutating func movePage(_ rows: Int) {
    if part == .text { top = max(0, top + rows) }
    move(rows)
  }

  private mutating func scroll(_ rows: Int) {
    guard part == .text else { return move(rows) }
    top = max(0, min(top + rows, self.rows.count - split.text))
    cursor = max(top, min(cursor, top + split.text - 1))
  }

  /// To the next or previous hunk, in the next or previous file when there is none left in this one.
  private mutating func leap(_ direction: Int) {
    part = .text
    let found =
      direction > 0
      ? rows.indices.first { $0 > cursor && Self.isHunk(rows[$0]) }
      : rows.indices.last { $0 < cursor && Self.isHunk(rows[$0]) }
    if let found {
      cursor = found
      // The whole hunk in view where it fits.
      let end = rows[(found + 1)...].firstIndex(where: Self.isHunk) ?? rows.count
      if end - top > split.text || found < top { top = max(0, min(found - 1, rows.count - split.text)) }
      return
    }
    let before = selected
    select(selected + direction)
    guard selected != before else { return }
    top = 0
    cursor = (direction > 0 ? rows.firstIndex(where: Self.isHunk) : rows.lastIndex(where: Self.isHunk)) ?? 0
  }

  private static func isHunk(_ row: DiffRow) -> Bool {
    switch row {
    case .hunk, .seen: true
    default: false
    }
  }

  private mutating func select(row: Int) {
    let split = split
    if row < split.files {
      part = .files
      select(filesTop + row)
    } else if row > split.files || split.files == 0 {
      part = .text
      cursor = max(0, min(top + row - split.files - (split.files > 0 ? 1 : 0), rows.count - 1))
    }
  }

  private mutating func find(_ direction: Int, fromHere: Bool) {
    guard let search, !rows.isEmpty else { return }
    searchNote = nil
    defer { searchPlace = place(of: search) }
    for step in (fromHere ? 0 : 1)...rows.count {
      let index = ((cursor + direction * step) % rows.count + rows.count) % rows.count
      guard search.matches(plainText(rows[index])) else { continue }
      if direction > 0 ? index < cursor : index > cursor { searchNote = "search went round" }
      cursor = index
      part = .text
      return
    }
    searchNote = "not found"
  }

  /// Which of the rows that have the text the cursor is on; nil when none has it, or when counting them would hold up a key.
  private func place(of search: TextSearch) -> String? {
    guard rows.count <= 20_000 else { return nil }
    let found = rows.indices.filter { search.matches(plainText(rows[$0])) }
    return found.firstIndex(of: cursor).map { "\($0 + 1) of \(found.count)" }
  }

  /// A row's text as it came.
  func plainText(_ row: DiffRow) -> String {
    switch row {
    case .remark(let text): return text
    case .comment(let index): return comments.indices.contains(index) ? comments[index].text : ""
    case .hunk(let hunk), .seen(let hunk): return rowsOf?.file?.hunks[hunk].heading ?? ""
    case .line(let hunk, let line): return rowsOf?.file?.hunks[hunk].lines[line].text ?? ""
    case .pair(let hunk, let left, let right):
      guard let lines = rowsOf?.file?.hunks[hunk].lines else { return "" }
      return [left, right == left ? nil : right].compactMap { $0.map { lines[$0].text } }.joined(separator: "\n")
    }
  }
}
