import JSON
import Model

extension CodexEventDecoder {
  /// What the server tells unasked.
  mutating func notification(_ method: String, _ params: JSONValue, _ line: [UInt8], _ output: inout Output) {
    if let thread = params["threadId"]?.string, let threadID, thread != threadID { return }
    switch method {
    case "thread/started", "turn/started": output.events += method == "turn/started" ? startTurn(params["turn"]?["id"]?.string) : []
    case "turn/completed": turnCompleted(params["turn"] ?? [:], &output)
    case "turn/plan/updated": plan(params["plan"], &output)
    case "item/started": if let json = params["item"] { started(json, line, &output) }
    case "item/completed": if let json = params["item"] { completed(json, line, &output) }
    case "item/agentMessage/delta", "item/plan/delta", "item/reasoning/summaryTextDelta", "item/reasoning/textDelta":
      delta(params, thinking: method.hasPrefix("item/reasoning"), &output)
    case "item/commandExecution/outputDelta":
      if let id = params["itemId"]?.string, calls[id] != nil, let text = params["delta"]?.string, !text.isEmpty {
        output.events.append(.toolOutput(id: id, text: text.capped(at: TextLimit.output)))
      }
    case "item/mcpToolCall/progress":
      if let id = params["itemId"]?.string, calls[id] != nil, let text = params["message"]?.string {
        output.events.append(.toolOutput(id: id, text: text.capped(at: TextLimit.errorLine) + "\n"))
      }
    case "thread/tokenUsage/updated": tokens(params, &output)
    case "account/rateLimits/updated":
      if let event = limits.update(params["rateLimits"] ?? [:]) { output.events.append(event) }
    case "serverRequest/resolved": if let id = params["requestId"] { output.control.append(.resolved(id: id)) }
    case "error": error(params, &output)
    case "warning", "guardianWarning", "configWarning", "deprecationNotice": notice(method, params, &output)
    case "model/rerouted":
      guard let to = params["toModel"]?.string, to != model else { return }
      model = to
      output.control.append(.model(to))
      output.events += [
        .modelChanged(to),
        .notice(.warning, "The provider answers with the model \(to) instead of \(params["fromModel"]?.string ?? "the chosen one")."),
      ]
    case "mcpServer/startupStatus/updated":
      guard params["status"]?.string == "failed" else { return }
      let why = params["error"]?.string.map { ": \($0.firstLine(limit: 500))" } ?? "."
      output.events.append(.notice(.warning, "The MCP server \(params["name"]?.string ?? "") did not start\(why)"))
    default: if !Self.isSilent(method) { output.events.append(.raw(Self.text(line))) }
    }
  }

  /// What is known and says nothing to an operator.
  private static func isSilent(_ method: String) -> Bool {
    let families = [
      "thread/", "account/", "project/", "app/", "skills/", "remoteControl/", "externalAgentConfig/", "fs/", "fuzzyFileSearch/", "windows",
      "hook/", "item/autoApprovalReview/", "autoApprovalReview/", "modelProvider/", "mcpServer/", "process/", "command/",
      "item/fileChange/",
      "item/reasoning/", "item/commandExecution/", "turn/diff/", "turn/moderation", "model/",
    ]
    return families.contains { method.hasPrefix($0) }
  }

  // MARK: Turns

  private mutating func turnCompleted(_ turn: JSONValue, _ output: inout Output) {
    if let id = turn["id"]?.string, let turnID, id != turnID { return }
    output.events += startTurn(nil)
    switch turn["status"]?.string {
    case "interrupted":
      turnID = nil
      if commands.isEmpty {
        output.events += endTurn(.interrupted)
      } else {
        held = .interrupted
        output.control.append(.commandsLeft)
      }
    case "failed":
      let error = turn["error"].flatMap { $0.isNull ? nil : $0 } ?? lastError
      let outcome = CodexFailure.outcome(error)
      if case .failed(let failure) = outcome, failure.kind == .usageLimit { output.events.append(limits.reached(failure)) }
      if outcome == .refused, let text = error?["message"]?.string {
        output.events.append(.notice(.warning, text.capped(at: TextLimit.errorLine)))
      }
      output.events += endTurn(outcome)
    default:
      guard isPlanning, let plan = planText ?? lastText, !plan.isEmpty else {
        output.events += endTurn(.completed)
        return
      }
      output.events += closeTexts()
      turnID = nil
      output.control.append(.planned(plan))
    }
  }

  private func plan(_ steps: JSONValue?, _ output: inout Output) {
    let entries = (steps?.array ?? []).prefix(500).compactMap { step -> PlanEntry? in
      guard let text = step["step"]?.string else { return nil }
      let status: PlanEntry.Status =
        switch step["status"]?.string {
        case "completed": .done
        case "inProgress", "in_progress": .active
        default: .pending
        }
      return PlanEntry(text: text.firstLine(limit: 500), status: status)
    }
    output.events.append(.plan(entries))
  }

  // MARK: Figures

  private mutating func tokens(_ params: JSONValue, _ output: inout Output) {
    let isCurrent = turnRunning && (params["turnId"]?.string).map { turnID == nil || $0 == turnID } ?? true
    let before = usage.contextUsed
    if let count = usage.update(params["tokenUsage"] ?? [:], isCurrent: isCurrent) {
      output.events.append(.usage(tokens: count, costUSD: nil))
    }
    guard isCurrent, !isCompacting, usage.contextUsed != before else { return }
    if let context { output.events.append(context) }
  }

  /// How full the context is, once that is known.
  var context: AgentEvent? {
    guard let used = usage.contextUsed, let size = usage.contextSize else { return nil }
    return .context(used: used, size: size)
  }

  // MARK: Errors and remarks

  private mutating func error(_ params: JSONValue, _ output: inout Output) {
    let error = params["error"] ?? [:]
    let text = error["message"]?.string ?? ""
    if params["willRetry"]?.bool == true {
      output.events += startTurn(nil) + discardTexts()
      let retry = CodexFailure.retry(text)
      output.events.append(.retrying(attempt: retry?.attempt, of: retry?.of, delaySeconds: nil, cause: CodexFailure.cause(error)))
    } else if turnRunning {
      lastError = error
    } else {
      output.events.append(.notice(.error, CodexFailure.failure(error).text))
    }
  }

  private func notice(_ method: String, _ params: JSONValue, _ output: inout Output) {
    let text = [params["message"]?.string ?? params["summary"]?.string, params["details"]?.string].compactMap { $0 }.joined(
      separator: " — ")
    guard !text.isEmpty else { return }
    output.events.append(.notice(method == "deprecationNotice" ? .info : .warning, text.capped(at: TextLimit.errorLine)))
  }
}
