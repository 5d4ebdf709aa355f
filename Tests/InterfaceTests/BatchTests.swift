import Interface
import Model
import Testing
import Wire

/// Lists with canaries in the interface.
@Suite struct BatchTests {
  /// The tasks of a list, the canaries at work.
  static func batch(canaries: Int, of count: Int) -> [TaskRecord] {
    let names = (1...canaries).map { TaskID($0) }
    return (1...count).map { number in
      var task = TaskFixtures.task(number, "Port module \(number)", number <= canaries ? .running : .queued)
      let batch = LaunchBatch(first: TaskID(1), canaries: names, goesByItself: false, isHeld: number > canaries)
      task.batch = batch
      task.detail = batch.obstacle { _ in .running } ?? ""
      return task
    }
  }

  @Test("the others wait for the canaries and say so; O asks, then lets them go") func lettingGo() {
    var stage = Stage(tasks: Self.batch(canaries: 2, of: 5), width: 160)
    stage.keys("+")
    #expect(stage.text.contains("waits for the canaries T1, T2"))
    stage.keys("O")
    #expect(stage.requests.isEmpty && stage.text.contains("Let 3 tasks go that wait for the canaries T1, T2?"))
    stage.keys("y")
    #expect(stage.requests == [.letGo(TaskID(1))])
  }

  @Test func withoutCanariesTheKeySaysSo() {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys("O")
    #expect(stage.requests.isEmpty && stage.text.contains("Nothing waits for the canaries"))
  }

  static func preview(_ size: (Int, Int)) -> Stage {
    var stage = Stage(tasks: batch(canaries: 2, of: 5), width: size.0, height: size.1)
    stage.keys("B")
    stage.type("Keep the public API of module {title}.")
    stage.keys("Enter")
    let brief = "You are working on one ticket.\n\n# Port module\n\n## Rules\n- Work only in this directory.\n"
    stage.reply(
      .briefs(
        (3...5).map { number in
          BriefChange(
            task: TaskID(number), title: "Port module \(number)", before: brief,
            after: brief + "\n## Added by the operator\n\nKeep the public API of module Port module \(number).\n")
        }))
    return stage
  }

  @Test("an addition to the brief is shown for each that waits before anything is changed") func addingToTheBrief() {
    var stage = Self.preview((120, 40))
    #expect(stage.requests == [.briefs(TaskID(1), addition: "Keep the public API of module {title}.", waiting: true)])
    #expect(stage.text.contains("+ Keep the public API of module Port module 4."))
    stage.clear()
    stage.keys("Enter")
    #expect(stage.requests.isEmpty && stage.text.contains("Change 3 briefs?"))
    stage.keys("y")
    #expect(stage.requests == [.setBriefs([TaskID(3), TaskID(4), TaskID(5)], addition: "Keep the public API of module {title}.")])
  }

  @Test func leavingThePreviewChangesNothing() {
    var stage = Self.preview((120, 40))
    stage.clear()
    stage.keys("Esc")
    #expect(stage.requests.isEmpty && stage.state.modals.isEmpty)
    // The words are kept.
    stage.keys("B")
    #expect(stage.text.contains("Keep the public API"))
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)]) func preview(width: Int, height: Int) {
    expectGolden(Self.preview((width, height)).canvas, "briefs-\(width)x\(height)")
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)]) func sheet(width: Int, height: Int) {
    var stage = Stage(tasks: TaskFixtures.desk, width: width, height: height)
    stage.paste("anything")
    stage.reply(.preview((1...6).map { TicketDraft(line: $0, ticket: Ticket(title: "Port module \($0)")) }, remarks: []))
    stage.keys("c")
    expectGolden(stage.canvas, "sheet-canaries-\(width)x\(height)")
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)]) func waitingList(width: Int, height: Int) {
    var stage = Stage(tasks: Self.batch(canaries: 2, of: 8), width: width, height: height)
    stage.keys("j j O")
    expectGolden(stage.canvas, "canaries-\(width)x\(height)")
  }
}
