import Platform

/// When and how often a failed request is tried again.
package struct ProviderRetry: Sendable {
  /// Tries in all.
  package var tries: Int
  /// The pause after the first failure, in seconds; it doubles with every further one.
  package var baseSeconds: Double
  /// The longest pause, in seconds. A provider that asks for a longer one has no answer for now: its limit is a usage limit.
  package var longestSeconds: Double
  /// A number from 0 to 1, another one each time: what the pauses of many agents are spread by.
  package var jitter: @Sendable () -> Double
  /// Waits so many seconds.
  package var sleep: @Sendable (Double) async throws(CancellationError) -> Void

  /// A policy.
  package init(
    tries: Int = 6, baseSeconds: Double = 1, longestSeconds: Double = 120,
    jitter: @escaping @Sendable () -> Double = { .random(in: 0...1) },
    sleep: @escaping @Sendable (Double) async throws(CancellationError) -> Void = { seconds async throws(CancellationError) in
      try await pause(for: .seconds(seconds))
    }
  ) {
    self.tries = tries
    self.baseSeconds = baseSeconds
    self.longestSeconds = longestSeconds
    self.jitter = jitter
    self.sleep = sleep
  }

  /// The pause after a try (from 1), in seconds: what the provider asked for, else from half of the doubled base up to all of it.
  func delay(after attempt: Int, asked: Double?) -> Double {
    if let asked { return min(max(asked, 0), longestSeconds) }
    var most = baseSeconds
    for _ in 1..<max(attempt, 1) where most < longestSeconds { most *= 2 }
    return min(most, longestSeconds) * (0.5 + 0.5 * min(max(jitter(), 0), 1))
  }
}
