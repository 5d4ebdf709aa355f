package import Screen

extension TranscriptState {
  /// Lays out what a pane of this size (border included) shows, and puts the places where they belong. To be called before drawing whenever the state or the
  /// size changed; work is in proportion to the rows shown and the text that changed, not to the transcript's length.
  package mutating func settle(size: Size) {
    let new = Size(width: max(8, size.width - 2), height: max(1, size.height - 2))
    if new.width != inside.width {
      layouts = [:]
      topNumber += 1_000_000
    }
    inside = new
    guard !fold.items.isEmpty else { return }
    if isFollowing {
      cursor = lastPlace()
      top = moved(cursor, by: 1 - inside.height)
    } else {
      cursor = clamped(cursor)
      top = clamped(top)
      if cursor < top {
        top = cursor
      } else if distance(from: top, to: cursor, atMost: inside.height - 1) == nil {
        top = moved(cursor, by: 1 - inside.height)
      }
      top = min(top, moved(lastPlace(), by: 1 - inside.height))
    }
    renumber()
    layVisible()
    if layouts.count > Self.keptLayouts { forgetFarLayouts() }
  }

  private mutating func renumber() {
    let before = numbered
    numbered = top
    guard before != top else { return }
    let limit = 2 * inside.height
    if before < top, let rows = distance(from: before, to: top, atMost: limit) {
      topNumber += rows
    } else if top < before, let rows = distance(from: top, to: before, atMost: limit) {
      topNumber -= rows
    } else {
      topNumber += 1_000_000
    }
  }

  private mutating func layVisible() {
    var rows = -top.line
    var item = top.item
    while item < fold.items.count, rows < inside.height {
      rows += height(item)
      item += 1
    }
  }

  private mutating func forgetFarLayouts() {
    var near: [TranscriptItem.Identity: TranscriptLayout] = [:]
    for index in max(0, top.item - 200)..<min(fold.items.count, top.item + 200) {
      let id = fold.items[index].id
      near[id] = layouts[id]
    }
    layouts = near
  }

  /// The layout of an item, from the cache when it is still right.
  func layout(_ index: Int) -> TranscriptLayout {
    let item = fold.items[index]
    let known = layouts[item.id]
    let unfolded = isUnfolded(item)
    if let known, known.fits(item, width: inside.width, unfolded: unfolded) { return known }
    return TranscriptLayout(item, width: inside.width, unfolded: unfolded, before: known)
  }

  /// Rows of an item, the empty one before it included.
  mutating func height(_ index: Int) -> Int {
    let layout = layout(index)
    layouts[fold.items[index].id] = layout
    return layout.lines.count + gap(index)
  }

  /// 1 when an empty row stands before the item.
  func gap(_ index: Int) -> Int {
    guard index > 0 else { return 0 }
    let above = fold.items[index - 1].kind
    switch fold.items[index].kind {
    case .prompt, .attempt: return 1
    case .text: if case .text = above { return 1 }
    default: break
    }
    switch above {
    case .prompt, .turnEnd: return 1
    default: return 0
    }
  }

  mutating func lastPlace() -> TranscriptPlace {
    let last = fold.items.count - 1
    return last < 0 ? TranscriptPlace(item: 0, line: 0) : TranscriptPlace(item: last, line: height(last) - 1)
  }

  mutating func clamped(_ place: TranscriptPlace) -> TranscriptPlace {
    let item = max(0, min(place.item, fold.items.count - 1))
    guard item == place.item else { return item < place.item ? lastPlace() : TranscriptPlace(item: 0, line: 0) }
    return TranscriptPlace(item: item, line: max(0, min(place.line, height(item) - 1)))
  }

  /// The place so many rows below (above when negative), or the end of the transcript on that side.
  mutating func moved(_ place: TranscriptPlace, by rows: Int) -> TranscriptPlace {
    guard !fold.items.isEmpty else { return place }
    var place = clamped(place)
    var left = rows
    while left > 0 {
      let room = height(place.item) - 1 - place.line
      if left <= room { return TranscriptPlace(item: place.item, line: place.line + left) }
      guard place.item + 1 < fold.items.count else { return TranscriptPlace(item: place.item, line: place.line + room) }
      left -= room + 1
      place = TranscriptPlace(item: place.item + 1, line: 0)
    }
    while left < 0 {
      if -left <= place.line { return TranscriptPlace(item: place.item, line: place.line + left) }
      guard place.item > 0 else { return TranscriptPlace(item: 0, line: 0) }
      left += place.line + 1
      place = TranscriptPlace(item: place.item - 1, line: height(place.item - 1) - 1)
    }
    return place
  }

  /// Rows from one place down to another; nil when it is more than `atMost`.
  mutating func distance(from start: TranscriptPlace, to end: TranscriptPlace, atMost: Int) -> Int? {
    guard start <= end, end.item < fold.items.count else { return nil }
    var rows = -start.line
    var item = start.item
    while item < end.item {
      rows += height(item)
      item += 1
      if rows > atMost { return nil }
    }
    rows += end.line
    return rows > atMost ? nil : rows
  }
}
