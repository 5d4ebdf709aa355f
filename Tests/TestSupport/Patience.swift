import Dispatch

/// Waiting in tests for what must come: asks again and again until it is so. The deadline is far beyond any machine's slowness, so that it only ends what would
/// never end.
package enum Patience {
  /// Asks until the answer is there.
  /// - Throws: `TestRepositoryFailure` at the deadline, or what asking throws.
  package static func until<Value>(_ what: String, deadline seconds: Int = 400, _ ask: () async throws -> Value?) async throws -> Value {
    let end = ContinuousClock.now + .seconds(seconds)
    while true {
      if let value = try await ask() { return value }
      guard ContinuousClock.now < end else { throw TestRepositoryFailure(text: "waited in vain for \(what)") }
      await moment()
    }
  }

  /// Asks until it is true.
  package static func until(_ what: String, deadline seconds: Int = 400, _ ask: () async throws -> Bool) async throws {
    _ = try await until(what, deadline: seconds) { try await ask() ? true : nil }
  }

  private static func moment() async {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().asyncAfter(deadline: .now() + 0.02) { continuation.resume() }
    }
  }
}
