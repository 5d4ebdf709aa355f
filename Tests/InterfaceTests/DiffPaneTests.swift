import Interface
import Model
import Screen
import TestSupport
import Testing

@Suite struct DiffPaneTests {
  private let size = Size(width: 60, height: 24)

  @Test func itAsksForTheChosenFileOnce() throws {
    var state = DiffPaneState(task: TaskID(1))
    #expect(state.wantedFile == nil)
    #expect(state.needsListing(tree: "t1"))
    state.apply(listing: DiffSample.listing(DiffSample.files))
    #expect(!state.needsListing(tree: "t1"))
    let first = try #require(state.wantedFile)
    #expect(first.path == ".github/workflows/ci.yml")
    #expect(first.tree == "t1" && first.context == 3 && !first.ignoreWhitespace)
    state.apply(text: "", for: first)
    #expect(state.wantedFile == nil)
    state.update(.nextFile, size: size)
    #expect(state.wantedFile == nil, "a binary file has no text")
    state.update(.nextFile, size: size)
    #expect(state.wantedFile?.path == "src/login.swift")
    state.update(.nextFile, size: size)
    #expect(state.wantedFile?.paths == ["docs/old.md", "docs/new.md"])
    state.update(.nextFile, size: size)
    #expect(state.wantedFile == nil, "a large file is loaded when asked for")
    state.update(.switchPart, size: size)
    #expect(state.wantedFile?.path == "vendor/generated.c")
  }

  @Test func aTreeWithTheSameFileNeedsNoNewText() {
    var state = DiffSample.state()
    #expect(state.wantedFile == nil)
    state.apply(listing: DiffSample.listing(DiffSample.files, tree: "t2"))
    #expect(state.wantedFile == nil)
    var files = DiffSample.files
    files[2].blob = "3333333"
    state.apply(listing: DiffSample.listing(files, tree: "t3"))
    #expect(state.wantedFile?.blob == "3333333")
    state.update(.toggleWhitespace, size: size)
    #expect(state.wantedFile?.ignoreWhitespace == true)
    state.update(.moreContext, size: size)
    #expect(state.wantedFile?.context == 6)
    state.update(.lessContext, size: size)
    state.update(.lessContext, size: size)
    #expect(state.wantedFile?.context == 1)
  }

  @Test func oneKeyGoesFromAllToTheLastTurnToWhatIsNew() throws {
    var state = DiffSample.state()
    #expect(state.scope == .all)
    state.leaveTask()
    state.nextExtent()
    state.nextExtent()
    #expect(state.scope == .all, "nothing of it was on the screen yet")
    state = DiffSample.state()
    state.settle(size: size)
    state.leaveTask()
    state.nextExtent()
    #expect(state.scope == .turn(nil))
    #expect(state.listing == nil && state.wantedFile == nil)
    var part = DiffSample.listing([DiffSample.files[2]])
    part.base = "t0"
    state.apply(listing: part)
    let wanted = try #require(state.wantedFile)
    #expect(wanted.isPart && wanted.base == "t0")
    state.nextExtent()
    #expect(state.scope == .since("t1"))
    state.nextExtent()
    #expect(state.scope == .all)
    state.apply(listing: DiffSample.listing(DiffSample.files))
    #expect(state.wantedFile?.isPart == false)
  }

  @Test func anAnswerForAnotherTextIsNotTakenForThis() throws {
    var state = DiffSample.state()
    state.update(.toggleWhitespace, size: size)
    let late = try #require(state.wantedFile)
    state.update(.toggleWhitespace, size: size)
    #expect(state.wantedFile == nil)
    state.apply(text: "", for: late)
    #expect(state.wantedFile != nil, "what came late is asked for anew")
  }

