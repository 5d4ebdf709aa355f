import Arguments
import Client
import Model
import Testing
import Wire

/// The line for prompts and status bars.
@Suite struct AttentionTextTests {
  private static var count: AttentionCount {
    var count = AttentionCount()
    (count.asks, count.review, count.failed, count.running) = (2, 1, 1, 4)
    return count
  }

  @Test func oneLineInThreeForms() {
    #expect(AttentionText.line(Self.count, .prompt) == "2 ask, 1 failed, 1 to review ")
    #expect(
      AttentionText.line(Self.count, .tmux)
        == "#[fg=yellow]2 ask#[default] #[fg=red]1 failed#[default] #[fg=green]1 to review#[default]\n")
    #expect(
      AttentionText.line(Self.count, .json)
        == "{\"asks\":2,\"blocked\":0,\"failed\":1,\"review\":1,\"running\":4,\"queued\":0,\"pull_requests\":0}\n")
  }

  @Test func nothingToDoIsAnEmptyPrompt() {
    var busy = AttentionCount()
    busy.running = 3
    #expect(AttentionText.line(busy, .prompt) == nil)
    #expect(AttentionText.line(busy, .tmux) == nil)
  }

  @Test func everyReasonIsCountedOnce() {
    let moment = HouseClock().now
    var tasks: [TaskRecord] = []
    for (number, kind) in Attention.Kind.allCases.enumerated() {
      var task = House.review(TaskID(number + 1), moment)
      task.attention = Attention(kind: kind, since: moment, text: "")
      tasks.append(task)
    }
    var queued = House.review(TaskID(90), moment)
    (queued.phase, queued.attention) = (.queued, nil)
    var running = queued
    running.phase = .running
    var done = queued
    done.phase = .done
    let count = AttentionCount(tasks + [queued, running, done])
    #expect(count.asks + count.blocked + count.failed + count.review + (count.pullRequests ?? 0) == tasks.count)
    #expect(count.pullRequests == 1 && AttentionText.line(count, .prompt)?.hasSuffix("1 pull request ") == true)
    #expect((count.asks, count.blocked, count.failed, count.review, count.running, count.queued) == (5, 2, 1, 1, 1, 1))
  }
}
