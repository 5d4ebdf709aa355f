import Glibc
import Model
import Platform
import TestSupport
import Testing
import Workspaces

/// What an agent can do to its workspace: nothing of it runs on the host, and nothing of it hides a change (facts, sections 2.2, 2.3).
struct HostileWorkspaceTests {
  /// Everything that git would run for the workspace's own repository; each one leaves a file when it runs.
  private static func trap(_ canary: String) -> String {
    """
    mkdir -p .git/hooks sub/.git
    for h in post-index-change pre-commit post-commit reference-transaction pre-push post-checkout; do
      printf '#!/bin/sh\\ntouch \(canary)/hook\\n' > .git/hooks/$h; chmod +x .git/hooks/$h
    done
    git config core.fsmonitor 'touch \(canary)/fsmonitor; false'
    git config core.hooksPath .git/hooks
    git config filter.x.clean 'touch \(canary)/clean; cat'
    git config filter.x.smudge 'touch \(canary)/smudge; cat'
    git config filter.x.process 'touch \(canary)/process'
    git config filter.x.required true
    git config diff.external 'touch \(canary)/external'
    git config diff.x.command 'touch \(canary)/command'
    git config diff.x.textconv 'touch \(canary)/textconv; cat'
    git config merge.x.driver 'touch \(canary)/driver'
    git config gpg.program '\(canary)/gpg'
    git config log.showSignature true
    git config commit.gpgSign true
    git config alias.status '!touch \(canary)/alias'
    git config alias.diff-tree '!touch \(canary)/alias'
    git config core.pager 'touch \(canary)/pager'
    git config core.editor 'touch \(canary)/editor'
    git config core.sshCommand 'touch \(canary)/ssh'
    git config credential.helper '!touch \(canary)/credential'
    git config remote.origin.url 'ext::touch \(canary)/ext'
    git config remote.origin.promisor true
    git config remote.origin.uploadpack 'touch \(canary)/uploadpack'
    git config core.worktree /
    printf '[alias]\\n\\twrite-tree = !touch \(canary)/include\\n' > .git/extra
    git --git-dir=.git config include.path extra
    printf '* filter=x diff=x merge=x\\n' > .gitattributes
    printf '* filter=x diff=x -text\\n' > .git/info/attributes
    """
  }

  @Test func nothingOfTheWorkspacesConfigurationRuns() async throws {
    try await Desk.use { desk in
      let canary = desk.root.path + "/canary"
      try Files.makeDirectory(canary)
      let workspace = try await desk.prepare()
      try await workspace.shell(Self.trap(canary))
      try await workspace.shell("echo changed > src/a.txt; rm -f \(canary)/*")
      let listing = try await desk.store.snapshot(TaskID(1))
      #expect(listing.lines.contains("M src/a.txt"))
      #expect(listing.file(".gitattributes")?.marks == [.ignoreRules, .sensitive])
      let text = try await desk.store.diffText(TaskID(1), tree: listing.summary.tree)
      #expect(String(decoding: text, as: UTF8.self).contains("-a\n+changed\n"))
      let commit = try await desk.store.commit(TaskID(1), tree: listing.summary.tree, message: "m", author: desk.author)
      let branch = try await desk.store.publishBranch(TaskID(1), commit: commit, branch: "b", to: desk.source.path)
      #expect(try await desk.source.git("show", "\(branch):src/a.txt") == "changed")
      _ = try await desk.store.seal(TaskID(1), title: "t", author: desk.author)
      try await desk.store.remove(TaskID(1))
      #expect(try Files.list(canary).isEmpty)
    }
  }

  @Test func aSourceWithFiltersAndHooksRunsNothingWhenItIsCloned() async throws {
    try await Desk.use { desk in
      let canary = desk.root.path + "/canary"
      try Files.makeDirectory(canary)
      _ = try await desk.root.run("/bin/sh", ["-ec", Self.trap(canary)], in: desk.source.path)
      try await desk.root.run(
        "git",
        [
          "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "commit.gpgSign=false", "config", "--unset",
          "core.worktree",
        ],
        in: desk.source.path)
      try await desk.root.run("/bin/sh", ["-ec", "rm -f \(canary)/*"])
      try await desk.prepare()
      #expect(try await desk.store.snapshot(TaskID(1)).summary.isEmpty)
      #expect(try Files.list(canary).isEmpty)
    }
  }

