import Glibc
import Model
import Platform
import Synchronization
import TestSupport
import Testing
import Workspaces

/// The watched workspace: what is seen to change is all that is looked at, and the diff is the same as after looking at everything.
struct WatchTests {
  /// Takes the live listing, then one that trusts nothing: they have to be equal.
  private func live(_ desk: Desk) async throws -> DiffListing {
    let live = try await desk.store.snapshot(TaskID(1), trustingWatch: true)
    let fresh = try await desk.store.snapshot(TaskID(1))
    #expect(live == fresh)
    return live
  }

  /// A watched task whose workspace was looked at once.
  private func watched(
    _ files: [String: String] = Desk.files, _ body: (Desk, TestWorkspace, Bell) async throws -> Void
  ) async throws {
    try await Desk.use(files: files) { desk in
      let workspace = try await desk.prepare()
      let bell = Bell()
      desk.store.watch(TaskID(1)) { bell.ring() }
      #expect(try await desk.store.snapshot(TaskID(1), trustingWatch: true).summary.isEmpty)
      #expect(desk.store.isWatched(TaskID(1)))
      try await body(desk, workspace, bell)
      desk.store.unwatch(TaskID(1))
      #expect(desk.store.watchedDirectories() == 0)
    }
  }

  @Test func aChangeIsToldOnceAndListed() async throws {
    try await watched { desk, workspace, bell in
      try await workspace.shell("echo more >> src/a.txt")
      await bell.wait(1)
      #expect(try await live(desk).lines == ["M src/a.txt"])
      try await workspace.shell("echo x > new; rm README.md; mv src/b.txt src/c.txt; chmod +x src/a.txt")
      await bell.wait(2)
      #expect(try await live(desk).lines == ["D README.md", "A new", "M src/a.txt", "R src/c.txt"])
      #expect(bell.count == 2)
    }
  }

  @Test func newDirectoriesAreWatchedAsTheyCome() async throws {
    try await watched { desk, workspace, bell in
      try await workspace.shell("mkdir -p deep/er/est; echo 1 > deep/er/est/f")
      await bell.wait(1)
      #expect(try await live(desk).lines == ["A deep/er/est/f"])
      #expect(desk.store.watchedDirectories(TaskID(1)) == 5)
      try await workspace.shell("echo 2 > deep/er/est/g")
      await bell.wait(2)
      #expect(try await live(desk).lines == ["A deep/er/est/f", "A deep/er/est/g"])
      try await workspace.shell("rm -r deep")
      await bell.wait(3)
      #expect(try await live(desk).lines.isEmpty)
      #expect(desk.store.watchedDirectories(TaskID(1)) == 2)
    }
  }

  @Test func ignoredDirectoriesAndTheTopRepositoryAreNotWatched() async throws {
    try await watched { desk, workspace, bell in
      #expect(desk.store.watchedDirectories(TaskID(1)) == 2)
      try await workspace.shell("mkdir -p build/deep; echo x > build/deep/y; echo x > src/z.o; git add -A; git commit -qm x; git gc -q")
      #expect(try await live(desk).lines.isEmpty)
      #expect(desk.store.watchedDirectories(TaskID(1)) == 2)
      let before = bell.count
      try await workspace.shell("for i in 1 2 3; do echo $i > build/deep/$i; echo $i > .git/$i; done; echo y > src/a.txt")
      await bell.wait(before + 1)
      #expect(try await live(desk).lines == ["M src/a.txt"])
      #expect(bell.count == before + 1)
    }
  }

  static let moves = [
    "mv src other", "mv src other; mv other src", "mv src other; mkdir src; echo n > src/n", "mkdir d; mv src d/src; echo x >> d/src/a.txt",
    "mv src build", "mkdir -p build/x; echo 1 > build/x/f; mv build/x x", "mv src s; ln -s s src", "rm -r src; mkfifo src",
    "rm -r src; echo file > src", "rm README.md; mkdir README.md; echo in > README.md/f", "rm README.md; ln -s /etc README.md",
    "mv src/a.txt t; mv src/b.txt src/a.txt; mv t src/b.txt", "mkdir -p a/b/c; echo 1 > a/b/c/f; mv a/b b; mv b/c c; rmdir a b",
    "mkdir sub; (cd sub; git init -q; echo q > q); rm -rf sub/.git", "mkdir sub; (cd sub; git init -q; echo q > q)",
    "truncate -s 65M src/a.txt", "truncate -s 65M big; rm big", "truncate -s 6M big", "mkfifo p; rm p", "mkfifo p", "chmod 000 src/a.txt",
    "cp src/a.txt x; ln x y; echo more >> y", "touch src/a.txt", "printf '!*.o\\n' > .gitignore; echo o > src/b.o",
    "touch 'new\nline' 'tab\t' '\\back'",
  ]

  /// Every move, in two steps: what came first is known when the second comes.
  @Test(arguments: moves) func whateverIsMovedTheLiveDiffIsTheFreshOne(_ script: String) async throws {
    try await watched { desk, workspace, bell in
      try await workspace.shell(script)
      _ = try await live(desk)
      try await workspace.shell(
        "for f in $(find . -path ./.git -prune -o -type f -name '[a-z]*' -print); do echo again >> $f; done; echo later > later")
      let listing = try await live(desk)
      #expect(listing.lines.contains("A later"))
    }
  }

