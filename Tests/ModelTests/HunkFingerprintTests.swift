import Model
import Testing

/// The same change is known wherever it comes again, and nothing else is taken for it.
@Suite struct HunkFingerprintTests {
  /// A diff of one file, as git prints it without context.
  static func diff(_ path: String, _ hunks: String, blob: String = "b2") -> String {
    "diff --git a/\(path) b/\(path)\nindex a1..\(blob) 100644\n--- a/\(path)\n+++ b/\(path)\n\(hunks)"
  }

  static func pieces(_ text: String) -> ChangedPieces { ChangedPieces(Array(text.utf8)) }

  private static func prints(_ path: String, _ hunks: String) -> [String?] {
    pieces(diff(path, hunks)).files[path]?.pieces.map(\.fingerprint) ?? []
  }

  private let code = "@@ -10 +10,2 @@\n-let age = 60\n+let age = 30 // seconds to live\n+var isFresh: Bool { true }\n"

  @Test func neitherPlaceNorNeighboursCount() {
    let moved = code.replacing("@@ -10 +10,2 @@", with: "@@ -99 +120,2 @@ func other()")
    #expect(Self.prints("a.swift", code) == Self.prints("a.swift", moved))
    #expect(Self.prints("a.swift", code).first??.count == 32)
  }

  @Test func ordinaryCodeCountsInItsOwnPathOnly() {
    #expect(Self.prints("a.swift", code) != Self.prints("b.swift", code))
    #expect(Self.prints("a.swift", code) != Self.prints("a.swift", code.replacing("30", with: "31")))
    let turned = "@@ -10,2 +10 @@\n-let age = 30 // seconds to live\n-var isFresh: Bool { true }\n+let age = 60\n"
    #expect(Self.prints("a.swift", code) != Self.prints("a.swift", turned), "removed is not added")
    #expect(Self.prints("a.swift", "@@ -1,0 +2 @@\n+}\n") == [nil], "a brace means something else in another place")
    let end = code + "\\ No newline at end of file\n"
    #expect(Self.prints("a.swift", code) != Self.prints("a.swift", end))
  }

  @Test func lockFilesGeneratedCodeAndLicencesCountAnywhere() {
    let lock = "@@ -1 +1 @@\n-a 1\n+a 2\n"
    #expect(Self.prints("web/package-lock.json", lock) == Self.prints("api/package-lock.json", lock))
    #expect(Self.prints("package-lock.json", lock) != Self.prints("yarn.lock", lock), "another tool's file")
    #expect(Self.prints("package-lock.json", lock) != [nil], "also a short piece")
    #expect(Self.prints("a/x.pb.go", lock) == Self.prints("b/y.pb.go", lock) && Self.prints("a/x.pb.go", lock) != [nil])
    let licence = "@@ -0,0 +1,2 @@\n+// Copyright 2026 The Shop\n+// SPDX-License-Identifier: MIT\n"
    #expect(Self.prints("a.swift", licence) == Self.prints("sub/b.go", licence))
    let inside = licence.replacing("@@ -0,0 +1,2 @@", with: "@@ -50,0 +51,2 @@")
    #expect(Self.prints("a.swift", inside) != Self.prints("b.swift", inside), "only at the head")
    for trick in [
      "#!/bin/sh", "#include \"license.h\"", "//go:generate rm -rf x", "/* license */ system(1);", "*p = 0; // license",
      "# syntax=docker/x",
    ] {
      let hidden = "@@ -0,0 +1,2 @@\n+// Copyright 2026 The Shop\n+\(trick)\n"
      #expect(Self.prints("a.swift", hidden) != Self.prints("b.swift", hidden), "\(trick)")
    }
    let mixed = "@@ -0,0 +1,2 @@\n+// Copyright 2026 The Shop\n+import Darwin; system(\"true\")\n"
    #expect(Self.prints("a.swift", mixed) != Self.prints("b.swift", mixed), "code beside it")
  }

  @Test func namesInQuotesAndEndsAreRead() {
    let text =
      "diff --git \"a/\\303\\244 b.txt\" \"b/\\303\\244 b.txt\"\nindex 1111..2222 100644\n--- \"a/\\303\\244 b.txt\"\t\n+++ \"b/\\303\\244 b.txt\"\t\n@@ -1 +1 @@\n-one line that is long enough\n+another that is long enough\n"
      + "diff --git a/gone.txt b/gone.txt\ndeleted file mode 100644\nindex 3333..0000\n--- a/gone.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-diff --git a/x b/x is no head here\n"
    let files = Self.pieces(text).files
    #expect(Set(files.keys) == ["ä b.txt", "gone.txt"])
    #expect(files["ä b.txt"]?.blob == "2222" && files["gone.txt"]?.blob == "" && files["gone.txt"]?.pieces.count == 1)
  }

