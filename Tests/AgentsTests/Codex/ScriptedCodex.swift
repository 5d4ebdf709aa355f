import Agents
import JSON
import Synchronization

/// A stand-in for codex's program: each line that it is told gives the lines of a script.
final class ScriptedCodex: AgentProcess {
  /// What it does with a line: says these, and goes on or ends.
  struct Act {
    var lines: [String] = []
    var error: String?
    var exit: AgentExit?
  }

  private struct State {
    var exit: AgentExit?
    var waiting: [CheckedContinuation<Void, Never>] = []
    var rest: [UInt8] = []
  }

  private let script: @Sendable (JSONValue) -> Act
  private let state = Mutex(State())
  private let (output, lines) = AsyncStream<[UInt8]>.makeStream()
  private let (errors, complaints) = AsyncStream<[UInt8]>.makeStream()
  private let atEnd: Act

  /// `first` is done before anything is told; `atEnd` when its input ends.
  init(first: Act = Act(), atEnd: Act = Act(exit: AgentExit(code: 0)), _ script: @escaping @Sendable (JSONValue) -> Act) {
    self.script = script
    self.atEnd = atEnd
    play(first)
  }

  /// The app-server's part of a greeting, and what a script adds.
  static func server(thread: String = "thread-1", _ more: @escaping @Sendable (String, JSONValue) -> Act) -> ScriptedCodex {
    ScriptedCodex { line in
      let method = line["method"]?.string ?? ""
      let id = line["id"]?.serialized() ?? "0"
      switch method {
      case "initialize": return Act(lines: [#"{"id":\#(id),"result":{}}"#])
      case "thread/start", "thread/resume":
        return Act(lines: [#"{"id":\#(id),"result":{"thread":{"id":"\#(thread)"},"model":"m"}}"#])
      case "turn/start" where line["params"]?["input"]?[0]?["text"]?.string == "say ok":
        return Act(lines: [
          #"{"id":\#(id),"result":{"turn":{"id":"t","status":"inProgress"}}}"#,
          #"{"method":"item/completed","params":{"item":{"type":"agentMessage","id":"m","text":"ok"}}}"#,
          #"{"method":"turn/completed","params":{"turn":{"id":"t","status":"completed"}}}"#,
        ])
      default: return more(method, line)
      }
    }
  }

  func write(_ bytes: [UInt8]) async -> Bool {
    let told = state.withLock { state -> [[UInt8]]? in
      guard state.exit == nil else { return nil }
      var lines = (state.rest + bytes).split(separator: 0x0a, omittingEmptySubsequences: false).map(Array.init)
      state.rest = lines.popLast() ?? []
      return lines
    }
    guard let told else { return false }
    for line in told { play(script((try? JSONValue.parse(line)) ?? .string(String(decoding: line, as: UTF8.self)))) }
    return true
  }

  func closeInput() { play(atEnd) }

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
        if state.exit == nil { state.waiting.append(continuation) }
        return state.exit != nil
      }
      if isOver { continuation.resume() }
    }
    return state.withLock { $0.exit } ?? AgentExit(code: 0)
  }

  func end(grace seconds: Double) async { play(Act(exit: AgentExit(signal: 15))) }

  private func play(_ act: Act) {
    for line in act.lines { lines.yield(Array((line + "\n").utf8)) }
    if let error = act.error { complaints.yield(Array((error + "\n").utf8)) }
    guard let exit = act.exit else { return }
    let waiting = state.withLock { state in
      guard state.exit == nil else { return [CheckedContinuation<Void, Never>]() }
      state.exit = exit
      defer { state.waiting = [] }
      return state.waiting
    }
    lines.finish()
    complaints.finish()
    for continuation in waiting { continuation.resume() }
  }
}