  struct Hiding: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let script: String
  }

  /// Each script changes src/a.txt (or adds secret.txt) and hides it from git.
  static let hidings = [
    Hiding(testDescription: "assume-unchanged", script: "git update-index --assume-unchanged src/a.txt; echo evil > src/a.txt"),
    Hiding(testDescription: "skip-worktree", script: "git update-index --skip-worktree src/a.txt; echo evil > src/a.txt"),
    Hiding(
      testDescription: "a replaced base",
      script: "echo evil > src/a.txt; git add -A; git commit -qm x; git replace $(git rev-parse HEAD~1) $(git rev-parse HEAD)"),
    Hiding(testDescription: "info/attributes", script: "echo '* -diff' > .git/info/attributes; echo evil > src/a.txt"),
    Hiding(testDescription: "info/exclude", script: "echo secret.txt > .git/info/exclude; echo evil > secret.txt; echo evil > src/a.txt"),
    Hiding(
      testDescription: "a self-ignoring .gitignore", script: "printf '*\\n' > .gitignore; echo evil > secret.txt; echo evil > src/a.txt"),
    Hiding(testDescription: "a self-ignoring nested .gitignore", script: "printf '*\\n' > src/.gitignore; echo evil > src/a.txt"),
    Hiding(testDescription: "core.worktree", script: "git config core.worktree /; echo evil > src/a.txt"),
    Hiding(testDescription: "committing", script: "echo evil > src/a.txt; git commit -qam hidden"),
    Hiding(
      testDescription: "an amended base",
      script: "echo evil > src/a.txt; git commit -qa --amend -m base; git update-ref refs/heads/main HEAD"),
    Hiding(testDescription: "status.showUntrackedFiles", script: "git config status.showUntrackedFiles no; echo evil > src/a.txt"),
    Hiding(testDescription: ".gitattributes binary", script: "echo '* binary -diff' > .gitattributes; echo evil > src/a.txt"),
    Hiding(
      testDescription: "core.fileMode and core.symlinks",
      script: "git config core.fileMode false; git config core.symlinks false; chmod +x src/a.txt; echo evil > src/a.txt"),
    Hiding(
      testDescription: "branches set anew",
      script:
        "echo evil > src/a.txt; git commit -qam x; git checkout -q --detach; git branch -f main HEAD; git update-ref refs/remotes/origin/main HEAD"
    ),
    Hiding(testDescription: "no .git at all", script: "rm -rf .git; echo evil > src/a.txt"),
    Hiding(testDescription: "a gitfile", script: "rm -rf .git; echo 'gitdir: /somewhere' > .git; echo evil > src/a.txt"),
    Hiding(testDescription: "a FIFO as HEAD", script: "rm .git/HEAD; mkfifo .git/HEAD; echo evil > src/a.txt"),
    Hiding(
      testDescription: "a FIFO as alternates",
      script: "rm .git/objects/info/alternates; mkfifo .git/objects/info/alternates; echo evil > src/a.txt"),
    Hiding(
      testDescription: "an old modification time",
      script:
        "echo b > src/a.txt; touch -d 2001-01-01 src/a.txt; echo evil > src/a.txt; touch -d 2001-01-01 src/a.txt"
    ),
    Hiding(
      testDescription: "a repository around the file", script: "(cd src; git init -q; git add -A; git commit -qm x); echo evil > src/a.txt"),
    Hiding(testDescription: "mode 000", script: "echo evil > src/a.txt; chmod 000 src/a.txt src"),
  ]

  @Test(arguments: hidings) func noTrickHidesAChange(_ hiding: Hiding) async throws {
    try await Desk.use { desk in
      let workspace = try await desk.prepare()
      _ = try await desk.store.snapshot(TaskID(1))
      try await workspace.shell(hiding.script)
      let listing = try await desk.store.snapshot(TaskID(1))
      let text = String(
        decoding: try await desk.store.diffText(TaskID(1), tree: listing.summary.tree, paths: ["src/a.txt"]), as: UTF8.self)
      #expect(listing.lines.contains("M src/a.txt"))
      #expect(text.contains("\n-a\n+evil\n"))
      if hiding.script.contains("secret.txt") { #expect(listing.lines.contains("A secret.txt")) }
      #expect(try await desk.store.snapshot(TaskID(1)) == listing)
    }
  }

  @Test func aNestedRepositoryIsOrdinaryFilesWithAMark() async throws {
    try await Desk.use { desk in
      let workspace = try await desk.prepare()
      try await workspace.shell("git init -q sub; echo x > sub/x; cd sub; git add x; git commit -qm x")
      let listing = try await desk.store.snapshot(TaskID(1))
      #expect(listing.lines == ["A sub/.git", "A sub/x"])
      #expect(listing.file("sub/x")?.marks == [.nestedRepository])
      #expect(listing.file("sub/.git")?.blob == "")
      #expect(listing.summary.files == 1)
    }
  }

  @Test func specialFilesAreNamedAndHangNothing() async throws {
    try await Desk.use { desk in
      let workspace = try await desk.prepare()
      try await workspace.shell("mkfifo pipe; rm src/a.txt; mkfifo src/a.txt; ln -s /dev/zero zero; mkfifo .gitignore.d; ln -s loop loop")
      let listing = try await desk.store.snapshot(TaskID(1))
      #expect(listing.file("pipe")?.marks == [.special])
      #expect(listing.file("src/a.txt")?.status == .deleted)
      #expect(listing.file("src/a.txt")?.marks == [.special])
      #expect(listing.file("zero")?.marks == [.symlink, .sensitive])
      #expect(listing.file("loop")?.marks == [.symlink, .sensitive])
    }
  }

  @Test func aLinkToOutsideIsALinkAndItsTargetIsNeverRead() async throws {
    try await Desk.use { desk in
      try Files.makeDirectory(desk.root.path + "/outside")
      try Files.writeAtomically(Array("top secret\n".utf8), to: desk.root.path + "/outside/a.txt")
      let workspace = try await desk.prepare()
      try await workspace.shell("rm -r src; ln -s \(desk.root.path)/outside src; ln -s \(desk.root.path)/outside/a.txt leak")
      let listing = try await desk.store.snapshot(TaskID(1))
      #expect(listing.lines == ["A leak", "A src", "D src/a.txt", "D src/b.txt"])
      let text = String(decoding: try await desk.store.diffText(TaskID(1), tree: listing.summary.tree), as: UTF8.self)
      #expect(!text.contains("top secret"))
      try await desk.store.remove(TaskID(1))
      #expect(Files.exists(desk.root.path + "/outside/a.txt"))
    }
  }

  @Test func deepTreesAndClosedDirectoriesAreListedAndDeleted() async throws {
    try await Desk.use { desk in
      let workspace = try await desk.prepare()
      // Too deep for any path: directory by directory.
      var directory = open(workspace.path, O_RDONLY | O_DIRECTORY)
      for level in 0..<3000 {
        mkdirat(directory, "d", 0o755)
        let next = openat(directory, "d", O_RDONLY | O_DIRECTORY)
        if level % 100 == 50 { close(openat(next, "f", O_WRONLY | O_CREAT, 0o644)) }
        close(directory)
        directory = next
      }
      close(directory)
      try await workspace.shell("mkdir closed; echo x > closed/x; chmod 000 closed")
      let listing = try await desk.store.snapshot(TaskID(1))
      #expect(listing.lines.contains("A closed/x"))
      #expect(listing.files.contains { $0.marks == [.special] && $0.blob == "" })
      #expect(listing.summary.files >= 2)
      try await desk.store.remove(TaskID(1))
      #expect(try Files.list(desk.store.layout.trash).isEmpty)
    }
  }

  @Test func strangeNamesKeepTheirBytes() async throws {
    try await Desk.use { desk in
      let workspace = try await desk.prepare()
      try await workspace.shell(
        """
        echo 1 > "$(printf 'new\\nline')"; echo 2 > "$(printf 'esc\\033[31m')"; echo 3 > "$(printf 'bad\\377\\376byte')"
        echo 4 > ' leading'; echo 5 > '-dash'; echo 6 > 'tab	'; echo 7 > ':(top)x'; echo 8 > 'st*r'; echo 9 > 'quote"'
        mkdir .GIT; echo 10 > .GIT/config; echo 11 > 'back\\slash'; echo 12 > 'git~1'
        """)
      let listing = try await desk.store.snapshot(TaskID(1))
      #expect(listing.summary.files == 9)
      for (name, text) in [
        "new\nline": "1", "esc\u{1B}[31m": "2", "bad\u{FFFD}\u{FFFD}byte": "3", "-dash": "5", ":(top)x": "7", "st*r": "8",
      ] {
        #expect(listing.file(name)?.status == .added)
        let diff = try await desk.store.diffText(TaskID(1), tree: listing.summary.tree, paths: [name])
        #expect(String(decoding: diff, as: UTF8.self).contains("\n+\(text)\n"))
      }
      for name in ["back\\slash", "git~1", ".GIT"] { #expect(listing.file(name)?.blob == "") }
      let commit = try await desk.store.commit(TaskID(1), tree: listing.summary.tree, message: "m", author: desk.author)
      let branch = try await desk.store.publishBranch(TaskID(1), commit: commit, branch: "odd", to: desk.source.path)
      let names = try await desk.root.outcome("git", ["ls-tree", "-z", "--name-only", branch], in: desk.source.path).output
      #expect(names.split(separator: 0).contains { Array($0) == Array("bad".utf8) + [0xFF, 0xFE] + Array("byte".utf8) })
      try await workspace.shell("rm -- bad*")
      #expect(try await desk.store.snapshot(TaskID(1)).summary.files == 8)
    }
  }

  @Test func hugeFilesAreNamedAndNotRead() async throws {
    try await Desk.use { desk in
      let workspace = try await desk.prepare()
      try await workspace.shell("truncate -s 8G sparse; truncate -s 6M image; truncate -s 1G src/a.txt")
      let listing = try await desk.store.snapshot(TaskID(1))
      #expect(listing.lines == ["A image", "A sparse", "M src/a.txt"])
      #expect(listing.file("image")?.marks == [.binary, .large, .sensitive])
      #expect(listing.file("sparse")?.blob == "")
      #expect(listing.file("src/a.txt")?.marks == [.large])
      #expect(listing.summary.files == 1)
    }
  }

  @Test func tooManyFilesAreRefusedAndIgnoredOnesDoNotCount() async throws {
    try await TestRepositoryRoot.use { root in
      let source = try await root.repository("source", files: [".gitignore": "node_modules/\n/*.log\n!keep.log\nkept/*\n!kept/this\n"])
      var limits = SnapshotLimits()
      limits.entries = 50
      let store = try WorkspaceStore(root: root.path + "/state", git: try GitProgram(helper: nil), limits: limits)
      let prepared = try await store.prepare(
        task: TaskID(1), location: RepositoryLocation(source: source.path, publishTo: source.path), base: nil)
      let workspace = TestWorkspace(root: root, prepared: prepared)
      try await workspace.shell(
        "mkdir -p node_modules/a deep/er kept; for i in $(seq 90); do echo $i > node_modules/a/$i; done; touch x.log keep.log kept/no kept/this deep/er/f"
      )
      #expect(try await store.snapshot(TaskID(1)).lines == ["A deep/er/f", "A keep.log", "A kept/this"])
      try await workspace.shell("for i in $(seq 60); do echo $i > deep/$i; done")
      await #expect(throws: WorkspaceError.tooManyFiles(limit: 50)) { try await store.snapshot(TaskID(1)) }
      try await workspace.shell("rm -r deep")
      #expect(try await store.snapshot(TaskID(1)).lines == ["A keep.log", "A kept/this"])
    }
  }

  @Test func theAgentCannotHarmTheMirrorThroughItsOwnRepository() async throws {
    try await Desk.use { desk in
      let workspace = try await desk.prepare()
      // The objects come read-only into the sandbox; the workspace's own repository must not need to write there.
      #expect(workspace.prepared.mirrorObjects.hasPrefix(desk.store.layout.mirrors + "/"))
      #expect(try Files.readText(workspace.path + "/.git/objects/info/alternates", limit: 4096) == workspace.prepared.mirrorObjects + "\n")
      try await workspace.shell("rm -rf .git/objects; rm -rf src")
      #expect(try await desk.store.snapshot(TaskID(1)).lines == ["D src/a.txt", "D src/b.txt"])
      try await desk.prepare(2)
      #expect(try await desk.store.snapshot(TaskID(2)).summary.isEmpty)
    }
  }
}
