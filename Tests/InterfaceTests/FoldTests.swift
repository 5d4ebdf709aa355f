import Interface
import Model
import TestSupport
import Testing
import Wire

/// Tasks that ask the same are one row, and one answer is enough for them.
@Suite struct FoldTests {
  static let sizes = [(80, 24), (120, 40), (200, 60)]

  static func permission(_ number: Int, _ command: String = "swift test") -> AgentRequest {
    AgentRequest(
      id: "r\(number)", kind: .permission(tool: "Bash", always: true), title: "Run `\(command)`?", detail: command,
      input: #"{"command":"\#(command)"}"#)
  }

  /// Five tasks that ask the same, one that asks something else, others.
  static var tasks: [TaskRecord] {
    let same = [31, 32, 33, 34, 35].map {
      TaskFixtures.asking($0, "Port module \($0)", permission($0), minutes: Int64(40 - $0))
    }
    return TaskFixtures.desk + same + [TaskFixtures.asking(36, "Clean up", permission(36, "swift test; rm -rf /"), minutes: 2)]
  }

  private func row(_ stage: Stage) -> String { stage.text.split(separator: "\n").first { $0.contains("tasks ask") }.map(String.init) ?? "" }

  @Test func equalRequestsAreOneRow() {
    let stage = Stage(tasks: Self.tasks, width: 200)
    #expect(row(stage).contains("5 tasks ask: Run `swift test`?"))
    #expect(!stage.text.contains("Port module 34"))
    #expect(stage.text.contains("T36"), "what is not the same stands alone")
    // The sections still count tasks.
    #expect(stage.text.contains("10 need you"))
  }

  @Test func theRowOpensToItsTasks() {
    var stage = Stage(tasks: Self.tasks, width: 200)
    while stage.state.list.cursor != TaskID(31) { stage.keys("j") }
    stage.keys("z")
    #expect(stage.state.list.cursor == TaskID(31))
    #expect(stage.text.contains("Port module 34") && row(stage).contains("▾ 5 tasks ask"))
    stage.keys("j j z")
    #expect(!stage.text.contains("Port module 34"))
  }

  @Test("the cursor stays on its task when others begin to ask the same, and when it does itself") func theCursorStays() {
    var tasks = TaskFixtures.desk
    let late = TaskFixtures.task(34, "Port module 34", .running)
    tasks += [TaskFixtures.asking(31, "Port module 31", Self.permission(31), minutes: 30), late]
    var stage = Stage(tasks: tasks, width: 200)
    while stage.state.list.cursor != TaskID(34) { stage.keys("j") }
    let place = stage.state.list.cursorRow
    stage.apply(.notice(.task(TaskFixtures.asking(34, "Port module 34", Self.permission(34)))))
    #expect(stage.state.list.cursor == TaskID(34) && stage.state.list.cursorRow == place)
    stage.apply(.notice(.task(TaskFixtures.asking(35, "Port module 35", Self.permission(35)))))
    #expect(stage.state.list.cursor == TaskID(34) && stage.state.list.shownTasks.contains(TaskID(34)))
    // When it leaves, its task goes where it belongs.
    stage.keys("g")
    #expect(!stage.state.list.shownTasks.contains(TaskID(34)))
    #expect(row(stage).contains("3 tasks ask"))
  }

  private func onRequest() -> Stage {
    var stage = Stage(tasks: Self.tasks, width: 200)
    while stage.state.list.cursor != TaskID(31) { stage.keys("j") }
    stage.keys("Enter")
    stage.clear()
    return stage
  }

  @Test("a yes asks first for whom; all that ask this now is the first choice") func oneAnswerForAll() {
    var stage = onRequest()
    #expect(stage.text.contains("4 other tasks ask the same: T32 T33 T34 T35"))
    stage.keys("y")
    #expect(stage.requests.isEmpty && stage.text.contains("All 5 that ask this now: T31 T32 T33 T34 T35"))
    stage.keys("Enter")
    #expect(stage.requests == [.answerMany(TaskID(31), request: "r31", answer: .allow, scope: .all, term: .work, author: "ada")])
    stage.reply(.text("5 tasks are answered: T31 T32 T33 T34 T35"))
    #expect(stage.text.contains("5 tasks are answered"))
  }

  @Test("a task that asks the same several times at once is answered once") func oneTaskThatAsksTwice() {
    var task = TaskFixtures.asking(31, "Port module 31", Self.permission(31))
    task.requests.append(Self.permission(32))
    var stage = Stage(tasks: [task], width: 200)
    stage.keys("Enter")
    #expect(stage.text.contains("T31 asks the same once more"))
    stage.keys("y Enter")
    #expect(stage.requests == [.answerMany(TaskID(31), request: "r31", answer: .allow, scope: .all, term: .work, author: "ada")])
  }

  @Test func onlyThisOne() {
    var stage = onRequest()
    stage.keys("n Down Enter")
    #expect(stage.requests == [.answer(TaskID(31), request: "r31", answer: .deny("The operator said no."), author: "ada")])
  }

  @Test("always for the repository has an expiry") func aRule() {
    var stage = onRequest()
    stage.keys("a Down Down Down Down Enter")
    #expect(
      stage.requests == [
        .answerMany(TaskID(31), request: "r31", answer: .allow, scope: .repository, term: .seconds(3600), author: "ada")
      ])
  }

