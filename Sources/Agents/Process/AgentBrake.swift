import Synchronization

/// Stops and lets go all processes of a task at once. What is started while it is pulled stands still from its first moment on.
package final class AgentBrake: Sendable {
  private struct Held: Sendable {
    var freeze: @Sendable () -> Void
    var thaw: @Sendable () -> Void
  }

  private struct State {
    var isPulled = false
    var next = 0
    var held: [Int: Held] = [:]
  }

  private let state = Mutex(State())

  /// A brake that is not pulled.
  package init() {}

  /// Whether everything stands still.
  package var isPulled: Bool { state.withLock { $0.isPulled } }

  /// Stops everything; nothing is lost. Never waits.
  package func pull() {
    let held = state.withLock { state in
      state.isPulled = true
      return Array(state.held.values)
    }
    for one in held { one.freeze() }
  }

  /// Lets everything go on.
  package func release() {
    let held = state.withLock { state in
      state.isPulled = false
      return Array(state.held.values)
    }
    for one in held { one.thaw() }
  }

  /// Takes hold of something that runs, by what stops it and lets it go on.
  /// - Returns: a number for `letGo`.
  package func hold(freeze: @escaping @Sendable () -> Void, thaw: @escaping @Sendable () -> Void) -> Int {
    let (number, isPulled) = state.withLock { state in
      state.next += 1
      state.held[state.next] = Held(freeze: freeze, thaw: thaw)
      return (state.next, state.isPulled)
    }
    if isPulled { freeze() }
    return number
  }

  /// Forgets what has ended.
  package func letGo(_ number: Int) { state.withLock { _ = $0.held.removeValue(forKey: number) } }

  /// Holds a running program until it has ended.
  func hold(_ process: any AgentProcess) {
    let number = hold(freeze: { process.freeze() }, thaw: { process.thaw() })
    Task {
      _ = await process.wait()
      self.letGo(number)
    }
  }
}
