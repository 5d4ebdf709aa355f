import Model
import Platform
import TestSupport
import Testing
import Workspaces

/// Merges of tasks' trees in memory: what git says of each kind of pair, and that nothing else happens.
struct MergeTests {
  static let base = [
    "poem.txt": (1...20).map { "line \($0)\n" }.joined(), "src/a.txt": "a\n", "src/b.txt": "b\n", "tool.sh": "echo tool\n",
    "other.txt": (1...12).map { "other \($0)\n" }.joined(),
  ]

  /// What two scripts, each in a workspace of its own, come to.
  struct Pair: Sendable, CustomTestStringConvertible {
    var name: String
    var first: String
    var second: String
    var kind: CollisionKind
    /// The files that do not merge, with the reason, or that are shared: "path: reason".
    var files: [String] = []

    var testDescription: String { name }
  }

  static let pairs: [Pair] = [
    Pair(name: "nothing in common", first: "echo x >> src/a.txt", second: "echo y >> src/b.txt", kind: .none),
    Pair(
      name: "same file, other hunks", first: "sed -i 's/^line 3$/three/' poem.txt", second: "sed -i 's/^line 15$/fifteen/' poem.txt",
      kind: .shared, files: ["poem.txt: other hunks, merges"]),
    Pair(
      name: "same hunk", first: "sed -i 's/^line 3$/three/' poem.txt", second: "sed -i 's/^line 3$/drei/' poem.txt", kind: .conflict,
      files: ["poem.txt: contents, line 3"]),
    Pair(
      name: "neighbouring lines", first: "sed -i 's/^line 3$/three/' poem.txt", second: "sed -i 's/^line 4$/vier/' poem.txt",
      kind: .conflict, files: ["poem.txt: contents, line 3"]),
    Pair(
      name: "both in one file, one hunk each in another", first: "sed -i 's/^line 3$/three/' poem.txt; sed -i 's/^other 2$/2/' other.txt",
      second: "sed -i 's/^line 3$/drei/' poem.txt; sed -i 's/^other 9$/9/' other.txt", kind: .conflict,
      files: ["poem.txt: contents, line 3", "other.txt: other hunks, merges"]),
    Pair(
      name: "identical change", first: "sed -i 's/^line 3$/three/' poem.txt", second: "sed -i 's/^line 3$/three/' poem.txt", kind: .shared,
      files: ["poem.txt: the same change"]),
    Pair(
      name: "identical lines among others", first: "sed -i 's/^line 3$/three/' poem.txt",
      second: "sed -i 's/^line 3$/three/; s/^line 15$/x/' poem.txt", kind: .shared, files: ["poem.txt: same place (3), merges"]),
    Pair(
      name: "a conflict beside an identical change", first: "echo one > new.txt; sed -i 's/^line 3$/three/' poem.txt",
      second: "echo one > new.txt; sed -i 's/^line 3$/drei/' poem.txt", kind: .conflict,
      files: ["poem.txt: contents, line 3", "new.txt: the same change"]),
    Pair(
      name: "rename and edit", first: "mv poem.txt verse.txt", second: "sed -i 's/^line 3$/three/' poem.txt", kind: .shared,
      files: ["poem.txt: other hunks, merges"]),
    Pair(
      name: "rename with edit and edit", first: "sed -i 's/^line 3$/three/' poem.txt; mv poem.txt verse.txt",
      second: "sed -i 's/^line 3$/drei/' poem.txt", kind: .conflict, files: ["verse.txt: contents, line 3"]),
    Pair(
      name: "delete and edit", first: "rm poem.txt", second: "sed -i 's/^line 3$/three/' poem.txt", kind: .conflict,
      files: ["poem.txt: modify/delete, lines 1-20"]),
    Pair(name: "both delete", first: "rm poem.txt", second: "rm poem.txt", kind: .shared, files: ["poem.txt: the same change"]),
    Pair(
      name: "renamed to two names", first: "mv poem.txt one.txt", second: "mv poem.txt two.txt", kind: .conflict,
      files: ["one.txt: rename/rename", "poem.txt: rename/rename", "two.txt: rename/rename"]),
    Pair(
      name: "binary", first: "printf 'a\\000b' > src/a.txt", second: "printf 'c\\000d' > src/a.txt", kind: .conflict,
      files: ["src/a.txt: binary"]),
    Pair(
      name: "mode and edit", first: "chmod +x tool.sh", second: "echo more >> tool.sh", kind: .shared, files: ["tool.sh: merges"]),
    Pair(name: "both modes", first: "chmod +x tool.sh", second: "chmod +x tool.sh", kind: .shared, files: ["tool.sh: the same change"]),
    Pair(
      name: "link and file", first: "rm src/a.txt; ln -s b.txt src/a.txt", second: "echo more >> src/a.txt", kind: .conflict),
    Pair(
      name: "two links", first: "ln -s src link", second: "ln -s tool.sh link", kind: .conflict),
    Pair(name: "new in both", first: "echo one > new.txt", second: "echo two > new.txt", kind: .conflict),
    Pair(
      name: "the same new file in both", first: "echo one > new.txt", second: "echo one > new.txt", kind: .shared,
      files: ["new.txt: the same change"]),
    Pair(
      name: "line ends", first: "sed -i 's/$/\\r/' poem.txt", second: "sed -i 's/^line 3$/three/' poem.txt", kind: .conflict),
    Pair(
      name: "a file where the other has a directory", first: "echo f > place", second: "mkdir place; echo d > place/d", kind: .conflict),
    Pair(
      name: "a file in a directory that moved", first: "mv src lib", second: "echo c > src/c.txt", kind: .conflict),
    Pair(
      name: "a name that git quotes", first: "printf 'a\\nb\\n' > \"$(printf 'we\\tird \"x\"')\"",
      second: "printf 'a\\nc\\n' > \"$(printf 'we\\tird \"x\"')\"", kind: .conflict),
  ]

