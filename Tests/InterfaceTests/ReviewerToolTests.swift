import Interface
import Model
import Screen
import Testing
import Wire

/// Taking out, marks that are kept, what is new since the last look, and who wrote what.
@Suite struct ReviewerToolTests {
  static let patch = ReviewStoryTests.patch + "\n@@ -40,3 +41,3 @@ func other()\n   let a = 1\n-  let b = 2\n+  let b = 3\n   let c = 4"

  static let files = [
    DiffFile(path: "assets/logo.png", status: .added, insertions: 0, deletions: 0, blob: "a1", marks: [.binary]),
    DiffFile(path: "docs/notes.md", status: .added, insertions: 4, deletions: 0, blob: "b1"),
    DiffFile(path: "src/login.swift", status: .modified, insertions: 3, deletions: 2, blob: "c1", mode: "100644"),
  ]

  static func task() -> TaskRecord {
    var task = TaskFixtures.review(3, "Typo in help")
    task.diff = DiffSummary(files: 3, insertions: 7, deletions: 2, tree: "t1")
    task.shownTree = "t1"
    return task
  }

  /// A task in review whose diff has come, with login.swift chosen in the text.
  static func stage(_ task: TaskRecord = task(), width: Int = 120, height: Int = 40, review: OperatorReview? = OperatorReview()) -> Stage {
    var stage = Stage(tasks: [task], width: width, height: height)
    answer(&stage, task, review)
    stage.keys("3 } } Enter")
    answer(&stage, task, review)
    return stage
  }

  static func answer(_ stage: inout Stage, _ task: TaskRecord, _ review: OperatorReview?) {
    for _ in 0..<2 {
      stage.replyToPanes { request in
        switch request {
        case .review: return review.map { .review($0) }
        case .diff: return task.diff.map { .diff(DiffListing(base: "abc", summary: $0, files: files)) }
        case .diffText(_, _, ["src/login.swift"], _, _): return .diffText(patch)
        case .diffText: return .diffText("")
        default: return nil
        }
      }
    }
  }

  private static func wishes(_ stage: Stage) -> [TakeOutWish] {
    stage.requests.compactMap { if case .takeOut(_, let wish) = $0 { wish } else { nil } }
  }

  private static func blocks() -> [ChangeBlock] { UnifiedDiff.parse(patch)[0].hunks.flatMap { $0.pieces.map(\.block) } }

  @Test func blocksAreTheSameHoweverMuchIsShownAround() {
    let wide = UnifiedDiff.parse(
      "--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n a\n-b\n+B\n c\n d\n e\n f\n g\n-h\n+H\n+I\n i\n")[0].hunks.flatMap { $0.pieces.map(\.block) }
    let narrow = UnifiedDiff.parse("--- a/x\n+++ b/x\n@@ -2 +2 @@\n-b\n+B\n@@ -8 +8,2 @@\n-h\n+H\n+I\n")[0].hunks.flatMap {
      $0.pieces.map(\.block)
    }
    #expect(wide == narrow && wide.map(\.above) == [1, 7])
    let added = UnifiedDiff.parse("--- a/x\n+++ b/x\n@@ -4,0 +5 @@\n+new\n")[0].hunks[0].pieces
    let shown = UnifiedDiff.parse("--- a/x\n+++ b/x\n@@ -3,4 +3,5 @@\n c\n d\n+new\n e\n f\n")[0].hunks[0].pieces
    #expect(added.map(\.block) == shown.map(\.block) && added[0].block.above == 4)
    // The end of the file is part of what it is.
    let ended = UnifiedDiff.parse("--- a/x\n+++ b/x\n@@ -4,0 +5 @@\n+new\n\\ No newline at end of file\n")[0].hunks[0].pieces
    #expect(ended[0].block.digest != added[0].block.digest)
  }

