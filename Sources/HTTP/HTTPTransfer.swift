import Synchronization

/// One request on its way: what the loop's thread puts in and one reader takes out. Bytes are held up to `bufferLimit`; beyond, the loop pauses the transfer.
final class HTTPTransfer: Sendable {
  /// What became of bytes that came.
  enum Taken {
    case all
    /// None of them; they come again after `resumed`.
    case later
    /// Nobody wants them any more.
    case never
  }

  private struct State {
    var head: HTTPHead?
    var body: [UInt8] = []
    var isEnded = false
    var failure: HTTPError?
    var isPaused = false
    /// Counts changes.
    var version = 0
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  /// What one look at the state gives.
  private enum Look<Value> {
    case value(Value, resume: Bool)
    case failed(HTTPError)
    case wait
  }

  /// Bytes that wait for the reader at most, but for one batch of the library (16 KiB).
  static let bufferLimit = 256 * 1024

  let request: HTTPRequest
  let location: HTTPAddress
  private let loop: HTTPLoop
  private let state = Mutex(State())

  init(_ request: HTTPRequest, _ location: HTTPAddress, on loop: HTTPLoop) {
    self.request = request
    self.location = location
    self.loop = loop
  }

  // MARK: The reader's side

  /// The head, once it is there.
  func head() async throws(HTTPError) -> HTTPHead {
    try await taking { state in state.head.map { .value($0, resume: false) } ?? (state.isEnded ? .failed(.cut("no answer came")) : .wait) }
  }

  /// The next bytes; nil at the end.
  func next() async throws(HTTPError) -> [UInt8]? {
    try await taking { state in
      if !state.body.isEmpty {
        let bytes = state.body
        let wasPaused = state.isPaused
        state.body = []
        state.isPaused = false
        return .value(bytes, resume: wasPaused)
      }
      return state.isEnded ? .value(nil, resume: false) : .wait
    }
  }

  /// Gives the transfer up; what waits for it fails with `cancelled`.
  func cancel() {
    finish(.cancelled, dropping: true)
    loop.post(.remove(self))
  }

  private func taking<Value: Sendable>(_ look: @Sendable (inout State) -> Look<Value>) async throws(HTTPError) -> Value {
    while true {
      let (seen, version) = state.withLock { state -> (Look<Value>, Int) in
        // What came before a failure is still handed out.
        if state.body.isEmpty, let failure = state.failure { return (.failed(failure), state.version) }
        return (look(&state), state.version)
      }
      switch seen {
      case .value(let value, let resume):
        if resume { loop.post(.resume(self)) }
        return value
      case .failed(let error): throw error
      case .wait: await change(after: version)
      }
    }
  }

  /// Waits for the state to be another than the one of this version.
  private func change(after version: Int) async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
        let waits = state.withLock { state in
          guard state.version == version else { return false }
          state.waiters.append(continuation)
          return true
        }
        if !waits { continuation.resume() }
      }
    } onCancel: {
      cancel()
    }
  }

  // MARK: The loop's side

  /// Whether the reader is behind.
  var isPaused: Bool { state.withLock { $0.isPaused } }

  /// The head came.
  func take(_ head: HTTPHead) { wake { $0.head = head } }

  /// Bytes came.
  func take(_ bytes: UnsafeBufferPointer<UInt8>) -> Taken {
    var taken = Taken.all
    wake { state in
      if state.isEnded {
        taken = .never
      } else if state.body.count >= Self.bufferLimit {
        state.isPaused = true
        taken = .later
      } else {
        state.body.append(contentsOf: bytes)
      }
    }
    return taken
  }

  /// It is over; only the first end counts.
  func finish(_ failure: HTTPError?, dropping: Bool = false) {
    wake { state in
      if dropping { state.body = [] }
      guard !state.isEnded else { return }
      state.isEnded = true
      state.failure = failure
    }
  }

  private func wake(_ change: (inout State) -> Void) {
    let waiters = state.withLock { state in
      change(&state)
      state.version &+= 1
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
  }
}
