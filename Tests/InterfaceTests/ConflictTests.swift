import Interface
import Model
import Screen
import Testing
import Wire

/// The page of tasks that are in each other's way.
@Suite struct ConflictTests {
  static func page(_ count: Int = 7, size: (Int, Int) = (120, 40)) -> Stage {
    var stage = Stage(tasks: ConflictFixtures.tasks(count), width: size.0, height: size.1)
    stage.keys("X")
    stage.reply(.conflicts([ConflictFixtures.report(count)]))
    return stage
  }

  private func text(_ stage: Stage) -> String { stage.text }

  @Test("X asks, and shows the table with numbers beside its signs") func table() {
    var stage = Stage(tasks: ConflictFixtures.tasks(7))
    stage.keys("X")
    #expect(stage.requests == [.conflicts(CollisionQuestion())])
    #expect(text(stage).contains("Asking…"))
    stage.reply(.conflicts([ConflictFixtures.report(7)]))
    #expect(text(stage).contains("!2") && text(stage).contains("~1") && text(stage).contains("tip"))
    #expect(!text(stage).contains("\u{1B}"))
  }

  @Test("Forty tasks fit at 200x60, and at 80x24 the table follows the cursor") func forty() {
    var stage = Self.page(40, size: (200, 60))
    let lines = text(stage).split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.contains(" 1   2   3") && $0.contains(" 40 tip") })
    for number in 1...40 { #expect(lines.contains { $0.contains("T\(number) ") }) }
    stage = Self.page(40, size: (80, 24))
    stage.keys("g G")
    #expect(text(stage).contains("T40"))
    for _ in 0..<45 { stage.keys("l") }
    #expect(text(stage).contains("tip"))
    stage.keys("g")
    for _ in 0..<45 { stage.keys("h") }
    #expect(text(stage).contains("T1:") || text(stage).contains("T1 "))
  }

  @Test("n goes from conflict to conflict, Enter shows files and hunks, Esc goes back") func pair() throws {
    var stage = Self.page()
    let conflicts = ConflictFixtures.report(7).matrix.collisions.filter { $0.kind == .conflict }
    let first = try #require(conflicts.first)
    stage.keys("g")
    for _ in 0..<9 { stage.keys("h") }
    stage.keys("n Enter")
    #expect(text(stage).contains("They do not merge: 2 files of 3."))
    #expect(text(stage).contains("src/login/Session.swift") && text(stage).contains("contents, lines 12-14"))
    #expect(text(stage).contains("\(first.first)  lines 3, 12-14, after 40") && text(stage).contains("\(first.second)  lines 13, 88-89"))
    #expect(!text(stage).contains("\u{1B}"))
    stage.keys("Esc")
    #expect(text(stage).contains(CollisionMatrix.legend))
    stage.keys("Esc")
    #expect(stage.state.modals.isEmpty)
  }

  @Test("o asks for the rehearsal of the suggested order; Enter goes to a task's diff") func train() {
    var stage = Self.page()
    stage.clear()
    stage.keys("o")
    #expect(stage.requests == [.conflicts(CollisionQuestion(repository: ConflictFixtures.source, rehearses: true))])
    #expect(text(stage).contains("Rehearsing this order…"))
    let report = ConflictFixtures.report(7, rehearsed: true)
    stage.reply(.conflicts([report]))
    #expect(text(stage).contains("Nothing was pushed."))
    #expect(text(stage).contains("! conflict with"))
    stage.keys("j Enter")
    #expect(stage.state.modals.isEmpty)
    #expect(stage.state.list.cursor == report.rehearsal?.steps[1].task)
    #expect(stage.state.focus == .diff)
  }

  @Test("While it is open it asks again when a task's change changed, one question at a time; closed it asks nothing") func live() throws {
    var stage = Self.page()
    stage.clear()
    var task = ConflictFixtures.tasks(7)[1]
    stage.apply(.notice(.task(task)))
    #expect(stage.requests == [])
    task.diff?.tree = "aa"
    stage.apply(.notice(.task(task)))
    #expect(stage.requests.count == 1)
    task.diff?.tree = "bb"
    stage.apply(.notice(.task(task)))
    task.diff?.tree = "cc"
    stage.apply(.notice(.task(task)))
    #expect(stage.requests.count == 1)
    stage.reply(.conflicts([ConflictFixtures.report(7)]))
    #expect(stage.requests.count == 2)
    stage.reply(.conflicts([ConflictFixtures.report(7)]))
    #expect(stage.requests.count == 2)
    stage.keys("Esc")
    stage.clear()
    task.diff?.tree = "dd"
    stage.apply(.notice(.task(task)))
    #expect(stage.requests == [])
  }

  @Test("A click chooses a cell, a click on it opens it, the wheel moves") func mouse() throws {
    var stage = Self.page()
    stage.keys("g")
    let lines = text(stage).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let row = try #require(lines.firstIndex { $0.contains("!2") })
    let column = try #require(Array(lines[row]).firstIndex(of: "!"))
    stage.apply(.terminal(.mouse(MouseEvent(kind: .press, column: column, row: row))))
    #expect(text(stage).contains("do not merge:"))
    stage.apply(.terminal(.mouse(MouseEvent(kind: .press, column: column, row: row))))
    #expect(text(stage).contains("They do not merge"))
    stage.keys("Esc")
    stage.apply(.terminal(.mouse(MouseEvent(kind: .wheelDown, column: 3, row: 5))))
    #expect(text(stage).contains("of 7"))
  }

  @Test("b asks before a change is brought onto its branch") func rebase() {
    var stage = Self.page()
    stage.keys("g j j b")
    stage.clear()
    #expect(text(stage).contains("Bring T3 onto its branch?") && text(stage).contains("does not merge onto main: docs/help.md"))
    stage.keys("n")
    #expect(stage.requests == [])
    stage.keys("b y")
    #expect(stage.requests == [.rebase(TaskID(3), author: "")])
    stage.clear()
    stage.keys("j j b")
    #expect(stage.requests == [])
    #expect(text(stage).contains("between turns"))
  }

  @Test("A repository that the mirror cannot reach says so, and what is known stays") func fetching() {
    var stage = Self.page()
    stage.clear()
    stage.keys("f")
    #expect(stage.requests == [.conflicts(CollisionQuestion(repository: ConflictFixtures.source, fetches: true))])
    var report = ConflictFixtures.report(7)
    report.remarks = ["Fetching https://git.lab/ops/shop.git: the host is not there."]
    stage.reply(.conflicts([report]))
    #expect(text(stage).contains("the host is not there"))
    stage.keys("Tab")
    #expect(text(stage).contains("!2"))
  }

  @Test("The dialog that publishes several says which would not merge in that order") func approving() {
    var stage = Stage(tasks: ConflictFixtures.tasks(7))
    stage.keys("Space j Space j Space A")
    let asked = stage.requests.compactMap { request -> [TaskID]? in
      if case .conflicts(let question) = request, question.rehearses { return question.order }
      return nil
    }
    #expect(asked.first?.count == 3)
    stage.reply(.conflicts([ConflictFixtures.report(7, rehearsed: true)]))
    guard case .dialog(let dialog)? = stage.state.modals.last else {
      Issue.record("no dialog")
      return
    }
    let steps = ConflictFixtures.report(7, rehearsed: true).rehearsal?.steps ?? []
    let stuck = steps.filter { asked.first?.contains($0.task) == true && $0.standing.kind != .merges }
    #expect(!stuck.isEmpty)
    #expect(dialog.lines.contains { $0.text.contains("Rehearsed in this order, \(stuck.count) of 3 would not go in:") })
    for step in stuck { #expect(dialog.lines.contains { $0.text == "  \(step.task)  \(step.words)" }) }
  }
}