  @Test(arguments: pairs) func whatTwoChangesComeTo(_ pair: Pair) async throws {
    try await Desk.use(files: Self.base) { desk in
      let subjects = try await desk.subjects([pair.first, pair.second])
      let book = MergeBook(store: desk.store)
      let matrix = try await book.matrix(subjects, repository: "r")
      let found = matrix.collision(TaskID(1), TaskID(2))
      #expect(found?.kind ?? .none == pair.kind, "\(found.map { "\($0)" } ?? "")")
      if !pair.files.isEmpty { #expect(found?.files.map { "\($0.path): \($0.words)" } == pair.files) }
      if pair.kind == .conflict { #expect(found?.conflicts.isEmpty == false) }
      #expect(matrix.standings.values.allSatisfy { $0.kind == .merges })
      // It is what git says of the published branches.
      #expect(try await desk.gitMerges(subjects[0], subjects[1]) == (pair.kind != .conflict))
      // And of the other way round.
      #expect(try await MergeBook(store: desk.store).matrix(subjects.reversed(), repository: "r") == matrix)
      // Nothing is left where it was made.
      #expect(try Files.list(desk.store.layout.root + "/merging").isEmpty)
      let rehearsal = try await book.rehearse(subjects)
      #expect(rehearsal.steps[0].standing.kind == .merges)
      let second = rehearsal.steps[1]
      if pair.kind == .conflict {
        #expect(second.standing.kind == .conflicts && second.against == [TaskID(1)])
      } else {
        #expect(second.standing.kind == (subjects[0].tree == subjects[1].tree ? .nothingLeft : .merges))
      }
    }
  }

  @Test func aSubmoduleIsNeverEntered() async throws {
    try await Desk.use(files: Self.base) { desk in
      let commit = try await desk.source.git("rev-parse", "HEAD")
      try await desk.source.git("update-index", "--add", "--cacheinfo", "160000,\(commit),sub")
      try await desk.source.git("commit", "-q", "-m", "a submodule")
      let subjects = try await desk.subjects(["rmdir sub; echo file > sub", "rmdir sub; echo other > sub"])
      let matrix = try await MergeBook(store: desk.store).matrix(subjects, repository: "r")
      #expect(matrix.collision(TaskID(1), TaskID(2))?.kind == .conflict)
    }
  }

  @Test func nothingOfARepositoryRunsInAMerge() async throws {
    var files = Self.base
    files[".gitattributes"] = "* merge=evil filter=evil diff=evil\n*.txt merge=evil\n"
    try await Desk.use(files: files) { desk in
      let canary = desk.root.path + "/canary"
      try Files.makeDirectory(canary)
      let arm = """
        for kind in merge.evil.driver filter.evil.clean filter.evil.smudge diff.evil.textconv diff.evil.command; do
          git config $kind "touch \(canary)/ran"; done
        printf '#!/bin/sh\\ntouch \(canary)/ran\\n' > .git/hooks-x; chmod +x .git/hooks-x; mkdir -p .git/hooks
        for hook in reference-transaction post-index-change pre-merge-commit; do cp .git/hooks-x .git/hooks/$hook; done
        """
      let subjects = try await desk.subjects([
        arm + "\nsed -i 's/^line 3$/three/' poem.txt; echo '* merge=union' > .gitattributes",
        arm + "\nsed -i 's/^line 3$/drei/' poem.txt",
      ])
      // The source's own configuration does not act either.
      try await desk.source.git("config", "merge.evil.driver", "touch \(canary)/ran; true")
      let book = MergeBook(store: desk.store)
      let matrix = try await book.matrix(subjects, repository: "r")
      // A driver or a union would have merged it.
      #expect(matrix.collision(TaskID(1), TaskID(2))?.conflicts.contains { $0.path == "poem.txt" } == true)
      _ = try await book.rehearse(subjects)
      #expect(try Files.list(canary).isEmpty)
    }
  }

  @Test func nothingIsWrittenIntoTheMirrorOrAWorkspace() async throws {
    try await Desk.use(files: Self.base) { desk in
      let subjects = try await desk.subjects(["sed -i 's/^line 3$/three/' poem.txt", "sed -i 's/^line 3$/drei/' poem.txt"])
      let look = "find mirrors tasks -type f -not -path '*/log/*' -printf '%p %s %T@\\n' | sort"
      let before = try await desk.root.run("/bin/sh", ["-ec", look], in: desk.store.layout.root)
      let book = MergeBook(store: desk.store)
      _ = try await book.matrix(subjects, repository: "r")
      _ = try await book.rehearse(subjects)
      #expect(try await desk.root.run("/bin/sh", ["-ec", look], in: desk.store.layout.root) == before)
    }
  }
}

extension Desk {
  /// Workspaces in which these scripts ran, from the first task on.
  func subjects(_ scripts: [String], from first: Int = 1) async throws -> [MergeSubject] {
    var subjects: [MergeSubject] = []
    for (place, script) in scripts.enumerated() {
      let workspace = try await prepare(first + place)
      try await workspace.shell(script)
      subjects.append(try await subject(first + place))
    }
    return subjects
  }

  /// A task's change as it is now.
  func subject(_ number: Int) async throws -> MergeSubject {
    let listing = try await store.snapshot(TaskID(number))
    return MergeSubject(task: TaskID(number), base: listing.base, tree: listing.summary.tree, branch: "main")
  }

  /// Whether plain git merges two changes, as published branches.
  func gitMerges(_ one: MergeSubject, _ other: MergeSubject) async throws -> Bool {
    var branches: [String] = []
    for subject in [one, other] where try await store.listing(subject.task, tree: subject.tree).summary.files > 0 {
      let commit = try await store.commit(subject.task, tree: subject.tree, message: "m", author: author)
      branches.append(try await store.publishBranch(subject.task, commit: commit, branch: "try/\(subject.task)", to: source.path))
    }
    guard branches.count == 2 else { return true }
    let outcome = try await root.outcome("git", ["merge-tree", "--write-tree", branches[0], branches[1]], in: source.path)
    return outcome.exit.isSuccess
  }
}
