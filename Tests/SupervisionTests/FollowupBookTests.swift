import Model
import Supervision
import Testing

/// Which pull request is asked about next, and when.
@Suite struct FollowupBookTests {
  private func task(_ number: Int, _ change: (inout PublishedRequest) -> Void = { _ in }) -> TaskRecord {
    var task = TaskRecord(
      id: TaskID(number), ticket: Ticket(title: "T"), repository: RepositoryLocation(source: "/r", publishTo: "/o"), engine: "demo",
      created: Timestamp(milliseconds: 0))
    task.phase = .done
    task.phaseSince = Timestamp(milliseconds: 0)
    var request = PublishedRequest(
      repository: ForgeRepository(host: "git.lab", owner: "o", name: "r"), number: number, url: "https://git.lab/o/r/pulls/\(number)")
    change(&request)
    task.published = Publication(kind: .pr, ref: "b", commit: "c", request: request)
    return task
  }

  @Test func fortyRequestsCostFewCalls() {
    let tasks = (1...40).map { task($0) }
    var book = FollowupBook()
    var uptime = 0.0
    var calls = 0
    var asked: [TaskID: Int] = [:]
    while let next = book.next(
      on: "git.lab", among: tasks, now: Timestamp(milliseconds: Int64(uptime * 1000)), uptime: uptime, isViewed: { _ in false }),
      next.at < 3600
    {
      uptime = max(uptime, next.at)
      calls += 4
      asked[next.task, default: 0] += 1
      book.answered(next.task, on: "git.lab", isWhole: true, calls: 4, uptime: uptime)
    }
    #expect(calls <= 2_400, "an hour's calls")
    #expect(Set(asked.keys) == Set(tasks.map(\.id)), "none is left out")
    #expect((asked.values.min() ?? 0) >= 5)
  }

  @Test func nothingToFollowIsNothingToWaitFor() {
    var merged = task(1) { $0.state = .merged }
    merged.published?.request?.changed = Timestamp(milliseconds: 0)
    var gone = task(2)
    gone.phase = .discarded
    let old = task(3)
    let now = Timestamp(milliseconds: Int64(FollowupPace.end * 1000) + 1)
    let book = FollowupBook()
    #expect(book.next(on: "git.lab", among: [merged, gone, old], now: now, uptime: 0, isViewed: { _ in true }) == nil)
    #expect(
      book.next(on: "git.lab", among: [task(4)], now: Timestamp(milliseconds: 0), uptime: 0, isViewed: { _ in false })?.at
        == FollowupPace.first)
    #expect(book.next(on: "other", among: [task(4)], now: Timestamp(milliseconds: 0), uptime: 0, isViewed: { _ in false }) == nil)
  }

  @Test func whileChecksRunCommentsAreAskedForLessOften() {
    let running = task(1) { $0.ci = .running }
    var book = FollowupBook()
    var whole = 0
    var rounds = 0
    var uptime = 0.0
    while uptime < 600 {
      guard
        let next = book.next(
          on: "git.lab", among: [running], now: Timestamp(milliseconds: Int64(uptime * 1000)), uptime: uptime, isViewed: { _ in false })
      else { break }
      uptime = next.at
      rounds += 1
      if next.isWhole { whole += 1 }
      book.answered(next.task, on: "git.lab", isWhole: next.isWhole, calls: next.isWhole ? 4 : 2, uptime: uptime)
    }
    #expect(rounds > 15 && whole < rounds / 2 && whole >= 4)
  }

  @Test func theSameTroubleIsSaidOnceUntilTheForgeAnswers() {
    var book = FollowupBook()
    let down = FollowupFailure(.passing, "down")
    #expect(book.failed(TaskID(1), on: "git.lab", down, uptime: 0) == .passing("down"))
    #expect(book.failed(TaskID(2), on: "git.lab", down, uptime: 40) == nil)
    book.answered(TaskID(1), on: "git.lab", isWhole: true, calls: 4, uptime: 100)
    #expect(book.failed(TaskID(1), on: "git.lab", down, uptime: 200) == .passing("down"))
    let dead = FollowupFailure(.token, "dead")
    #expect(book.failed(TaskID(1), on: "other", dead, uptime: 0) == nil, "the source is asked once more first")
    #expect(book.failed(TaskID(1), on: "other", dead, uptime: 1) == .token("dead"))
    #expect(book.failed(TaskID(1), on: "other", dead, uptime: 2) == nil)
    #expect(FollowupPace.backOff(failures: 1_000_000) == 900)
    _ = book.failed(TaskID(1), on: "slow", FollowupFailure(.wait(1e300), "wait"), uptime: 0)
    #expect(book.lanes["slow"]?.notBefore == 3_600, "no forge holds us for ever")
  }
}