  @Test func theHunkUnderTheCursorIsTakenOutAndPutBack() throws {
    var stage = Self.stage()
    stage.keys("] x")
    let wish = try #require(Self.wishes(stage).last)
    #expect(wish.path == "src/login.swift" && wish.stamp == Self.files[2].stamp && wish.isOut)
    #expect(wish.blocks == [Self.blocks()[1]])
    var task = Self.task()
    task.takenOut = ["src/login.swift": TakenOut(stamp: Self.files[2].stamp, blocks: wish.blocks)]
    stage.apply(.notice(.task(task)))
    #expect(stage.text.contains("× taken out") && stage.text.contains("1 hunk out") && stage.text.contains("× part out"))
    stage.keys("x")
    #expect(Self.wishes(stage).last?.isOut == false)
    stage.keys("[ x")
    #expect(Self.wishes(stage).last?.isOut == true && Self.wishes(stage).last?.blocks == [Self.blocks()[0]])
    stage.keys("u")
    #expect(Self.wishes(stage).last?.isOut == false && Self.wishes(stage).last?.blocks == [Self.blocks()[0]], "u takes it back")
    // In the list it is the whole file; nothing was ever published by it.
    stage.keys("Enter x")
    #expect(Self.wishes(stage).last == TakeOutWish(path: "src/login.swift", stamp: Self.files[2].stamp, isOut: true))
    stage.keys("{ x")
    #expect(Self.wishes(stage).last?.path == "docs/notes.md")
    #expect(!stage.requests.contains { if case .approve = $0 { true } else { false } })
  }

  @Test func aMarkOfAnotherContentIsNotShown() {
    var task = Self.task()
    task.takenOut = ["src/login.swift": TakenOut(stamp: "M 100644 older", blocks: Self.blocks())]
    let stage = Self.stage(task)
    #expect(!stage.text.contains("taken out") && !stage.text.contains("part out"))
  }

