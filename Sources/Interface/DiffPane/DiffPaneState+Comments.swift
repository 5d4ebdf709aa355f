package import Model

extension DiffPaneState {
  /// The lines that a comment written now is about: the range, or the cursor's line; nil where no line is.
  package var commentTarget: DiffCommentTarget? {
    guard part == .text, let file = selectedFile else { return nil }
    let lines = chosenLines
    guard !lines.isEmpty else { return nil }
    // The new file's lines where there are any; removed lines only when nothing else was chosen.
    let new = lines.filter { $0.new != nil }
    let side: DiffSide = new.isEmpty ? .old : .new
    let numbers = new.isEmpty ? lines.compactMap(\.old) : new.compactMap(\.new)
    guard let first = numbers.min(), let last = numbers.max() else { return nil }
    return DiffCommentTarget(
      path: file.path, side: side, first: first, last: last, snippet: (new.isEmpty ? lines : new).map(\.text), blob: file.blob)
  }

  /// The lines under the cursor or in the range.
  var chosenLines: [DiffLine] {
    guard let file = rowsOf?.file, rows.indices.contains(cursor) else { return [] }
    let start = min(rangeStart ?? cursor, cursor)
    let end = min(max(rangeStart ?? cursor, cursor), rows.count - 1)
    return (start...end).compactMap { index in
      guard let hunk = rows[index].hunkIndex, let line = rows[index].lineIndex else { return nil }
      let found = file.hunks[hunk].lines[line]
      return found.kind == .noNewline ? nil : found
    }
  }

  /// The line under the cursor; nil where no line is.
  package var cursorLine: DiffLine? {
    guard let file = rowsOf?.file, rows.indices.contains(cursor), let hunk = rows[cursor].hunkIndex, let line = rows[cursor].lineIndex
    else {
      return nil
    }
    return file.hunks[hunk].lines[line]
  }

  /// Keeps a comment until all are sent.
  package mutating func addComment(_ target: DiffCommentTarget, text: String) {
    comments.append(DiffComment(target: target, text: text))
    reviewEdition += 1
    rangeStart = nil
    rebuild(keeping: true)
  }

  /// Takes a comment away.
  package mutating func removeComment(at index: Int) {
    guard comments.indices.contains(index) else { return }
    comments.remove(at: index)
    reviewEdition += 1
    rebuild(keeping: true)
  }

  /// The comment that the cursor is on, as an index of `comments`.
  package var selectedComment: Int? {
    guard part == .text, rows.indices.contains(cursor), case .comment(let index) = rows[cursor] else { return nil }
    return index
  }

  /// All comments that were not sent, as one message to the agent; empty when there are none. Lines are quoted as they are, not sanitised: the message is
  /// for the agent.
  package func composeCommentsMessage() -> String {
    let drafts = comments.filter { !$0.isSent }
    guard !drafts.isEmpty else { return "" }
    var parts = [drafts.count == 1 ? "A comment on your changes:" : "\(drafts.count) comments on your changes:"]
    for comment in drafts {
      let quoted = comment.target.snippet.prefix(40).map { "> \($0)" }
      let more = comment.target.snippet.count > 40 ? ["> … \(comment.target.snippet.count - 40) more lines"] : []
      parts.append(([comment.target.words] + quoted + more + [comment.text]).joined(separator: "\n"))
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// Notes that the message was sent.
  package mutating func markCommentsSent() {
    for index in comments.indices { comments[index].isSent = true }
    reviewEdition += 1
  }

  /// What became of a comment, as far as the loaded texts tell.
  package func fate(of comment: DiffComment) -> DiffCommentFate {
    guard comment.isSent else { return .draft }
    guard let file = listing?.files.first(where: { $0.path == comment.target.path }) else { return .touched }
    if file.blob == comment.target.blob { return .untouched }
    guard let loaded = texts[file.path], loaded.wanted.blob == file.blob, let diff = loaded.file else { return .fileChanged }
    let wanted = comment.target.snippet
    for hunk in diff.hunks {
      let lines = hunk.lines.filter { comment.target.side == .new ? $0.new != nil : $0.old != nil && $0.new == nil }.map(\.text)
      guard lines.count >= wanted.count else { continue }
      for start in 0...(lines.count - wanted.count) where lines[start..<(start + wanted.count)].elementsEqual(wanted) { return .untouched }
    }
    return .touched
  }

  /// The chosen lines, or the chosen file's path, as they are, for the clipboard.
  package var copyText: String? {
    if part == .files { return selectedFile?.path }
    let lines = chosenLines
    return lines.isEmpty ? nil : lines.map(\.text).joined(separator: "\n")
  }
}