  @Test func whateverComesIsRead() {
    for text in [
      "", "@@ -1 +1 @@\n", "diff --git a b\n+++ \"b/\\9\"\n@@ -9999999999999999999999 +1 @@\n", "+++ b/x\n@@ -1,5 +1,5 @@\n-a\n", "\n\n",
    ] {
      #expect(Self.pieces(text).files.values.allSatisfy { $0.pieces.isEmpty })
    }
  }

  @Test func theBookIsBoundedAndForgetsWhatIsTakenBack() {
    var book = HunkBook()
    let changes = [book.put(["a", "b"], of: TaskID(7)), book.put(["b", "a"], of: TaskID(7)), book.put(["b"], of: TaskID(8))]
    #expect(changes == [true, false, true])
    #expect(book.places(except: TaskID(9)) == ["a": TaskID(7), "b": TaskID(7)])
    #expect(book.places(except: TaskID(7)) == ["b": TaskID(8)] && book.hasOthers(than: TaskID(7)))
    book.put([], of: TaskID(7))
    #expect(book.places(except: TaskID(9)) == ["b": TaskID(8)], "the other task's own stays")
    for task in 10..<2000 { book.put(Set((0..<50).map { "\(task)-\($0)" }), of: TaskID(task)) }
    #expect(book.entries.reduce(0) { $0 + $1.prints.count } <= HunkBook.most && book.entries.count <= HunkBook.mostTasks)
    #expect(book.entries.last?.task == TaskID(1999))
  }

  private func listing(_ files: [DiffFile]) -> DiffListing {
    DiffListing(base: "b", summary: DiffSummary(files: files.count, insertions: 1, deletions: 1, tree: "t"), files: files)
  }

  private func file(_ path: String, _ reasons: [SensitiveReason] = [], blob: String = "b2") -> DiffFile {
    DiffFile(path: path, status: .modified, insertions: 1, deletions: 1, blob: blob, mode: "100644", reasons: reasons)
  }

  @Test func sensitiveFilesAreNeverAmongThem() {
    let hunk = "@@ -1 +1 @@\n-run: make test with care\n+run: make test without any care\n"
    let paths = ["a.txt", ".github/workflows/ci.yml", "package-lock.json"]
    let found = Self.pieces(paths.map { Self.diff($0, hunk) }.joined())
    let places = Dictionary(uniqueKeysWithValues: found.files.values.flatMap(\.pieces).compactMap(\.fingerprint).map { ($0, TaskID(7)) })
    let seen = SeenHunks(listing(paths.map { file($0, SensitivePath.reasons($0)) }), found, places: places)
    #expect(Set(seen.files.keys) == ["a.txt", "package-lock.json"])
    #expect(seen.files["a.txt"]?.pieces == 1 && seen.files["a.txt"]?.blocks.values.first == TaskID(7))
    #expect(SeenHunks(listing([file("a.txt", blob: "other")]), found, places: places).files.isEmpty, "another content")
    let hidden = SensitiveReason(.hidden, "It has characters that cannot be seen")
    #expect(SeenHunks(listing([file("package-lock.json", [hidden])]), found, places: places).files.isEmpty)
  }

  /// One look at a lock file is one look, also when forty agents change it in the same way.
  @Test func fortyTasksWithTheSameLockFile() {
    let hunks = (0..<60).map { "@@ -\($0 * 10 + 1) +\($0 * 10 + 1) @@\n-  \"version\": \"\($0).0\"\n+  \"version\": \"\($0).1\"\n" }
      .joined()
    var book = HunkBook()
    let own = Self.pieces(Self.diff("package-lock.json", hunks)).files["package-lock.json"]?.pieces.compactMap(\.fingerprint) ?? []
    #expect(own.count == 60)
    book.put(Set(own), of: TaskID(1))
    for number in 2...40 {
      let path = number % 2 == 0 ? "package-lock.json" : "web/package-lock.json"
      let shifted = hunks.replacing("@@ -1 +1 @@", with: "@@ -\(number) +\(number) @@")
      let found = Self.pieces(Self.diff(path, shifted))
      let seen = SeenHunks(listing([file(path, SensitivePath.reasons(path))]), found, places: book.places(except: TaskID(number)))
      #expect(seen.files[path]?.blocks.count == 60 && seen.files[path]?.pieces == 60)
      #expect(seen.files[path]?.blocks.values.allSatisfy { $0 == TaskID(1) } == true)
    }
  }
}