  @Test func whereHunksAreNotThoseOfTheWholeChangeNothingIsTakenOut() {
    var stage = Self.stage()
    stage.keys("w x")
    #expect(Self.wishes(stage).isEmpty && stage.text.contains("The text is being brought up to date"))
    Self.answer(&stage, Self.task(), nil)
    stage.keys("x")
    #expect(Self.wishes(stage).isEmpty && stage.text.contains("White space is left out here"))
    stage.keys("w t")
    stage.replyToPanes { request in
      guard case .diffScope = request, let summary = Self.task().diff else { return nil }
      return .diff(DiffListing(base: "t0", summary: summary, files: [Self.files[2]]))
    }
    stage.keys("x")
    #expect(Self.wishes(stage).isEmpty && stage.text.contains("t goes back to it"))
    var done = Self.task()
    done.phase = .done
    stage.apply(.notice(.task(done)))
    stage.keys("x")
    #expect(stage.text.contains("nothing of it is published any more"))
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func theApprovalSaysWhatIsOutAndBindsToIt(width: Int, height: Int) throws {
    var task = Self.task()
    let file = DiffFile(
      path: "ci.yml", status: .added, insertions: 1, deletions: 0, blob: "d1",
      reasons: [SensitiveReason(.ci, "Runs", needsTick: true)])
    task.takenOut = [
      "src/login.swift": TakenOut(stamp: Self.files[2].stamp, blocks: [Self.blocks()[0]]), "ci.yml": TakenOut(stamp: file.stamp),
    ]
    var stage = Stage(tasks: [task], width: width, height: height)
    stage.keys("3")
    stage.replyToPanes { request in
      guard case .diff = request, let summary = task.diff else { return nil }
      return .diff(DiffListing(base: "abc", summary: summary, files: [file] + Self.files))
    }
    stage.keys("A")
    expectGolden(stage.canvas, "approve-out-\(width)x\(height)")
    #expect(stage.text.contains("Taken out, not published: ci.yml, 1 hunk of src/login.swift"))
    #expect(stage.text.contains("Publish without 1 file, 1 hunk") && !stage.text.contains("NOT TICKED"))
    stage.keys("y")
    let options = stage.requests.compactMap { if case .approve(_, let options) = $0 { options } else { nil as ApproveOptions? } }
    #expect(try #require(options.last).seal == task.out.seal && !task.out.seal.isEmpty)
  }

  @Test func marksAndCommentsAreGivenToTheServiceAndComeBack() throws {
    var stage = Self.stage()
    stage.clear()
    stage.keys("v")
    func kept(_ stage: Stage) -> OperatorReview? {
      stage.effects.compactMap { if case .request(_, .keepReview(_, let review)) = $0 { review } else { nil as OperatorReview? } }.last
    }
    let first = try #require(kept(stage))
    #expect(first.files["src/login.swift"]?.blob == nil && first.files["src/login.swift"]?.blocks.count == 1)
    stage.keys("] v")
    let second = try #require(kept(stage))
    #expect(second.files["src/login.swift"]?.blob == "c1" && second.files["src/login.swift"]?.blocks.count == 2)
    #expect(stage.text.contains("1 of 3 reviewed") && stage.text.contains("✓ reviewed"))
    stage.keys("j j c")
    stage.type("why 3?")
    stage.keys("Enter")
    let third = try #require(kept(stage))
    #expect(third.comments.map(\.text) == ["why 3?"])
    stage.clear()
    stage.keys("k j")
    #expect(kept(stage) == nil, "only what changed is sent")
    // Another interface of the same operator, later.
    let later = Self.stage(review: third)
    #expect(later.text.contains("1 of 3 reviewed") && later.text.contains("why 3?"))
    // One of two hunks changed: the other keeps its mark.
    var marks = third
    marks.files["src/login.swift"]?.blob = "old"
    let changed = Self.stage(
      review: OperatorReview(files: ["src/login.swift": ReviewedFile(blob: "old", blocks: first.files["src/login.swift"]?.blocks ?? [])]))
    #expect(!changed.text.contains("of 3 reviewed") && changed.text.contains("✓ reviewed"))
  }

  @Test func whatWasLookedAtBeforeDetachingIsWhatIsNewSince() throws {
    var stage = Self.stage(review: OperatorReview(looked: "t0"))
    let order = stage.effects.compactMap { if case .request(_, let request) = $0 { request } else { nil as Request? } }
    let asked = try #require(order.firstIndex { if case .review = $0 { true } else { false } })
    let shown = try #require(order.firstIndex { if case .diffText = $0 { true } else { false } })
    #expect(asked < shown, "asked before anything is shown")
    stage.keys("t t")
    #expect(stage.effects.contains { if case .request(_, .diffScope(_, .since("t0"))) = $0 { true } else { false } })
    #expect(stage.text.contains("since you looked") || stage.text.contains("Not measured"))
    stage.replyToPanes { request in
      if case .diffScope(_, .since) = request {
        return .refused(Refusal(.failed, "t0 is no tree or commit of this task; look at the diff again"))
      }
      return nil
    }
    #expect(stage.state.panes[TaskID(3)]?.diff.scope == .all, "what cannot be told apart is shown whole")
  }

  private static func withTranscript(_ stage: inout Stage) {
    stage.replyToPanes { request in
      guard case .transcript(let id, _, _, _) = request else { return nil }
      let call = ToolCall(id: "c1", kind: .edit, name: "Edit", title: "src/login.swift", input: "{\"path\":\"src/login.swift\"}")
      let events: [TranscriptEvent] = [
        .prompt(text: "go", origin: "brief"), .agent(.toolStarted(call)), .agent(.turnDone(.completed, text: nil)),
      ]
      let entries = events.enumerated().map { TranscriptEntry(seq: Int64($0 + 1), task: id, time: Stage.start, event: $1) }
      return .transcript(entries, more: false)
    }
  }

  private static let blame = FileBlame(
    path: "src/login.swift", tree: "t1",
    spans: [
      FileBlame.Span(first: 2, count: 2, turn: 1, call: 2), FileBlame.Span(first: 42, count: 1, turn: 2, call: nil),
    ], calls: [FileBlame.Call(seq: 2, turn: 1, name: "Edit", wrote: 3)])

  @Test func fromALineToItsCall() {
    var stage = Self.stage()
    Self.withTranscript(&stage)
    stage.keys("g j j j b")
    #expect(stage.effects.contains { if case .request(_, .blame(_, "src/login.swift", "t1")) = $0 { true } else { false } })
    stage.replyToPanes { if case .blame = $0 { .blame(Self.blame) } else { nil } }
    #expect(stage.state.focus == .transcript)
    #expect(stage.state.panes[TaskID(3)]?.transcript.selectedTool?.id == "c1")
    #expect(stage.text.contains("Edit in turn 1 wrote line 2 of src/login.swift."))
    // Known by now; only the turn, and a line of the base.
    stage.keys("3 ] j j j b")
    #expect(stage.text.contains("Turn 2 wrote line 42 of src/login.swift, but no tool call says so"))
    stage.keys("j b")
    #expect(stage.text.contains("is the base's"))
    stage.keys("k k b")
    #expect(stage.text.contains("This line is gone"))
  }

  @Test func aCallThatIsNotLoadedIsFetchedPageByPage() {
    var stage = Self.stage()
    func page(_ numbers: ClosedRange<Int64>) -> [TranscriptEntry] {
      numbers.map { number in
        let call = ToolCall(id: "c\(number)", kind: .edit, name: "Edit", title: "x", input: "{}")
        return TranscriptEntry(
          seq: number, task: TaskID(3), time: Stage.start, event: number == 2 ? .agent(.toolStarted(call)) : .note(.info, "line \(number)"))
      }
    }
    var asked: [Int64] = []
    func answer(_ request: Request) -> Reply? {
      switch request {
      case .blame: return .blame(Self.blame)
      case .transcript(_, _, nil, _): return .transcript(page(801...900), more: true)
      case .transcript(_, _, let before?, _):
        asked.append(before)
        return .transcript(page(max(1, before - 400)...(before - 1)), more: before > 401)
      default: return nil
      }
    }
    stage.replyToPanes(answer)
    stage.keys("g j j j b")
    for _ in 0..<4 {
      let sent = stage
      stage.clear()
      for case .request(let id, let request) in sent.effects { if let reply = answer(request) { stage.apply(.reply(id, reply)) } }
    }
    #expect(asked == [801, 401])
    #expect(stage.state.panes[TaskID(3)]?.transcript.selectedTool?.id == "c2")
  }

  @Test func fromACallToWhatIsLeftOfIt() {
    var stage = Self.stage()
    Self.withTranscript(&stage)
    stage.keys("2 g } b")
    stage.replyToPanes { if case .blame = $0 { .blame(Self.blame) } else { nil } }
    #expect(stage.state.focus == .diff)
    #expect(stage.text.contains("2 of the 3 lines that this call wrote in src/login.swift are left."))
    #expect(stage.state.panes[TaskID(3)]?.diff.commentTarget?.first == 2)
    #expect(stage.state.panes[TaskID(3)]?.diff.commentTarget?.last == 3)
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func thePaneWithMarks(width: Int, height: Int) {
    var task = Self.task()
    task.takenOut = [
      "src/login.swift": TakenOut(stamp: Self.files[2].stamp, blocks: [Self.blocks()[0]]),
      "docs/notes.md": TakenOut(stamp: Self.files[1].stamp),
    ]
    let second = Self.blocks()[1].mark
    let review = OperatorReview(
      files: ["assets/logo.png": ReviewedFile(blob: "a1"), "src/login.swift": ReviewedFile(blocks: [second])])
    var stage = Self.stage(task, width: width, height: height, review: review)
    if width == 200 {
      stage.keys("+ s")
      Self.answer(&stage, task, nil)
    }
    expectGolden(stage.canvas, "reviewer-\(width)x\(height)")
    HostileTests.expectClean(stage.canvas, "\(width)x\(height)")
  }
}
