import JSON
import Model

extension ClaudeEventDecoder {
  /// `user`: results of tool calls. Replays of prompts and texts that claude wrote itself ("[Request interrupted by user]") are left out.
  mutating func user(_ value: JSONValue, _ output: inout Output) {
    guard value["isReplay"]?.bool != true, let content = value["message"]?["content"]?.array else { return }
    for block in content where block["type"]?.string == "tool_result" {
      guard let id = block["tool_use_id"]?.string else { continue }
      output.events += startTurn()
      finished(id, block, value, &output)
    }
  }

  private mutating func finished(_ id: String, _ block: JSONValue, _ line: JSONValue, _ output: inout Output) {
    let name = calls.removeValue(forKey: id)
    let text = Self.text(of: block["content"])
    let failed = block["is_error"]?.bool ?? false
    let meta = (line["tool_result_meta"]?.array ?? []).first { $0["id"]?.string == id }
    let details = line["tool_use_result"]
    let refused = meta?["permission_decision"]?["decision"]?.string == "reject" || deniedCalls.remove(id) != nil
    let stopped = details?["interrupted"]?.bool == true || (!refused && meta?["non_execution_kind"]?.string == "user-rejected")
    let status: ToolStatus = stopped ? .cancelled : failed ? (refused ? .denied : .failed) : .ok
    if status == .ok, let details { changes(details, &output) }
    // What goes on in the background has no exit code yet.
    let code = details?["backgroundTaskId"]?.string == nil ? exitCode(name, status, text) : nil
    output.events.append(.toolFinished(id: id, status: status, output: text.capped(at: TextLimit.output), exitCode: code))
  }

  /// Claude writes a command's exit code only in the text, and only when it is not 0.
  private func exitCode(_ name: String?, _ status: ToolStatus, _ text: String) -> Int? {
    guard name == "Bash" else { return nil }
    if status == .ok { return 0 }
    guard status == .failed, text.hasPrefix("Exit code ") else { return nil }
    return Int(text.dropFirst(10).prefix { $0.isNumber })
  }

  private func changes(_ details: JSONValue, _ output: inout Output) {
    if let path = details["filePath"]?.string, details["structuredPatch"] != nil {
      let kind: FileChangeKind = details["type"]?.string == "create" ? .add : .update
      output.events.append(.fileChanged(path: path.relative(to: workspace), change: kind))
    }
    for file in (details["bashEditDiff"]?["changedFiles"]?.array ?? []).prefix(200) {
      guard let path = file.string ?? (file["filePath"] ?? file["path"])?.string else { continue }
      output.events.append(.fileChanged(path: path.relative(to: workspace), change: .update))
    }
  }

  private static func text(of content: JSONValue?) -> String {
    if let text = content?.string { return text }
    let parts = (content?.array ?? []).map { block -> String in
      block["text"]?.string ?? "[\(block["type"]?.string ?? "something")]"
    }
    return parts.joined(separator: "\n")
  }
}
