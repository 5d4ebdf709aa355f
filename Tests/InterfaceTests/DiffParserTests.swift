import Interface
import Testing

@Suite struct DiffParserTests {
  @Test func aModifiedFile() throws {
    let text = """
      diff --git a/src/a b.swift b/src/a b.swift
      index 1111111..2222222 100644
      --- a/src/a b.swift\t
      +++ b/src/a b.swift\t
      @@ -41,3 +41,4 @@ func fetchToken()
       let a = 1
      --- not a header
      +++ not one either
      +let b
       end
      @@ -60 +61,0 @@
      -gone
      \\ No newline at end of file

      """
    let file = try #require(UnifiedDiff.parse(text).first)
    #expect(file.path == "src/a b.swift")
    #expect(file.oldMode == "100644")
    #expect(file.hunks.count == 2)
    #expect(file.hunks[0].heading == "func fetchToken()")
    #expect(file.hunks[0].lines.map(\.text) == ["let a = 1", "-- not a header", "++ not one either", "let b", "end"])
    #expect(file.hunks[0].lines.map(\.old) == [41, 42, nil, nil, 43])
    #expect(file.hunks[0].lines.map(\.new) == [41, nil, 42, 43, 44])
    #expect(file.hunks[1].lines.map(\.kind) == [.removed, .noNewline])
    #expect(file.hunks[1].oldStart == 60)
  }

  @Test func renamesModesBinariesAndOddPaths() {
    let text = """
      diff --git a/old name b/new name
      similarity index 97%
      rename from old name
      rename to new name
      diff --git a/run.sh b/run.sh
      old mode 100644
      new mode 100755
      diff --git a/x.png b/x.png
      new file mode 100644
      index 0000000..1234567
      Binary files /dev/null and b/x.png differ
      diff --git "a/t\\303\\251\\tb\\"\\\\.txt" "b/t\\303\\251\\tb\\"\\\\.txt"
      deleted file mode 120000
      index 1234567..0000000
      --- "a/t\\303\\251\\tb\\"\\\\.txt"
      +++ /dev/null
      @@ -1 +0,0 @@
      -target
      \\ No newline at end of file
      diff --git a/sub b/sub
      index 1111111..2222222 160000
      --- a/sub
      +++ b/sub
      @@ -1 +1 @@
      -Subproject commit 1111111
      +Subproject commit 2222222
      """
    let files = UnifiedDiff.parse(text)
    #expect(files.map(\.path) == ["new name", "run.sh", "x.png", "té\tb\"\\.txt", "sub"])
    #expect(files[0].oldPath == "old name")
    #expect(files[0].similarity == 97)
    #expect(files[1].oldMode == "100644" && files[1].newMode == "100755")
    #expect(files[2].binary)
    #expect(files[3].isSymlink)
    #expect(files[3].hunks[0].lines.count == 2)
    #expect(files[4].isSubmodule)
  }

  @Test func carriageReturnsAndPlainDiffs() {
    let text = "--- a/x\r\n+++ b/x\r\n@@ -1,2 +1,2 @@\r\n a\r\n-b\r\n+c\r\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-1\n+2\n"
    let files = UnifiedDiff.parse(text)
    #expect(files.map(\.path) == ["x", "y"])
    #expect(files.first?.hunks.first?.lines.map(\.text) == ["a\r", "b\r", "c\r"])
  }

  @Test func nonsenseIsLeftOut() {
    #expect(UnifiedDiff.parse("").isEmpty)
    #expect(UnifiedDiff.parse("hello\nworld\n").isEmpty)
    let broken = "diff --git a/x b/x\n@@ -1,99999999999999999999 +1 @@\n+a\n@@ -1,5 +1,5 @@\n a\n"
    #expect(UnifiedDiff.parse(broken).first?.hunks.count == 1)
    #expect(UnifiedDiff.parse("@@ -1 +1 @@\n-a\n+b").first?.hunks.first?.lines.count == 2)
  }

  @Test func anyCutOfADiffIsRead() {
    let text = Array(DiffSample.text.utf8)
    for end in 0...text.count {
      let files = UnifiedDiff.parse(String(decoding: text[..<end], as: UTF8.self))
      #expect(files.count <= 4)
    }
  }

  @Test func aHundredThousandLines() {
    var text = "diff --git a/big b/big\n--- a/big\n+++ b/big\n"
    for hunk in 0..<10_000 {
      text +=
        "@@ -\(hunk * 20 + 1),6 +\(hunk * 20 + 1),7 @@ section \(hunk)\n context one\n context two\n-removed line \(hunk)\n+added line \(hunk)\n"
      text += "+another added line that is a little longer\n context three\n context four\n context five\n"
    }
    let files = UnifiedDiff.parse(text)
    #expect(files.count == 1)
    #expect(files.first?.hunks.count == 10_000)
    #expect(files.first?.hunks.reduce(0) { $0 + $1.lines.count } == 80_000)
    #expect(files.first?.hunks.last?.lines.last?.new == 199_987)
  }
}
