package import Model

/// Hunks that the operator reviewed in other tasks: folded into one row each, and counted as reviewed, until he opens them or takes that back here.
extension DiffPaneState {
  /// Takes what was reviewed elsewhere. The line under the cursor stays in its place.
  package mutating func apply(seen new: SeenHunks) {
    guard seen != new else { return }
    seen = new
    rebuild(keeping: true)
  }

  /// The task in which a whole file, as it is now, was reviewed piece by piece; nil: it was not, or not all of it.
  func seenPlace(of file: DiffFile) -> TaskID? {
    guard let known = seen?.files[file.path], known.blob == file.blob, !known.blocks.isEmpty else { return nil }
    let mark = marks[file.path]
    let unread = Set(mark?.unread ?? [])
    guard unread.isDisjoint(with: known.blocks.keys) else { return nil }
    let own = Set(mark?.blocks ?? []).subtracting(known.blocks.keys)
    return known.blocks.count + own.count >= known.pieces ? known.blocks.values.min() : nil
  }

  /// The task in which a hunk of the chosen file was reviewed; nil: it was not, or not all of it, or it is to be read here.
  func seenPlace(ofHunk hunk: Int) -> TaskID? {
    guard extent == .all, let file = selectedFile, let known = seen?.files[file.path], known.blob == file.blob,
      rowsOf?.wanted.blob == file.blob,
      isWhole
    else { return nil }
    let mark = marks[file.path]
    let own = pieces(of: hunk).map(\.block.mark)
    // What was marked here itself is this task's own.
    guard !own.isEmpty, mark?.blob != file.blob, Set(mark?.blocks ?? []).isDisjoint(with: own),
      Set(mark?.unread ?? []).isDisjoint(with: own)
    else {
      return nil
    }
    let places = own.compactMap { known.blocks[$0] }
    return places.count == own.count ? places.min() : nil
  }

  /// Whether a hunk of the chosen file is one row.
  func isFolded(hunk: Int) -> Bool {
    guard !showsSeen, seen != nil, seenPlace(ofHunk: hunk) != nil, outness(hunk: hunk).0 == .none else { return false }
    return openName(hunk).map { !openedSeen.contains($0) } ?? false
  }

  /// Opens the folded hunk under the cursor. False when there is none.
  package mutating func openSeen() -> Bool {
    guard part == .text, rows.indices.contains(cursor), case .seen(let hunk) = rows[cursor] else { return false }
    open(hunk)
    return true
  }

  mutating func open(_ hunk: Int) {
    guard let name = openName(hunk) else { return }
    openedSeen.insert(name)
    if openedSeen.count > 1000 { openedSeen = [name] }
    rebuild(keeping: true)
  }

  /// Shows all that was reviewed elsewhere like other hunks, or folds all of it again.
  mutating func toggleSeen() {
    showsSeen.toggle()
    openedSeen = []
    rebuild(keeping: true)
  }

  /// Opens the folded hunk that has this line of the new file, if one does.
  mutating func openSeen(holding line: Int) {
    guard let hunks = rowsOf?.file?.hunks else { return }
    let folded = rows.compactMap { if case .seen(let hunk) = $0 { hunk } else { Int?.none } }
    guard let hunk = folded.first(where: { line >= hunks[$0].newStart && line < hunks[$0].newStart + hunks[$0].newCount }) else { return }
    open(hunk)
  }

  /// Works out the pieces of all hunks of the chosen file, where some of them were reviewed elsewhere.
  mutating func preparePieces() {
    guard let path = selectedFile?.path, seen?.files[path] != nil, let hunks = rowsOf?.file?.hunks else { return }
    for index in hunks.indices where hunkPieces[index] == nil { hunkPieces[index] = hunks[index].pieces }
  }

  private func openName(_ hunk: Int) -> String? {
    guard let path = selectedFile?.path, let first = pieces(of: hunk).first else { return nil }
    return "\(first.block.mark) \(path)"
  }
}
