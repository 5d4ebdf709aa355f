import Interface
import Model
import Screen
import TestSupport
import Testing
import Wire

/// A thousand tasks cost no more per key than forty: counted in tasks looked at, not in time.
@Suite struct ListWorkTests {
  private func crowd(_ count: Int, filter: String = "") -> Stage {
    let phases: [TaskPhase] = [.queued, .running, .done, .review, .waiting, .failed]
    let tasks = (1...count).map { number in
      var task = TaskFixtures.task(number, "Ticket \(number) about \(number % 7)", phases[number % 6], minutes: Int64(number % 90))
      if number % 6 == 4 { task = TaskFixtures.asking(number, "Asking \(number)", TaskFixtures.permission, minutes: Int64(number % 50)) }
      task.costUSD = Double(number) / 100
      return task
    }
    var stage = Stage(tasks: tasks)
    if !filter.isEmpty {
      stage.keys("/")
      stage.type(filter)
      stage.keys("Enter")
    }
    return stage
  }

  /// The tasks looked at while keys are typed.
  private func work(_ stage: inout Stage, _ keys: String) -> Int {
    let before = stage.state.list.work
    stage.keys(keys)
    return stage.state.list.work - before
  }

  @Test(arguments: [
    "j", "k", "PgDn", "G", "g", "Ctrl-D", "Space", "V j j k V", "Tab", "2 j 1", "+", "o Esc", ": Esc", "u", "n", "Esc", "$ q",
  ])
  func aKeyLooksAtNoMoreTasks(keys: String) {
    var few = crowd(40)
    var many = crowd(1000)
    let small = work(&few, keys)
    let large = work(&many, keys)
    #expect(small == 0)
    #expect(large == 0)
  }

  @Test func aChangedTaskCostsItselfAlone() {
    for count in [40, 1000] {
      for filter in ["", "ticket"] {
        var stage = crowd(count, filter: filter)
        let before = stage.state.list.work
        stage.apply(.notice(.task(TaskFixtures.task(7, "Ticket 7 anew", .review, minutes: 0))))
        stage.apply(.notice(.task(TaskFixtures.task(count + 1, "Ticket new", .running, minutes: 0))))
        #expect(stage.state.list.work - before <= 4, "\(count) \(filter)")
        #expect(stage.state.list.shownTasks.contains(TaskID(count + 1)))
      }
    }
  }

  @Test func aFilterThatGrowsAsksOnlyThoseThatAreLeft() {
    var stage = crowd(1000)
    stage.keys("/")
    stage.type("state:running")
    let left = stage.state.list.rows.taskCount
    let before = stage.state.list.work
    stage.type(" about")
    #expect(left < 300)
    #expect(stage.state.list.work - before <= 6 * left)
    // A number is found as a whole: what T1 left out must be asked again for T12.
    stage.keys("Esc /")
    stage.type("T12")
    #expect(stage.state.list.shownTasks.contains(TaskID(12)))
  }

  @Test func marksOfAllCostNothingPerKey() {
    var stage = crowd(1000)
    stage.keys(":")
    stage.type("mark all")
    stage.keys("Enter")
    #expect(stage.state.list.marked.count == 1000)
    #expect(work(&stage, "j j k Space u") == 0)
    // What can be done to none of them says so.
    #expect(stage.text.contains("1000 marked"))
  }

  @Test("Whatever happens in whatever order, the rows are those of a list made anew")
  func sameAsMadeAnew() {
    var generator = SeededGenerator(seed: 11)
    for round in 0..<6 {
      var stage = crowd(60, filter: round % 2 == 0 ? "" : "about")
      for step in 0..<120 {
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: stage.keys("j")
        case 1: stage.keys("k")
        case 2: stage.keys(["PgDn", "G", "g", "Space", "V"].randomElement(using: &generator) ?? "j")
        case 3 where step % 40 == 39:
          stage.keys("o")
          stage.type(["number", "title", "cost", "repository", "engine", "no groups"].randomElement(using: &generator) ?? "number")
          stage.keys("Enter")
        default:
          let number = Int.random(in: 1...70, using: &generator)
          let phase = TaskPhase.allCases.randomElement(using: &generator) ?? .queued
          var task = TaskFixtures.task(number, "Ticket \(number) about \(step)", phase, minutes: Int64(step))
          task.costUSD = Double.random(in: 0...5, using: &generator)
          stage.apply(.notice(.task(task)))
        }
        // The rows and their numbers agree with each other.
        let rows = stage.state.list.rows
        for (number, id) in stage.state.list.shownTasks.enumerated() {
          #expect(rows.number(of: id) == number && rows.task(number: number) == id)
          #expect(rows.row(of: id).map { rows[$0] } == .task(id))
        }
      }
      // The cursor leaves its task: everything is where it belongs now.
      stage.keys("Tab 1 g G g")
      var tasks = Array(stage.state.tasks.values)
      if let rested = stage.state.list.rested, let index = tasks.firstIndex(where: { $0.id == rested.id }) { tasks[index] = rested }
      let filter = TaskFilter(stage.state.list.filter.text)
      let order = TaskOrder(sort: stage.state.list.sort, group: stage.state.list.group)
      #expect(Array(stage.state.list.rows) == order.rows(of: tasks.filter { filter.matches($0) }), "round \(round)")
      #expect(stage.state.tally == TaskTally(stage.state.tasks.values))
    }
  }

  @Test func sumsStopAtTheMostThatFits() {
    var big = TaskFixtures.task(1, "Big", .running)
    big.tokens = TokenCount(input: .max, output: .max)
    big.workspaceBytes = .max
    big.costUSD = .infinity
    var stage = Stage(tasks: [big, TaskFixtures.task(2, "Small", .running)])
    #expect(stage.state.tally.tokens == .max)
    stage.apply(.notice(.task(TaskFixtures.task(1, "Big", .done))))
    #expect(stage.state.tally.tokens == 0)
    #expect(stage.state.tally.bytes == 0)
    #expect(stage.state.tally.live == 1)
  }
}
