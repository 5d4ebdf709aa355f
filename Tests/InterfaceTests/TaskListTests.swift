import Interface
import Model
import Screen
import Testing
import Wire

@Suite struct TaskListTests {
  @Test func sectionsByWhatTheyAsk() {
    let stage = Stage(tasks: TaskFixtures.desk)
    let titles = stage.state.list.rows.compactMap { row in
      if case .section(let title, let count) = row { return "\(title) \(count)" }
      return nil
    }
    #expect(titles == ["NEED YOU 4", "RUNNING 2", "QUEUED 2", "DONE 2"])
    #expect(stage.state.list.shownTasks.map(\.number) == [12, 7, 9, 3, 15, 16, 20, 21, 1, 2])
  }

  @Test func theRowUnderTheCursorStays() throws {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys("j j j j j j")
    #expect(stage.state.list.cursor == TaskID(20))
    let row = try #require(stage.state.list.cursorRow)
    let line = row - stage.state.list.top
    // Its own state changes, others come above: it stays where it is, with its new sign.
    var changed = TaskFixtures.task(20, "Write release notes", .running, minutes: 0)
    stage.apply(.notice(.task(changed)))
    #expect(stage.state.list.cursorRow == row)
    stage.apply(.notice(.task(TaskFixtures.asking(30, "Another", TaskFixtures.permission))))
    stage.apply(.notice(.task(TaskFixtures.asking(15, "Cache avatar lookups", TaskFixtures.permission))))
    #expect(stage.state.list.cursor == TaskID(20))
    #expect(try #require(stage.state.list.cursorRow) - stage.state.list.top == line)
    // It goes where it belongs once the cursor leaves it.
    changed = TaskFixtures.task(20, "Write release notes", .done, minutes: 0)
    stage.apply(.notice(.task(changed)))
    #expect(try #require(stage.state.list.cursorRow) - stage.state.list.top == line)
    stage.keys("j")
    #expect(stage.state.list.cursor == TaskID(21))
    #expect(stage.state.list.shownTasks.suffix(3).map(\.number) == [20, 1, 2])
  }

  @Test func theFilterLetsTheRowUnderTheCursorStayToo() {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys("/")
    stage.type("state:queued")
    stage.keys("Enter j k")
    #expect(stage.state.list.shownTasks.map(\.number) == [20, 21])
    stage.apply(.notice(.task(TaskFixtures.task(20, "Write release notes", .running, minutes: 0))))
    stage.apply(.notice(.task(TaskFixtures.task(21, "Remove dead code", .running, minutes: 0, engine: "codex"))))
    #expect(stage.state.list.shownTasks.map(\.number) == [20])
    #expect(stage.state.list.cursor == TaskID(20))
    stage.apply(.notice(.task(TaskFixtures.task(22, "New one", .queued, minutes: 0))))
    stage.keys("j")
    #expect(stage.state.list.cursor == TaskID(22))
    #expect(stage.state.list.shownTasks.map(\.number) == [22])
  }

  @Test func aTaskThatGoesLeavesTheCursorNearby() {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys("j j")
    stage.connect(TaskFixtures.desk.filter { $0.id != TaskID(9) })
    #expect(stage.state.list.cursor != nil)
    #expect(stage.state.list.cursor != TaskID(9))
    stage.connect([])
    #expect(stage.state.list.cursor == nil)
  }

  @Test(arguments: [
    ("login", [12]), ("state:running", [15, 16]), ("state:wait", [12, 7]), ("engine:codex", [9, 21]), ("!engine:codex state:queued", [20]),
    ("repo:shop T3", [3]), ("state:", [12, 7, 9, 3, 15, 16, 20, 21, 1, 2]), ("LOGIN !test", []), ("nothing:here", []),
  ])
  func filters(line: String, expected: [Int]) {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys("/")
    stage.type(line)
    #expect(stage.state.list.shownTasks.map(\.number) == expected)
    stage.keys("Enter")
    #expect(!stage.state.list.isFiltering)
    stage.keys("Esc")
    #expect(stage.state.list.shownTasks.count == 10)
  }

  @Test func labelsAreFiltered() {
    var task = TaskFixtures.task(1, "One")
    task.ticket.labels = ["Bug", "auth"]
    #expect(TaskFilter("label:bug").matches(task))
    #expect(!TaskFilter("!label:bug").matches(task))
    #expect(!TaskFilter("label:docs").matches(task))
  }

  @Test func marksRangesAndUndo() {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys("Space")
    #expect(stage.state.list.marked == [TaskID(12)])
    #expect(stage.state.list.cursor == TaskID(7))
    stage.keys("V j j V j")
    #expect(stage.state.list.marked == [TaskID(12), TaskID(7), TaskID(9), TaskID(3)])
    stage.keys("u")
    #expect(stage.state.list.marked == [TaskID(12)])
    stage.keys("u")
    #expect(stage.state.list.marked.isEmpty)
    stage.keys("Space Esc")
    #expect(stage.state.list.marked.isEmpty)
    stage.keys("u")
    #expect(stage.state.list.marked.count == 1)
  }

  @Test func sortAndGroup() {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys("o")
    stage.type("engine")
    stage.keys("Enter")
    #expect(stage.state.list.group == .engine)
    let titles = stage.state.list.rows.compactMap { row in
      if case .section(let title, _) = row { return title }
      return nil
    }
    #expect(titles == ["claude", "codex"])
    stage.keys("o")
    stage.type("number")
    stage.keys("Enter")
    #expect(stage.state.list.shownTasks.map(\.number) == [1, 2, 3, 7, 12, 15, 16, 20, 9, 21])
  }

  @Test func severalAreDiscardedAfterAPreview() {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys(":")
    stage.type("mark all")
    stage.keys("Enter D")
    #expect(stage.text.contains("Discard 8 tasks?"))
    #expect(stage.text.contains("2 of the marked are left as they are"))
    #expect(stage.requests.isEmpty)
    stage.keys("y")
    #expect(stage.requests.count == 8)
    #expect(stage.requests.contains(.discard(TaskID(3))))
    #expect(!stage.requests.contains(.discard(TaskID(1))))
  }

  @Test func agesAreToldByTheTick() {
    var stage = Stage(tasks: TaskFixtures.desk)
    #expect(stage.text.contains("permission 3m"))
    stage.apply(.tick(now: Timestamp(milliseconds: Stage.start.milliseconds + 60 * 60_000)))
    #expect(stage.text.contains("permission 1h"))
    stage.apply(.tick(now: Timestamp(milliseconds: 0)))
    #expect(stage.text.contains("permission 1h"))
  }

  @Test func theMouseSelectsAndScrolls() {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.apply(.terminal(.mouse(MouseEvent(kind: .press, column: 10, row: 4))))
    #expect(stage.state.list.cursor == TaskID(7))
    stage.apply(.terminal(.mouse(MouseEvent(kind: .press, column: 100, row: 10))))
    #expect(stage.state.focus == .transcript)
    #expect(stage.requests.isEmpty)
    var short = Stage(tasks: TaskFixtures.desk, width: 80, height: 16)
    short.apply(.terminal(.mouse(MouseEvent(kind: .wheelDown, column: 10, row: 4))))
    #expect(short.state.list.top > 0)
    #expect(short.state.list.cursor == TaskID(12))
  }
}
