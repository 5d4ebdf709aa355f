import Glibc
import JSON
import Platform
import Synchronization
import TestSupport

/// A client of the agent: sends requests, keeps all that comes, answers the agent's requests by a rule.
final class TestClient: Sendable {
  private struct State {
    var messages: [JSONValue] = []
    var next = 0
    var isClosed = false
    var hasEnded = false
    var rule: @Sendable (String, JSONValue) -> JSONValue? = { _, _ in nil }
  }

  private let output: Int32
  private let state = Mutex(State())

  init(input: Int32, output: Int32) {
    self.output = output
    let reader = ClientReader(input)
    Task { [self] in
      var lines = JSONLines()
      while let bytes = await reader.next() {
        for line in lines.append(bytes) {
          if case .success(let value) = line.value { take(value) }
        }
      }
      close(input)
      state.withLock { $0.hasEnded = true }
    }
  }

  /// How the agent's requests are answered: the result, or nil for no answer at all.
  func answers(_ rule: @escaping @Sendable (String, JSONValue) -> JSONValue?) { state.withLock { $0.rule = rule } }

  /// Every permission gets the option of this kind.
  func permits(_ option: String) {
    answers { method, _ in
      method == "session/request_permission" ? ["outcome": ["outcome": "selected", "optionId": .string(option)]] : nil
    }
  }

  private func take(_ message: JSONValue) {
    let rule = state.withLock { state in
      state.messages.append(message)
      return state.rule
    }
    guard let id = message["id"], let method = message["method"]?.string, let result = rule(method, message["params"] ?? [:]) else {
      return
    }
    send(["jsonrpc": "2.0", "id": id, "result": result])
  }

  func send(_ value: JSONValue) { send(raw: value.serialized() + "\n") }

  func send(raw text: String) {
    let bytes = Array(text.utf8)
    var offset = 0
    while offset < bytes.count {
      let done = bytes.withUnsafeBytes { Glibc.write(output, $0.baseAddress.map { $0 + offset }, $0.count - offset) }
      guard done > 0 else { return }
      offset += done
    }
  }

  /// Sends a request and gives its id.
  @discardableResult
  func begin(_ method: String, _ parameters: JSONValue) -> Int {
    let id = state.withLock { state in
      state.next += 1
      return state.next
    }
    send(["jsonrpc": "2.0", "id": .integer(Int64(id)), "method": .string(method), "params": parameters])
    return id
  }

  func notify(_ method: String, _ parameters: JSONValue) {
    send(["jsonrpc": "2.0", "method": .string(method), "params": parameters])
  }

  /// The answer to a request: result or error.
  func answer(_ id: Int) async throws -> JSONValue {
    try await Patience.until("the answer to request \(id)") { self.messages.first { $0["id"]?.int == id && $0["method"] == nil } }
  }

  func request(_ method: String, _ parameters: JSONValue) async throws -> JSONValue { try await answer(begin(method, parameters)) }

  func endInput() {
    let first = state.withLock { state in
      defer { state.isClosed = true }
      return !state.isClosed
    }
    if first { close(output) }
  }

  func finished() async { try? await Patience.until("the end of the agent's output") { self.state.withLock { $0.hasEnded } } }

  var messages: [JSONValue] { state.withLock { $0.messages } }

  /// The updates of a kind.
  func updates(_ kind: String) -> [JSONValue] {
    messages.compactMap { $0["params"]?["update"] }.filter { $0["sessionUpdate"]?.string == kind }
  }

  /// The requests of the agent.
  func requests(_ method: String) -> [JSONValue] {
    messages.filter { $0["method"]?.string == method && $0["id"] != nil }.compactMap { $0["params"] }
  }

  func notes(_ method: String) -> [JSONValue] { messages.filter { $0["method"]?.string == method }.compactMap { $0["params"] } }

  /// The text that the agent said.
  var said: String { updates("agent_message_chunk").compactMap { $0["content"]?["text"]?.string }.joined() }

  /// Status and text of finished calls, in order.
  var results: [(status: String, text: String)] {
    updates("tool_call_update").filter { $0["status"]?.string != "in_progress" }.map {
      ($0["status"]?.string ?? "", $0["content"]?[0]?["content"]?["text"]?.string ?? "")
    }
  }
}

/// Reads on a thread of its own.
private actor ClientReader {
  private nonisolated let executor = BlockingExecutor(name: "test-client")
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
  private let descriptor: Int32

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  func next() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(descriptor, &buffer, buffer.count)
    return count > 0 ? Array(buffer[..<count]) : nil
  }
}
