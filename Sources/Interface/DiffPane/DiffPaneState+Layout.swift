internal import Model
package import Screen

extension DiffPaneState {
  /// Puts the view where it belongs in a pane of this size (border included), and works out the colours and words of the rows in view. To be called before
  /// drawing whenever the state or the size changed.
  package mutating func settle(size: Size) {
    let wasSideBySide = isSideBySide
    inside = Size(width: max(8, size.width - 2), height: max(1, size.height - 2))
    if isSideBySide != wasSideBySide { rebuild(keeping: true) }
    if extent != .turn, let tree = listing?.summary.tree { seenTree = tree }
    let split = split
    cursor = max(0, min(cursor, rows.count - 1))
    top = max(0, min(top, rows.count - split.text))
    if cursor < top { top = cursor }
    if cursor >= top + split.text { top = cursor - split.text + 1 }
    let count = listing?.files.count ?? 0
    filesTop = max(0, min(filesTop, count - split.files))
    if selected < filesTop { filesTop = selected }
    if selected >= filesTop + split.files { filesTop = selected - split.files + 1 }
    prepareVisible()
  }

  /// Rows for the file list and for the text; between them stands one row when both are there.
  var split: (files: Int, text: Int) {
    let height = inside.height
    let count = listing?.files.count ?? 0
    if height < 8 { return part == .files ? (height, 0) : (0, height) }
    let files = max(1, min(count, max(3, height / (part == .files ? 2 : 3))))
    return (files, height - files - 1)
  }

  private mutating func prepareVisible() {
    guard let file = rowsOf?.file, !rows.isEmpty else { return }
    let lexer = SyntaxLanguage.of(path: file.path).map(SyntaxLexer.init)
    for row in rows[min(top, rows.count - 1)..<min(top + max(split.text, 1), rows.count)] {
      guard let hunk = row.hunkIndex else { continue }
      if hunkPieces[hunk] == nil, needsPieces { hunkPieces[hunk] = file.hunks[hunk].pieces }
      var lines: [Int] = []
      switch row {
      case .line(_, let line): lines = [line]
      case .pair(_, let left, let right): lines = [left, right].compactMap(\.self)
      default: break
      }
      for line in lines {
        if let lexer { syntax[hunk, default: DiffSyntax()].extend(to: line, of: file.hunks[hunk], lexer) }
        if block(hunk, line) == nil, let block = ReplaceBlock(hunk: file.hunks[hunk], at: line) { blocks[hunk, default: []].append(block) }
      }
    }
  }

  /// Whether anything of the chosen file is marked or taken out.
  private var needsPieces: Bool {
    guard let path = selectedFile?.path else { return false }
    return marks[path] != nil || takenOut[path]?.blocks != nil || seen?.files[path] != nil
  }

  /// The block that a line is in, when it has been worked out.
  func block(_ hunk: Int, _ line: Int) -> ReplaceBlock? {
    blocks[hunk]?.first { $0.removed.contains(line) || $0.added.contains(line) }
  }
}
