package import Model

/// What is taken out of what is published, and what a key would take out.
extension DiffPaneState {
  /// How much of something is taken out.
  package enum Outness: Hashable, Sendable { case none, part, all }

  /// What `x` here asks for, or why it cannot.
  package enum TakeOutChoice: Hashable, Sendable {
    case wish(TakeOutWish)
    case no(String)
  }

  /// How much of a file is taken out. What was taken out of another content of it does not count.
  package func outness(_ file: DiffFile) -> Outness {
    guard let out = takenOut[file.path], out.stamp == file.stamp else { return .none }
    return out.isWhole ? .all : .part
  }

  /// How much of a hunk of the chosen file is taken out.
  func outness(hunk: Int) -> (Outness, count: Int, of: Int) {
    guard let file = selectedFile, let out = takenOut[file.path], out.stamp == file.stamp else { return (.none, 0, 0) }
    let all = pieces(of: hunk)
    if out.isWhole { return (.all, all.count, all.count) }
    let taken = Set(out.blocks ?? [])
    let count = all.count { taken.contains($0.block) }
    return (count == 0 ? .none : count == all.count ? .all : .part, count, all.count)
  }

  /// Whether a line of the chosen file is taken out.
  func isOut(_ hunk: Int, _ line: Int) -> Bool {
    guard let file = selectedFile, let out = takenOut[file.path], out.stamp == file.stamp, isWhole, let blocks = out.blocks else {
      return selectedFile.map { outness($0) == .all } ?? false
    }
    guard let piece = pieces(of: hunk).first(where: { $0.lines.contains(line) }) else { return false }
    return blocks.contains(piece.block)
  }

  /// The change blocks of a hunk of the chosen file.
  func pieces(of hunk: Int) -> [HunkPiece] {
    if let known = hunkPieces[hunk] { return known }
    guard let hunks = rowsOf?.file?.hunks, hunks.indices.contains(hunk) else { return [] }
    return hunks[hunk].pieces
  }

  /// Whether the hunks shown are those of the whole change, with white space.
  var isWhole: Bool { extent == .all && rowsOf?.wanted.isPart == false && rowsOf?.wanted.ignoreWhitespace == false }

  /// What `x` does: the file under the cursor in the list, the hunk under it in the text, the pieces that a range touches.
  package var takeOutChoice: TakeOutChoice {
    guard let file = selectedFile else { return .no("There is no changed file here.") }
    guard extent == .all else { return .no("What is published is taken from the whole change: t goes back to it.") }
    let isDivisible = file.status == .modified || file.status == .renamed
    let special: Set<DiffFile.Mark> = [.binary, .symlink, .submodule]
    guard part == .text, isDivisible, special.isDisjoint(with: file.marks), let hunks = rowsOf?.file?.hunks, !hunks.isEmpty else {
      return .wish(TakeOutWish(path: file.path, stamp: file.stamp, isOut: outness(file) != .all))
    }
    guard let loaded = rowsOf, loaded.wanted.blob == file.blob, wantedFile == nil else {
      return .no("The text is being brought up to date: try again in a moment.")
    }
    guard isWhole else { return .no("White space is left out here: w shows all, then hunks can be taken out.") }
    let chosen = chosenPieces
    guard !chosen.isEmpty else { return .no("There is no hunk here.") }
    let out = takenOut[file.path].flatMap { $0.stamp == file.stamp ? $0 : nil }
    let taken = Set(out?.blocks ?? [])
    let isOut = out?.isWhole == true || chosen.allSatisfy { taken.contains($0) }
    return .wish(TakeOutWish(path: file.path, stamp: file.stamp, blocks: chosen, isOut: !isOut))
  }

  /// Ends a range of lines.
  package mutating func endRange() { rangeStart = nil }

  /// The pieces that the range touches, or those of the hunk under the cursor.
  private var chosenPieces: [ChangeBlock] {
    guard let start = rangeStart else { return currentHunk.map { pieces(of: $0).map(\.block) } ?? [] }
    var result: [ChangeBlock] = []
    for row in rows[min(start, cursor)...min(max(start, cursor), rows.count - 1)] {
      guard let hunk = row.hunkIndex, let line = row.lineIndex else { continue }
      if let piece = pieces(of: hunk).first(where: { $0.lines.contains(line) }), result.last != piece.block { result.append(piece.block) }
    }
    return result
  }
}
