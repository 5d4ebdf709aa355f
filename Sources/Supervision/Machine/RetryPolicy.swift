package import Model

/// Which failures are worth another try, and when (pure).
package enum RetryPolicy {
  /// Whether trying again may help without anybody doing anything.
  package static func isWorthAnotherTry(_ failure: TaskFailure.Class) -> Bool {
    switch failure {
    case .rateLimit, .overloaded, .server, .network: true
    case .auth, .usageLimit, .contextFull, .badRequest, .modelNotFound, .billing, .sandbox, .engine, .protocolError, .limit, .workspace,
      .unknown:
      false
    }
  }

  /// Seconds to wait before try number `retry` (from 1): 2, 4, 8 … at most 300. No jitter by chance, but a spread by the task's number, so that forty
  /// tasks which failed together do not come back together.
  package static func delaySeconds(retry: Int, task: TaskID) -> Double {
    let base = Double(1 << min(max(1, retry), 8))
    return min(300, base * (1 + Double(task.number % 10) / 20))
  }
}
