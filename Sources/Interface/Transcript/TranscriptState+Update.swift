package import Model
package import Screen

extension TranscriptState {
  /// Does what the operator asked, in a pane of this size (border included).
  package mutating func update(_ action: TranscriptAction, size: Size) {
    settle(size: size)
    guard !fold.items.isEmpty else { return }
    switch action {
    case .lineUp: move(by: -1)
    case .lineDown: move(by: 1)
    case .pageUp: movePage(-1, rows: inside.height)
    case .pageDown: movePage(1, rows: inside.height)
    case .halfPageUp: movePage(-1, rows: max(1, inside.height / 2))
    case .halfPageDown: movePage(1, rows: max(1, inside.height / 2))
    case .top: jump(to: TranscriptPlace(item: 0, line: 0))
    case .bottom: follow()
    case .scroll(let rows): scroll(rows)
    case .toggleFold: toggleFold()
    case .nextTurn: leap(1) { $0.beginsTurn }
    case .previousTurn: leap(-1) { $0.beginsTurn }
    case .nextTool: leap(1) { $0.isToolOrError }
    case .previousTool: leap(-1) { $0.isToolOrError }
    case .toggleFollow: if isFollowing { isFollowing = false } else { follow() }
    case .search(let text):
      search = TextSearch(text)
      searchNote = nil
      searchPlace = nil
      if search != nil { findNext(1, fromHere: true) }
    case .nextMatch: findNext(1, fromHere: false)
    case .previousMatch: findNext(-1, fromHere: false)
    case .selectRow(let row): select(row)
    }
    settle(size: size)
  }

  private mutating func follow() {
    isFollowing = true
    newBelow = 0
  }

  private mutating func jump(to place: TranscriptPlace) {
    isFollowing = false
    cursor = clamped(place)
  }

  private mutating func move(by rows: Int) {
    let target = moved(cursor, by: rows)
    cursor = target
    if rows > 0, target == lastPlace() { follow() } else if rows < 0 { isFollowing = false }
  }

  /// A page keeps one row of the last one in view; the cursor keeps its row.
  private mutating func movePage(_ direction: Int, rows: Int) {
    let step = direction * max(1, rows == inside.height ? rows - 1 : rows)
    top = moved(top, by: step)
    move(by: step)
  }

  private mutating func scroll(_ rows: Int) {
    let end = moved(lastPlace(), by: 1 - inside.height)
    let target = min(moved(top, by: rows), end)
    top = target
    if rows > 0, target == end { return follow() }
    guard rows != 0 else { return }
    isFollowing = false
    if cursor < top {
      cursor = top
    } else if distance(from: top, to: cursor, atMost: inside.height - 1) == nil {
      cursor = moved(top, by: inside.height - 1)
    }
  }

  private mutating func toggleFold() {
    let item = fold.items[cursor.item]
    guard item.canFold else { return }
    unfolded[item.id] = !isUnfolded(item)
    // The item's first row stays where it is in view; the cursor stays on the item.
    if isFollowing, cursor.item < fold.items.count - 1 || isUnfolded(item) { isFollowing = false }
    cursor.line = min(cursor.line, gap(cursor.item))
  }

  private mutating func leap(_ direction: Int, where wanted: (TranscriptItem) -> Bool) {
    var index = cursor.item
    // Back within a long item goes to its beginning first.
    if direction < 0, cursor.line > gap(index), wanted(fold.items[index]) { return show(index) }
    while true {
      index += direction
      guard fold.items.indices.contains(index) else { break }
      if wanted(fold.items[index]) { return show(index) }
    }
    if direction > 0 { follow() } else { jump(to: TranscriptPlace(item: 0, line: 0)) }
  }

  mutating func show(_ index: Int, line: Int? = nil) {
    isFollowing = false
    cursor = TranscriptPlace(item: index, line: line ?? gap(index))
    // What was jumped to stands near the top, with what follows it in view.
    if cursor < top || distance(from: top, to: cursor, atMost: inside.height - 1) == nil {
      top = moved(cursor, by: -(inside.height / 4))
    }
  }

