import Model
import Platform
import TestSupport
import Testing
import Workspaces

/// What `--repo` may mean, and bases of all kinds (CONTRACT.md, "--repo"; F12).
struct SourceTests {
  private func resolver() throws -> RepositorySource { RepositorySource(git: try GitProgram(helper: nil)) }

  @Test func aDirectoryMeansItsHeadAndItsOrigin() async throws {
    try await TestRepositoryRoot.use { root in
      let source = try await root.repository("source", files: ["sub/x": "x"])
      var found = try await resolver().resolve(argument: nil, directory: source.path + "/sub")
      #expect(found.location == RepositoryLocation(source: source.path, publishTo: source.path))
      #expect(found.baseBranch == "main")
      #expect(found.headCommit == (try await source.git("rev-parse", "HEAD")))
      #expect(found.remarks == [])
      try await source.git("remote", "add", "origin", "https://fred:secret@git.example.org/ops/tool.git")
      try source.write("sub/x", "dirty")
      found = try await resolver().resolve(argument: "source", directory: root.path)
      #expect(found.location.publishTo == "https://git.example.org/ops/tool.git")
      #expect(found.remarks.count == 2)
      #expect(found.remarks.contains { $0.hasPrefix("uncommitted changes in \(source.path) are not taken") })
      #expect(!"\(found)".contains("secret"))
      let bare = try await root.bare("origin.git", of: source)
      try await source.git("remote", "set-url", "origin", "../origin.git")
      #expect(try await resolver().resolve(argument: source.path, directory: "/").location.publishTo.hasSuffix("/origin.git"))
      #expect(try await resolver().resolve(argument: bare.path, directory: "/").location.source == bare.path)
    }
  }

  @Test func aURLIsTakenAsItIsWithoutItsPassword() async throws {
    for (text, address) in [
      "https://git.lab/ops/x.git": "https://git.lab/ops/x.git", "https://u:p@git.lab/x": "https://git.lab/x",
      "git@git.lab:ops/x.git": "git@git.lab:ops/x.git", "ssh://git@git.lab:2222/x": "ssh://git@git.lab:2222/x",
    ] {
      let found = try await resolver().resolve(argument: text, directory: "/")
      #expect(found.location == RepositoryLocation(source: address, publishTo: address))
      #expect(found.baseBranch == nil)
    }
    for text in [
      "ext::sh -c x", "-x", "--upload-pack=x", "git://h/r", "https://", "ssh://-oProxyCommand=x/y", "-oProxyCommand=x:y", "no/such/place",
    ] {
      await #expect(throws: WorkspaceError.self) { try await resolver().resolve(argument: text, directory: "/") }
    }
  }

