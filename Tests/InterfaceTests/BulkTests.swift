import Interface
import Model
import Screen
import Testing
import Wire

/// Acts on all the marked: a preview says for each task what will be done, why not, and what would be lost.
@Suite struct BulkTests {
  private func marked(_ width: Int = 120, _ height: Int = 40) -> Stage {
    var stage = Stage(tasks: TaskFixtures.desk, width: width, height: height)
    stage.keys(":")
    stage.type("mark all")
    stage.keys("Enter")
    stage.clear()
    return stage
  }

  @Test(arguments: ArchiveTests.sizes) func previews(width: Int, height: Int) {
    var stage = marked(width, height)
    stage.keys("D")
    expectGolden(stage.canvas, "bulk-discard-\(width)x\(height)")
    stage.keys("n m")
    stage.type("Please stop using the old API.")
    stage.keys("Enter")
    expectGolden(stage.canvas, "bulk-message-\(width)x\(height)")
  }

  @Test func aMessageToSeveralIsSentAfterAYes() {
    var stage = marked()
    stage.keys("m")
    stage.type("hello")
    stage.keys("Enter")
    #expect(stage.requests.isEmpty)
    #expect(stage.text.contains("Send to 7 tasks?"))
    #expect(stage.text.contains("3 of the marked are left as they are"))
    #expect(stage.text.contains("T9 is failed"))
    stage.keys("n")
    #expect(stage.requests.isEmpty)
    // The text was kept.
    stage.keys("m Enter y")
    #expect(stage.requests.count == 7)
    #expect(stage.requests.allSatisfy { if case .send(_, "hello", "ada") = $0 { true } else { false } })
    stage.keys("m")
    #expect(stage.state.drafts.isEmpty)
  }

  @Test func raisingSeveralSaysFromWhatToWhat() {
    var stage = marked()
    stage.keys(":")
    stage.type("raise")
    stage.keys("Enter")
    #expect(stage.text.contains("Raise 2 tasks?"))
    #expect(stage.text.contains("priority 0 → 1"))
    #expect(stage.text.contains("8 of the marked are left as they are"))
    #expect(stage.requests.isEmpty)
    stage.keys("y")
    #expect(stage.requests == [.setPriority(TaskID(20), 1), .setPriority(TaskID(21), 1)])
    stage.clear()
    stage.keys("u u")
    #expect(stage.requests == [.setPriority(TaskID(21), 0), .setPriority(TaskID(20), 0)])
  }

  @Test func theModelOfSeveral() {
    var stage = marked()
    stage.keys(":")
    stage.type("another model")
    stage.keys("Enter")
    stage.type("opus")
    stage.keys("Enter")
    #expect(stage.text.contains("the engine's own model → opus"))
    #expect(stage.requests.isEmpty)
    stage.keys("y")
    #expect(stage.requests.count == 7)
  }

  @Test func retryingSeveral() {
    var tasks = TaskFixtures.desk
    var stopped = TaskFixtures.task(40, "Stopped one", .stopped)
    stopped.diff = DiffSummary(files: 2, insertions: 5, deletions: 1, tree: "x")
    tasks.append(stopped)
    var stage = Stage(tasks: tasks)
    stage.keys(":")
    stage.type("mark all")
    stage.keys("Enter r")
    stage.type("fresh")
    stage.keys("Enter")
    #expect(stage.text.contains("Retry 2 tasks?"))
    #expect(stage.text.contains("2 changed files go to the morgue"))
    #expect(stage.requests.isEmpty)
    stage.keys("y")
    #expect(stage.requests.count == 2)
  }

  @Test func oneTaskNeedsNoPreview() {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys("m")
    stage.type("hello")
    stage.keys("Enter")
    #expect(stage.requests.count == 1)
  }

  @Test func stoppingAndApprovingNameEachTaskAndTheRest() {
    var stage = marked()
    stage.keys("S")
    for words in ["Stop 7 tasks?", "T15 Cache avatar lookups", "3 of the marked are left as they are", "T1 has ended (done)."] {
      #expect(stage.text.contains(words), "\(words)")
    }
    stage.keys("n A")
    #expect(stage.text.contains("9 of the marked are left as they are"))
    #expect(stage.text.contains("only work in review is approved"))
  }
}