  private mutating func findNext(_ direction: Int, fromHere: Bool) {
    guard let search else { return }
    let count = fold.items.count
    searchNote = nil
    defer { searchPlace = place(of: search) }
    let here = rowsMatching(search, item: cursor.item)
    if let line = direction > 0
      ? here.first(where: { $0 > cursor.line || (fromHere && $0 == cursor.line) }) : here.last(where: { $0 < cursor.line })
    {
      return show(cursor.item, line: line)
    }
    for step in 1...count {
      let index = ((cursor.item + direction * step) % count + count) % count
      guard search.matches(fold.items[index].searchText) else { continue }
      if !isUnfolded(fold.items[index]), rowsMatching(search, item: index).isEmpty { unfolded[fold.items[index].id] = true }
      let rows = rowsMatching(search, item: index)
      if direction > 0 ? index <= cursor.item : index >= cursor.item { searchNote = "search went round" }
      return show(index, line: direction > 0 ? rows.first : rows.last)
    }
    searchNote = "not found"
  }

  /// Which of the items that have the text the cursor is on; nil when none has it.
  private func place(of search: TextSearch) -> String? {
    let found = fold.items.indices.filter { search.matches(fold.items[$0].searchText) }
    return found.firstIndex(of: cursor.item).map { "\($0 + 1) of \(found.count)\(hasOlder ? "+" : "")" }
  }

  private mutating func rowsMatching(_ search: TextSearch, item: Int) -> [Int] {
    _ = height(item)
    let gap = gap(item)
    return layout(item).lines.indices.filter { search.matches(layout(item).lines[$0].text) }.map { $0 + gap }
  }

  private mutating func select(_ row: Int) {
    let target = moved(top, by: max(0, min(row, inside.height - 1)))
    if target == cursor { return toggleFold() }
    cursor = target
    isFollowing = false
  }
}

extension TranscriptState {
  /// The tool call that the cursor is on.
  package var selectedTool: ToolCall? {
    guard fold.items.indices.contains(cursor.item), case .tool(let run) = fold.items[cursor.item].kind else { return nil }
    return run.call
  }

  /// The entry before which older ones must be loaded until this row is there; nil: it is, or cannot be. Past a bound it is given up.
  package func missing(before seq: Int64) -> Int64? {
    guard hasOlder, let first = entries.first?.seq, first > seq, entries.count < 200_000 else { return nil }
    return first
  }

  /// Puts the cursor on what a row of the store is part of, and seeks the words there, in a pane of this size.
  package mutating func seek(seq: Int64, time: Timestamp, words: String, size: Size) {
    settle(size: size)
    guard !fold.items.isEmpty else { return }
    search = TextSearch(words.lowercased())
    searchNote = nil
    let last = fold.items.lastIndex { $0.time.map { $0 <= time } == true } ?? 0
    var index = fold.items.firstIndex { $0.id == .entry(seq) } ?? last
    // The row may be the end of what began earlier: the nearest item before it that holds the words.
    if let search, !search.matches(fold.items[index].searchText) {
      index = fold.items[max(0, last - 200)...last].lastIndex { search.matches($0.searchText) } ?? index
    }
    var line: Int?
    if let search {
      if !isUnfolded(fold.items[index]), rowsMatching(search, item: index).isEmpty { unfolded[fold.items[index].id] = true }
      line = rowsMatching(search, item: index).first
    }
    show(index, line: line)
    settle(size: size)
  }

  /// Puts the cursor on the last tool call that wrote a file with this path, in a pane of this size. False when none is loaded.
  package mutating func selectWriter(of path: String, size: Size) -> Bool {
    settle(size: size)
    let found = fold.items.lastIndex { item in
      guard case .tool(let run) = item.kind, [.write, .edit, .delete].contains(run.call.kind) else { return false }
      return run.call.title.contains(path) || run.call.input.contains(path)
    }
    guard let found else { return false }
    show(found)
    settle(size: size)
    return true
  }
}
