import Model
import Platform
import TestSupport
import Testing
import Workspaces

/// What is taken out of a change is not in the tree that is published, and nothing else is different.
struct TakingOutTests {
  private static let task = TaskID(1)

  /// What a file is in a tree, by git; nil: it is not there.
  private func text(_ desk: Desk, _ tree: String, _ path: String) async throws -> String? {
    let shadow = desk.store.layout.shadow(of: Self.task)
    let found = try await desk.root.outcome(
      "git", ["--git-dir=\(shadow)", "-c", "safe.bareRepository=all", "cat-file", "blob", "\(tree):\(path)"])
    return found.exit.isSuccess ? found.text : nil
  }

  /// The hunks of `git diff --unified=0`, applied one by one to the base: the other way round than the product does it.
  private struct Hunk {
    var start: Int
    var old: [String]
    var new: [String]
  }

  private static func hunks(_ diff: String) -> [Hunk] {
    var result: [Hunk] = []
    for line in diff.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("@@ ") {
        let range = line.split(separator: " ")[1].dropFirst().split(separator: ",").compactMap { Int($0) }
        result.append(Hunk(start: range.count > 1 && range[1] == 0 ? range[0] : range[0] - 1, old: [], new: []))
      } else if let last = result.indices.last {
        if line.hasPrefix("-") { result[last].old.append(line.dropFirst() + "\n") }
        if line.hasPrefix("+") { result[last].new.append(line.dropFirst() + "\n") }
        if line.hasPrefix("\\") {
          // It is about the line before it.
          if result[last].new.isEmpty {
            result[last].old[result[last].old.count - 1].removeLast()
          } else {
            result[last].new[result[last].new.count - 1].removeLast()
          }
        }
      }
    }
    return result
  }

  private static func lines(_ text: String) -> [String] {
    var result = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) + "\n" }
    if let last = result.popLast(), last != "\n" { result.append(String(last.dropLast())) }
    return result
  }

  private static func applied(_ hunks: [Hunk], to base: String) -> String {
    var lines = lines(base)
    for hunk in hunks.reversed() { lines.replaceSubrange(hunk.start..<(hunk.start + hunk.old.count), with: hunk.new) }
    return lines.joined()
  }

  @Test(arguments: 1...12)
  func randomEditsWithoutRandomHunksAreTheBaseAndTheKeptHunks(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    // Few different lines: the same ones come again and again.
    func line(_ random: inout SeededGenerator) -> String {
      "\(["}", "", "  return x", "a", "b \\ c", "π"].randomElement(using: &random) ?? "")\n"
    }
    let count = Int.random(in: 0...60, using: &random)
    var base = (0..<count).map { _ in line(&random) }
    if seed % 3 == 0, let last = base.popLast() { base.append(last.dropLast() + "end") }
    var new = base
    for _ in 0..<Int.random(in: 1...12, using: &random) {
      let at = Int.random(in: 0...new.count, using: &random)
      switch Int.random(in: 0...2, using: &random) {
      case 0: new.insert(contentsOf: (0..<Int.random(in: 1...4, using: &random)).map { _ in line(&random) }, at: at)
      case 1: new.removeSubrange(at..<min(new.count, at + Int.random(in: 0...3, using: &random)))
      default: if at < new.count { new[at] = "changed \(at)\n" }
      }
    }
    if seed % 4 == 0 { new.append("no line feed") }
    let (before, after) = (base.joined(), new.joined())
    try await Desk.use(files: ["file.txt": before, "other.txt": "same\n"]) { desk in
      let workspace = try await desk.prepare()
      try workspace.write("file.txt", after)
      let tree = try await desk.store.snapshot(Self.task).summary.tree
      guard let file = try await desk.store.snapshot(Self.task).file("file.txt") else { return #expect(before == after) }
      let blocks = try #require(try await desk.store.blocks(Self.task, tree: tree, path: "file.txt"))
      let diff = String(
        decoding: try await desk.store.diffText(Self.task, tree: tree, paths: ["file.txt"], context: 0), as: UTF8.self)
      let hunks = Self.hunks(diff)
      try #require(hunks.count == blocks.count)
      #expect(Self.applied(hunks, to: before) == after, "the oracle itself")
      for round in 0..<4 {
        let out = round == 0 ? Set(blocks.indices) : Set(blocks.indices.filter { _ in Bool.random(using: &random) })
        let taken = TakenOut(stamp: file.stamp, blocks: blocks.indices.filter(out.contains).map { blocks[$0] })
        let made = try await desk.store.compose(Self.task, tree: tree, without: taken.blocks == [] ? [:] : ["file.txt": taken])
        #expect(made.back.isEmpty)
        #expect(
          try await text(desk, made.tree, "file.txt") ?? ""
            == Self.applied(hunks.indices.filter { !out.contains($0) }.map { hunks[$0] }, to: before))
        #expect(try await text(desk, made.tree, "other.txt") == "same\n")
        if out.isEmpty { #expect(made.tree == tree) }
      }
    }
  }

  @Test func wholeFilesOfEveryKindAreAsTheBaseHasThem() async throws {
    let long = (1...40).map { "line \($0)\n" }.joined()
    let files = [
      "keep.txt": "k\n", "mode.sh": "#!/bin/sh\n", "gone.txt": "gone\n", "old name.txt": long, "bin": "\u{0}\u{1}a", "link.txt": "x\n",
    ]
    try await Desk.use(files: files) { desk in
      let workspace = try await desk.prepare()
      try await workspace.shell(
        """
        chmod +x mode.sh; rm gone.txt; mv 'old name.txt' moved.txt; echo more >> moved.txt; printf '\\0\\2b' > bin
        rm link.txt; ln -s keep.txt link.txt; mkdir new; echo new > new/file.txt; echo kept >> keep.txt
        """)
      let listing = try await desk.store.snapshot(Self.task)
      let base = try await desk.source.git("rev-parse", "HEAD^{tree}")
      var out: [String: TakenOut] = [:]
      for file in listing.files { out[file.path] = TakenOut(stamp: file.stamp) }
      #expect(Set(out.keys) == ["mode.sh", "gone.txt", "moved.txt", "bin", "link.txt", "new/file.txt", "keep.txt"])
      let nothing = try await desk.store.compose(Self.task, tree: listing.summary.tree, without: out)
      #expect(nothing.tree == base && nothing.back.isEmpty && nothing.out == out)
      // One at a time: the rest is as it was.
      for (path, one) in out {
        let made = try await desk.store.compose(Self.task, tree: listing.summary.tree, without: [path: one])
        let left = try await desk.store.listing(Self.task, from: base, to: made.tree).files.map(\.path)
        #expect(Set(left) == Set(out.keys).subtracting([path]), "\(path)")
      }
    }
  }

  @Test func aHunkOfARenamedFileGoesAndTheRenameStays() async throws {
    let long = (1...60).map { "line \($0)\n" }.joined()
    try await Desk.use(files: ["a.txt": long]) { desk in
      let workspace = try await desk.prepare()
      try await workspace.shell("mv a.txt b.txt; sed -i -e 's/^line 5$/five/' -e 's/^line 50$/fifty/' b.txt; chmod +x b.txt")
      let listing = try await desk.store.snapshot(Self.task)
      let file = try #require(listing.file("b.txt"))
      #expect(file.status == .renamed)
      let blocks = try #require(try await desk.store.blocks(Self.task, tree: listing.summary.tree, path: "b.txt"))
      #expect(blocks.map(\.above) == [4, 49])
      let made = try await desk.store.compose(
        Self.task, tree: listing.summary.tree, without: ["b.txt": TakenOut(stamp: file.stamp, blocks: [blocks[0]])])
      #expect(try await text(desk, made.tree, "a.txt") == nil)
      #expect(try await text(desk, made.tree, "b.txt") == long.replacing("line 50\n", with: "fifty\n"))
    }
  }

  @Test func whatChangedSinceIsInAgainAndTheRestStaysOut() async throws {
    let long = (1...60).map { "line \($0)\n" }.joined()
    try await Desk.use(files: ["a.txt": long, "b.txt": "b\n"]) { desk in
      let workspace = try await desk.prepare()
      try await workspace.shell("sed -i -e 's/^line 5$/five/' -e 's/^line 50$/fifty/' a.txt; echo c >> b.txt")
      var listing = try await desk.store.snapshot(Self.task)
      let blocks = try #require(try await desk.store.blocks(Self.task, tree: listing.summary.tree, path: "a.txt"))
      let taken = [
        "a.txt": TakenOut(stamp: try #require(listing.file("a.txt")).stamp, blocks: blocks),
        "b.txt": TakenOut(stamp: try #require(listing.file("b.txt")).stamp), "never.txt": TakenOut(stamp: "M 100644 0"),
      ]
      // Above and in one of them; lines that came above do not move the others' place in the base.
      try await workspace.shell("sed -i -e '1i first' -e 's/^fifty$/fifty-one/' a.txt; echo d >> b.txt")
      listing = try await desk.store.snapshot(Self.task)
      let made = try await desk.store.compose(Self.task, tree: listing.summary.tree, without: taken)
      #expect(made.out.keys.sorted() == ["a.txt"])
      #expect(made.out["a.txt"]?.blocks == [blocks[0]])
      #expect(made.back.keys.sorted() == ["a.txt", "b.txt", "never.txt"])
      #expect(made.back["a.txt"]?.blocks == [blocks[1]])
      #expect(try await text(desk, made.tree, "a.txt") == "first\n" + long.replacing("line 50\n", with: "fifty-one\n"))
      #expect(try await text(desk, made.tree, "b.txt") == "b\nc\nd\n")
    }
  }

  @Test func aFileInTheWayOfADirectoryIsNotLost() async throws {
    try await Desk.use(files: ["a": "file\n", "k": "k\n"]) { desk in
      let workspace = try await desk.prepare()
      try await workspace.shell("rm a; mkdir a; echo kept > a/b; echo more >> k")
      let listing = try await desk.store.snapshot(Self.task)
      let gone = TakenOut(stamp: try #require(listing.file("a")).stamp)
      let came = TakenOut(stamp: try #require(listing.file("a/b")).stamp)
      await #expect(throws: WorkspaceError.takenOutClash(path: "a", with: "a/b")) {
        try await desk.store.compose(Self.task, tree: listing.summary.tree, without: ["a": gone])
      }
      let made = try await desk.store.compose(Self.task, tree: listing.summary.tree, without: ["a": gone, "a/b": came])
      #expect(try await text(desk, made.tree, "a") == "file\n")
    }
  }

  @Test func onlyWholeFilesWhereHunksCannotBeToldApart() async throws {
    try await Desk.use(files: ["latin.txt": "a\n", "old.txt": "o\n", "bin": "\u{0}\u{1}a"]) { desk in
      let workspace = try await desk.prepare()
      try await workspace.shell("printf 'caf\\351\\n' > latin.txt; rm old.txt; echo n > new.txt; printf '\\0\\2b' > bin")
      let tree = try await desk.store.snapshot(Self.task).summary.tree
      for path in ["latin.txt", "old.txt", "new.txt", "bin", "nowhere"] {
        #expect(try await desk.store.blocks(Self.task, tree: tree, path: path) == nil, "\(path)")
      }
    }
  }
}
