import JSON
import Model

extension ClaudeEventDecoder {
  mutating func system(_ value: JSONValue, _ line: [UInt8], _ output: inout Output) {
    switch value["subtype"]?.string {
    case "init": started(value, &output)
    case "status": status(value, &output)
    case "session_state_changed":
      if value["state"]?.string == "running" { output.events += startTurn() }
    case "api_retry":
      output.events += startTurn() + discardOpenBlocks()
      let cause = ClaudeFailure.cause(status: value["error_status"]?.int, word: value["error"]?.string)
      output.events.append(
        .retrying(
          attempt: value["attempt"]?.int, of: value["max_retries"]?.int, delaySeconds: value["retry_delay_ms"]?.double.map { $0 / 1000 },
          cause: cause))
    case "permission_denied":
      output.events += startTurn()
      denied(value["tool_use_id"]?.string, tool: value["tool_name"]?.string ?? "a tool", why: value["message"]?.string, &output)
    case "compact_boundary":
      let figures = value["compact_metadata"] ?? value
      if let after = figures["post_tokens"]?.int { contextUsed = after }
      output.events.append(.compacted(before: figures["pre_tokens"]?.int, after: figures["post_tokens"]?.int))
    case "informational":
      guard let text = value["content"]?.string else { return }
      output.events.append(.notice(value["level"]?.string == "error" ? .error : .info, text.capped(at: TextLimit.errorLine)))
    case "task_notification":
      guard let text = value["summary"]?.string else { return }
      output.events.append(.notice(.info, text.capped(at: TextLimit.errorLine)))
    case "task_started", "task_updated", "task_progress", "background_tasks_changed", "thinking_tokens", "ui_invalidate", "hook_started",
      "hook_progress", "hook_response", "files_persisted", "local_command_output", "elicitation_complete":
      break
    default: output.events.append(.raw(Self.text(line)))
    }
  }

  private mutating func started(_ value: JSONValue, _ output: inout Output) {
    output.events += startTurn()
    let tools = (value["tools"]?.array ?? []).compactMap(\.string)
    let model = value["model"]?.string
    let changed = model != self.model || tools != self.tools
    let earlier = self.model
    self.model = model
    self.tools = tools
    if let model, changed, model != earlier { output.control.append(.model(model)) }
    if let id = value["session_id"]?.string, id != sessionID {
      session(id, &output)
    } else if changed {
      if let model, model != earlier, earlier != nil { output.events.append(.modelChanged(model)) }
      output.events.append(.sessionStarted(id: sessionID, model: model, tools: tools))
    }
    mode(value["permissionMode"]?.string, &output)
  }

  private mutating func status(_ value: JSONValue, _ output: inout Output) {
    if value["status"]?.string != nil { output.events += startTurn() }
    mode(value["permissionMode"]?.string, &output)
    if let outcome = value["compact_result"]?.string, outcome != "success" {
      let reason = value["compact_error"]?.string ?? outcome
      output.events.append(.notice(.warning, "The conversation could not be compacted: \(reason.capped(at: TextLimit.errorLine))"))
    }
  }

  private mutating func mode(_ mode: String?, _ output: inout Output) {
    guard let mode, mode != permissionMode else { return }
    permissionMode = mode
    output.events.append(.modeChanged(mode))
  }

  mutating func rateLimit(_ value: JSONValue, _ output: inout Output) {
    let until = value["resetsAt"]?.double.flatMap { Int64(exactly: ($0 * 1000).rounded()) }.map(Timestamp.init(milliseconds:))
    let kind = (value["rateLimitType"]?.string ?? "usage").replacing("_", with: " ")
    let reset = until.map { ", resets at \($0)" } ?? ""
    switch value["status"]?.string {
    case "rejected": output.events.append(.rateLimited(until: until, text: "The \(kind) limit is reached\(reset)."))
    case "allowed_warning":
      let used = value["utilization"]?.double.flatMap { Int(exactly: ($0 * 100).rounded()) }.map { "\($0) % of " } ?? "much of "
      let text = "\(used)the \(kind) limit is used\(reset)."
      guard text != announcedLimit else { return }
      announcedLimit = text
      output.events.append(.notice(.warning, text))
    default: break
    }
  }

  /// Tells once that a call was refused by rule.
  mutating func denied(_ id: String?, tool: String, why: String?, _ output: inout Output) {
    if let id {
      deniedCalls.insert(id)
      guard toldDenials.insert(id).inserted else { return }
    }
    let reason = why.map { ": \($0.firstLine(limit: 500))" } ?? "."
    output.events.append(.notice(.warning, "\(tool) was not allowed\(reason)"))
  }

  // MARK: Control

  mutating func controlRequest(_ value: JSONValue, _ output: inout Output) {
    guard let id = value["request_id"]?.string, let request = value["request"] else { return }
    guard request["subtype"]?.string == "can_use_tool", let permission = ClaudePermission(id: id, request) else {
      output.control.append(.unsupported(id: id, subtype: request["subtype"]?.string ?? "unknown"))
      return
    }
    output.events += startTurn()
    if let call = permission.toolID { toldDenials.insert(call) }
    output.control.append(.asks(permission))
  }

  mutating func controlResponse(_ value: JSONValue, _ output: inout Output) {
    guard let response = value["response"], let id = response["request_id"]?.string else { return }
    let failed = response["subtype"]?.string != "success"
    let error = failed ? response["error"]?.string ?? "it was refused" : nil
    output.control.append(.answered(id: id, payload: response["response"] ?? [:], error: error))
  }
}
