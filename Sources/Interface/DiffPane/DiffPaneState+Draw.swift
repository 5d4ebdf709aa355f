internal import Model
package import Screen

extension DiffPaneState {
  /// Draws the pane with its border. `title` has been cleaned. Shows the state as `settle` left it for this size; another size is settled in a copy.
  package func draw(into canvas: inout Canvas, rect: Rect, focused: Bool, title: String) {
    guard rect.width >= 10, rect.height >= 3 else { return }
    let wanted = Size(width: max(8, rect.width - 2), height: max(1, rect.height - 2))
    if wanted != inside {
      var copy = self
      copy.settle(size: Size(width: rect.width, height: rect.height))
      return copy.draw(into: &canvas, rect: rect, focused: focused, title: title)
    }
    canvas.box(
      rect, style: Style(focused ? .borderFocused : .border), title: title, titleStyle: Style(focused ? .titleFocused : .title),
      note: note(room: rect.width - 2 - min(20, TextWidth.width(of: title) + 2)))
    let area = rect.inset(by: 1)
    canvas.fill(area, style: Style(.text))
    guard let listing, !listing.files.isEmpty else {
      let text = listing == nil ? "Not measured yet." : extent == .all ? "No changes." : "No changes (\(extentWord))."
      canvas.put(text, column: area.column, row: area.row, style: Style(.textDim), width: area.width)
      return
    }
    let split = split
    if split.files > 0 {
      drawFiles(into: &canvas, Rect(column: area.column, row: area.row, width: area.width, height: split.files), focused: focused)
    }
    if split.text > 0 {
      let first = area.row + (split.files > 0 ? split.files + 1 : 0)
      if split.files > 0 { drawSeparator(into: &canvas, area: area, row: first - 1) }
      drawText(into: &canvas, Rect(column: area.column, row: first, width: area.width, height: split.text), focused: focused)
    }
    drawRemark(into: &canvas, rect: rect)
  }

  /// What is out, what is reviewed and the position, for the border; in fewer words where there is less room.
  private func note(room: Int) -> String {
    guard let listing, !listing.files.isEmpty else { return "" }
    let count = listing.files.count
    let reviewed = reviewedCount
    let out = takenOut.words
    let pieces = takenOut.values.reduce(0) { $0 + ($1.isWhole ? 1 : $1.hunks) }
    let part = extent == .all ? "" : "\(extentWord) · "
    let place = "file \(selected + 1) of \(count)"
    let forms = [
      (out.isEmpty ? "" : "\(out) out · ") + (reviewed > 0 ? "\(reviewed) of \(count) reviewed · " : "") + place,
      (pieces == 0 ? "" : "\(pieces) out · ") + (reviewed > 0 ? "\(reviewed) of \(count) reviewed · " : "") + place,
      (pieces == 0 ? "" : "\(pieces) out · ") + (reviewed > 0 ? "\(reviewed)✓ · " : "") + "\(selected + 1)/\(count)",
      (pieces == 0 ? "" : "\(pieces) out · ") + "\(selected + 1)/\(count)",
    ].map { " \(part)\($0) " }
    return forms.first { TextWidth.width(of: $0) <= room } ?? forms[forms.count - 1]
  }

  private func drawSeparator(into canvas: inout Canvas, area: Rect, row: Int) {
    canvas.horizontalLine(column: area.column, row: row, width: area.width, style: Style(.border))
    guard let file = selectedFile else { return }
    let path = DiffFileRow.shortened(UntrustedText.cleanLine(file.path), max(4, area.width - 16))
    canvas.put(" \(path) ", column: area.column + 1, row: row, style: Style(.diffFile), width: area.width - 2)
    let place = rows.isEmpty ? "" : " \(cursor + 1)/\(rows.count) "
    let width = TextWidth.width(of: place)
    if TextWidth.width(of: path) + width + 6 <= area.width {
      canvas.put(place, column: area.column + area.width - width - 1, row: row, style: Style(.textDim))
    }
  }

  private func drawFiles(into canvas: inout Canvas, _ area: Rect, focused: Bool) {
    guard let listing else { return }
    for row in 0..<area.height {
      let index = filesTop + row
      guard listing.files.indices.contains(index) else { break }
      let file = listing.files[index]
      let line = DiffFileRow(
        file, isReviewed: isReviewed(file), comments: comments.count { $0.target.path == file.path },
        isTicked: ticks[file.path] == file.stamp, outness: outness(file),
        seenIn: marks[file.path]?.blob == file.blob ? nil : seenPlace(of: file)
      ).line(width: area.width)
      line.draw(into: &canvas, column: area.column, row: area.row + row, width: area.width)
      if index == selected {
        let isHere = focused && part == .files
        canvas.setUnder(
          Rect(column: area.column, row: area.row + row, width: area.width, height: 1), role: isHere ? .selectionFocused : .selection)
      }
    }
    canvas.scrollRegions.append(ScrollRegion(identity: ScrollIdentity.diffFiles(task), rect: area, top: filesTop))
  }

  private func drawText(into canvas: inout Canvas, _ area: Rect, focused: Bool) {
    let view = DiffTextView(state: self, width: area.width)
    let range = rangeStart.map { min($0, cursor)...max($0, cursor) }
    for row in 0..<area.height {
      let index = top + row
      guard rows.indices.contains(index) else { break }
      view.draw(rows[index], into: &canvas, column: area.column, row: area.row + row)
      let line = Rect(column: area.column, row: area.row + row, width: area.width, height: 1)
      if index == cursor, part == .text {
        canvas.setUnder(line, role: focused ? .selectionFocused : .selection)
      } else if range?.contains(index) == true {
        canvas.setUnder(line, role: .selection)
      }
    }
    canvas.scrollRegions.append(ScrollRegion(identity: ScrollIdentity.diffText(task) &+ (selected &+ 1) &* 1_000_003, rect: area, top: top))
  }

  /// What must be said in the lower border.
  private func drawRemark(into canvas: inout Canvas, rect: Rect) {
    var remarks: [String] = []
    if let wanted = wantedFile, texts[wanted.path] != nil { remarks.append("updating…") }
    let drafts = comments.count { !$0.isSent }
    if drafts > 0 { remarks.append(TranscriptWords.counted(drafts, "comment") + " to send") }
    if ignoreWhitespace { remarks.append("white space ignored") }
    if context != 3 { remarks.append("context \(context)") }
    if sideBySide, !isSideBySide { remarks.append("side by side needs \(Self.sideBySideWidth) columns") }
    if shift > 0 { remarks.append("→\(shift)") }
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
