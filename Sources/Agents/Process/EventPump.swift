import Model

/// Hands events to their receiver: in order, in batches, one call after another, however many sources they have. Holds a source back while the receiver is
/// behind.
actor EventPump {
  private let receive: @Sendable ([AgentEvent]) async -> Void
  private var waiting: [AgentEvent] = []
  private var sources: [CheckedContinuation<Void, Never>] = []
  private var loop: CheckedContinuation<Void, Never>?
  private var finished = false
  private static let limit = 1024

  init(_ receive: @escaping @Sendable ([AgentEvent]) async -> Void) { self.receive = receive }

  /// Delivers until `finish`; to be called once, in a task of its own.
  func run() async {
    while true {
      if waiting.isEmpty {
        if finished { return }
        await withCheckedContinuation { loop = $0 }
        continue
      }
      let batch = waiting
      waiting = []
      let held = sources
      sources = []
      for source in held { source.resume() }
      await receive(batch)
    }
  }

  /// Adds events and returns at once.
  func post(_ events: [AgentEvent]) {
    guard !events.isEmpty, !finished else { return }
    waiting += events
    wake()
  }

  /// Waits while too much is waiting to be received.
  func room() async {
    guard waiting.count > Self.limit, !finished else { return }
    await withCheckedContinuation { sources.append($0) }
  }

  /// The events so far are the last.
  func finish() {
    finished = true
    let held = sources
    sources = []
    for source in held { source.resume() }
    wake()
  }

  private func wake() {
    loop?.resume()
    loop = nil
  }
}
