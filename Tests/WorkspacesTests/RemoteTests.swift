import Model
import Platform
import TestSupport
import Testing

@testable import Workspaces

/// A remote over HTTP with a token, calls that hang, and calls that are given up.
struct RemoteTests {
  /// git's own HTTP server behind a password, from the standard library of Python; prints its port, ends with its input.
  @Test(.enabled(if: GitHTTPServer.isThere)) func aTokenOpensAnHTTPRemoteAndIsWrittenNowhere() async throws {
    let token = "canary-7f3a91c05d"
    try await TestRepositoryRoot.use { root in
      let source = try await root.repository("source")
      let bare = try await root.bare("srv/tool.git", of: source)
      let server = try await GitHTTPServer(root.path + "/srv", token: token)
      let url = "\(server.address)/tool.git"
      let helper = root.path + "/the helper"
      let script = "#!/bin/sh\n[ \"$1\" = credential ] || exit 1\n[ \"$3\" = get ] || exit 0\nexec cat /proc/self/fd/$2\n"
      try Files.writeAtomically(Array(script.utf8), to: helper, mode: 0o755)
      let store = try WorkspaceStore(root: root.path + "/state", git: try GitProgram(helper: helper))
      let location = RepositoryLocation(source: url, publishTo: url)
      for credentials in [RemoteCredentials.none, RemoteCredentials(token: "wrong")] {
        do {
          _ = try await store.prepare(task: TaskID(1), location: location, base: nil, credentials: credentials)
          Issue.record("it was let in")
        } catch {
          guard case .authentication(url, _) = error as? WorkspaceError else {
            Issue.record("\(error)")
            continue
          }
        }
      }
      let credentials = RemoteCredentials(token: token)
      let prepared = try await store.prepare(task: TaskID(1), location: location, base: nil, credentials: credentials)
      #expect(prepared.baseBranch == "main")
      try await TestWorkspace(root: root, prepared: prepared).shell("echo x > x")
      let tree = try await store.snapshot(TaskID(1)).summary.tree
      let commit = try await store.commit(TaskID(1), tree: tree, message: "m", author: CommitIdentity())
      let branch = try await store.publishBranch(TaskID(1), commit: commit, branch: "work", to: url, credentials: credentials)
      #expect(try await bare.git("rev-parse", branch) == commit)
      let merged = try await store.publishMerge(
        TaskID(1), commit: commit, into: "main", to: url, author: CommitIdentity(), credentials: credentials)
      #expect(merged == commit)
      let found = try await root.outcome("grep", ["-rlaF", token, root.path + "/state", root.path + "/srv", source.path])
      #expect(found.text == "")
      await server.end()
      await #expect(throws: WorkspaceError.self) {
        try await store.prepare(task: TaskID(2), location: location, base: nil, credentials: credentials)
      }
    }
  }

  @Test("F38: a git that hangs is stopped")
  func aGitThatHangsIsStopped() async throws {
    try await TestRepositoryRoot.use { root in
      let source = try await root.repository("source")
      try await root.run("mkfifo", [root.path + "/pipe"])
      let git = try GitProgram(helper: nil)
      var call = GitCall("reading", in: source.path + "/.git", ["hash-object", root.path + "/pipe"])
      call.seconds = 0.2
      await #expect(throws: WorkspaceError.timeout(doing: "reading", seconds: 0.2)) { try await git.output(call) }
    }
  }

  @Test func aPreparationThatIsGivenUpLeavesNothing() async throws {
    try await Desk.use { desk in
      for delay in [0, 2, 4, 8, 16, 32] {
        let work = Task { try await desk.store.prepare(task: TaskID(1), location: desk.location, base: nil) }
        for _ in 0..<(delay * 20) { await Task.yield() }
        work.cancel()
        let made = try? await work.value
        if made == nil { #expect(try Files.list(desk.store.layout.tasks).isEmpty) }
        try await desk.prepare()
        #expect(try await desk.store.snapshot(TaskID(1)).summary.isEmpty)
        try await desk.store.remove(TaskID(1))
      }
      #expect(try Files.list(desk.store.layout.tasks).isEmpty)
    }
  }

  @Test func aMirrorThatWasDeletedByHandIsMadeAgain() async throws {
    try await Desk.use { desk in
      try await desk.prepare()
      try await desk.store.remove(TaskID(1))
      try await desk.root.run("rm", ["-rf", desk.store.layout.mirrors])
      try Files.makeDirectory(desk.store.layout.mirrors)
      let store = try WorkspaceStore(root: desk.store.layout.root, git: try GitProgram(helper: nil))
      _ = try await store.prepare(task: TaskID(1), location: desk.location, base: nil)
      #expect(try await store.snapshot(TaskID(1)).summary.isEmpty)
    }
  }

  @Test func aSourceWithOtherHashesWorks() async throws {
    try await TestRepositoryRoot.use { root in
      try await root.run("git", ["init", "-q", "-b", "main", "--object-format=sha256", root.path + "/wide"])
      try await root.run("/bin/sh", ["-ec", "echo a > a; git add a; git commit -qm a"], in: root.path + "/wide")
      let store = try WorkspaceStore(root: root.path + "/state", git: try GitProgram(helper: nil))
      let location = RepositoryLocation(source: root.path + "/wide", publishTo: root.path + "/wide")
      let prepared = try await store.prepare(task: TaskID(1), location: location, base: nil)
      #expect(prepared.baseCommit.count == 64)
      try await TestWorkspace(root: root, prepared: prepared).shell("git status --porcelain >&2; echo b > b; rm a")
      let listing = try await store.snapshot(TaskID(1))
      #expect(listing.lines == ["D a", "A b"])
      let commit = try await store.commit(TaskID(1), tree: listing.summary.tree, message: "m", author: CommitIdentity())
      #expect(try await store.publishBranch(TaskID(1), commit: commit, branch: "b", to: location.publishTo) == "b")
    }
  }
}
