import JSON
import Model

extension OpenCodeEventDecoder {
  /// A tool part as it is now: pending → running → completed or error.
  mutating func tool(_ part: JSONValue, id: String, message: String, session: String, _ output: inout Output) {
    let state = part["state"] ?? [:]
    if let call = part["callID"]?.string, callParts.count < 10_000 { callParts["\(message)/\(call)"] = id }
    // While it is pending its input is not whole.
    guard let status = state["status"]?.string, status != "pending" else { return }
    let tool = OpenCodeTool(name: part["tool"]?.string ?? "tool", input: state["input"] ?? [:], workspace: workspace, servers: servers)
    if calls[id] == nil {
      guard calls.count < 1000 else { return }
      calls[id] = OpenCall(tool: tool, session: session)
      output.events.append(
        .toolStarted(
          ToolCall(
            id: id, kind: tool.kind, name: tool.shownName, title: title(tool, state), input: tool.inputText, parent: parentCall(session))))
    }
    if tool.kind == .task, let child = (state["metadata"]?["sessionId"] ?? state["metadata"]?["sessionID"])?.string, child != self.session,
      parentCalls.count < 1000
    {
      children[child] = session
      parentCalls[child] = id
    }
    switch status {
    case "running": live(state, id, &output)
    case "completed": completed(tool, state, id, &output)
    case "error": failed(state, id, &output)
    default: break
    }
  }

  /// opencode's own title where the input says nothing.
  private func title(_ tool: OpenCodeTool, _ state: JSONValue) -> String {
    let title = tool.title
    return title.isEmpty ? (state["title"]?.string ?? "").firstLine(limit: TextLimit.title) : title
  }

  /// The call that a sub-agent's session belongs to: as it said, or the only one that it can be.
  private func parentCall(_ session: String) -> String? {
    guard let parent = children[session] else { return nil }
    if let call = parentCalls[session] { return call }
    let tasks = calls.filter { $0.value.tool.kind == .task && $0.value.session == parent }
    return tasks.count == 1 ? tasks.keys.first : nil
  }

  private mutating func live(_ state: JSONValue, _ id: String, _ output: inout Output) {
    guard let text = state["metadata"]?["output"]?.string, var call = calls[id] else { return }
    let had = call.output.utf8.count
    guard text.utf8.count > had, text.utf8.count <= TextLimit.output, text.utf8.starts(with: call.output.utf8),
      let more = String(text.utf8.dropFirst(had))
    else { return }
    call.output = text
    calls[id] = call
    output.events.append(.toolOutput(id: id, text: more))
  }

  private mutating func completed(_ tool: OpenCodeTool, _ state: JSONValue, _ id: String, _ output: inout Output) {
    let metadata = state["metadata"]
    let code = tool.kind == .execute ? (metadata?["exit"] ?? metadata?["exitCode"])?.int : nil
    output.events += tool.changes(metadata)
    finish(id, code.map { $0 == 0 ? .ok : .failed } ?? .ok, state["output"]?.string ?? "", code, &output)
  }

  private mutating func failed(_ state: JSONValue, _ id: String, _ output: inout Output) {
    let text = state["error"]?.string ?? ""
    let lower = text.lowercased()
    let isDenied =
      refused.contains(id) || lower.contains("rejected permission") || lower.contains("specified a rule which prevents")
      || lower.contains("dismissed this question")
    let isCancelled = lower.contains("aborted") || lower.contains("was cancelled")
    finish(id, isDenied ? .denied : isCancelled ? .cancelled : .failed, text, nil, &output)
  }

  private mutating func finish(_ id: String, _ status: ToolStatus, _ text: String, _ code: Int?, _ output: inout Output) {
    output.events.append(.toolFinished(id: id, status: status, output: text.capped(at: TextLimit.output), exitCode: code))
    calls[id] = nil
    refused.remove(id)
    remember(id)
  }
}
