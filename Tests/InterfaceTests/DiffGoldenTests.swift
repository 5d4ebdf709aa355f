import Interface
import Model
import Screen
import Testing

@Suite struct DiffGoldenTests {
  @Test(arguments: [46, 80, 130])
  func aFile(width: Int) {
    var state = DiffSample.state()
    expectGolden(state.canvas(width, 30), "diff-file-\(width)")
  }

  @Test func sideBySide() {
    var state = DiffSample.state()
    let size = Size(width: 120, height: 28)
    state.update(.toggleSideBySide, size: size)
    state.update(.nextHunk, size: size)
    expectGolden(state.canvas(120, 28), "diff-side-by-side")
  }

  @Test func theListWithMarksAndComments() {
    var state = DiffSample.state()
    let size = Size(width: 60, height: 24)
    for _ in 0..<5 { state.update(.lineDown, size: size) }
    if let target = state.commentTarget { state.addComment(target, text: "Three tries are too many.") }
    state.update(.toggleReviewed, size: size)
    state.update(.switchPart, size: size)
    state.update(.nextFile, size: size)
    state.update(.toggleReviewed, size: size)
    state.update(.nextFile, size: size)
    expectGolden(state.canvas(60, 24), "diff-list")
  }

  /// What lines do not show, in words: one file after another.
  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func whatLinesDoNotShow(width: Int, height: Int) {
    let files: [DiffFile] = [
      DiffFile(path: "bin/tool", status: .modified, insertions: 0, deletions: 0, blob: "a", marks: [.executable], mode: "100755"),
      DiffFile(path: "go.sum", status: .modified, insertions: 1, deletions: 1, blob: "b"),
      DiffFile(path: "latest", status: .typeChanged, insertions: 1, deletions: 1, blob: "c", marks: [.symlink], mode: "120000"),
      DiffFile(path: "lib/dep", status: .modified, insertions: 1, deletions: 1, blob: "d", marks: [.submodule], mode: "160000"),
      DiffFile(path: "logo.png", oldPath: "old/logo.png", status: .renamed, insertions: 0, deletions: 0, blob: "e", marks: [.binary]),
      DiffFile(path: "src/new.swift", oldPath: "src/old.swift", status: .renamed, insertions: 1, deletions: 1, blob: "f"),
      DiffFile(path: "vendor/all.c", status: .added, insertions: 90_000, deletions: 0, blob: "g"),
    ]
    let texts: [String: String] = [
      "bin/tool": "diff --git a/bin/tool b/bin/tool\nold mode 100644\nnew mode 100755\n",
      "go.sum": "--- a/go.sum\n+++ b/go.sum\n@@ -1 +1 @@\n-a v1\n+a v2\n",
      "latest": "--- a/latest\n+++ b/latest\n@@ -1 +0,0 @@\n-text\n",
      "lib/dep": "--- a/lib/dep\n+++ b/lib/dep\n@@ -1 +1 @@\n-Subproject commit 1111\n+Subproject commit 2222\n",
      "src/new.swift":
        "diff --git a/src/old.swift b/src/new.swift\nsimilarity index 92%\nrename from src/old.swift\nrename to src/new.swift\n--- a/src/old.swift\n"
        + "+++ b/src/new.swift\n@@ -3 +3 @@ func go()\n-  let  a = 1\n+  let a = 2\n",
    ]
    var state = DiffPaneState(task: TaskID(12))
    state.apply(listing: DiffSample.listing(files))
    for file in files {
      _ = state.show(path: file.path)
      if let wanted = state.wantedFile, let text = texts[file.path] { state.apply(text: text, for: wanted) }
    }
    var pages = Canvas(size: Size(width: width, height: height))
    let each = height / 2
    for (row, path) in ["latest", "src/new.swift"].enumerated() {
      _ = state.show(path: path)
      state.settle(size: Size(width: width, height: each))
      state.draw(into: &pages, rect: Rect(column: 0, row: row * each, width: width, height: each), focused: row == 0, title: "Diff")
    }
    expectGolden(pages, "diff-kinds-\(width)x\(height)")
    let wanted: [String: String] = [
      "bin/tool": "Mode 100644 → 100755", "go.sum": "Generated, most likely (a lock file of a package tool)", "latest": "Symbolic link",
      "lib/dep": "Submodule: the text is its commit", "logo.png": "Renamed from old/logo.png",
      "src/new.swift": "Renamed from src/old.swift, 92 % alike",
      "vendor/all.c": "90000 changed lines: not loaded unasked. Enter loads them",
    ]
    for (path, words) in wanted {
      _ = state.show(path: path)
      #expect(state.rows(max(100, width), height).contains { $0.contains(words) }, "\(path)")
    }
  }
}
