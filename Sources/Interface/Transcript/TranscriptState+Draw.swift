package import Model
package import Screen

extension TranscriptState {
  /// Draws the pane with its border. `title` has been cleaned; `now` is for how long things have been going on. Shows the state as `settle` left it for
  /// this size; another size is settled in a copy, which costs time.
  package func draw(into canvas: inout Canvas, rect: Rect, focused: Bool, title: String, now: Timestamp) {
    guard rect.width >= 10, rect.height >= 3 else { return }
    let wanted = Size(width: max(8, rect.width - 2), height: max(1, rect.height - 2))
    if wanted != inside {
      var copy = self
      copy.settle(size: Size(width: rect.width, height: rect.height))
      return copy.draw(into: &canvas, rect: rect, focused: focused, title: title, now: now)
    }
    canvas.box(
      rect, style: Style(focused ? .borderFocused : .border), title: title, titleStyle: Style(focused ? .titleFocused : .title), note: note)
    let area = rect.inset(by: 1)
    canvas.fill(area, style: Style(.text))
    guard !fold.items.isEmpty else {
      canvas.put("Nothing yet.", column: area.column, row: area.row, style: Style(.textDim), width: area.width)
      return
    }
    drawRows(into: &canvas, area: area, focused: focused, now: now)
    drawRemark(into: &canvas, rect: rect)
    canvas.scrollRegions.append(ScrollRegion(identity: ScrollIdentity.transcript(task), rect: area, top: topNumber))
  }

  /// The position, for the border.
  private var note: String {
    if fold.items.isEmpty { return "" }
    return " \(cursor.item + 1) of \(fold.items.count)\(hasOlder ? "+" : "")\(isFollowing ? "" : " ↑") "
  }

  private func drawRows(into canvas: inout Canvas, area: Rect, focused: Bool, now: Timestamp) {
    var row = area.row
    let bottom = area.row + area.height
    var index = top.item
    var skip = top.line
    while row < bottom, fold.items.indices.contains(index) {
      let layout = layout(index)
      let gap = gap(index)
      for line in skip..<max(skip, layout.lines.count + gap) where row < bottom {
        if line >= gap {
          var styled = layout.lines[line - gap]
          if line == gap, let age = age(fold.items[index], now) { styled.trailing.append(StyledRun(age, .textDim)) }
          if let search { styled = styled.highlighting(search.ranges(in: styled.text)) }
          styled.draw(into: &canvas, column: area.column, row: row, width: area.width)
        }
        if focused, cursor.item == index, cursor.line == line {
          canvas.setUnder(Rect(column: area.column, row: row, width: area.width, height: 1), role: .selectionFocused)
        }
        row += 1
      }
      skip = 0
      index += 1
    }
  }

  /// How long something that is not over has been going on.
  private func age(_ item: TranscriptItem, _ now: Timestamp) -> String? {
    guard let time = item.time else { return nil }
    let seconds = time.seconds(until: now)
    guard seconds >= 1 else { return nil }
    switch item.kind {
    case .tool(let run) where run.status == nil: return TranscriptWords.duration(seconds)
    case .request(_, .open):
      return "waiting \(TranscriptWords.duration(seconds < 60 ? seconds : seconds - seconds.truncatingRemainder(dividingBy: 60)))"
    default: return nil
    }
  }

  /// What must be said in the lower border.
  private func drawRemark(into canvas: inout Canvas, rect: Rect) {
    var remarks: [String] = []
    if newBelow > 0 { remarks.append("\(newBelow) new below") }
    if let search {
      remarks.append(
        "/\(UntrustedText.cleanLine(search.text))" + (searchPlace.map { " \($0)" } ?? "") + (searchNote.map { ": \($0)" } ?? ""))
    }
    guard !remarks.isEmpty else { return }
    let text = TextWidth.truncate(" " + remarks.joined(separator: " · ") + " ", rect.width - 4)
    canvas.put(
      text, column: rect.column + rect.width - 2 - TextWidth.width(of: text), row: rect.row + rect.height - 1, style: Style(.noticeInfo))
  }
}
