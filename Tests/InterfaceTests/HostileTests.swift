import Interface
import Model
import Screen
import Testing
import Wire

/// What comes from outside, sizes and orders that nobody wants.
@Suite struct HostileTests {
  static let evil = "\u{1B}]0;owned\u{7}\u{1B}[2J\u{202E}gnp.exe\u{200B} \u{9B}31m\r\n\t👩‍👩‍👧 é" + String(repeating: "\u{301}", count: 40)

  static var tasks: [TaskRecord] {
    TaskFixtures.desk.map { task in
      var task = task
      task.ticket.title = evil
      task.ticket.id = evil
      task.engine = evil
      task.model = evil
      task.detail = evil
      task.branch = evil
      task.summary = evil
      task.repository = RepositoryLocation(source: evil, publishTo: evil)
      task.costUSD = .nan
      task.tokens = TokenCount(input: .max, output: .max, cacheRead: .min, cacheWrite: .max)
      task.workspaceBytes = .max
      task.phaseSince = Timestamp(milliseconds: .min)
      task.attention?.text = evil
      task.attention?.since = Timestamp(milliseconds: .max)
      task.requests = task.requests.map { request in
        var request = request
        request.title = evil
        request.detail = evil
        request.kind = .questions([AgentQuestion(text: evil, options: [evil, evil], multiple: true)])
        return request
      }
      return task
    }
  }

  /// Nothing on a canvas controls a terminal or turns its text round.
  static func expectClean(_ canvas: Canvas, _ where_: String) {
    for cell in canvas.cells {
      let bad =
        (cell.scalar < 0x20 && cell.scalar != 0) || (0x7F..<0xA0).contains(cell.scalar) || cell.scalar == 0x202E || cell.scalar == 0x200B
      #expect(!bad, "U+\(String(cell.scalar, radix: 16)) \(where_)")
    }
  }

  static let walks = [
    "", "j Enter", "j Enter e", "Enter 1 2", "m", "j j j A", "j j j D", "S", ":", "?", "o", "i", "/", "2", "3", "Space j Space D", "2 /",
    "q", ": s e t t i n g s Space w h a t Enter", ": l o g Space e v e r y Enter / x", ": t h e m e s , Enter /",
  ]

