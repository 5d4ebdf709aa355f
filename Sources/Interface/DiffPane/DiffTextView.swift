internal import Model
internal import Screen

/// Draws rows of the text part.
struct DiffTextView {
  private let state: DiffPaneState
  private let file: FileDiff?
  private let width: Int
  private let numberWidth: Int
  private let lexer: SyntaxLexer?

  init(state: DiffPaneState, width: Int) {
    self.state = state
    self.width = width
    file = state.rowsOf?.file
    let last = file?.hunks.last.map { max($0.oldStart + $0.oldCount, $0.newStart + $0.newCount) } ?? 0
    numberWidth = max(3, String(last).utf8.count)
    lexer = (file?.path).flatMap(SyntaxLanguage.of(path:)).map(SyntaxLexer.init)
  }

  func draw(_ row: DiffRow, into canvas: inout Canvas, column: Int, row at: Int) {
    switch row {
    case .remark(let text):
      StyledLine(RiskyText.runs(text, style: Style(.noticeInfo))).draw(into: &canvas, column: column, row: at, width: width)
    case .comment(let index): comment(index).draw(into: &canvas, column: column, row: at, width: width)
    case .seen(let index): folded(index).draw(into: &canvas, column: column, row: at, width: width)
    case .hunk(let index): head(index).draw(into: &canvas, column: column, row: at, width: width)
    case .line(let hunk, let index):
      guard let line = line(hunk, index) else { return }
      draw(line, hunk, index, number: line.new ?? line.old, into: &canvas, Rect(column: column, row: at, width: width, height: 1))
    case .pair(let hunk, let left, let right):
      let half = (width - 1) / 2
      let sides = [
        (left, Rect(column: column, row: at, width: half, height: 1)),
        (right, Rect(column: column + half + 1, row: at, width: width - half - 1, height: 1)),
      ]
      for (number, side) in sides.enumerated() {
        guard let index = side.0, let line = line(hunk, index) else { continue }
        draw(line, hunk, index, number: number == 0 ? line.old : line.new, into: &canvas, side.1)
      }
      canvas.put("│", column: column + half, row: at, style: Style(.border))
    }
  }

  private func line(_ hunk: Int, _ index: Int) -> DiffLine? {
    guard let file, file.hunks.indices.contains(hunk), file.hunks[hunk].lines.indices.contains(index) else { return nil }
    return file.hunks[hunk].lines[index]
  }

  private func head(_ index: Int) -> StyledLine {
    guard let file, file.hunks.indices.contains(index) else { return StyledLine() }
    let hunk = file.hunks[index]
    var line = StyledLine([
      StyledRun("@@ −\(hunk.oldStart),\(hunk.oldCount) +\(hunk.newStart),\(hunk.newCount) @@", .diffHunk)
    ])
    if !hunk.heading.isEmpty { line.runs += [StyledRun(" ", .diffHunk)] + RiskyText.runs(hunk.heading, style: Style(.diffHunk)) }
    if state.isWhole {
      let (out, count, all) = state.outness(hunk: index)
      switch out {
      case .all: line.trailing.append(StyledRun(" × taken out", .noticeWarning))
      case .part: line.trailing.append(StyledRun(" × \(count) of \(all) taken out", .noticeWarning))
      case .none: break
      }
    }
    if let place = state.seenPlace(ofHunk: index) {
      line.trailing.append(StyledRun(" ✓ seen in \(place)", .stateDone))
    } else if state.isReviewed(hunk: index) {
      line.trailing.append(StyledRun(" ✓ reviewed", .stateDone))
    }
    return line
  }

