import Interface
import Model
import Screen
import Testing
import Wire

/// Sensitive files and hidden characters on the screen, and the ticks before publishing.
@Suite struct ImplantTests {
  static let trojan = """
    diff --git a/src/login.js b/src/login.js
    index 1111111..2222222 100644
    --- a/src/login.js
    +++ b/src/login.js
    @@ -1,4 +1,8 @@
     let a = 1
    -let b = 2
    +if (user) { /* \u{202E} } \u{2066}if (isAdmin)\u{2069} \u{2066} begin admins only */
    +let p\u{430}ypal = \u{200B}pay() \u{20}
    +let tab = "x"\t
    +\u{FEFF}let flag = "a\u{E0041}b"
    +let windows = 1\r
    +let честно = "Привет"
     let z = 3
     let y = "\u{202E}old"

    """

  static let files = [
    DiffFile(
      path: ".husky/pre-commit", status: .added, insertions: 1, deletions: 0, blob: "h1", marks: [.executable, .sensitive], mode: "100755",
      reasons: [SensitiveReason(.hook, "Git runs it on commit"), SensitiveReason(.executable, "A new program or script that can be run")]),
    DiffFile(
      path: "Makefile", status: .modified, insertions: 2, deletions: 1, blob: "m1", mode: "100644",
      reasons: [SensitiveReason(.buildScript, "It says what is run to build the project", needsTick: false)]),
    DiffFile(
      path: "src/gp\u{202E}gnp.js", status: .added, insertions: 1, deletions: 0, blob: "g1", marks: [.sensitive], mode: "100644",
      reasons: [SensitiveReason(.hidden, "Its name has characters that cannot be seen")]),
    DiffFile(
      path: "src/login.js", status: .modified, insertions: 6, deletions: 1, blob: "2222222", marks: [.sensitive], mode: "100644",
      reasons: [
        SensitiveReason(.hidden, "Characters that cannot be seen (text direction, invisible characters), first on line 2"),
        SensitiveReason(.lookAlike, "Letters of one script that look like another's, first on line 3"),
      ]),
  ]

  static func stage(_ task: TaskRecord, width: Int = 200, height: Int = 50) -> Stage {
    var stage = Stage(tasks: [task], width: width, height: height)
    stage.replyToPanes { request in
      guard case .diff = request, let summary = task.diff else { return nil }
      return .diff(DiffListing(base: "abc", summary: summary, files: files))
    }
    stage.replyToPanes { request in
      if case .diffText = request { return .diffText(trojan) }
      return nil
    }
    return stage
  }

  @Test(arguments: [60, 120]) func trojanSourceIsSeen(width: Int) {
    var state = DiffPaneState(task: TaskID(12))
    state.apply(listing: DiffSample.listing(Self.files))
    state.ticks = [".husky/pre-commit": Self.files[0].stamp]
    _ = state.show(path: "src/login.js")
    if let wanted = state.wantedFile { state.apply(text: Self.trojan, for: wanted) }
    let canvas = state.canvas(width, 24)
    let text = CanvasText(canvas).rows.joined(separator: "\n")
    #expect(!text.unicodeScalars.contains { $0.value == 0x202E || $0.value == 0x430 || $0.value == 0x200B || $0.value == 0xE0041 })
    #expect(text.contains("⟨U+202E⟩") && text.contains("p⟨U+0430⟩ypal") && text.contains("⟨U+200B⟩"))
    expectGolden(canvas, "implants-\(width)")
  }

  @Test func spaceTicksTheFileThatIsShown() {
    var task = TaskFixtures.review(3, "Typo in help")
    var stage = Self.stage(task)
    stage.keys("Enter")
    #expect(stage.state.focus == .diff)
    #expect(stage.text.contains("tick?"))
    stage.clear()
    stage.keys("Space")
    #expect(stage.requests == [.tick(TaskID(3), [".husky/pre-commit": Self.files[0].stamp])])
    task.ticks = [".husky/pre-commit": Self.files[0].stamp]
    stage.reply(.done)
    stage.apply(.notice(.task(task)))
    #expect(stage.text.contains("ticked"))
    stage.clear()
    stage.keys("Space")
    #expect(stage.requests == [.tick(TaskID(3), [".husky/pre-commit": ""])], "again: the tick is taken back")
    stage.clear()
    stage.keys("}")
    stage.keys("Space")
    #expect(stage.requests.isEmpty && stage.text.contains("Makefile needs no tick"))
    // Another content is not what was ticked.
    task.ticks = [".husky/pre-commit": "A 100755 other"]
    #expect(!task.hasTicked(Self.files[0]))
  }

  @Test func theDialogTicksOneByOne() throws {
    var task = TaskFixtures.review(3, "Typo in help")
    task.shownTree = task.diff?.tree
    task.ticks = [Self.files[2].path: Self.files[2].stamp]
    var stage = Self.stage(task)
    stage.clear()
    stage.keys("A")
    guard case .approve(_, let rehearsal)? = stage.requests.last else { return #expect(Bool(false)) }
    #expect(rehearsal.dryRun)
    stage.reply(.text("T3: would publish branch"))
    #expect(stage.text.contains("NOT TICKED"))
    expectGolden(stage.canvas, "approve-implants-200x50")
    stage.clear()
    stage.keys("y")
    #expect(stage.requests.isEmpty, "nothing is sent while one is open")
    #expect(stage.text.contains("Sensitive files are not ticked"))
    stage.keys("Space y")
    #expect(stage.requests.isEmpty, "one tick is not for all")
    stage.keys("Space y")
    guard case .approve(_, let options)? = stage.requests.last else { return #expect(Bool(false)) }
    #expect(options.ticks == [".husky/pre-commit": Self.files[0].stamp, "src/login.js": Self.files[3].stamp])
    #expect(options.tree == task.diff?.tree && !options.dryRun)
  }

  @Test func publishingNothingNeedsNoTick() {
    var stage = Self.stage(TaskFixtures.review(3, "Typo in help"))
    stage.keys("A")
    stage.reply(.text("T3: would publish branch"))
    stage.clear()
    stage.keys("Tab Tab Space Space Space Space y")
    guard case .approve(_, let options)? = stage.requests.last else { return #expect(Bool(false)) }
    #expect(options.kind == Publication.Kind.none && options.ticks == nil)
  }

  @Test func severalTasksSayWhatIsOpen() {
    var one = TaskFixtures.review(3, "One")
    one.shownTree = one.diff?.tree
    var two = TaskFixtures.review(4, "Two")
    two.diff?.sensitive = 7
    var stage = Stage(tasks: [one, two], width: 120, height: 40)
    stage.replyToPanes { request in
      guard case .diff(let id) = request, id == one.id, let summary = one.diff else { return nil }
      return .diff(DiffListing(base: "abc", summary: summary, files: Self.files))
    }
    stage.keys("Space j Space A")
    #expect(stage.text.contains("T3 .husky/pre-commit"))
    #expect(stage.text.contains("T4: 7 sensitive files; open it to tick them"))
  }
}
