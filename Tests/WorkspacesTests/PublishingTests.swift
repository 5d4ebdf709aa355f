import Model
import Platform
import TestSupport
import Testing
import Workspaces

/// Branches, merges and patches, with real remotes on this machine.
struct PublishingTests {
  private func changed(_ desk: Desk, _ number: Int = 1, _ script: String = "echo new > new") async throws -> String {
    try await desk.prepare(number).shell(script)
    let tree = try await desk.store.snapshot(TaskID(number)).summary.tree
    return try await desk.store.commit(TaskID(number), tree: tree, message: "change \(number)", author: desk.author)
  }

  @Test func aTakenNameGetsASuffixAndNothingIsOverwritten() async throws {
    try await Desk.use { desk in
      let bare = try await desk.root.bare("origin.git", of: desk.source)
      // A branch at the base: a plain push would move it.
      try await bare.git("branch", "work", "main")
      let commit = try await changed(desk)
      #expect(try await desk.store.publishBranch(TaskID(1), commit: commit, branch: "work", to: bare.path) == "work-2")
      #expect(try await bare.git("rev-parse", "work") == bare.git("rev-parse", "main"))
      #expect(try await bare.git("rev-parse", "work-2") == commit)
      // Once more, as after a crash: the same branch is the answer.
      #expect(try await desk.store.publishBranch(TaskID(1), commit: commit, branch: "work", to: bare.path) == "work-2")
      let second = try await changed(desk, 2, "echo other > other")
      #expect(try await desk.store.publishBranch(TaskID(2), commit: second, branch: "work", to: bare.path) == "work-3")
      #expect(try await desk.store.publishBranch(TaskID(2), commit: second, branch: "main/x", to: bare.path) == "main-x")
    }
  }

  @Test func sixPushesOfOneNameAtOnceGetSixNames() async throws {
    try await Desk.use { desk in
      let bare = try await desk.root.bare("origin.git", of: desk.source)
      var commits: [String] = []
      for number in 1...6 { commits.append(try await changed(desk, number, "echo \(number) > new")) }
      let store = desk.store
      let names = try await withThrowingTaskGroup(of: String.self) { group in
        for (index, commit) in commits.enumerated() {
          group.addTask { try await store.publishBranch(TaskID(index + 1), commit: commit, branch: "same", to: bare.path) }
        }
        return try await group.reduce(into: Set<String>()) { $0.insert($1) }
      }
      #expect(names == ["same", "same-2", "same-3", "same-4", "same-5", "same-6"])
    }
  }

