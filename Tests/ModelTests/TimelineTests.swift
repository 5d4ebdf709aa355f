import Model
import Testing

@Suite struct TimelineTests {
  private func moment(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: seconds * 1000) }

  private func timeline(_ events: [(Int64, TranscriptEvent)], now: Int64) -> TaskTimeline {
    var fold = TimelineFold(task: TaskID(1), queued: moment(0))
    for (number, entry) in events.enumerated() {
      fold.apply(TranscriptEntry(seq: Int64(number + 1), task: TaskID(1), time: moment(entry.0), event: entry.1))
    }
    return fold.timeline(at: moment(now))
  }

  private func tool(_ id: String) -> TranscriptEvent {
    .agent(.toolStarted(ToolCall(id: id, kind: .execute, name: "Bash", title: "x", input: "{}")))
  }
  private func end(_ id: String) -> TranscriptEvent { .agent(.toolFinished(id: id, status: .ok, output: "", exitCode: 0)) }
  private let ask = AgentRequest(id: "r", kind: .permission(tool: "Bash", always: false), title: "Run?")

  @Test func turnsToolsAndWaits() throws {
    let line = timeline(
      [
        (10, .phase(.running, reason: "")), (10, .prompt(text: "go", origin: "brief")), (20, tool("a")), (25, tool("b")), (30, end("a")),
        (40, end("b")), (50, .agent(.asked(ask))), (50, .phase(.waiting, reason: "")),
        (80, .answered(request: "r", answer: .allow, by: "ada")),
        (80, .phase(.running, reason: "")), (85, .agent(.usage(tokens: TokenCount(input: 5), costUSD: 1.5))),
        (90, .agent(.turnDone(.completed, text: nil))),
        (90, .phase(.review, reason: "")), (100, .phase(.done, reason: "")),
      ], now: 1000)
    #expect(line.end == moment(100), "an ended task's time does not go on")
    let turn = try #require(line.turns.first)
    #expect(line.turns.count == 1)
    #expect(turn.tools == 2 && turn.toolSeconds == 20 && turn.waitSeconds == 30 && turn.costUSD == 1.5 && turn.tokens.input == 5)
    #expect(turn.start == moment(10) && turn.end == moment(90))
    #expect(line.totals(of: .phase).map(\.name) == ["running", "waiting", "queued", "review"])
    #expect(line.totals(of: .tool).first?.seconds == 25)
    #expect(line.totals(of: .wait).first?.name == "Run?")
  }

  @Test func whatGoesOnGoesOnTillNow() {
    let line = timeline(
      [(10, .phase(.running, reason: "")), (10, .agent(.turnStarted)), (20, tool("a")), (30, .agent(.asked(ask)))], now: 60)
    #expect(line.turns.first?.end == nil)
    #expect(line.turns.first?.toolSeconds == 40)
    #expect(line.turns.first?.waitSeconds == 30)
    #expect(line.spans.allSatisfy { $0.end <= moment(60) })
    #expect(line.totals(of: .turn).first?.seconds == 50)
  }

  @Test func density() {
    let line = timeline([(25, .phase(.running, reason: "")), (50, .phase(.done, reason: "")), (100, .note(.info, "x"))], now: 100)
    let running = line.density(columns: 4) { $0.name == "running" }
    #expect(running == [0, 1, 0, 0])
    #expect(line.density(columns: 0) { _ in true }.isEmpty)
    // What is too short to be seen shows all the same.
    let short = timeline([(500, tool("a")), (500, end("a")), (1000, .phase(.done, reason: ""))], now: 1000)
    #expect(short.density(columns: 10) { $0.lane == .tool }.contains { $0 > 0 })
  }

  @Test("Hostile transcripts: clocks that run back, ends without beginnings, hundreds of thousands of calls")
  func hostile() {
    var events: [(Int64, TranscriptEvent)] = [
      (50, end("nobody")), (10, .answered(request: "none", answer: .allow, by: "x")), (5, .agent(.askWithdrawn(id: "none"))),
      (4, .agent(.usage(tokens: TokenCount(input: .max, output: .max), costUSD: .nan))),
    ]
    for number in 0..<30_000 { events.append((Int64(number), tool("t\(number)"))) }
    for number in 0..<30_000 {
      events.append((Int64(number), .prompt(text: "p", origin: "ada")))
      events.append((Int64(number), .agent(.turnDone(.completed, text: nil))))
    }
    let line = timeline(events, now: 10)
    #expect(line.spans.count <= 6000 && line.turns.count <= 2000 && line.left > 0)
    #expect(line.spans.allSatisfy { $0.end >= $0.start })
    #expect(line.density(columns: 80) { _ in true }.allSatisfy { $0 >= 0 && $0 <= 1 })
  }
}
