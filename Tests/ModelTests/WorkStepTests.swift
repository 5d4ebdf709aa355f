import Model
import Testing

@Suite("Steps")
struct WorkStepTests {
  @Test("The short form of the command line is read")
  func reading() throws {
    let steps = try WorkStep.reading("plan:claude/opus,implement:opencode/ollama/qwen,+test,publish:patch").get()
    #expect(
      steps == [
        WorkStep(name: "plan", engine: "claude", model: "opus"), WorkStep(name: "implement", engine: "opencode", model: "ollama/qwen"),
        WorkStep(name: "test", scope: .task), WorkStep(publishing: "publish", .patch),
      ])
    #expect(try WorkStep.reading("implement,publish").get().last == WorkStep(publishing: "publish", nil))
  }

  @Test(
    "What is no chain is said",
    arguments: [
      ("", "has a step named"), ("a,,b", "has a step named"), ("a:", "behind the colon"), ("a:/m", "no engine or no model"),
      ("a:e/", "no engine or no model"), ("publish", "nothing to publish"), ("a,publish:ftp", "\"ftp\""), ("publish,a", "not its last"),
      ("a,a", "two steps named a"), ("+a", "begins with"), ("a\u{1b}[2J", "names have letters"),
      ((1...17).map { "s\($0)" }.joined(separator: ","), "more than 16"),
    ])
  func problems(_ text: String, _ part: String) {
    guard case .failure(let problem) = WorkStep.reading(text) else {
      Issue.record("\(text) was read")
      return
    }
    #expect(problem.text.contains(part))
  }

  @Test("Steps inherit the task's engine, and its model only with its engine")
  func inheritance() {
    let chain = StepChain(
      steps: [WorkStep(name: "plan"), WorkStep(name: "a", engine: "codex"), WorkStep(name: "b", mode: .ask)], engine: "claude",
      model: "opus",
      mode: .auto)
    #expect(chain.steps.map(chain.engine(of:)) == ["claude", "codex", "claude"])
    #expect(chain.steps.map(chain.model(of:)) == ["opus", nil, "opus"])
    #expect(chain.steps.map(chain.mode(of:)) == [.plan, .auto, .ask])
  }

  @Test("A chain is cut before every step with a workspace of its own, and goes on counting")
  func parts() throws {
    let chain = StepChain(steps: try WorkStep.reading("plan,implement,+test,+docs,publish").get(), engine: "e")
    #expect(chain.parts.map { $0.steps.map(\.name) } == [["plan", "implement"], ["test"], ["docs", "publish"]])
    #expect(chain.parts.map(\.number) == [1, 3, 4])
    #expect(chain.parts.allSatisfy { $0.total == 5 })
  }

  private func task(_ chain: StepChain?) -> TaskRecord {
    var task = TaskRecord(
      id: TaskID(1), ticket: Ticket(title: "Fix it"), repository: RepositoryLocation(source: "/r", publishTo: "/o"), engine: "claude",
      created: Timestamp(milliseconds: 1))
    task.chain = chain
    return task
  }

  @Test("The brief of a step says what it is for and what the steps before handed on")
  func briefs() {
    #expect(StepBrief.compose("Brief\n", task(nil)) == "Brief\n")
    var chain = StepChain(
      steps: [WorkStep(name: "plan"), WorkStep(name: "implement"), WorkStep(name: "test", brief: "Only unit tests.")], engine: "e")
    let first = StepBrief.compose("Brief\n", task(chain))
    #expect(first.hasPrefix("Brief\n\n## This step: plan (1 of 3)\nMake a plan") && first.contains("change no file"))
    chain.outcomes = [StepOutcome(name: "plan", engine: "claude", model: "opus", isPlan: true, text: "1. {body}\n")]
    chain.position = 1
    let second = StepBrief.compose("Brief\n", task(chain))
    #expect(second.contains("## The approved plan (plan, claude opus)\n1. {body}\n"))
    let check = CheckResult(command: "make test", exitCode: 2, seconds: 3.4, tail: "a\n\nb failed\n")
    chain.outcomes.append(StepOutcome(name: "implement", engine: "codex", model: nil, isPlan: false, text: "Done.", check: check))
    chain.position = 2
    let third = StepBrief.compose("Brief\n", task(chain))
    #expect(third.contains("Only unit tests.") && third.contains("## Handed on by the step implement (codex)\nDone."))
    #expect(third.contains("`make test` failed with exit 2 in 3 s") && third.hasSuffix("    a\n    b failed\n"))
  }

  @Test("What is handed on is bounded, also in the middle of a letter")
  func bounds() {
    let outcome = StepOutcome(name: "a", engine: "e", model: nil, isPlan: false, text: String(repeating: "é", count: 100_000))
    #expect(outcome.text.utf8.count < StepOutcome.longest + 100 && outcome.text.hasSuffix("[cut here]"))
  }

  @Test("Attempts are compared by their trees on the same base")
  func comparison() {
    func attempt(_ number: Int, _ tree: String, _ phase: TaskPhase = .review) -> TaskRecord {
      var task = task(nil)
      task.id = TaskID(number)
      task.group = AttemptGroup([TaskID(1), TaskID(2), TaskID(3)])
      task.diff = DiffSummary(files: 1, insertions: 1, deletions: 0, tree: tree)
      task.phase = phase
      task.runningSeconds = 65
      return task
    }
    let all = [attempt(3, "b"), attempt(1, "a"), attempt(2, "a", .discarded), task(nil)]
    let comparison = Comparison(of: all[1], among: Array(all.dropLast()))
    #expect(comparison.tasks.map(\.id.number) == [1, 2, 3])
    #expect(comparison.twins(of: comparison.tasks[0]) == [TaskID(2)] && comparison.twins(of: comparison.tasks[2]).isEmpty)
    #expect(comparison.others(than: TaskID(1)).map(\.id) == [TaskID(3)])
    #expect(
      comparison.cells(of: comparison.tasks[0], now: Timestamp(milliseconds: 1)) == [
        "T1", "claude", "review", "1 file +1 -0", "-", "$0.00", "0", "1m5s", "T2",
      ])
  }
}
