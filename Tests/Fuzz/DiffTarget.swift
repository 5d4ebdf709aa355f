import Interface
import Model
import Screen
import TestSupport

/// The diff parser and the pane over it: no more lines than the heads say, no more text than came, and whatever an operator does the screen is clean.
struct DiffTarget: FuzzTarget {
  let name = "diff"
  let corpus = [
    """
    diff --git a/src/login.swift b/src/login.swift
    index 1111111..2222222 100644
    --- a/src/login.swift
    +++ b/src/login.swift
    @@ -41,4 +41,5 @@ func fetchToken()
     /// Fetches the token.
     func fetchToken() async throws -> Token {
    -  let token = try await fetch(url)
    +  let token = try await renew(url, tries: 3)
    +  guard token.isFresh else { throw Failure("stale") }
     }
    @@ -80,3 +81,3 @@ struct Session {
       let a = 1
    -\tlet name = "x\u{202E}y"
    +\tlet name = "xy"
       let z = 3

    """,
    "diff --git a/old.md b/new.md\nsimilarity index 90%\nrename from old.md\nrename to new.md\n",
    "diff --git a/logo.png b/logo.png\nnew file mode 100644\nindex 0000000..1234567\nBinary files /dev/null and b/logo.png differ\n",
    "diff --git \"a/t\\303\\244st\" \"b/t\\303\\244st\"\nold mode 100644\nnew mode 100755\n",
    "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n",
    "diff --git a/x b/x\ndeleted file mode 120000\n--- a/x\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-b\n",
  ]
  let words = [
    "diff --git a/x b/x\n", "--- a/x\n", "+++ b/x\n", "@@ -1,3 +1,4 @@\n", "@@ -0,0 +1 @@ f()\n", "+", "-", " ", "\n",
    "\\ No newline at end of file\n",
    "\"a/\\303\"", "rename from x\n", "Binary files ", "@@ ", ",", "\t", "\r\n", "\u{1B}[2J", "let x = \"y\" // z\n", "/*", "\"\"\"",
    "+let a\n-let b\n",
  ]

  func check(_ bytes: [UInt8], _ random: inout SeededGenerator) throws(FuzzProblem) {
    let text = String(decoding: bytes, as: UTF8.self)
    let files = UnifiedDiff.parse(text)
    var taken = 0
    for file in files {
      taken += file.path.utf8.count
      for hunk in file.hunks {
        var (context, removed, added) = (0, 0, 0)
        for line in hunk.lines {
          taken += line.text.utf8.count
          switch line.kind {
          case .context: context += 1
          case .removed: removed += 1
          case .added: added += 1
          case .noNewline: break
          }
          try require(line.kind != .added || line.old == nil, "an added line has the old number \(line.old ?? 0)")
          try require(line.kind != .removed || line.new == nil, "a removed line has the new number \(line.new ?? 0)")
        }
        try require(
          removed <= max(0, hunk.oldCount) && added <= max(0, hunk.newCount) && context <= max(0, hunk.oldCount, hunk.newCount),
          "\(context), \(removed) and \(added) lines under \(hunk.oldCount),\(hunk.newCount)")
      }
    }
    // A path may stand for several that came as one.
    try require(taken <= 3 * text.utf8.count + 64, "\(taken) bytes out of \(text.utf8.count)")
    try draw(text, files, &random)
  }

  private func draw(_ text: String, _ files: [FileDiff], _ random: inout SeededGenerator) throws(FuzzProblem) {
    var state = DiffPaneState(task: TaskID(1))
    let path = files.first?.path ?? "x"
    let file = DiffFile(path: path, status: .modified, insertions: 3, deletions: 1, blob: "b1")
    let other = DiffFile(path: "other.c", status: .added, insertions: 3, deletions: 1, blob: "b2")
    state.apply(
      listing: DiffListing(base: "b0", summary: DiffSummary(files: 2, insertions: 6, deletions: 2, tree: "t1"), files: [file, other]))
    _ = state.show(path: path)
    var size = Size(width: 80, height: 24)
    let actions: [DiffAction] = [
      .lineDown, .lineUp, .pageDown, .pageUp, .top, .bottom, .scroll(3), .scroll(-5), .left, .right, .nextHunk, .previousHunk, .nextFile,
      .previousFile,
      .switchPart, .toggleReviewed, .toggleSideBySide, .toggleWhitespace, .moreContext, .lessContext, .toggleRange, .search("let"),
      .search(""),
      .nextMatch, .previousMatch, .selectRow(2), .scroll(.max), .scroll(.min), .selectRow(.max),
    ]
    for _ in 0..<12 {
      if let wanted = state.wantedFile { state.apply(text: text, for: wanted) }
      if Bool.random(using: &random) {
        size = Size(width: Int.random(in: 0...200, using: &random), height: Int.random(in: 0...60, using: &random))
      }
      if let action = actions.randomElement(using: &random) { state.update(action, size: size) }
      if let target = state.commentTarget, Int.random(in: 0..<6, using: &random) == 0 {
        state.addComment(target, text: text.prefix(40) + "")
      }
      state.settle(size: size)
      var canvas = Canvas(size: size)
      state.draw(into: &canvas, rect: canvas.bounds, focused: true, title: "Diff")
      try CleanerTarget.expectClean(canvas)
    }
  }
}
