package import Model

extension DiffPaneState {
  /// Whether the operator marked the file, as it is now, as reviewed: the whole, or each of its hunks.
  package func isReviewed(_ file: DiffFile) -> Bool {
    marks[file.path]?.blob == file.blob || seenPlace(of: file) != nil
  }

  /// A text came: when each of its blocks is marked, so is the file as it is.
  mutating func confirm(_ loaded: LoadedDiff) {
    guard let mark = marks[loaded.wanted.path], mark.blob == nil, !mark.blocks.isEmpty, !loaded.wanted.ignoreWhitespace,
      !loaded.wanted.isPart,
      let hunks = loaded.file?.hunks, !hunks.isEmpty
    else { return }
    let known = Set(mark.blocks)
    if hunks.allSatisfy({ $0.pieces.allSatisfy { known.contains($0.block.mark) } }) { marks[loaded.wanted.path]?.blob = loaded.wanted.blob }
  }

  /// How many files are reviewed.
  package var reviewedCount: Int { listing?.files.count { isReviewed($0) } ?? 0 }

  /// Whether a hunk of the chosen file is reviewed.
  func isReviewed(hunk: Int) -> Bool {
    if seenPlace(ofHunk: hunk) != nil { return true }
    guard let file = selectedFile, let mark = marks[file.path] else { return false }
    if let blob = mark.blob, blob == file.blob { return true }
    let all = pieces(of: hunk)
    return !all.isEmpty && !mark.blocks.isEmpty && all.allSatisfy { mark.blocks.contains($0.block.mark) }
  }

  mutating func toggleReviewed() {
    guard let file = selectedFile else { return }
    reviewEdition += 1
    let hunks = rowsOf?.file?.hunks ?? []
    if part == .text, !hunks.isEmpty, let hunk = currentHunk { return toggle(hunk: hunk, of: hunks, file) }
    if isReviewed(file) {
      // What was reviewed elsewhere is to be read here from now on, and here only.
      let elsewhere = seen?.files[file.path]?.blob == file.blob ? seen?.files[file.path]?.blocks.keys.sorted() : nil
      marks[file.path] = elsewhere.map { ReviewedFile(unread: $0) }
    } else {
      // With its hunks where they are known: those that stay as they are stay marked when another changes.
      let own = rowsOf?.wanted.path == file.path && rowsOf?.wanted.blob == file.blob ? blockMarks(hunks) : []
      marks[file.path] = ReviewedFile(blob: file.blob, blocks: own)
    }
    rebuild(keeping: true)
  }

  private mutating func toggle(hunk: Int, of hunks: [Hunk], _ file: DiffFile) {
    var mark = marks[file.path] ?? ReviewedFile()
    let wasReviewed = isReviewed(hunk: hunk)
    if mark.blob == file.blob { mark.blocks = blockMarks(hunks) }
    mark.blob = nil
    let own = pieces(of: hunk).map(\.block.mark)
    var known = Set(mark.blocks)
    var unread = Set(mark.unread ?? [])
    if wasReviewed {
      known.subtract(own)
      let elsewhere = seen?.files[file.path]?.blocks ?? [:]
      unread.formUnion(own.filter { elsewhere[$0] != nil })
    } else {
      known.formUnion(own)
      unread.subtract(own)
    }
    mark.blocks = known.sorted()
    mark.unread = unread.isEmpty ? nil : unread.sorted()
    if !ignoreWhitespace, rowsOf?.wanted.isPart == false, rowsOf?.wanted.blob == file.blob, blockMarks(hunks).allSatisfy(known.contains) {
      mark.blob = file.blob
    }
    marks[file.path] = mark.isEmpty ? nil : mark
    rebuild(keeping: true)
  }

  private func blockMarks(_ hunks: [Hunk]) -> [String] { hunks.indices.flatMap { pieces(of: $0).map(\.block.mark) }.sorted() }

  /// The hunk that the cursor is in.
  var currentHunk: Int? {
    guard rows.indices.contains(cursor) else { return nil }
    return rows[...cursor].last { $0.hunkIndex != nil }?.hunkIndex ?? rows[cursor...].first { $0.hunkIndex != nil }?.hunkIndex
  }

  /// How far the operator is, to be kept over detaching.
  package var review: OperatorReview { OperatorReview(files: marks, comments: comments) }

  /// Takes what the service kept. What was marked and written before it came stays.
  package mutating func apply(review kept: OperatorReview) {
    marks.merge(kept.files) { mine, _ in mine }
    comments = kept.comments.filter { !comments.contains($0) } + comments
    lookedTree = lookedTree ?? kept.looked
    isReviewKnown = true
    for loaded in texts.values { confirm(loaded) }
    rebuild(keeping: true)
  }

  /// Forgets marks of contents that are not there any more.
  mutating func dropStaleMarks(_ known: [String: DiffFile]) {
    for (path, mark) in marks {
      guard let file = known[path] else {
        marks[path] = nil
        continue
      }
      if mark.blob != nil, mark.blob != file.blob { marks[path]?.blob = nil }
      if marks[path]?.isEmpty == true { marks[path] = nil }
    }
  }
}