  @Test func leavingTheMenuSendsNothing() {
    var stage = onRequest()
    stage.keys("y Esc")
    #expect(stage.requests.isEmpty)
    stage.keys("y Enter")
    #expect(stage.requests.count == 1)
  }

  @Test("a choice of a question that many ask goes to all; with a, one that a single task asks becomes a rule") func questions() {
    let question = AgentRequest(
      id: "q", kind: .questions([AgentQuestion(text: "Which cache?", options: ["memory", "disk"])]), title: "Which cache?")
    var stage = Stage(tasks: [TaskFixtures.asking(1, "One", question), TaskFixtures.asking(2, "Two", question)], width: 200)
    stage.keys("Enter 2 Enter")
    #expect(
      stage.requests == [
        .answerMany(TaskID(1), request: "q", answer: .answers(["Which cache?": "disk"]), scope: .all, term: .work, author: "ada")
      ])
    var alone = Stage(tasks: [TaskFixtures.asking(1, "One", question)], width: 200)
    alone.keys("Enter a 1")
    #expect(alone.requests.isEmpty && alone.text.contains("Always in shop, until revoked"))
    alone.type("revoked")
    alone.keys("Enter")
    #expect(
      alone.requests == [
        .answerMany(
          TaskID(1), request: "q", answer: .answers(["Which cache?": "memory"]), scope: .repository, term: .forever, author: "ada")
      ])
  }

  @Test("a thousand tasks that ask the same are one row, and a key costs no more work than with few") func aThousandTasks() {
    var stage = Stage(tasks: (1...1000).map { TaskFixtures.asking($0, "Port module \($0)", Self.permission($0)) }, width: 200)
    #expect(row(stage).contains("1000 tasks ask"))
    stage.keys("Enter y")
    #expect(stage.text.contains("All 1000 that ask this now: T1 T2 T3 T4 T5 T6 T7 T8 …"))
    // One of them is answered elsewhere.
    stage.apply(.notice(.task(TaskFixtures.task(1000, "Port module 1000", .running))))
    stage.keys("Esc 1")
    #expect(row(stage).contains("999 tasks ask"))
  }

  @Test func markingTheRowMarksAll() {
    var stage = Stage(tasks: Self.tasks, width: 200)
    while stage.state.list.cursor != TaskID(31) { stage.keys("j") }
    stage.keys("Space")
    #expect(stage.state.list.marked == Set([31, 32, 33, 34, 35].map { TaskID($0) }))
  }

  @Test("whatever happens in whatever order, the rows are those of a list made anew") func sameAsMadeAnew() {
    var generator = SeededGenerator(seed: 5)
    for round in 0..<4 {
      var stage = Stage(tasks: Self.tasks, width: 200)
      for step in 0..<80 {
        let number = Int.random(in: 30...45, using: &generator)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: stage.keys("j")
        case 1: stage.keys(["k", "G", "g", "V", "Space"].randomElement(using: &generator) ?? "k")
        case 2: stage.keys("z z")
        case 3: stage.apply(.notice(.task(TaskFixtures.task(number, "Port module \(number)", .running, minutes: Int64(step)))))
        default:
          let command = ["swift test", "swift build"].randomElement(using: &generator) ?? ""
          let task = TaskFixtures.asking(number, "Port module \(number)", Self.permission(number, command), minutes: Int64(step))
          stage.apply(.notice(.task(task)))
        }
        let rows = stage.state.list.rows
        for (number, id) in stage.state.list.shownTasks.enumerated() {
          #expect(rows.number(of: id) == number && rows.task(number: number) == id)
          #expect(rows.row(of: id).map { rows[$0].task } == id)
        }
        #expect(stage.state.list.cursor.map { rows.row(of: $0) != nil } == true)
      }
      stage.keys("g")
      var anew = Stage(tasks: Array(stage.state.tasks.values), width: 200)
      anew.keys("g")
      #expect(Array(stage.state.list.rows) == Array(anew.state.list.rows), "round \(round)")
    }
  }

  @Test(arguments: sizes) func folded(width: Int, height: Int) {
    expectGolden(Stage(tasks: Self.tasks, width: width, height: height).canvas, "folded-\(width)x\(height)")
  }

  @Test(arguments: sizes) func opened(width: Int, height: Int) {
    var stage = Stage(tasks: Self.tasks, width: width, height: height)
    while stage.state.list.cursor != TaskID(31) { stage.keys("j") }
    stage.keys("z")
    expectGolden(stage.canvas, "unfolded-\(width)x\(height)")
  }

  @Test(arguments: sizes) func scope(width: Int, height: Int) {
    var stage = Stage(tasks: Self.tasks, width: width, height: height)
    while stage.state.list.cursor != TaskID(31) { stage.keys("j") }
    stage.keys("Enter y")
    expectGolden(stage.canvas, "scope-\(width)x\(height)")
  }
}