  @Test(arguments: walks) func hostileTitles(walk: String) {
    for (width, height) in [(80, 24), (120, 40), (200, 50), (50, 12)] {
      var stage = Stage(tasks: Self.tasks, width: width, height: height)
      stage.keys(walk)
      stage.apply(.notice(.message(.error, Self.evil)))
      Self.expectClean(stage.canvas, "after \(walk) at \(width)x\(height)")
      for effect in stage.effects {
        if case .notify(let text) = effect { #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 }) }
        if case .setTitle(let text) = effect { #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 }) }
      }
    }
  }

  @Test func aHostileSheet() {
    var stage = Stage(tasks: Self.tasks)
    stage.paste(Self.evil + "x")
    var draft = TicketDraft(
      line: .max, ticket: Ticket(title: Self.evil, body: Self.evil), repository: Self.evil, base: Self.evil, engine: Self.evil)
    draft.after = ["#99999999999999999999", "#0", "#-1", "#9223372036854775807"]
    draft.problem = Self.evil
    stage.reply(.preview([draft, draft], remarks: [Self.evil]))
    Self.expectClean(stage.canvas, "in the sheet")
    stage.keys("s J J u e Enter E Enter Enter")
    Self.expectClean(stage.canvas, "in the sheet")
  }

  static func edges(_ width: Int) -> Bool { width < 10 || width % 20 < 2 || (38...41).contains(width) || (148...151).contains(width) }

  @Test("F34: every size of the terminal, with wide characters", arguments: walks) func everySize(walk: String) {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys(walk)
    // Every size once; at the edges of the layout with everything that can lie over it.
    for width in 1...220 where walk.isEmpty || Self.edges(width) {
      for height in 1...70 where (walk.isEmpty && width % 3 == 0) || height < 10 || height % 15 < 2 {
        stage.apply(.terminal(.resized(Size(width: width, height: height))))
        let canvas = stage.canvas
        #expect(canvas.size == Size(width: width, height: height))
        if let cursor = canvas.cursor { #expect(canvas.bounds.contains(column: cursor.column, row: cursor.row), "at \(width)x\(height)") }
      }
    }
    stage.apply(.terminal(.resized(Size(width: 0, height: 0))))
    stage.apply(.terminal(.resized(Size(width: -3, height: -3))))
    _ = stage.canvas
    stage.keys("j k PgDn G Enter Esc")
  }

  @Test func everySizeOfTheSheet() {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.paste("x")
    stage.reply(.preview(SheetFixtures.drafts, remarks: ["one", "two", "three", "four", "five"]))
    for edit in [false, true] {
      if edit { stage.keys("e") }
      for width in 1...220 {
        for height in 1...70 where Self.edges(width) && (height < 14 || height % 15 == 0) {
          stage.apply(.terminal(.resized(Size(width: width, height: height))))
          _ = stage.canvas
        }
      }
    }
  }

  @Test("F30: a paste does nothing but insert, in every screen and mode", arguments: walks) func aMebibyteIsPastedAnywhere(walk: String) {
    let text = String(repeating: "- a ticket with some words in it\n", count: (1 << 20) / 33)
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys(walk)
    stage.clear()
    stage.paste(text)
    #expect(!stage.effects.contains(where: RuleTests.hasConsequences))
    #expect(stage.requests.allSatisfy { if case .read = $0 { true } else { false } })
    if stage.state.typed == nil { #expect(stage.requests.count == 1) }
    _ = stage.canvas
    stage.apply(.terminal(.paste([0xFF, 0xFE, 0x00, 0x1B, 0x5B])))
    _ = stage.canvas
  }

  @Test func noticesInOddOrder() {
    var stage = Stage()
    let task = TaskFixtures.asking(5, "Early", TaskFixtures.permission)
    stage.apply(.notice(.entries(EntryFixtures.login(TaskID(99)))))
    stage.apply(.notice(.delta(task: TaskID(98), messageID: "m", stream: .text, offset: 5, text: "x")))
    stage.apply(.notice(.task(task)))
    stage.apply(.notice(.queue(QueueStatus(paused: true, maxRunning: 0, maxLive: 0, live: -1, trouble: "dead credential"))))
    stage.apply(.reply(4711, .done))
    stage.apply(.notice(.goodbye("bye")))
    stage.apply(.notice(.task(task)))
    stage.connect([])
    #expect(stage.state.tasks.isEmpty)
    stage.apply(.notice(.task(TaskFixtures.task(5, "Early", .done))))
    stage.apply(.notice(.task(task)))
    stage.keys("Enter y")
    #expect(stage.requests.count == 1)
    // Replies that do not fit their request.
    for effect in stage.effects { if case .request(let id, _) = effect { stage.apply(.reply(id, .engines([]))) } }
    stage.connect([task])
    stage.keys("i")
    stage.type("x")
    stage.keys("Enter")
    stage.reply(.done)
    _ = stage.canvas
  }

  @Test func deltasWithAGapAreAskedFor() {
    var stage = Stage(tasks: [TaskFixtures.task(1, "One", .running)])
    stage.replyToPanes { request in
      if case .transcript(let id, _, _, _) = request { return .transcript(EntryFixtures.login(id), more: false) }
      return nil
    }
    stage.clear()
    stage.apply(.notice(.delta(task: TaskID(1), messageID: "m9", stream: .text, offset: 0, text: "Hel")))
    stage.apply(.notice(.delta(task: TaskID(1), messageID: "m9", stream: .text, offset: 3, text: "lo there")))
    #expect(stage.effects.isEmpty)
    #expect(stage.text.contains("Hello there"))
    stage.apply(.notice(.delta(task: TaskID(1), messageID: "m9", stream: .text, offset: 100, text: "gap")))
    stage.apply(.notice(.delta(task: TaskID(1), messageID: "m9", stream: .text, offset: 200, text: "gap")))
    #expect(stage.effects.count == 1)
    guard case .request(_, .transcript(let id, let after, nil, _))? = stage.effects.first else { return #expect(Bool(false)) }
    #expect(id == TaskID(1) && after == 6)
  }

  @Test func onlyWhatIsShownIsAskedFor() {
    var stage = Stage(tasks: TaskFixtures.desk)
    #expect(stage.effects.count { if case .request(_, .transcript(TaskID(12), _, _, _)) = $0 { true } else { false } } == 1)
    stage.clear()
    stage.keys("j k j k")
    let asked = stage.effects.compactMap { effect -> TaskID? in
      if case .request(_, .transcript(let id, _, _, _)) = effect { id } else { nil }
    }
    #expect(asked == [TaskID(7)])
    stage.clear()
    // The diff is measured again when the task says that it changed.
    var changed = TaskFixtures.asking(12, "Fix flaky login test", TaskFixtures.permission)
    changed.diff = DiffSummary(files: 1, insertions: 1, deletions: 1, tree: "new")
    stage.apply(.notice(.task(changed)))
    stage.apply(.notice(.task(changed)))
    #expect(stage.effects.filter { if case .request(_, .diff) = $0 { true } else { false } }.count == 1)
  }

  @Test func thePanesOfManyTasksDoNotPileUp() {
    let tasks = (1...60).map { TaskFixtures.task($0, "Task \($0)", .running) }
    var stage = Stage(tasks: tasks)
    for _ in 0..<60 { stage.keys("j") }
    #expect(stage.state.panes.ids.count == PaneCache.limit)
  }

  @Test("F43: ten thousand tasks change at once, and a key is answered")
  func tenThousandTasksMoveAtOnce() {
    let tasks = (1...10_000).map { TaskFixtures.task($0, "Task \($0)", .queued) }
    var stage = Stage(tasks: tasks)
    stage.keys("G")
    #expect(stage.state.list.cursor == TaskID(10_000))
    stage.keys("g PgDn")
    _ = stage.canvas
  }
}
