import Model
import Synchronization

/// The time of a house: moves when the test says so.
final class HouseClock: Sendable {
  private let moment = Mutex(Timestamp(milliseconds: 1_790_000_000_000))

  var now: Timestamp { moment.withLock { $0 } }

  func pass(seconds: Int64) { moment.withLock { $0.milliseconds += seconds * 1000 } }
}
