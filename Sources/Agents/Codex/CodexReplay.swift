import JSON
import Model

/// Decodes recordings of codex: output of `codex app-server` or of `codex exec --json`, or a protocol log. The first line that is of one of them says which.
struct CodexReplay: ReplayDecoder {
  private var server = CodexEventDecoder()
  private var exec = CodexExecDecoder()
  private var isExec = false

  mutating func decode(line: [UInt8]) -> [AgentEvent] {
    if let value = try? JSONValue.parse(line), let type = value["type"]?.string, value["method"] == nil {
      isExec = true
      // Each process of a log begins with its thread.
      if type == "thread.started", exec.turnRunning { return exec.ended(.failed(Self.cut)) + exec.decode(line) }
    }
    guard !isExec else { return exec.decode(line) }
    let output = server.decode(line)
    var events = output.events
    for control in output.control { events += self.events(control) }
    return events
  }

  mutating func finish(_ failure: TaskFailure) -> [AgentEvent] {
    isExec ? exec.ended(.failed(failure)) : server.releaseTurn() + server.endTurn(.failed(failure))
  }

  private static let cut = TaskFailure(.engine, "codex ended in the middle of the turn.")

  private mutating func events(_ control: CodexControl) -> [AgentEvent] {
    switch control {
    case .asks(let request): return [.asked(request.request(in: ""))]
    case .failed(_, let text): return [.notice(.warning, "codex refused: \(text)")]
    case .commandsLeft: return server.releaseTurn()
    default: return []
    }
  }
}
