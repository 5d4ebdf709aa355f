import Synchronization

/// What the requests of one task may hold at a time: bounds for a hostile agent. Any caller.
final class GatewayRoom: Sendable {
  /// Requests that are being answered at most.
  static let requestLimit = 32
  /// Bytes of one request's body at most; Anthropic takes 32 MB.
  static let bodyLimit = 32 << 20
  /// Bytes of all bodies that are held at most.
  static let heldLimit = 64 << 20

  private struct State {
    var requests = 0
    var held = 0
  }

  private let state = Mutex(State())

  /// Takes a place for a request; false: there are too many.
  func enter() -> Bool {
    state.withLock { state in
      guard state.requests < Self.requestLimit else { return false }
      state.requests += 1
      return true
    }
  }

  /// Gives the place back.
  func leave() { state.withLock { $0.requests -= 1 } }

  /// Takes room for more bytes; false: there is none.
  func hold(_ bytes: Int) -> Bool {
    state.withLock { state in
      guard state.held + bytes <= Self.heldLimit else { return false }
      state.held += bytes
      return true
    }
  }

  /// Gives room back.
  func release(_ bytes: Int) { state.withLock { $0.held -= bytes } }
}
