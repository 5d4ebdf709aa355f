import Model
import Platform
import Supervision
import TestSupport
import Testing
import Workspaces

/// What an operator takes out of a change is not published, by whatever way; and what he marked and looked at is there when he comes back.
@Suite(.timeLimit(.minutes(15))) struct TakingOutStories {
  static let long = (1...60).map { "line \($0)" }.joined(separator: "\n") + "\n"
  static let changed = long.replacing("line 5\n", with: "five\n").replacing("line 50\n", with: "fifty\n")

  static func engine(_ more: [ScriptedStep] = []) -> ScriptedEngine {
    ScriptedEngine(ledger: ScriptedLedger()) { prompt in
      prompt.number == 0
        ? [
          .write("long.txt", changed), .write("notes.md", "for me only\n"),
          .write("package.json", "{\"scripts\":{\"postinstall\":\"true\"}}\n"),
        ]
        : more
    }
  }

  /// A task in review whose change is two hunks of long.txt, notes.md and a sensitive file.
  private static func tell(_ engine: ScriptedEngine = engine(), _ story: (StoryWorld, TaskID) async throws -> Void) async throws {
    try await StoryWorld.tell(engine) { world in
      try world.repository.write("long.txt", long)
      try await world.repository.git("add", "-A")
      try await world.repository.git("commit", "-qm", "long")
      try await world.repository.git("push", "-q", "origin", "main")
      let id = try await world.add("Fix it")[0]
      await world.until(id, .review)
      try await story(world, id)
    }
  }

  private static func wish(_ world: StoryWorld, _ id: TaskID, _ path: String, hunk: Int? = nil, out: Bool = true) async throws
    -> TakeOutWish
  {
    let listing = try await world.supervisor.diff(id)
    let file = try #require(listing.files.first { $0.path == path })
    let blocks = try await world.desk.workspaces.blocks(id, tree: listing.summary.tree, path: path)
    return TakeOutWish(path: path, stamp: file.stamp, blocks: try hunk.map { [try #require(blocks)[$0]] }, isOut: out)
  }

  private static func refusal(_ body: () async throws -> Void) async -> String {
    do { try await body() } catch { return (error as? SupervisionError)?.text ?? "\(error)" }
    return ""
  }

  @Test func aBranchWithoutAHunkAndTwoFilesIsExactlyThat() async throws {
    try await Self.tell { world, id in
      let line = try await world.supervisor.takeOut(id, Self.wish(world, id, "long.txt", hunk: 1), author: "ana")
      #expect(line == "T1: 1 hunk taken out of what is published")
      _ = try await world.supervisor.takeOut(id, Self.wish(world, id, "notes.md"), author: "ana")
      // The sensitive file is not ticked; taken out it needs no tick.
      #expect(await Self.refusal { try await world.approve(id) }.contains("not ticked"))
      _ = try await world.supervisor.takeOut(id, Self.wish(world, id, "package.json"), author: "ana")
      // It is in the record: another client and the next service see it.
      try await world.restart()
      #expect(try await world.task(id).out.words == "2 files, 1 hunk")
      let dry = try await world.supervisor.approve(id, TaskRunner.Approval(unseen: true, dryRun: true, author: "ana"))
      #expect(dry.contains("\nfiles    1, +1 −1, ") && dry.contains("\nwithout  1 hunk of long.txt, notes.md, package.json"))
      try await world.approve(id)
      let branch = try #require(try await world.branches().first)
      #expect(try await world.file("long.txt", on: branch) + "\n" == Self.long.replacing("line 5\n", with: "five\n"))
      #expect(try await world.remote.git("diff-tree", "-r", "--name-only", "main", branch) == "long.txt")
      #expect(world.book.events(of: id).contains(.note(.info, "Published without 1 hunk of long.txt, notes.md, package.json.")))
    }
  }

  @Test(arguments: [Publication.Kind.patch, .merge])
  func otherWaysPublishTheSame(kind: Publication.Kind) async throws {
    try await Self.tell { world, id in
      for path in ["notes.md", "package.json"] { _ = try await world.supervisor.takeOut(id, Self.wish(world, id, path), author: "ana") }
      _ = try await world.supervisor.takeOut(id, Self.wish(world, id, "long.txt", hunk: 0), author: "ana")
      let line = try await world.approve(id, kind)
      if kind == .merge {
        #expect(try await world.file("long.txt", on: "main") + "\n" == Self.long.replacing("line 50\n", with: "fifty\n"))
        #expect(try await world.remote.git("ls-tree", "--name-only", "main") == "README.md\nlong.txt")
      } else {
        let file = String(line.split(separator: "\n")[0].split(separator: "\t")[2])
        #expect(line.hasSuffix("\nT1\twithout\t1 hunk of long.txt, notes.md, package.json"))
        let text = String(decoding: try Files.read(file, limit: 1 << 20), as: UTF8.self)
        #expect(text.contains("+fifty") && !text.contains("+five") && !text.contains("notes.md"))
      }
    }
  }

  @Test func whatChangesIsBackInAndThatIsSaid() async throws {
    let engine = Self.engine([.write("long.txt", Self.changed.replacing("fifty\n", with: "fifty-one\n")), .write("notes.md", "more\n")])
    try await Self.tell(engine) { world, id in
      _ = try await world.supervisor.takeOut(id, Self.wish(world, id, "notes.md"), author: "ana")
      _ = try await world.supervisor.takeOut(id, Self.wish(world, id, "long.txt", hunk: 0), author: "ana")
      _ = try await world.supervisor.takeOut(id, Self.wish(world, id, "long.txt", hunk: 1), author: "ana")
      // Both of two: the file.
      #expect(try await world.task(id).out["long.txt"]?.isWhole == true)
      _ = try await world.supervisor.takeOut(id, Self.wish(world, id, "long.txt", hunk: 0, out: false), author: "ana")
      _ = try await world.supervisor.takeOut(id, Self.wish(world, id, "long.txt", hunk: 0), author: "ana")
      _ = try await world.supervisor.takeOut(id, Self.wish(world, id, "long.txt", hunk: 1, out: false), author: "ana")
      let stale = try await Self.wish(world, id, "notes.md")
      try await world.supervisor.send(id, text: "Go on", author: "ana")
      await world.book.until { $0[id]?.phase == .review && $0[id]?.out.words == "1 hunk" }
      let task = try await world.task(id)
      #expect(task.out.list == "1 hunk of long.txt", "the hunk that is as it was stays out although its file changed")
      #expect(
        world.book.events(of: id).contains {
          if case .note(.warning, let text) = $0 { text.contains("back in what is published: notes.md") } else { false }
        })
      #expect(
        await Self.refusal { _ = try await world.supervisor.takeOut(id, stale, author: "ana") }.contains("changed since it was shown"))
    }
  }

  @Test func nothingLeftIsNotPublishedAndAnotherSealIsNotTaken() async throws {
    try await Self.tell { world, id in
      for path in ["notes.md", "package.json"] { _ = try await world.supervisor.takeOut(id, Self.wish(world, id, path), author: "ana") }
      let seal = try await world.task(id).out.seal
      _ = try await world.supervisor.takeOut(id, Self.wish(world, id, "long.txt"), author: "bob")
      #expect(await Self.refusal { try await world.approve(id) }.contains("everything is taken out"))
      _ = try await world.supervisor.takeOut(id, Self.wish(world, id, "long.txt", hunk: 0, out: false), author: "bob")
      var approval = TaskRunner.Approval(unseen: true, author: "ana")
      approval.seal = seal
      #expect(
        await Self.refusal { _ = try await world.supervisor.approve(id, approval) }.contains("what is taken out changed since it was shown")
      )
      #expect(try await world.branches().isEmpty)
    }
  }

  @Test func pathsOfTheCommandLineAreLeftOut() async throws {
    try await Self.tell { world, id in
      var approval = TaskRunner.Approval(unseen: true, author: "ana")
      approval.without = ["nowhere"]
      #expect(
        await Self.refusal { _ = try await world.supervisor.approve(id, approval) }.contains("nowhere is not among the changed files"))
      approval.without = []
      approval.only = ["long.txt"]
      approval.dryRun = true
      _ = try await world.supervisor.approve(id, approval)
      #expect(try await world.task(id).out.isEmpty, "a rehearsal changes nothing")
      approval.dryRun = false
      _ = try await world.supervisor.takeOut(id, Self.wish(world, id, "long.txt"), author: "bob")
      approval.with = ["long.txt"]
      _ = try await world.supervisor.approve(id, approval)
      let branch = try #require(try await world.branches().first)
      #expect(try await world.remote.git("diff-tree", "-r", "--name-only", "main", branch) == "long.txt")
    }
  }

  @Test func theMorgueKeepsTheWhole() async throws {
    try await Self.tell { world, id in
      _ = try await world.supervisor.takeOut(id, Self.wish(world, id, "notes.md"), author: "ana")
      try await world.supervisor.discard(id, author: "ana")
      await world.supervisor.settle()
      try await world.supervisor.undelete(id)
      #expect(try await world.supervisor.diff(id).files.map(\.path) == ["long.txt", "notes.md", "package.json"])
      #expect(try await world.task(id).out.list == "notes.md")
    }
  }

  @Test func theNextTaskBeginsWithoutIt() async throws {
    try await Self.tell { world, id in
      _ = try await world.supervisor.takeOut(id, Self.wish(world, id, "notes.md"), author: "ana")
      let task = try await world.task(id)
      let tree = try await world.supervisor.diff(id).summary.tree
      let made = try await world.desk.workspaces.compose(id, tree: tree, without: task.out)
      let commit = try await world.desk.workspaces.handOver(
        id, tree: made.tree, message: "m", author: CommitIdentity(name: "Ana", email: "ana@example.org"))
      let second = try await world.desk.workspaces.prepare(task: TaskID(90), location: task.repository, handedOver: commit, branch: nil)
      #expect(!Files.exists(second.path + "/notes.md") && Files.exists(second.path + "/package.json"))
    }
  }

  @Test func eachOperatorsMarksAndLastLookOutliveTheService() async throws {
    let engine = Self.engine([.write("notes.md", "more\n")])
    try await Self.tell(engine) { world, id in
      let listing = try await world.supervisor.diff(id)
      #expect(try await world.supervisor.review(id, of: "ana") == OperatorReview())
      _ = try await world.supervisor.diffText(
        id, tree: listing.summary.tree, paths: ["notes.md"], context: 3, ignoreWhitespace: false, of: "ana")
      let target = DiffCommentTarget(path: "notes.md", side: .new, first: 1, last: 1, snippet: ["for me only"], blob: listing.files[1].blob)
      let review = OperatorReview(
        files: ["notes.md": ReviewedFile(blob: listing.files[1].blob, blocks: ["0:ab"])],
        comments: [DiffComment(target: target, text: "why?")])
      try await world.supervisor.keep(review, of: "ana", id)
      try await world.supervisor.send(id, text: "Go on", author: "ana")
      await world.book.until { $0[id]?.phase == .review && $0[id]?.diff?.tree != listing.summary.tree }
      try await world.restart()
      let kept = try await world.supervisor.review(id, of: "ana")
      #expect(kept.files == review.files && kept.comments == review.comments && kept.looked == listing.summary.tree)
      #expect(try await world.supervisor.diff(id, scope: .since(try #require(kept.looked))).files.map(\.path) == ["notes.md"])
      #expect(try await world.supervisor.review(id, of: "bob") == OperatorReview())
    }
  }

  @Test func linesAreTracedToTheirCallsAndTurns() async throws {
    let call = ToolCall(
      id: "c9", kind: .edit, name: "Edit", title: "long.txt",
      input: "{\"file_path\":\"long.txt\",\"old_string\":\"line 7\\n\",\"new_string\":\"seven\\n\"}")
    let lie = ToolCall(
      id: "c8", kind: .edit, name: "Edit", title: "long.txt",
      input: "{\"file_path\":\"long.txt\",\"old_string\":\"line 9\\n\",\"new_string\":\"nine\\n\"}")
    let after = Self.changed.replacing("line 7\n", with: "seven\n").replacing("line 30\n", with: "thirty\n")
    let engine = Self.engine([
      .event(.toolStarted(lie)), .event(.toolFinished(id: "c8", status: .failed, output: "", exitCode: nil)),
      .event(.toolStarted(call)), .event(.toolFinished(id: "c9", status: .ok, output: "", exitCode: nil)),
      .write("long.txt", after),
    ])
    try await Self.tell(engine) { world, id in
      try await world.supervisor.send(id, text: "Go on", author: "ana")
      await world.book.until { $0[id]?.phase == .review && $0[id]?.diff?.insertions == 6 }
      let tree = try await world.supervisor.diff(id).summary.tree
      let blame = try await world.supervisor.blame(id, path: "long.txt", tree: tree)
      let entries = try await world.supervisor.transcript(id, after: 0, before: nil, limit: 5000).0
      let seq = try #require(entries.first { $0.event == .agent(.toolStarted(call)) }?.seq)
      #expect(blame.origin(ofLine: 7)?.call == seq && blame.origin(ofLine: 7)?.turn == 2)
      #expect(blame.lines(of: seq) == [7])
      #expect(blame.origin(ofLine: 5)?.turn == 1 && blame.origin(ofLine: 5)?.call == nil)
      #expect(blame.origin(ofLine: 30)?.turn == 2 && blame.origin(ofLine: 30)?.call == nil)
      #expect(blame.origin(ofLine: 8) == nil)
      #expect(blame.calls.map(\.name) == ["Edit"])
    }
  }

  private static let question = AgentRequest(id: "q1", kind: .permission(tool: "Bash", always: false), title: "Go on?")

  @Test func aChainHandsOverAndPublishesWithoutIt() async throws {
    let ledger = ScriptedLedger()
    let coder = ScriptedEngine(name: "coder", ledger: ledger) { _ in
      [.write("code.txt", "code"), .write("notes.md", "mine"), .ask(Self.question) { _ in [.say("Coded.")] }]
    }
    let tester = ScriptedEngine(name: "tester", ledger: ledger) { _ in
      [.write("test.txt", "test"), .write("more.md", "mine too"), .ask(Self.question) { _ in [.say("Tested.")] }]
    }
    try await StoryWorld.tell(coder, also: [tester]) { world in
      let ids = try await world.add("Fix it") {
        $0.mode = .ask
        $0.steps = [
          WorkStep(name: "implement"), WorkStep(name: "test", engine: "tester", scope: .task), WorkStep(publishing: "publish", .branch),
        ]
      }
      for (id, path) in zip(ids, ["notes.md", "more.md"]) {
        await world.until(id, needs: .permission)
        _ = try await world.supervisor.takeOut(id, Self.wish(world, id, path), author: "ana")
        try await world.supervisor.answer(id, request: nil, answer: .allow, author: "ana")
      }
      let branch = try #require(await world.until(ids[1], .done)?.branch)
      #expect(try await world.remote.git("ls-tree", "--name-only", branch) == "README.md\ncode.txt\ntest.txt")
    }
  }
}