  @Test func whatIsNoRepositoryIsSaidPlainly() async throws {
    try await TestRepositoryRoot.use { root in
      let empty = try await root.repository("empty", files: [:])
      try Files.makeDirectory(root.path + "/plain")
      await #expect(throws: WorkspaceError.emptyRepository(empty.path)) {
        try await resolver().resolve(argument: empty.path, directory: "/")
      }
      await #expect(throws: WorkspaceError.notARepository(root.path + "/plain")) {
        try await resolver().resolve(argument: nil, directory: root.path + "/plain")
      }
      await #expect(throws: WorkspaceError.noSuchRepository("/no/such")) {
        try await resolver().resolve(argument: "/no/such", directory: "/")
      }
      let store = try WorkspaceStore(root: root.path + "/state", git: try GitProgram(helper: nil))
      for (path, error) in [
        (empty.path, WorkspaceError.emptyRepository(empty.path)), (root.path + "/plain", .notARepository(root.path + "/plain")),
        ("/no/such", .noSuchRepository("/no/such")), ("file:///no/such", .notARepository("file:///no/such")),
      ] {
        await #expect(throws: error) {
          try await store.prepare(task: TaskID(1), location: RepositoryLocation(source: path, publishTo: path), base: nil)
        }
      }
      #expect(try Files.list(store.layout.tasks).isEmpty)
    }
  }

  @Test func basesOfAllKindsAreFound() async throws {
    try await Desk.use { desk in
      let first = try await desk.source.git("rev-parse", "HEAD")
      try await desk.source.git("tag", "-a", "v1", "-m", "v1")
      try desk.source.write("second", "2")
      let second = try await desk.source.commit("second")
      try await desk.source.git("checkout", "-q", "-b", "dev")
      try desk.source.write("third", "3")
      let third = try await desk.source.commit("third")
      try await desk.source.git("checkout", "-q", "--detach")
      try desk.source.write("fourth", "4")
      let fourth = try await desk.source.commit("fourth")
      let wanted: [(String?, String, String?)] = [
        ("main", second, "main"), ("dev", third, "dev"), ("v1", first, nil), (first, first, nil), (String(first.prefix(12)), first, nil),
        ("dev~1", second, nil), (nil, fourth, nil),
      ]
      for (index, (base, commit, branch)) in wanted.enumerated() {
        let prepared = try await desk.prepare(index + 1, base: base).prepared
        #expect(prepared.baseCommit == commit)
        #expect(prepared.baseBranch == branch)
        #expect(try await desk.store.snapshot(TaskID(index + 1)).summary.isEmpty)
      }
      for base in ["gone", "--all", "-h", "main..dev", "HEAD:README.md", ""] {
        await #expect(throws: WorkspaceError.noSuchBase(base: base, source: desk.source.path)) { try await desk.prepare(20, base: base) }
      }
      // The same through a URL.
      try await desk.source.git("checkout", "-q", "dev")
      let url = "file://" + desk.source.path
      let remote = RepositoryLocation(source: url, publishTo: url)
      for (index, (base, commit, branch)) in [
        ("main", second, "main"), ("v1", first, nil), (nil, third, "dev"), (String(first.prefix(12)), first, nil),
      ]
      .enumerated() as EnumeratedSequence<[(String?, String, String?)]> {
        let prepared = try await desk.store.prepare(task: TaskID(index + 30), location: remote, base: base)
        #expect(prepared.baseCommit == commit)
        #expect(prepared.baseBranch == branch)
      }
      await #expect(throws: WorkspaceError.noSuchBase(base: "gone", source: url)) {
        try await desk.store.prepare(task: TaskID(50), location: remote, base: "gone")
      }
    }
  }

  @Test func f12UnusualSourcesGiveACorrectDiff() async throws {
    try await TestRepositoryRoot.use { root in
      let inner = try await root.repository("inner")
      let source = try await root.repository(
        "source",
        files: [
          "a": "a\n", "lfs.bin": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
          ".gitattributes": "*.bin filter=lfs\n*.crlf eol=crlf\n",
          "w.crlf": "one\ntwo\n",
        ])
      try await source.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.path, "sub")
      try await source.commit("with a submodule")
      try await root.run("git", ["clone", "-q", "--depth=1", "file://" + source.path, root.path + "/shallow"])
      try await root.run("git", ["clone", "-q", "--mirror", source.path, root.path + "/bare.git"])
      try await source.git("worktree", "add", "-q", "-b", "side", root.path + "/worktree")
      try await root.run("git", ["clone", "-q", "--sparse", source.path, root.path + "/sparse"])
      let store = try WorkspaceStore(root: root.path + "/state", git: try GitProgram(helper: nil))
      for (index, name) in ["source", "shallow", "bare.git", "worktree", "sparse"].enumerated() {
        let task = TaskID(index + 1)
        let path = root.path + "/" + name
        let prepared = try await store.prepare(task: task, location: RepositoryLocation(source: path, publishTo: path), base: nil)
        #expect(try await store.snapshot(task).lines == [])
        let workspace = TestWorkspace(root: root, prepared: prepared)
        #expect(try await workspace.shell("git status --porcelain") == "")
        try await workspace.shell("echo b >> a; echo three >> w.crlf; git log -1 --format=%s >&2")
        let listing = try await store.snapshot(task)
        #expect(listing.lines == ["M a", "M w.crlf"])
        #expect(listing.summary.insertions == 2)
        #expect(prepared.remarks.contains { $0.hasPrefix("submodules are empty directories") })
        #expect(prepared.remarks.contains { $0.contains("LFS") })
        #expect(prepared.remarks.contains { $0.contains("shallow") } == (name == "shallow"))
        let commit = try await store.commit(task, tree: listing.summary.tree, message: "m", author: CommitIdentity())
        #expect(try await store.publishBranch(task, commit: commit, branch: "work-\(name)", to: path) == "work-\(name)")
        try await workspace.shell("rmdir sub")
        #expect(try await store.snapshot(task).lines == ["M a", "D sub", "M w.crlf"])
        try await workspace.shell("mkdir sub; echo inside > sub/inside")
        #expect(try await store.snapshot(task).lines == ["M a", "M w.crlf"])
      }
    }
  }

  @Test func aMovedAndPrunedBranchHarmsNobody() async throws {
    try await Desk.use { desk in
      try await desk.source.git("checkout", "-q", "-b", "topic")
      try desk.source.write("t", "t")
      try await desk.source.commit("topic")
      let workspace = try await desk.prepare(1, base: "topic")
      try await desk.source.git("checkout", "-q", "main")
      try await desk.source.git("branch", "-q", "-D", "topic")
      try await desk.source.git("checkout", "-q", "-b", "topic/deeper")
      try desk.source.write("u", "u")
      try await desk.source.commit("deeper")
      try await desk.source.git("reflog", "expire", "--expire=now", "--all")
      try await desk.source.git("gc", "-q", "--prune=now")
      #expect(try await desk.prepare(2).prepared.baseBranch == "topic/deeper")
      #expect(try await workspace.shell("git fsck --strict --no-dangling; git log --format=%s") == "topic\nfirst\n")
      #expect(try await desk.store.snapshot(TaskID(1)).summary.isEmpty)
    }
  }
}
