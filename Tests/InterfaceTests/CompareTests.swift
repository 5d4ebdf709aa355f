import Interface
import Model
import Screen
import Testing
import Wire

/// The attempts at one ticket: the mark in the list, the page, the question when one is approved.
@Suite struct CompareTests {
  static func attempts() -> [TaskRecord] {
    let group = AttemptGroup([TaskID(1), TaskID(2), TaskID(3)])
    var tasks = [1, 2, 3].map { TaskFixtures.review($0, "Fix flaky login test") }
    for index in tasks.indices {
      tasks[index].group = group
      tasks[index].engine = ["claude", "codex", "aider"][index]
      tasks[index].diff?.tree = ["aa", "bb", "aa"][index]
      tasks[index].runningSeconds = Double(index * 100 + 40)
      tasks[index].check = CheckResult(command: "make \u{1b}[2Jtest", exitCode: index == 1 ? 2 : 0, seconds: 12, tail: "boom\n")
    }
    tasks[2].phase = .running
    tasks[2].attention = nil
    tasks[2].phaseSince = Stage.start
    return tasks
  }

  @Test(arguments: [(80, 24), (120, 40)]) func page(width: Int, height: Int) {
    var stage = Stage(tasks: Self.attempts(), width: width, height: height)
    stage.keys("=")
    expectGolden(stage.canvas, "compare-\(width)x\(height)")
  }

  @Test func enterGoesToTheDiffOfTheAttempt() {
    var stage = Stage(tasks: Self.attempts())
    stage.keys("= G k Enter")
    #expect(stage.state.modals.isEmpty)
    #expect(stage.state.selected?.id == TaskID(2))
    #expect(stage.state.focus == .diff)
  }

  @Test func aLoneTaskIsComparedWithNobody() {
    var stage = Stage(tasks: [TaskFixtures.review(1, "Alone")])
    stage.keys("=")
    #expect(stage.state.modals.isEmpty)
    #expect(stage.text.contains("only attempt"))
  }

  @Test(arguments: [("A y", false), ("A S-Tab Space y", true)])
  func theOthersAreKeptUnlessTheOperatorSaysSo(keys: String, discards: Bool) {
    var stage = Stage(tasks: Self.attempts())
    stage.clear()
    stage.keys(keys)
    #expect(stage.state.modals.isEmpty)
    let options = stage.requests.compactMap { request in
      if case .approve(_, let options) = request, !options.dryRun { options } else { nil }
    }
    #expect(options.map(\.discardOthers) == [discards])
  }

  @Test func theStepStandsInTheList() {
    var task = TaskFixtures.task(1, "Fix it", .running)
    task.chain = StepChain(steps: [WorkStep(name: "plan"), WorkStep(name: "implement", engine: "codex")], engine: "claude")
    task.chain?.position = 1
    task.engine = "codex"
    var stage = Stage(tasks: [task], width: 149)
    stage.keys("+")
    #expect(stage.text.contains("step 2/2 implement (codex)"))
  }
}