  @Test func badNamesAndBadTargetsAreRefusedInPlainWords() async throws {
    try await Desk.use { desk in
      let commit = try await changed(desk)
      for name in ["", "-x", "a..b", "a b", "a/", "/a", "a.lock", "x~1", "a\nb", "@{u}"] {
        await #expect(throws: WorkspaceError.badBranchName(name)) {
          try await desk.store.publishBranch(TaskID(1), commit: commit, branch: name, to: desk.source.path)
        }
      }
      await #expect(throws: WorkspaceError.unsupportedAddress("ext::sh -c touch% /tmp/x")) {
        try await desk.store.publishBranch(TaskID(1), commit: commit, branch: "b", to: "ext::sh -c touch% /tmp/x")
      }
      await #expect(throws: WorkspaceError.passwordInAddress("https://h/r")) {
        try await desk.store.publishBranch(TaskID(1), commit: commit, branch: "b", to: "https://u:p@h/r")
      }
      await #expect(throws: WorkspaceError.notARepository(desk.root.path + "/home")) {
        try await desk.store.publishBranch(TaskID(1), commit: commit, branch: "b", to: desk.root.path + "/home")
      }
    }
  }

  @Test func aRemoteThatSaysNoIsQuoted() async throws {
    try await Desk.use { desk in
      let bare = try await desk.root.bare("origin.git", of: desk.source)
      let hook = bare.path + "/hooks/pre-receive"
      try Files.writeAtomically(Array("#!/bin/sh\necho 'no branches on Fridays' >&2\nexit 1\n".utf8), to: hook, mode: 0o755)
      let commit = try await changed(desk)
      do {
        _ = try await desk.store.publishBranch(TaskID(1), commit: commit, branch: "b", to: bare.path)
        Issue.record("the push went through")
      } catch {
        guard case .pushRejected(_, let detail) = error as? WorkspaceError else {
          Issue.record("\(error)")
          return
        }
        #expect(detail.contains("no branches on Fridays"))
      }
      #expect(desk.store.workspace(of: TaskID(1)) != nil)
    }
  }

  @Test func aMergeGoesForwardThenMergesThenRefusesAConflict() async throws {
    try await Desk.use { desk in
      let bare = try await desk.root.bare("origin.git", of: desk.source)
      let one = try await changed(desk, 1, "echo one > one")
      let two = try await changed(desk, 2, "echo two > two")
      let three = try await changed(desk, 3, "echo three > one")
      let store = desk.store
      #expect(try await store.publishMerge(TaskID(1), commit: one, into: "main", to: bare.path, author: desk.author) == one)
      #expect(try await store.publishMerge(TaskID(1), commit: one, into: "main", to: bare.path, author: desk.author) == one)
      let merged = try await store.publishMerge(TaskID(2), commit: two, into: "main", to: bare.path, author: desk.author)
      #expect(try await bare.git("rev-parse", "main") == merged)
      #expect(try await bare.git("rev-parse", "main^1", "main^2") == "\(one)\n\(two)")
      #expect(try await bare.git("show", "main:one", "main:two") == "one\ntwo")
      await #expect(throws: WorkspaceError.mergeConflict(branch: "main", files: ["one"])) {
        try await store.publishMerge(TaskID(3), commit: three, into: "main", to: bare.path, author: desk.author)
      }
      #expect(try await bare.git("rev-parse", "main") == merged)
      await #expect(throws: WorkspaceError.noSuchBase(base: "gone", source: bare.path)) {
        try await store.publishMerge(TaskID(3), commit: three, into: "gone", to: bare.path, author: desk.author)
      }
    }
  }

  @Test func aCheckedOutBranchIsNotMovedUnderTheOperator() async throws {
    try await Desk.use { desk in
      let commit = try await changed(desk)
      await #expect(throws: WorkspaceError.branchCheckedOut(branch: "main", directory: desk.source.path)) {
        try await desk.store.publishMerge(TaskID(1), commit: commit, into: "main", to: desk.source.path, author: desk.author)
      }
      #expect(try await desk.source.git("status", "--porcelain") == "")
    }
  }

  @Test func aPatchIsWhatGitAmTakes() async throws {
    try await Desk.use { desk in
      let commit = try await changed(
        desk, 1, "printf '\\000\\001' > binary; echo more >> README.md; mv src/a.txt src/c.txt; chmod +x src/b.txt")
      let file = desk.root.path + "/out.patch"
      try await desk.store.publishPatch(TaskID(1), commit: commit, to: file)
      // The same once more, as after a crash before it was noted, is no error and changes nothing.
      try await desk.store.publishPatch(TaskID(1), commit: commit, to: file)
      let other = desk.root.path + "/other.patch"
      try Files.writeAtomically(Array("mine\n".utf8), to: other, mode: 0o644)
      await #expect(throws: WorkspaceError.fileExists(other)) { try await desk.store.publishPatch(TaskID(1), commit: commit, to: other) }
      #expect(try Files.readText(other, limit: 100) == "mine\n")
      try await desk.source.git("am", "-q", file)
      let tree = try await desk.store.snapshot(TaskID(1)).summary.tree
      #expect(try await desk.source.git("rev-parse", "HEAD^{tree}") == tree)
    }
  }
}
