import Interface
import Model
import Screen
import Testing
import Wire

/// The page of claims and deeds, and the word in the list.
@Suite struct EvidencePageTests {
  static let evidence: Evidence = {
    var fold = DeedsFold()
    var seq: Int64 = 0
    var calls = 0
    func add(_ minutes: Int64, _ event: TranscriptEvent) {
      seq += 1
      fold.apply(TranscriptEntry(seq: seq, task: TaskID(3), time: TaskFixtures.moment(minutesAgo: minutes), event: event))
    }
    func run(_ minutes: Int64, _ command: String, _ code: Int?) {
      calls += 1
      let call = ToolCall(id: "c\(calls)", kind: .execute, name: "Bash", title: command, input: "{\"command\":\"\(command)\"}")
      add(minutes, .agent(.toolStarted(call)))
      add(minutes - 1, .agent(.toolFinished(id: call.id, status: code == 0 ? .ok : .failed, output: "", exitCode: code)))
    }
    add(90, .prompt(text: "go", origin: "brief"))
    run(80, "swift test --filter Login", 1)
    run(70, "swift build", 0)
    run(60, "swift test", 0)
    for file in ["src/login.swift", "docs/login.md"] { add(50, .agent(.fileChanged(path: file, change: .update))) }
    run(40, "make lint | tail -5", 0)
    add(30, .agent(.turnDone(.completed, text: nil)))
    var task = TaskFixtures.review(3, "Typo in help")
    task.summary =
      "Renewed the token inside the session.\n\n- All tests pass.\n- Lint is clean.\n- The build succeeds.\n- I verified\u{1B}[31m the change\u{202E} by hand."
    return fold.evidence(of: task)
  }()

  static var task: TaskRecord {
    var task = TaskFixtures.review(3, "Typo in help")
    task.evidence = evidence.mark
    return task
  }

  private static func stage(width: Int = 120, height: Int = 40) -> Stage {
    var stage = Stage(tasks: [task], width: width, height: height)
    stage.clear()
    stage.keys("K")
    return stage
  }

  @Test(arguments: ArchiveTests.sizes) func page(width: Int, height: Int) {
    var stage = Self.stage(width: width, height: height)
    #expect(stage.requests == [.evidence(TaskID(3))])
    #expect(stage.text.contains("Reading…"))
    stage.reply(.evidence(Self.evidence))
    expectGolden(stage.canvas, "evidence-\(width)x\(height)")
    #expect(!stage.text.contains("\u{1B}") && !stage.text.contains("\u{202E}"))
  }

  @Test(arguments: ArchiveTests.sizes) func theWordInTheList(width: Int, height: Int) {
    let stage = Stage(tasks: [Self.task], width: width, height: height)
    expectGolden(stage.canvas, "evidence-list-\(width)x\(height)")
  }

  @Test func enterGoesToTheToolCall() throws {
    var stage = Stage(tasks: [Self.task], width: 200, height: 60)
    let claim = try #require(Self.evidence.claims.firstIndex { $0.deed?.command == "swift test" })
    let call = ToolCall(id: "c3", kind: .execute, name: "Bash", title: "swift test", input: "{\"command\":\"swift test\"}")
    let seq = try #require(Self.evidence.claims[claim].deed?.seq)
    stage.replyToPanes { request in
      guard case .transcript = request else { return nil }
      return .transcript(
        [
          TranscriptEntry(seq: seq - 1, task: TaskID(3), time: Stage.start, event: .prompt(text: "go", origin: "brief")),
          TranscriptEntry(seq: seq, task: TaskID(3), time: Stage.start, event: .agent(.toolStarted(call))),
        ], more: false)
    }
    stage.clear()
    stage.keys("K")
    stage.reply(.evidence(Self.evidence))
    for _ in 0..<claim { stage.keys("j") }
    stage.keys("Enter")
    #expect(stage.state.modals.isEmpty && stage.state.focus == .transcript)
    #expect(stage.state.panes[TaskID(3)]?.transcript.selectedSeq == seq)
  }

  @Test func nothingToShow() {
    var stage = Self.stage()
    stage.reply(.evidence(Evidence(task: TaskID(3), deeds: [], runs: [:], claims: [])))
    #expect(stage.text.contains("No test, build or lint was run, and none is claimed."))
    stage.keys("Enter q")
  }

  @Test func theApprovalSaysIt() {
    var stage = Stage(tasks: [Self.task])
    stage.keys("A")
    #expect(stage.text.contains("tests: green, then 2 files changed"))
    var other = Self.task
    other.id = TaskID(4)
    var several = Stage(tasks: [Self.task, other])
    several.keys("Space j Space A")
    #expect(several.text.contains("the agent's runs: tests: green, then 2 files changed"))
  }
}