  /// A hunk that was reviewed in another task, in one row.
  private func folded(_ index: Int) -> StyledLine {
    guard let file, file.hunks.indices.contains(index), let place = state.seenPlace(ofHunk: index) else { return StyledLine() }
    let lines = file.hunks[index].lines
    let added = lines.count { $0.kind == .added }
    let removed = lines.count { $0.kind == .removed }
    return StyledLine([
      StyledRun("▸ ", .prompt), StyledRun("seen in \(place)", .stateDone),
      StyledRun("  @@ −\(file.hunks[index].oldStart) +\(file.hunks[index].newStart) @@", .diffHunk),
      StyledRun("  +\(added)", added > 0 ? .diffAdded : .textDim), StyledRun(" −\(removed)", removed > 0 ? .diffRemoved : .textDim),
      StyledRun("  Enter opens it", .textDim),
    ])
  }

  private func comment(_ index: Int) -> StyledLine {
    guard state.comments.indices.contains(index) else { return StyledLine() }
    let comment = state.comments[index]
    let words =
      switch state.fate(of: comment) {
      case .draft: "not sent"
      case .untouched: "sent, lines untouched"
      case .touched: "sent, lines changed"
      case .fileChanged: "sent, file changed"
      }
    return StyledLine([
      StyledRun(String(repeating: " ", count: numberWidth) + " ▌ ", .prompt),
      StyledRun(UntrustedText.cleanLine(comment.text), .prompt), StyledRun("  (\(words))", .textDim),
    ])
  }

  private func draw(_ line: DiffLine, _ hunk: Int, _ index: Int, number: Int?, into canvas: inout Canvas, _ rect: Rect) {
    let isOut = (line.kind == .added || line.kind == .removed) && state.isOut(hunk, index)
    let (sign, role): (String, Role) =
      switch line.kind {
      case .added where isOut: ("+", .textDim)
      case .removed where isOut: ("-", .textDim)
      case .context: (" ", .diffContext)
      case .added: ("+", .diffAdded)
      case .removed: ("-", .diffRemoved)
      case .noNewline: ("\\", .textDim)
      }
    let changed = (line.kind == .added || line.kind == .removed) && !isOut
    if changed { canvas.fill(rect, style: Style(role, under: role)) }
    let digits = number.map(String.init) ?? ""
    let gutter = String(repeating: " ", count: max(0, numberWidth - digits.utf8.count)) + digits
    var styled = StyledLine(
      isOut ? RiskyText.runs(line.text.prefix(DiffLineStyle.longest), style: Style(.textDim)) : runs(line, hunk, index))
    if state.shift > 0 { styled = styled.droppingColumns(state.shift) }
    if let search = state.search { styled = styled.highlighting(search.ranges(in: styled.text)) }
    let hides = changed && HiddenText.tricks(in: line.text).contains(where: \.hides)
    canvas.put(gutter + " ", column: rect.column, row: rect.row, style: Style(.diffNumber, under: changed ? role : nil), width: rect.width)
    if isOut { canvas.put("×", column: rect.column + numberWidth, row: rect.row, style: Style(.noticeWarning), width: 1) }
    if hides { canvas.put("!", column: rect.column + numberWidth, row: rect.row, style: Style(.risky, under: role), width: 1) }
    canvas.put(
      sign + " ", column: rect.column + numberWidth + 1, row: rect.row, style: Style(role, under: changed ? role : nil),
      width: max(0, rect.width - numberWidth - 1))
    styled.draw(into: &canvas, column: rect.column + numberWidth + 3, row: rect.row, width: max(0, rect.width - numberWidth - 3))
  }

  private func runs(_ line: DiffLine, _ hunk: Int, _ index: Int) -> [StyledRun] {
    if line.kind == .noNewline { return RiskyText.runs(line.text, style: Style(.textDim)) }
    var tokens: [SyntaxToken] = []
    if let lexer, line.text.utf8.count <= DiffLineStyle.longestColoured {
      var start = SyntaxState.plain
      if let states = state.syntax[hunk]?.states, states.indices.contains(index) { start = states[index] }
      tokens = lexer.tokens(of: line.text, state: &start)
    }
    return DiffLineStyle.runs(line, tokens: tokens, words: state.block(hunk, index)?.words[index] ?? [])
  }
}
