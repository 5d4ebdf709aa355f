import Model
internal import Synchronization

/// The rules as they hold now, asked by every runner at the moment in which its agent asks something. Any thread.
final class StandingRules: Sendable {
  private let held = Mutex(RuleBook())

  /// All of them.
  var book: RuleBook { held.withLock { $0 } }

  /// Takes the place of what was known.
  func set(_ book: RuleBook) { held.withLock { $0 = book } }

  /// Changes them.
  func change(_ body: (inout RuleBook) -> Void) { held.withLock { body(&$0) } }

  /// The rule that answers a task's request, counted as used; nil: none does.
  func answer(to request: AgentRequest, of task: TaskRecord, at now: Timestamp) -> AnswerRule? {
    guard let asked = task.fingerprint(of: request) else { return nil }
    return held.withLock { book in
      guard let rule = book.rule(for: asked, in: task.repository.source, at: now) else { return nil }
      book.count(rule.id)
      return rule
    }
  }
}
