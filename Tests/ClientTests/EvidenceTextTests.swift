import Client
import JSON
import Model
import Testing

/// `carrel evidence` as lines and as JSON.
@Suite struct EvidenceTextTests {
  private let evidence: Evidence = {
    var fold = DeedsFold()
    let call = ToolCall(id: "c", kind: .execute, name: "Bash", title: "x", input: "{\"command\":\"swift test | tail\"}")
    let events: [TranscriptEvent] = [
      .prompt(text: "go", origin: "brief"), .agent(.toolStarted(call)),
      .agent(.toolFinished(id: "c", status: .ok, output: "", exitCode: 0)),
    ]
    for (number, event) in events.enumerated() {
      fold.apply(TranscriptEntry(seq: Int64(number + 1), task: TaskID(4), time: Timestamp(milliseconds: 1_790_000_000_000), event: event))
    }
    var task = TaskRecord(
      id: TaskID(4), ticket: Ticket(title: "x"), repository: RepositoryLocation(source: "/r", publishTo: "/r"), engine: "claude",
      created: Timestamp(milliseconds: 0))
    task.summary = "All tests pass\u{1B}[31m."
    return fold.evidence(of: task)
  }()

  @Test func lines() {
    let lines = EvidenceTable.lines(evidence)
    #expect(lines.first == "Claims" && lines.contains("tests: status hidden by a pipe"))
    #expect(lines.contains { $0.contains("a command ran, its result is not known") && $0.contains("turn 1  test  swift test") })
    #expect(!lines.joined().contains("\u{1B}"))
    let none = EvidenceTable.lines(Evidence(task: TaskID(4), deeds: [], runs: [:], claims: []))
    #expect(none == ["T4: no test, build or lint was run, and none is claimed."])
  }

  @Test func json() {
    let json = EvidenceJSON.full(evidence)
    #expect(json["task"]?.string == "T4" && json["claims"]?.array?.first?["verdict"]?.string == "hidden")
    let run = json["runs"]?.array?.first
    #expect(run?["outcome"]?.string == "hidden" && run?["exit_code"]?.isNull == true && run?["command"]?.string == "swift test")
    #expect(EvidenceJSON.mark(nil).isNull)
    #expect(EvidenceJSON.mark(evidence.mark)["runs"]?.array?.first?["state"]?.string == "hidden")
  }
}
