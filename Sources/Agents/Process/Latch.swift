import Platform
import Synchronization

/// A thing that happens once, and that any number can wait for, each with its own patience.
final class Latch: Sendable {
  private struct State {
    var isOpen = false
    var next = 0
    var waiting: [Int: CheckedContinuation<Bool, Never>] = [:]
  }

  private let state = Mutex(State())

  /// Whether it has happened.
  var isOpen: Bool { state.withLock { $0.isOpen } }

  /// It has happened: everyone goes on.
  func open() {
    let waiting = state.withLock { state in
      defer { state.waiting = [:] }
      state.isOpen = true
      return state.waiting.values
    }
    for continuation in waiting { continuation.resume(returning: true) }
  }

  /// Waits until it has happened, or for so many seconds; says whether it has.
  func wait(seconds: Double? = nil) async -> Bool {
    let number = state.withLock { state in
      state.next += 1
      return state.next
    }
    let timer = Mutex<Task<Void, Never>?>(nil)
    let opened = await withCheckedContinuation { continuation in
      let open = state.withLock { state in
        if !state.isOpen { state.waiting[number] = continuation }
        return state.isOpen
      }
      if open {
        continuation.resume(returning: true)
      } else if let seconds {
        let started = Task {
          try? await pause(for: .seconds(seconds))
          self.giveUp(number)
        }
        timer.withLock { $0 = started }
      }
    }
    timer.withLock { $0?.cancel() }
    return opened
  }

  private func giveUp(_ number: Int) {
    let continuation = state.withLock { $0.waiting.removeValue(forKey: number) }
    continuation?.resume(returning: false)
  }
}
