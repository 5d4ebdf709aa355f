import Platform
import Synchronization

/// Where a story cuts the service off: the outbox does nothing from there on, as if the program had been killed.
final class StoryCrash: Sendable {
  private let point = Mutex<CrashPoint?>(nil)

  /// The next time that it is reached.
  func set(_ wanted: CrashPoint?) { point.withLock { $0 = wanted } }

  /// Whether it is still to come.
  var isPending: Bool { point.withLock { $0 != nil } }

  func reach(_ reached: CrashPoint) -> Bool {
    point.withLock { point in
      guard point == reached else { return false }
      point = nil
      return true
    }
  }
}