  @Test func aRefusalIsSaidAndNotAskedAgain() throws {
    var state = DiffSample.state()
    state.update(.toggleWhitespace, size: size)
    state.apply(refusal: "the workspace is gone", for: try #require(state.wantedFile))
    #expect(state.wantedFile == nil)
    #expect(state.rows(60, 24).contains { $0.contains("the workspace is gone") })
  }

  @Test func liveChangesDoNotMoveWhatIsRead() throws {
    var state = DiffSample.state()
    for _ in 0..<14 { state.update(.lineDown, size: size) }
    let line = try #require(state.copyText)
    #expect(line == "  let a = 1")
    let before = state.rows(60, 24)
    let row = try #require(before.firstIndex { $0.contains("let a = 1") })
    var files = DiffSample.files
    files[2].blob = "3333333"
    state.apply(listing: DiffSample.listing(files, tree: "t2"))
    #expect(state.rows(60, 24).dropLast() == before.dropLast())
    let more = DiffSample.text.replacing("@@ -41,7", with: "@@ -3,1 +3,4 @@ above\n context\n+one\n+two\n+three\n@@ -41,7")
    state.apply(text: more, for: try #require(state.wantedFile))
    #expect(state.copyText == line)
    #expect(state.rows(60, 24).firstIndex { $0.contains("let a = 1") } == row)
  }

  @Test func placesOfFilesAreKept() {
    var state = DiffSample.state()
    for _ in 0..<5 { state.update(.lineDown, size: size) }
    let text = state.copyText
    state.update(.previousFile, size: size)
    state.update(.nextFile, size: size)
    #expect(state.copyText == text)
  }

  @Test func hunksAndFilesAreWalked() {
    var state = DiffSample.state()
    state.update(.nextHunk, size: size)
    #expect(state.rows(60, 24).contains { $0.contains("14/18") })
    state.update(.lineDown, size: size)
    #expect(state.copyText == "  let a = 1")
    state.update(.nextHunk, size: size)
    #expect(state.selectedFile?.path == "docs/new.md")
    state.update(.previousHunk, size: size)
    #expect(state.selectedFile?.path == "src/login.swift")
    state.update(.lineDown, size: size)
    #expect(state.copyText == "  let a = 1")
  }

  @Test func reviewedMarksLastWhileTheContentDoes() throws {
    var state = DiffSample.state()
    state.update(.toggleReviewed, size: size)
    let login = try #require(state.selectedFile)
    #expect(!state.isReviewed(login), "one hunk of two")
    state.update(.nextHunk, size: size)
    state.update(.toggleReviewed, size: size)
    #expect(state.isReviewed(login))
    state.update(.switchPart, size: size)
    state.update(.lineDown, size: size)
    state.update(.toggleReviewed, size: size)
    #expect(state.reviewedCount == 2)
    state.apply(listing: DiffSample.listing(DiffSample.files, tree: "t2"))
    #expect(state.reviewedCount == 2)
    var files = DiffSample.files
    files[2].blob = "3333333"
    state.apply(listing: DiffSample.listing(files, tree: "t3"))
    #expect(state.reviewedCount == 1)
    _ = state.show(path: "src/login.swift")
    let changed = DiffSample.text.replacing("let name = \"xy\"", with: "let name = \"other\"")
    state.apply(text: changed, for: try #require(state.wantedFile))
    let rows = state.rows(60, 30)
    #expect(rows.contains { $0.contains("@@ −41") && $0.contains("✓") }, "the hunk that did not change is still reviewed")
    #expect(rows.contains { $0.contains("@@ −80") && !$0.contains("✓") })
  }

  @Test func commentsBecomeOneMessage() throws {
    var state = DiffSample.state()
    for _ in 0..<5 { state.update(.lineDown, size: size) }
    state.update(.toggleRange, size: size)
    state.update(.lineDown, size: size)
    let target = try #require(state.commentTarget)
    #expect(target.words == "src/login.swift:43-44")
    state.addComment(target, text: "Three tries are too many.")
    for _ in 0..<3 { state.update(.lineUp, size: size) }
    let removed = try #require(state.commentTarget)
    #expect(removed.words == "src/login.swift:43 (removed)")
    state.addComment(removed, text: "Keep this.")
    #expect(
      state.composeCommentsMessage() == """
        2 comments on your changes:

        src/login.swift:43-44
        >   let token = try await renew(url, tries: 3)
        >   guard token.isFresh else {
        Three tries are too many.

        src/login.swift:43 (removed)
        >   let token = try await fetch(url)
        Keep this.

        """)
    #expect(state.rows(60, 30).contains { $0.contains("Three tries are too many.  (not sent)") })
    state.markCommentsSent()
    #expect(state.composeCommentsMessage().isEmpty)
    #expect(state.comments.map { state.fate(of: $0) } == [.untouched, .untouched])
    var files = DiffSample.files
    files[2].blob = "3333333"
    state.apply(listing: DiffSample.listing(files, tree: "t2"))
    #expect(state.fate(of: try #require(state.comments.first)) == .fileChanged)
    state.apply(text: DiffSample.text.replacing("tries: 3", with: "tries: 2"), for: try #require(state.wantedFile))
    #expect(state.comments.map { state.fate(of: $0) } == [.touched, .untouched])
    #expect(state.rows(60, 30).contains { $0.contains("(sent, lines changed)") })
  }

  @Test func removedLinesAreNotLostBesideAddedOnes() {
    var state = DiffSample.state()
    state.update(.toggleSideBySide, size: size)
    #expect(state.rows(60, 24).contains { $0.contains("side by side needs 100 columns") })
    let rows = state.rows(130, 30)
    #expect(rows.contains { $0.contains("fetch(url)") && $0.contains("renew(url, tries: 3)") })
    #expect(rows.contains { $0.contains("return token") && $0.contains("guard token.isFresh") })
  }

  @Test func searchAndClicks() {
    var state = DiffSample.state()
    state.update(.search("stale"), size: size)
    #expect(state.copyText?.contains("stale") == true)
    state.update(.search("nowhere"), size: size)
    #expect(state.rows(60, 24).last?.contains("not found") == true)
    state.update(.selectRow(0), size: size)
    #expect(state.part == .files)
    #expect(state.selectedFile?.path == ".github/workflows/ci.yml")
    state.update(.bottom, size: size)
    #expect(state.selectedFile?.path == "vendor/generated.c")
    state.update(.top, size: size)
    #expect(state.copyText == ".github/workflows/ci.yml")
  }

  @Test func hiddenThingsAreShown() {
    let hostile = "diff --git a/x b/x\n@@ -1 +1,2 @@\n-a\n+b\u{1B}[8mhidden\u{1B}[0m\rover\u{9B}x\t\u{200B}y\n+\u{301}z\n"
    var state = DiffSample.state(hostile)
    let canvas = state.canvas(80, 24)
    let text = CanvasText(canvas).rows.joined(separator: "\n")
    #expect(text.contains("b␛[8mhidden␛[0m␍over⟨U+009B⟩x"))
    #expect(text.contains("⟨U+200B⟩y"))
    #expect(canvas.cells.contains { $0.style.role == .risky })
    for cell in canvas.cells { #expect(cell.scalar == 0 || (cell.scalar >= 0x20 && !(0x7F..<0xA0).contains(cell.scalar))) }
  }

  @Test func hostilePathsAreShown() {
    var state = DiffPaneState(task: TaskID(1))
    state.apply(
      listing: DiffSample.listing([
        DiffSample.file("src/\u{202E}gnp.exe\n\u{1B}[2J"), DiffSample.file(String(repeating: "long/", count: 60)),
      ]))
    let text = CanvasText(state.canvas(60, 20)).rows.joined(separator: "\n")
    #expect(text.contains("src/⟨U+202E⟩gnp.exe␊␛[2J"))
    #expect(text.contains("…"))
  }

  @Test func anyActionsInAnySizeDoNoHarm() {
    var numbers = SeededGenerator(seed: 5)
    let actions: [DiffAction] = [
      .lineUp, .lineDown, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .top, .bottom, .scroll(3), .scroll(-5), .left, .right, .nextHunk,
      .previousHunk,
      .nextFile, .previousFile, .switchPart, .toggleReviewed, .toggleSideBySide, .toggleWhitespace, .moreContext, .lessContext,
      .toggleRange, .search("a"),
      .nextMatch, .previousMatch, .selectRow(5), .selectRow(-1), .selectRow(1000),
    ]
    var state = DiffSample.state()
    for round in 0..<2000 {
      let size = Size(width: Int.random(in: 0...140, using: &numbers), height: Int.random(in: 0...30, using: &numbers))
      if let action = actions.randomElement(using: &numbers) { state.update(action, size: size) }
      if let wanted = state.wantedFile, round % 3 == 0 { state.apply(text: DiffSample.text, for: wanted) }
      if round % 17 == 0 {
        var files = DiffSample.files.shuffled(using: &numbers)
        files.removeLast(Int.random(in: 0...files.count, using: &numbers))
        state.apply(listing: DiffSample.listing(files, tree: "r\(round)"))
      }
      if round % 11 == 0, let target = state.commentTarget { state.addComment(target, text: "look") }
      if round % 13 == 0, let index = state.selectedComment { state.removeComment(at: index) }
      let canvas = state.canvas(size.width, size.height)
      #expect(canvas.size == size)
    }
  }
}
