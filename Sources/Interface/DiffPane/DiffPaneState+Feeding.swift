package import Model

extension DiffPaneState {
  /// Takes a listing. The chosen file stays chosen by its path; what is read stays in place; reviewed marks of files whose content changed go.
  package mutating func apply(listing new: DiffListing) {
    let path = selectedFile?.path
    let position = selected
    if let path, let file = selectedFile, let next = new.files.first(where: { $0.path == path }), next.blob == file.blob {
      // Nothing to do: the text stays.
    } else {
      rangeStart = nil
    }
    listing = new
    selected = path.flatMap { path in new.files.firstIndex { $0.path == path } } ?? max(0, min(position, new.files.count - 1))
    let known = Dictionary(new.files.map { ($0.path, $0) }) { first, _ in first }
    if extent == .all { dropStaleMarks(known) }
    texts = texts.filter { known[$0.key] != nil }
    if selectedFile?.path != path { show() } else { rebuild(keeping: true) }
  }

  /// Takes the answer to a `wantedFile`: the text as git printed it.
  package mutating func apply(text: String, for wanted: WantedDiff) {
    let files = UnifiedDiff.parse(text)
    take(LoadedDiff(wanted: wanted, file: files.first { $0.path == wanted.path } ?? files.first, refusal: nil))
  }

  /// Takes a refusal of a `wantedFile` in words; it is not asked again until something changes.
  package mutating func apply(refusal: String, for wanted: WantedDiff) {
    take(LoadedDiff(wanted: wanted, file: texts[wanted.path]?.file, refusal: refusal))
  }

  private mutating func take(_ loaded: LoadedDiff) {
    guard listing?.files.contains(where: { $0.path == loaded.wanted.path }) == true else { return }
    texts[loaded.wanted.path] = loaded
    confirm(loaded)
    if texts.count > 64 {
      let near = Set((listing?.files ?? []).enumerated().filter { abs($0.offset - selected) <= 8 }.map(\.element.path))
      texts = texts.filter { near.contains($0.key) || $0.key == loaded.wanted.path }
    }
    if loaded.wanted.path == selectedFile?.path { rebuild(keeping: true) }
  }

  /// Chooses a file and goes to the line with this number in the new file, when its text is there or once it is. False when the file is not in the listing.
  package mutating func show(path: String, line: Int? = nil) -> Bool {
    show(path: path, lines: line.map { $0...$0 })
  }

  /// As for one line; several are chosen as a range.
  package mutating func show(path: String, lines: ClosedRange<Int>?) -> Bool {
    guard let index = listing?.files.firstIndex(where: { $0.path == path }) else { return false }
    select(index)
    part = .text
    awaited = lines.map { AwaitedLines(path: path, lines: $0) }
    goToAwaited()
    return true
  }

  /// Goes to the lines that were asked for, if they can be shown now.
  mutating func goToAwaited() {
    guard let wanted = awaited, wanted.path == selectedFile?.path, let file = rowsOf?.file, rowsOf?.wanted.path == wanted.path else {
      return
    }
    awaited = nil
    openSeen(holding: wanted.lines.upperBound)
    func row(_ line: Int) -> Int? {
      rows.lastIndex { row in
        guard let hunk = row.hunkIndex, let index = row.lineIndex, let number = file.hunks[hunk].lines[index].new else { return false }
        return number <= line
      }
    }
    guard let last = row(wanted.lines.upperBound) else { return }
    cursor = last
    if wanted.lines.count > 1, let first = row(wanted.lines.lowerBound), first < last { rangeStart = first }
  }

  /// Chooses another file; the place in the last one is kept.
  mutating func select(_ index: Int) {
    guard let listing, !listing.files.isEmpty else { return }
    let target = max(0, min(index, listing.files.count - 1))
    guard target != selected else { return }
    leave()
    selected = target
    show()
  }

  private mutating func leave() {
    if let path = selectedFile?.path { anchors[path] = DiffAnchor(row: cursor, in: rows, of: rowsOf?.file, top: top) }
  }

  private mutating func show() {
    cursor = 0
    top = 0
    shift = 0
    rangeStart = nil
    rebuild(keeping: false)
    if let path = selectedFile?.path, let anchor = anchors[path], loaded != nil { restore(anchor) }
  }

  private mutating func restore(_ anchor: DiffAnchor) {
    cursor = anchor.row(in: rows, of: loaded?.file)
    top = max(0, cursor - max(0, anchor.offset))
  }

  /// Makes the rows anew. `keeping` leaves the line that the cursor is on where it is in the view.
  mutating func rebuild(keeping: Bool) {
    let anchor = keeping && rowsOf != nil ? DiffAnchor(row: cursor, in: rows, of: rowsOf?.file, top: top) : nil
    let isAtTop = cursor == 0
    // The first text of a file that was left before it was there.
    let left = keeping && rowsOf == nil ? selectedFile.flatMap { anchors[$0.path] } : nil
    if rowsOf?.file != loaded?.file {
      blocks = [:]
      syntax = [:]
      hunkPieces = [:]
    }
    rowsOf = loaded
    preparePieces()
    rows = makeRows()
    rangeStart = rangeStart.map { min($0, max(0, rows.count - 1)) }
    if let anchor, !isAtTop { restore(anchor) } else if let left { restore(left) }
    goToAwaited()
  }
}
