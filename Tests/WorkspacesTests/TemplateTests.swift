import Glibc
import Model
import Platform
import TestSupport
import Testing
import Workspaces

/// Workspaces are copies of a template: made once per repository and commit, bounded, never handed out.
struct TemplateTests {
  /// The templates that there are.
  static func templates(_ store: WorkspaceStore) throws -> [String] {
    try Files.list(store.layout.templates).flatMap { repository in
      try Files.list(store.layout.templates + "/" + repository).map { store.layout.templates + "/\(repository)/\($0)" }
    }.sorted()
  }

  @Test func theSecondWorkspaceIsACopyOfWhichNothingIsReadAnew() async throws {
    try await Desk.use { desk in
      try await desk.root.run("chmod", ["755", desk.source.path + "/src/a.txt"])
      symlink("src", desk.source.path + "/way")
      try await desk.source.commit("a link and a program")
      let first = try await desk.prepare(1)
      let second = try await desk.prepare(2)
      let template = try #require(try Self.templates(desk.store).first)
      #expect(try Self.templates(desk.store).count == 1)
      let listing = ["-c", "find . -path ./.git -prune -o -type d -printf '%p %m\\n' -o -printf '%p %y %m %T@ %s %l\\n' | sort"]
      let wanted = try await desk.root.run("/bin/sh", listing, in: template + "/ws")
      #expect(wanted.contains("./way l") && wanted.contains("./src/a.txt f 7"))
      for workspace in [first, second] { #expect(try await desk.root.run("/bin/sh", listing, in: workspace.path) == wanted) }
      // Every file of the copy stands in the book as it is.
      let book = try Files.readText(desk.store.layout.shadow(of: TaskID(2)) + "/carrel-stamps", limit: 1 << 20)
      let lines = book.split(separator: "\0").filter { $0.split(separator: " ").count == 6 }
      #expect(lines.count == 5)
      for line in lines {
        let words = line.split(separator: " ", maxSplits: 5)
        var status = stat()
        #expect(lstat(second.path + "/" + words[5], &status) == 0)
        #expect(words[0] == "\(status.st_ino)" && words[1] == "\(status.st_size)")
        #expect(words[2] == "\(status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec)")
        #expect(words[3] == "\(status.st_ctim.tv_sec * 1_000_000_000 + status.st_ctim.tv_nsec)")
      }
      #expect(try await desk.store.snapshot(TaskID(2)).summary.isEmpty)
      #expect(try await second.shell("git status --porcelain; git fsck --strict") == "")
    }
  }

  @Test func whatOneDoesIsNothingToTheTemplateAndTheOthers() async throws {
    try await Desk.use { desk in
      let first = try await desk.prepare(1)
      try await first.shell("echo planted > README.md; mkdir -p .git/hooks; echo x > .git/hooks/post-checkout; rm -r src")
      let second = try await desk.prepare(2)
      #expect(try await desk.store.snapshot(TaskID(2)).summary.isEmpty)
      #expect(!Files.exists(second.path + "/.git/hooks/post-checkout"))
      try await desk.source.git("branch", "other")
      let other = try await desk.prepare(3, base: "other")
      #expect(try await other.shell("git symbolic-ref HEAD") == "refs/heads/other\n")
      #expect(try await second.shell("git symbolic-ref HEAD") == "refs/heads/main\n")
      #expect(try Self.templates(desk.store).count == 1)
    }
  }

  @Test func tooManyTemplatesGoLongestUnusedFirst() async throws {
    try await Desk.use { desk in
      var limits = TemplateLimits()
      limits.count = 2
      let store = try WorkspaceStore(root: desk.root.path + "/few", git: try GitProgram(helper: nil), templateLimits: limits)
      var commits: [String] = []
      for number in 1...4 {
        commits.append(try await desk.source.commit("commit \(number)"))
        _ = try await store.prepare(task: TaskID(number), location: desk.location, base: nil)
      }
      let left = try Self.templates(store)
      #expect(left.count == 2)
      #expect(left.contains { $0.hasSuffix(commits[3]) } && !left.contains { $0.hasSuffix(commits[0]) })
      let mirror = try #require(try Files.list(store.layout.mirrors).first { $0.hasSuffix(".git") })
      let pins = try await desk.root.run(
        "git", ["--git-dir", store.layout.mirrors + "/" + mirror, "for-each-ref", "refs/carrel/template"])
      #expect(pins.split(separator: "\n").count == 2)
      // The workspaces of those that went stand.
      #expect(try await store.snapshot(TaskID(1)).summary.isEmpty)
      // Nobody used one for longer than they are kept.
      limits.age = 0
      let later = try WorkspaceStore(root: store.layout.root, git: try GitProgram(helper: nil), templateLimits: limits)
      for path in left { try await desk.root.run("touch", ["-d", "2001-01-01", path + "/.carrel-template"]) }
      _ = await later.reconcile(known: Set((1...4).map { TaskID($0) }), incomplete: [])
      #expect(try Self.templates(later).isEmpty)
      #expect(try Files.list(later.layout.trash).isEmpty)
    }
  }

  @Test func aHalfMadeTemplateIsClearedAwayAndOneFromBeforeTheLastBootIsNotUsed() async throws {
    try await Desk.use { desk in
      try await desk.prepare(1)
      let template = try #require(try Self.templates(desk.store).first)
      try Files.makeDirectory(Files.parent(of: template) + "/.new-0123/ws/deep")
      try await desk.root.run("sed", ["-i", "s/^boot .*/boot another/", template + "/.carrel-template"])
      try Files.writeAtomically(Array("lost by a power cut".utf8), to: template + "/ws/README.md", mode: 0o644)
      let store = try WorkspaceStore(root: desk.store.layout.root, git: try GitProgram(helper: nil))
      _ = await store.reconcile(known: [TaskID(1)], incomplete: [])
      #expect(try Self.templates(store).isEmpty)
      let made = try await store.prepare(task: TaskID(2), location: desk.location, base: nil)
      #expect(try Files.readText(made.path + "/README.md", limit: 99) == "one\ntwo\nthree\n")
    }
  }

  @Test func aPinWithoutATemplateGoesAtTheNextStart() async throws {
    try await Desk.use { desk in
      try await desk.prepare(1)
      let mirror = try #require(try Files.list(desk.store.layout.mirrors).first { $0.hasSuffix(".git") })
      let directory = "--git-dir=\(desk.store.layout.mirrors)/\(mirror)"
      try await desk.root.run("git", [directory, "update-ref", "refs/carrel/template/0123", "main"])
      _ = await desk.store.reconcile(known: [TaskID(1)], incomplete: [])
      let left = try await desk.root.run("git", [directory, "for-each-ref", "--format=%(refname)", "refs/carrel"])
      let commit = try await desk.source.git("rev-parse", "main")
      #expect(left.hasSuffix("refs/carrel/pin/T1\nrefs/carrel/template/\(commit)\n"))
    }
  }

  @Test func aRemovedWorkspaceIsGoneAtOnceAndDeletedBehindTheOperatorsBack() async throws {
    try await Desk.use { desk in
      for number in 1...8 { try await desk.prepare(number) }
      await withTaskGroup(of: Void.self) { group in
        for number in 1...8 { group.addTask { try? await desk.store.remove(TaskID(number)) } }
      }
      #expect(try Files.list(desk.store.layout.tasks).isEmpty)
      await desk.store.trashEmptied()
      #expect(try Files.list(desk.store.layout.trash).isEmpty)
      let mirror = try #require(try Files.list(desk.store.layout.mirrors).first { $0.hasSuffix(".git") })
      let pins = try await desk.root.run(
        "git", ["--git-dir", desk.store.layout.mirrors + "/" + mirror, "for-each-ref", "refs/carrel/pin"])
      #expect(pins == "")
    }
  }
}
