import Model
import Synchronization

/// A clock that only the test moves. Whoever sleeps by it wakes when it is moved past his time.
final class StoryClock: Sendable {
  private struct Sleeper {
    var until: Double
    var continuation: CheckedContinuation<Void, Never>
  }
  private struct Contents {
    var seconds = 0.0
    var jumped: Int64 = 0
    var sleepers: [Int: Sleeper] = [:]
    var cancelled: Set<Int> = []
    var next = 0
  }

  private let contents = Mutex(Contents())
  private static let start: Int64 = 1_700_000_000_000

  /// The time of day.
  var now: Timestamp {
    contents.withLock { Timestamp(milliseconds: Self.start + Int64($0.seconds * 1000) + $0.jumped) }
  }

  /// Somebody sets the time of day; what elapses does not change.
  func jump(_ seconds: Int64) { contents.withLock { $0.jumped += seconds * 1000 } }

  /// Seconds since the story's begin.
  var uptime: Double { contents.withLock { $0.seconds } }

  /// Waits for the clock, or for cancellation.
  func pass(_ seconds: Double) async {
    let id = contents.withLock { contents in
      contents.next += 1
      return contents.next
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = contents.withLock { contents -> Bool in
          if contents.cancelled.remove(id) != nil || seconds <= 0 { return true }
          contents.sleepers[id] = Sleeper(until: contents.seconds + seconds, continuation: continuation)
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      let sleeper = contents.withLock { contents -> Sleeper? in
        if let sleeper = contents.sleepers.removeValue(forKey: id) { return sleeper }
        contents.cancelled.insert(id)
        return nil
      }
      sleeper?.continuation.resume()
    }
  }

  /// How long until the first sleeper wakes; nil when nobody sleeps.
  var untilNext: Double? { contents.withLock { contents in contents.sleepers.values.map { $0.until - contents.seconds }.min() } }

  /// Moves the clock.
  func advance(_ seconds: Double) {
    let woken = contents.withLock { contents -> [Sleeper] in
      contents.seconds += seconds
      let due = contents.sleepers.filter { $0.value.until <= contents.seconds }
      for id in due.keys { contents.sleepers[id] = nil }
      return Array(due.values)
    }
    for sleeper in woken { sleeper.continuation.resume() }
  }
}
