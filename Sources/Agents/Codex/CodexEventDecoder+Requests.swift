import JSON
import Model

extension CodexEventDecoder {
  /// What the server wants to be answered; also what sub-agents ask, since they wait for it.
  mutating func request(_ id: JSONValue, _ method: String, _ params: JSONValue, _ output: inout Output) {
    guard let kind = CodexRequest.Kind(rawValue: method) else {
      output.control.append(.unsupported(id: id, method: method.firstLine(limit: 200)))
      return
    }
    output.events += startTurn(nil)
    output.control.append(.asks(CodexRequest(rpc: id, kind: kind, params: params, call: call(kind, params))))
  }

  private func call(_ kind: CodexRequest.Kind, _ params: JSONValue) -> CodexItem? {
    if kind != .elicitation { return params["itemId"]?.string.flatMap { calls[$0] } }
    // It names the server but not the call: the one that waits.
    guard params["_meta"]?["codex_approval_kind"] != nil, let server = params["serverName"]?.string else { return nil }
    let waiting = calls.values.filter { $0.type == "mcpToolCall" && $0.json["server"]?.string == server }
    let fitting = waiting.filter { $0.json["arguments"] == params["_meta"]?["tool_params"] }
    return (fitting.isEmpty ? waiting : fitting).min { $0.id < $1.id }
  }
}
