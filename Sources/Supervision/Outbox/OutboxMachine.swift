import Model

/// Decides what becomes of an entry after a step: a value, no I/O, no clock.
struct OutboxMachine: Hashable, Sendable {
  /// What is to be done with the entry.
  enum Verdict: Hashable, Sendable {
    /// Its next step.
    case goOn
    /// The task is published now; then its next step.
    case publish
    /// It waits; `entry.wait` says why and until when.
    case wait
    /// It is given up, and the task goes back to review with this sentence.
    case goBack(String)
    /// All is done.
    case finish
  }

  /// The entry as it stands.
  var entry: OutboxEntry

  /// The first back-off in seconds, and the longest.
  static let firstBackOff = 5.0
  static let longestBackOff = 900.0

  init(_ entry: OutboxEntry) { self.entry = entry }

  /// A step was done, or was found to be done.
  mutating func did(_ step: OutboxStep) -> Verdict {
    if !entry.done.contains(step) { entry.done.append(step) }
    entry.wait = nil
    entry.tries = 0
    if step == entry.publishingStep { return .publish }
    return entry.next == nil ? .finish : .goOn
  }

  /// A step was not done.
  mutating func failed(_ failure: OutboxFailure, at now: Timestamp) -> Verdict {
    if failure.reason == .refused, !entry.isPublished { return .goBack(failure.text) }
    let since = entry.wait?.since ?? now
    var until: Timestamp?
    if failure.reason == .passing {
      let said = failure.retryAfter ?? 0
      let seconds = max(Self.backOff(after: entry.tries), said.isNaN ? 0 : min(said, 86_400))
      until = Timestamp(milliseconds: now.milliseconds + Int64((seconds * 1000).rounded(.up)))
    }
    entry.tries = min(entry.tries + 1, 1000)
    entry.wait = OutboxWait(failure.reason, failure.text, since: since, until: until)
    return .wait
  }

  /// Somebody says that it is worth another try.
  mutating func released() {
    entry.wait = nil
    entry.tries = 0
  }

  /// 5 s, doubled with each failure in a row, at most 15 minutes.
  static func backOff(after tries: Int) -> Double {
    var seconds = firstBackOff
    for _ in 0..<max(0, min(tries, 20)) { seconds = min(seconds * 2, longestBackOff) }
    return seconds
  }
}
