import Interface
import Model
import Screen
import Testing

@Suite struct TranscriptGoldenTests {
  private func session() -> TranscriptSample {
    var sample = TranscriptSample.session()
    sample.agent(.asked(TranscriptSample.request()))
    return sample
  }

  @Test(arguments: [40, 57, 100])
  func aSession(width: Int) {
    let sample = session()
    var state = sample.state()
    expectGolden(state.canvas(width, 44, now: sample.now), "transcript-session-\(width)")
  }

  @Test func itsEndAtEightyByTwentyFour() {
    var sample = session()
    sample.add(.answered(request: "r1", answer: .allow, by: "anna"))
    sample.agent(.turnDone(.completed, text: nil), after: 90)
    sample.add(.snapshot(DiffSummary(files: 3, insertions: 41, deletions: 7, tree: "abc")))
    sample.add(.phase(.review, reason: "no check command"))
    sample.add(.published(Publication(kind: .branch, ref: "carrel/t12-login", url: "https://git.lab/ops/x", commit: "0123456789abcdef")))
    var state = sample.state()
    expectGolden(state.canvas(80, 24, now: sample.now), "transcript-end-80x24")
  }

  @Test func questionsAndPlans() {
    var sample = TranscriptSample()
    sample.agent(
      .asked(
        AgentRequest(
          id: "q", kind: .questions([AgentQuestion(text: "Which database?", options: ["SQLite", "PostgreSQL"])]), title: "A question")))
    sample.agent(.asked(AgentRequest(id: "p", kind: .plan("# Plan\n\n- read\n- **write**"), title: "Is this plan right?")))
    sample.add(.answered(request: "q", answer: .answers(["Which database?": "SQLite"]), by: "anna"))
    var state = sample.state()
    expectGolden(state.canvas(60, 20, now: sample.now), "transcript-questions")
  }

  @Test func openedItems() {
    let sample = session()
    var state = sample.state()
    let size = Size(width: 70, height: 40)
    state.update(.top, size: size)
    state.update(.nextTool, size: size)
    state.update(.nextTool, size: size)
    state.update(.toggleFold, size: size)
    state.update(.nextTool, size: size)
    state.update(.toggleFold, size: size)
    expectGolden(state.canvas(70, 40, now: sample.now), "transcript-opened")
  }
}
