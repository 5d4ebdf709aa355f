import Interface
import Model
import Screen
import Testing
import Wire

/// The pages where looking beats reading.
@Suite struct StatisticsPageTests {
  static let report: StatisticsReport = {
    func sum(_ key: String, _ tasks: Int, _ turns: Int, _ cost: Double, _ tokens: Int) -> UsageSum {
      UsageSum(
        key: key, tasks: tasks, turns: turns, costUSD: cost, tokens: TokenCount(input: tokens / 10, output: tokens / 20, cacheRead: tokens))
    }
    let today = Stage.start.day
    let days = (0..<12).map { ago in
      sum(Timestamp.name(ofDay: today - Int64(ago * 2)), 3, 9, Double((ago * 7) % 5) + 0.4, 100_000 * (ago + 1))
    }
    return StatisticsReport(
      engines: [sum("claude", 31, 90, 18.2, 9_400_000), sum("codex", 12, 30, 6.55, 2_100_000), sum("ollama\u{1B}[2J", 2, 4, 0, 350_000)],
      repositories: [
        sum("https://git.lab/a-very-long-group-name/with-sub-groups/shop-frontend.git", 30, 80, 20, 9_000_000),
        sum("/src/app", 15, 44, 4.75, 2_850_000),
      ], days: days,
      phases: [
        PhaseTime(phase: .queued, seconds: [60, 4000, 90]), PhaseTime(phase: .running, seconds: [400, 800, 7300]),
        PhaseTime(phase: .waiting, seconds: [30, 86_400 * 3]), PhaseTime(phase: .review, seconds: [3600]),
      ].compactMap { $0 })
  }()

  static let timeline: TaskTimeline = {
    var fold = TimelineFold(task: TaskID(12), queued: TaskFixtures.moment(minutesAgo: 90))
    var seq: Int64 = 0
    func at(_ minutes: Int64, _ event: TranscriptEvent) {
      seq += 1
      fold.apply(TranscriptEntry(seq: seq, task: TaskID(12), time: TaskFixtures.moment(minutesAgo: minutes), event: event))
    }
    func tool(_ id: String, _ name: String) -> TranscriptEvent {
      .agent(.toolStarted(ToolCall(id: id, kind: .execute, name: name, title: name, input: "{}")))
    }
    at(80, .phase(.preparing, reason: ""))
    at(78, .phase(.running, reason: ""))
    at(78, .prompt(text: "do it", origin: "brief"))
    at(75, tool("a", "Read"))
    at(74, .agent(.toolFinished(id: "a", status: .ok, output: "", exitCode: 0)))
    at(70, tool("b", "Bash"))
    at(55, .agent(.toolFinished(id: "b", status: .ok, output: "", exitCode: 0)))
    at(50, .agent(.asked(TaskFixtures.permission)))
    at(50, .phase(.waiting, reason: ""))
    at(30, .answered(request: "r1", answer: .allow, by: "ada"))
    at(30, .phase(.running, reason: ""))
    at(28, .agent(.usage(tokens: TokenCount(input: 1000, output: 200), costUSD: 0.12)))
    at(25, .agent(.turnDone(.completed, text: nil)))
    at(25, .phase(.review, reason: ""))
    at(10, .prompt(text: "and the docs", origin: "ada"))
    at(10, .phase(.running, reason: ""))
    at(8, tool("c", "Edit"))
    return fold.timeline(at: Stage.start)
  }()

  @Test(arguments: ArchiveTests.sizes) func statistics(width: Int, height: Int) {
    var stage = Stage(tasks: TaskFixtures.desk, width: width, height: height)
    stage.keys("$")
    #expect(stage.requests == [.statistics])
    #expect(stage.text.contains("Adding up…"))
    stage.reply(.statistics(Self.report))
    expectGolden(stage.canvas, "statistics-\(width)x\(height)")
    stage.keys("G")
    #expect(stage.text.contains(Timestamp.name(ofDay: Stage.start.day - 22)))
    #expect(!stage.text.contains("\u{1B}"))
    stage.keys("q")
    #expect(stage.state.modals.isEmpty)
  }

  @Test(arguments: ArchiveTests.sizes) func timeline(width: Int, height: Int) {
    var stage = Stage(tasks: TaskFixtures.desk, width: width, height: height)
    stage.keys("T")
    #expect(stage.requests == [.timeline(TaskID(12))])
    stage.reply(.timeline(Self.timeline))
    expectGolden(stage.canvas, "timeline-\(width)x\(height)")
  }

  @Test func nothingUsedYet() {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys("$")
    stage.reply(.statistics(StatisticsReport(engines: [], repositories: [], days: [], phases: [])))
    #expect(stage.text.contains("Nothing was used yet."))
  }
}
