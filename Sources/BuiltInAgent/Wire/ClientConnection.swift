import JSON
import Synchronization

/// The client at the other end: answers, notifications, and requests of ours with what comes back.
final class ClientConnection: Sendable {
  private typealias Waiter = CheckedContinuation<Result<JSONValue, RequestFailure>, Never>

  private struct State {
    var next = 0
    var waiting: [Int: Waiter] = [:]
    var isClosed = false
  }

  private let output: LineOutput
  private let state = Mutex(State())

  init(_ output: LineOutput) { self.output = output }

  /// Answers a request.
  func answer(_ id: JSONValue, _ result: Result<JSONValue, RequestFailure>) async {
    switch result {
    case .success(let value): await output.write(["jsonrpc": "2.0", "id": id, "result": value])
    case .failure(let failure): await output.write(["jsonrpc": "2.0", "id": id, "error": failure.value])
    }
  }

  /// Tells something.
  func notify(_ method: String, _ parameters: JSONValue) async {
    await output.write(["jsonrpc": "2.0", "method": .string(method), "params": parameters])
  }

  /// Asks, and waits for the answer.
  /// - Throws: the client's error; `.cancelled` when the Swift task was cancelled or the client is gone.
  func request(_ method: String, _ parameters: JSONValue) async throws(RequestFailure) -> JSONValue {
    let id = state.withLock { state in
      defer { state.next += 1 }
      return state.next
    }
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: Waiter) in
        let isOpen = state.withLock { state in
          if state.isClosed || Task.isCancelled { return false }
          state.waiting[id] = continuation
          return true
        }
        guard isOpen else {
          continuation.resume(returning: .failure(.cancelled))
          return
        }
        Task { await output.write(["jsonrpc": "2.0", "id": .integer(Int64(id)), "method": .string(method), "params": parameters]) }
      }
    } onCancel: {
      settle(id, .failure(.cancelled))
    }
    return try result.get()
  }

  /// Takes an answer of the client; one that nobody waits for is dropped.
  func take(_ answer: JSONValue) {
    guard let id = answer["id"]?.int else { return }
    if let error = answer["error"] {
      settle(id, .failure(RequestFailure(error)))
    } else {
      settle(id, .success(answer["result"] ?? .null))
    }
  }

  /// The client is gone: nobody waits any more.
  func close() {
    let waiting = state.withLock { state in
      state.isClosed = true
      defer { state.waiting = [:] }
      return state.waiting
    }
    for (_, waiter) in waiting { waiter.resume(returning: .failure(.cancelled)) }
  }

  private func settle(_ id: Int, _ result: Result<JSONValue, RequestFailure>) {
    let waiter = state.withLock { $0.waiting.removeValue(forKey: id) }
    waiter?.resume(returning: result)
  }
}