  @Test func aDirectoryThatBecomesALinkIsNotFollowed() async throws {
    try await watched { desk, workspace, bell in
      let outside = desk.root.path + "/outside"
      try Files.makeDirectory(outside)
      try await workspace.shell("mv src gone; ln -s \(outside) src; mkdir -p \(outside)/x")
      #expect(try await live(desk).lines.contains("A src"))
      let before = bell.count
      let watched = desk.store.watchedDirectories(TaskID(1))
      #expect(watched == 2)
      try await desk.root.run("/bin/sh", ["-ec", "echo secret > \(outside)/f; echo s > \(outside)/x/g"])
      try await workspace.shell("echo on >> gone/a.txt")
      await bell.wait(before + 1)
      let listing = try await live(desk)
      #expect(!listing.lines.contains { $0.contains("src/f") || $0.contains("x/g") })
    }
  }

  @Test func aBurstThatOverflowsTheKernelsQueueLosesNothing() async throws {
    try await watched { desk, workspace, bell in
      try await workspace.shell(
        "mkdir burst; i=0; while [ $i -lt 20 ]; do mkdir burst/$i; (cd burst/$i; seq -f 'f%g' 1000 | xargs touch); i=$((i+1)); done; rm -r burst/3; echo e > src/a.txt"
      )
      await bell.wait(1)
      let listing = try await live(desk)
      #expect(listing.summary.files == 19_001)
      try await workspace.shell("cd burst/7; seq -f 'f%g' 1000 | xargs rm; for i in $(seq 17000); do echo $i > f; rm f; done")
      #expect(try await live(desk).summary.files == 18_001)
    }
  }

  @Test func tooFewWatchesAreSaidAndTheDiffIsRightAllTheSame() async throws {
    try await TestRepositoryRoot.use { root in
      var files = Desk.files
      for number in 0..<20 { files["d\(number)/f"] = "x\n" }
      let source = try await root.repository("source", files: files)
      let store = try WorkspaceStore(root: root.path + "/state", git: try GitProgram(helper: nil), watches: 10)
      let desk = Desk(root: root, source: source, store: store, location: RepositoryLocation(source: source.path, publishTo: source.path))
      let workspace = try await desk.prepare()
      store.watch(TaskID(1)) {}
      #expect(store.watchRemark(TaskID(1)) == nil)
      #expect(try await store.snapshot(TaskID(1), trustingWatch: true).summary.isEmpty)
      #expect(!store.isWatched(TaskID(1)))
      #expect(store.watchRemark(TaskID(1))?.contains("max_user_watches") == true)
      #expect(store.watchedDirectories() == 0)
      try await workspace.shell("echo more > d7/f")
      #expect(try await live(desk).lines == ["M d7/f"])
      store.unwatch(TaskID(1))
      #expect(store.watchRemark(TaskID(1)) == nil)
    }
  }

  @Test func aRemovedWorkspaceIsWatchedNoMore() async throws {
    try await Desk.use { desk in
      try await desk.prepare()
      desk.store.watch(TaskID(1)) {}
      _ = try await desk.store.snapshot(TaskID(1), trustingWatch: true)
      #expect(desk.store.watchedDirectories() == 2)
      try await desk.store.remove(TaskID(1))
      #expect(desk.store.watchedDirectories() == 0)
    }
  }

  @Test func afterARestartOnlyWhatChangedIsReadAgain() async throws {
    try await Desk.use { desk in
      let workspace = try await desk.prepare()
      try await workspace.shell("echo 1 > src/a.txt; echo 2 > new; rm README.md; touch -d '1 hour ago' src/a.txt new")
      let first = try await desk.store.snapshot(TaskID(1))
      let again = try WorkspaceStore(root: desk.root.path + "/state", git: try GitProgram(helper: nil))
      #expect(try await again.snapshot(TaskID(1)) == first)
      // A torn end of the book is an older state of it.
      let book = desk.store.layout.shadow(of: TaskID(1)) + "/carrel-stamps"
      try await desk.root.run("/bin/sh", ["-ec", "truncate -s -10 \(book); printf '1 2 3 4 5 src/b' >> \(book)"])
      try await workspace.shell("echo 3 > new")
      let third = try WorkspaceStore(root: desk.root.path + "/state", git: try GitProgram(helper: nil))
      let listing = try await third.snapshot(TaskID(1))
      #expect(listing.lines == ["D README.md", "A new", "M src/a.txt"])
      // So is a tree that is gone.
      try await desk.root.run("/bin/sh", ["-ec", "cd \(desk.store.layout.shadow(of: TaskID(1))); rm -r objects/??"])
      let fourth = try WorkspaceStore(root: desk.root.path + "/state", git: try GitProgram(helper: nil))
      #expect(try await fourth.snapshot(TaskID(1)) == listing)
    }
  }

  /// Counts rings, and waits for them.
  final class Bell: Sendable {
    private struct State {
      var count = 0
      var waiting: [(Int, CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.count } }

    func ring() {
      let woken = state.withLock { state in
        state.count += 1
        let woken = state.waiting.filter { $0.0 <= state.count }
        state.waiting.removeAll { $0.0 <= state.count }
        return woken.map(\.1)
      }
      for continuation in woken { continuation.resume() }
    }

    func wait(_ count: Int) async {
      await withCheckedContinuation { continuation in
        let isThere = state.withLock { state in
          if state.count >= count { return true }
          state.waiting.append((count, continuation))
          return false
        }
        if isThere { continuation.resume() }
      }
    }
  }
}
