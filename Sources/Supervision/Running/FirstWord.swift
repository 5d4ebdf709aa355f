import Synchronization

/// Resumes whoever waits for a socket or a refusal, once.
final class FirstWord: Sendable {
  private let waiting: Mutex<CheckedContinuation<Result<String, SupervisionError>, Never>?>

  init(_ continuation: CheckedContinuation<Result<String, SupervisionError>, Never>) { waiting = Mutex(continuation) }

  /// Says it. False when something was said before.
  @discardableResult
  func tell(_ word: Result<String, SupervisionError>) -> Bool {
    let found = waiting.withLock { waiting in
      defer { waiting = nil }
      return waiting
    }
    found?.resume(returning: word)
    return found != nil
  }
}
