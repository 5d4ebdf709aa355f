import Agents
import JSON
import Synchronization

/// An agent of the protocol inside the test, in the place of a child process: the test reads what was said to it and says what it answers.
final class ACPPeer: AgentProcess {
  private struct State {
    var inbox: [JSONValue] = []
    var waiting: [(needed: @Sendable (JSONValue) -> Bool, continuation: CheckedContinuation<JSONValue, Never>)] = []
    var rest: [UInt8] = []
    var exit: AgentExit?
    var exitWaiting: [CheckedContinuation<Void, Never>] = []
    var deaf = false
  }

  private let state = Mutex(State())
  private let output: AsyncStream<[UInt8]>
  private let say: AsyncStream<[UInt8]>.Continuation
  private let errors: AsyncStream<[UInt8]>
  private let complain: AsyncStream<[UInt8]>.Continuation
  private let endsAtEOF: Bool

  /// A peer that ends when its input does, unless it `hangs`.
  init(hangs: Bool = false) {
    endsAtEOF = !hangs
    (output, say) = AsyncStream.makeStream()
    (errors, complain) = AsyncStream.makeStream()
  }

  // MARK: The test's side

  /// The next message that satisfies a condition; what came before it stays.
  func next(where needed: @escaping @Sendable (JSONValue) -> Bool) async -> JSONValue {
    await withCheckedContinuation { continuation in
      let found = state.withLock { state -> JSONValue? in
        if let index = state.inbox.firstIndex(where: needed) { return state.inbox.remove(at: index) }
        state.waiting.append((needed, continuation))
        return nil
      }
      if let found { continuation.resume(returning: found) }
    }
  }

  /// The next request or notification of a method.
  func next(_ method: String) async -> JSONValue { await next { $0["method"]?.string == method } }

  /// The answer to a request of ours.
  func answer(to id: Int) async -> JSONValue { await next { $0["method"] == nil && $0["id"]?.int == id } }

  /// Whether a message of this method came and was not read.
  func has(_ method: String) -> Bool { state.withLock { $0.inbox.contains { $0["method"]?.string == method } } }

  func send(_ value: JSONValue) { send(line: value.serialized()) }

  func send(line: String) { say.yield(Array((line + "\n").utf8)) }

  func update(_ update: JSONValue, session: String = "s1") {
    send(["jsonrpc": "2.0", "method": "session/update", "params": ["sessionId": .string(session), "update": update]])
  }

  func text(_ text: String) { update(["sessionUpdate": "agent_message_chunk", "content": ["type": "text", "text": .string(text)]]) }

  func reply(_ request: JSONValue, _ result: JSONValue) { send(["jsonrpc": "2.0", "id": request["id"] ?? .null, "result": result]) }

  func refuse(_ request: JSONValue, _ code: Int, _ message: String) {
    send(["jsonrpc": "2.0", "id": request["id"] ?? .null, "error": ["code": .integer(Int64(code)), "message": .string(message)]])
  }

  func ask(_ id: Int, _ method: String, _ params: JSONValue) {
    var object = params.object ?? JSONObject()
    object["sessionId"] = "s1"
    send(["jsonrpc": "2.0", "id": .integer(Int64(id)), "method": .string(method), "params": .object(object)])
  }

  /// Asks and gives the answer.
  func call(_ id: Int, _ method: String, _ params: JSONValue) async -> JSONValue {
    ask(id, method, params)
    return await answer(to: id)
  }

  func complains(_ text: String) { complain.yield(Array((text + "\n").utf8)) }

  /// From now on nothing that is written arrives.
  func turnDeaf() { state.withLock { $0.deaf = true } }

  /// The program ends.
  func end(_ exit: AgentExit = AgentExit(code: 0)) {
    say.finish()
    complain.finish()
    let waiting = state.withLock { state in
      if state.exit == nil { state.exit = exit }
      defer { state.exitWaiting = [] }
      return state.exitWaiting
    }
    for continuation in waiting { continuation.resume() }
  }

  /// initialize and session/new as most tests want them.
  func greet(_ initialize: JSONValue = ["protocolVersion": 1], session: JSONValue = ["sessionId": "s1"]) async {
    reply(await next("initialize"), initialize)
    reply(await next("session/new"), session)
  }

  // MARK: The agent's side

  func write(_ bytes: [UInt8]) async -> Bool {
    let ready = state.withLock { state -> [(CheckedContinuation<JSONValue, Never>, JSONValue)]? in
      if state.exit != nil || state.deaf { return nil }
      state.rest += bytes
      var ready: [(CheckedContinuation<JSONValue, Never>, JSONValue)] = []
      while let end = state.rest.firstIndex(of: 0x0a) {
        let line = Array(state.rest[..<end])
        state.rest.removeSubrange(...end)
        guard let value = try? JSONValue.parse(line) else { continue }
        if let index = state.waiting.firstIndex(where: { $0.needed(value) }) {
          ready.append((state.waiting.remove(at: index).continuation, value))
        } else {
          state.inbox.append(value)
        }
      }
      return ready
    }
    guard let ready else { return false }
    for (continuation, value) in ready { continuation.resume(returning: value) }
    return true
  }

  func closeInput() {
    if endsAtEOF { end() }
  }

  func nextOutput() async -> [UInt8]? {
    for await bytes in output { return bytes }
    return nil
  }

  func nextError() async -> [UInt8]? {
    for await bytes in errors { return bytes }
    return nil
  }

  func drain() {}

  func wait() async -> AgentExit {
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        if state.exit == nil { state.exitWaiting.append(continuation) }
        return state.exit != nil
      }
      if isOver { continuation.resume() }
    }
    return state.withLock { $0.exit } ?? AgentExit()
  }

  func end(grace seconds: Double) async { end(AgentExit(signal: 15)) }

  /// Whether it was ended, by itself or by us.
  var exit: AgentExit? { state.withLock { $0.exit } }
}
