import JSON
import Platform

extension DemoSession {
  /// The path inside the working directory, or nil for one that leads out of it.
  func inside(_ path: String) -> String? {
    guard !path.isEmpty, !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else { return nil }
    return "\(directory)/\(path)"
  }

  func text(of path: String) -> String? { inside(path).flatMap { try? Files.readText($0, limit: 4 << 20) } }

  /// Shows a tool call and does it, when it may. Returns its output, or nil when it was refused.
  @discardableResult
  mutating func call(
    _ name: String, _ input: JSONValue, ask: Bool = false, _ work: (JSONValue) -> (output: String, details: JSONValue)
  ) throws(Stop) -> String? {
    let id = "toolu_" + RandomID.uuid()
    assistant("msg_" + RandomID.uuid(), ["type": "tool_use", "id": .string(id), "name": .string(name), "input": input])
    try pause(milliseconds: pace)
    var used = input
    if ask || needsPermission(name) {
      let answer = try permission(name, input, toolID: id)
      guard answer["behavior"]?.string == "allow" else {
        denials.append(["tool_name": .string(name), "tool_use_id": .string(id), "tool_input": input])
        finished(id, answer["message"]?.string ?? "It was refused.", failed: true, details: nil, refused: true)
        if answer["interrupt"]?.bool == true { throw .interrupted }
        return nil
      }
      used = answer["updatedInput"] ?? input
      remember(answer["updatedPermissions"]?.array ?? [])
    }
    let done = work(used)
    finished(id, done.output, failed: false, details: done.details)
    try pause(milliseconds: pace)
    return done.output
  }

  private func needsPermission(_ name: String) -> Bool {
    if ["Read", "TodoWrite"].contains(name) || allowed.contains(name) { return false }
    return !(mode == "acceptEdits" && ["Edit", "Write"].contains(name))
  }

  /// Asks the host and waits for its answer. An end of the input is a no.
  mutating func permission(_ name: String, _ input: JSONValue, toolID: String, interaction: Bool = false) throws(Stop) -> JSONValue {
    let id = RandomID.uuid()
    var request = JSONObject()
    request["subtype"] = "can_use_tool"
    request["tool_name"] = .string(name)
    request["display_name"] = .string(name)
    request["input"] = input
    request["tool_use_id"] = .string(toolID)
    if interaction { request["requires_user_interaction"] = true } else { request["permission_suggestions"] = [suggestion(name)] }
    speaker.say(["type": "control_request", "request_id": .string(id), "request": .object(request)])
    while true {
      let answers = inbox.take(milliseconds: 0) { $0["type"]?.string == "control_response" && $0["response"]?["request_id"]?.string == id }
      if let answer = answers.first { return answer["response"]?["response"] ?? ["behavior": "deny", "message": "There was no answer."] }
      if inbox.ended { return ["behavior": "deny", "message": "Nobody is there any more."] }
      do throws(Stop) {
        try pause(milliseconds: 50)
      } catch {
        speaker.say(["type": "control_cancel_request", "request_id": .string(id)])
        finished(toolID, "The user doesn't want to proceed with this tool use.", failed: true, details: nil, stopped: true)
        throw error
      }
    }
  }

  private func suggestion(_ name: String) -> JSONValue {
    if ["Edit", "Write"].contains(name) { return ["type": "setMode", "mode": "acceptEdits", "destination": "session"] }
    return ["type": "addRules", "rules": [["toolName": .string(name)]], "behavior": "allow", "destination": "localSettings"]
  }

  mutating func remember(_ permissions: [JSONValue]) {
    for permission in permissions {
      if permission["type"]?.string == "setMode", let new = permission["mode"]?.string {
        mode = new
        speaker.say(stamped(["type": "system", "subtype": "status", "status": .null, "permissionMode": .string(new)]))
      }
      for rule in permission["rules"]?.array ?? [] { if let tool = rule["toolName"]?.string { allowed.insert(tool) } }
    }
  }

  func finished(_ id: String, _ output: String, failed: Bool, details: JSONValue?, refused: Bool = false, stopped: Bool = false) {
    var line = JSONObject()
    line["type"] = "user"
    let block: JSONValue = ["type": "tool_result", "tool_use_id": .string(id), "content": .string(output), "is_error": .bool(failed)]
    line["message"] = ["role": "user", "content": [block]]
    if let details { line["tool_use_result"] = details }
    if refused {
      line["tool_result_meta"] = [["id": .string(id), "permission_decision": ["decision": "reject", "source": "user_reject"]]]
    }
    if stopped { line["tool_result_meta"] = [["id": .string(id), "non_execution_kind": "user-rejected"]] }
    speaker.say(stamped(.object(line)))
  }

  /// Makes a change for real.
  @discardableResult
  mutating func make(_ edit: DemoEdit) throws(Stop) -> Bool {
    guard let path = inside(edit.path) else { return false }
    let before = text(of: edit.path)
    var after = edit.new
    if let old = edit.old, let before, let range = before.firstRange(of: old) {
      after = before.replacingCharacters(in: range, with: edit.new)
    }
    let isEdit = edit.old != nil && before != nil
    let input: JSONValue =
      isEdit
      ? ["file_path": .string(path), "old_string": .string(edit.old ?? ""), "new_string": .string(edit.new)]
      : ["file_path": .string(path), "content": .string(after)]
    let done = try call(isEdit ? "Edit" : "Write", input) { _ in
      do throws(PlatformError) {
        try Files.makeDirectory(Files.parent(of: path))
        try Files.writeAtomically(Array(after.utf8), to: path, mode: 0o644)
      } catch {
        return (error.text, [:])
      }
      let kind = before == nil ? "create" : "update"
      return ("The file \(edit.path) was written.", ["type": .string(kind), "filePath": .string(path), "structuredPatch": []])
    }
    return done != nil
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + self[range.upperBound...]
  }
}
