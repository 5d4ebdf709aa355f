package import Model

extension DiffPaneState {
  /// Whether the operator marked the file, as it is now, as reviewed: the whole, or each of its hunks.
  package func isReviewed(_ file: DiffFile) -> Bool {
    if let blob = reviewedFiles[file.path], blob == file.blob { return true }
    guard let marks = reviewedHunks[file.path], let loaded = texts[file.path], loaded.wanted.blob == file.blob,
      let hunks = loaded.file?.hunks, !hunks.isEmpty
    else { return false }
    return hunks.allSatisfy { marks.contains($0.fingerprint) }
  }

  /// How many files are reviewed.
  package var reviewedCount: Int { listing?.files.count { isReviewed($0) } ?? 0 }

  /// Whether a hunk of the chosen file is reviewed.
  func isReviewed(hunk: Int) -> Bool {
    guard let file = selectedFile, let hunks = rowsOf?.file?.hunks, hunks.indices.contains(hunk) else { return false }
    if let blob = reviewedFiles[file.path], blob == file.blob { return true }
    return reviewedHunks[file.path]?.contains(hunks[hunk].fingerprint) ?? false
  }

  mutating func toggleReviewed() {
    guard let file = selectedFile else { return }
    if part == .text, let hunks = rowsOf?.file?.hunks, let hunk = currentHunk {
      return toggle(hunk: hunk, of: hunks, file)
    }
    if isReviewed(file) {
      reviewedFiles[file.path] = nil
      reviewedHunks[file.path] = nil
    } else {
      reviewedFiles[file.path] = file.blob
    }
  }

  private mutating func toggle(hunk: Int, of hunks: [Hunk], _ file: DiffFile) {
    var marks = reviewedHunks[file.path] ?? []
    if reviewedFiles[file.path] == file.blob {
      marks = Set(hunks.map(\.fingerprint))
      reviewedFiles[file.path] = nil
    }
    if marks.remove(hunks[hunk].fingerprint) == nil { marks.insert(hunks[hunk].fingerprint) }
    reviewedHunks[file.path] = marks
    if hunks.allSatisfy({ marks.contains($0.fingerprint) }) { reviewedFiles[file.path] = file.blob }
  }

  /// The hunk that the cursor is in.
  var currentHunk: Int? {
    guard rows.indices.contains(cursor) else { return nil }
    return rows[...cursor].last { $0.hunkIndex != nil }?.hunkIndex ?? rows[cursor...].first { $0.hunkIndex != nil }?.hunkIndex
  }
}
