internal import Synchronization

/// Holds calls to a forge back as long as it asked to wait, so that a hundred tasks do not each find it out for themselves. Any caller, any order.
package final class ForgeBrake: Sendable {
  /// Seconds that are believed at most; after that the forge is asked again whatever it said.
  private static let longest = 900.0

  private let until = Mutex<Double>(-.infinity)
  private let uptime: @Sendable () -> Double

  /// A brake that is off.
  /// - Parameter uptime: seconds on a clock that only runs forward.
  package init(uptime: @escaping @Sendable () -> Double = ForgeBrake.seconds) { self.uptime = uptime }

  /// The forge asked to wait so many seconds.
  package func hold(_ seconds: Double) {
    let end = uptime() + min(max(0, seconds), Self.longest)
    until.withLock { $0 = max($0, end) }
  }

  /// Seconds that it still asks to wait; nil: none.
  package var rest: Double? {
    let left = until.withLock { $0 } - uptime()
    return left > 0 ? left : nil
  }

  private static let start = ContinuousClock.now

  /// The machine's own clock.
  package static func seconds() -> Double {
    // The start first: it is made at its first use.
    let start = start
    let passed = (ContinuousClock.now - start).components
    return Double(passed.seconds) + Double(passed.attoseconds) / 1e18
  }
}
