package import Platform
package import Sandbox
internal import Synchronization

/// A keeper that accepts connections and serves each in a task of its own, at most so many at a time: one that comes beyond is closed at once. Its end cancels all
/// of them and closes their connections.
package final class AcceptingDoor: SandboxDoorKeeper {
  private struct State {
    var isClosed = false
    var listener: TCPListener?
    var accepting: Task<Void, Never>?
    var next = 0
    var serving: [Int: (connection: TCPConnection, task: Task<Void, Never>)] = [:]
    /// Those that were served before they were noted.
    var over: Set<Int> = []
  }

  private let limit: Int
  private let serve: @Sendable (TCPConnection) async -> Void
  private let turnedAway: @Sendable () -> Void
  private let state = Mutex(State())

  /// A door. `serve` answers one connection and returns when it is done with it, which closes it; its task is cancelled when the sandbox ends. `turnedAway` is told
  /// of each connection beyond the limit.
  package init(
    limit: Int, turnedAway: @escaping @Sendable () -> Void = {}, serve: @escaping @Sendable (TCPConnection) async -> Void
  ) {
    self.limit = limit
    self.serve = serve
    self.turnedAway = turnedAway
  }

  /// A door that serves alike, for one more sandbox.
  package func forSandbox() -> any SandboxDoorKeeper { AcceptingDoor(limit: limit, turnedAway: turnedAway, serve: serve) }

  /// Takes the listening socket over and begins to accept.
  package func open(_ listener: OwnedDescriptor) { open(TCPListener(taking: listener)) }

  /// Begins to accept at a listener, which ends with the door.
  package func open(_ listener: TCPListener) {
    let accepting = Task { [weak self] in
      while let connection = await listener.accept() {
        guard let self else { return connection.close() }
        admit(connection)
      }
    }
    let isLate = state.withLock { state in
      if state.isClosed { return true }
      state.listener = listener
      state.accepting = accepting
      return false
    }
    guard isLate else { return }
    accepting.cancel()
    listener.close()
  }

  /// Ends everything.
  package func close() {
    let (listener, accepting, serving) = state.withLock { state in
      defer {
        state.isClosed = true
        state.listener = nil
        state.accepting = nil
        state.serving = [:]
      }
      return (state.listener, state.accepting, state.serving)
    }
    accepting?.cancel()
    listener?.close()
    for (connection, task) in serving.values {
      task.cancel()
      connection.close()
    }
  }

  /// How many connections are being served.
  package var count: Int { state.withLock { $0.serving.count } }

  private func admit(_ connection: TCPConnection) {
    let number = state.withLock { state -> Int? in
      guard !state.isClosed, state.serving.count < limit else { return nil }
      state.next += 1
      return state.next
    }
    guard let number else {
      connection.close()
      turnedAway()
      return
    }
    let task = Task { [weak self, serve] in
      await serve(connection)
      connection.close()
      self?.left(number)
    }
    let isLate = state.withLock { state in
      if state.over.remove(number) != nil { return false }
      if state.isClosed { return true }
      state.serving[number] = (connection, task)
      return false
    }
    guard isLate else { return }
    task.cancel()
    connection.close()
  }

  private func left(_ number: Int) {
    state.withLock { state in
      if state.serving.removeValue(forKey: number) == nil, !state.isClosed { state.over.insert(number) }
    }
  }
}
