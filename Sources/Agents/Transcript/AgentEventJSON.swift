import JSON
import Model

/// An agent's event as members of a JSON object (`carrel transcript --json`, `carrel replay`). `kind` and keys are stable: scripts rely on them. Money in
/// US dollars, durations in seconds, times in RFC 3339.
enum AgentEventJSON {
  /// `kind` first, then what belongs to it. What is not known is null.
  static func members(_ event: AgentEvent) -> [(String, JSONValue)] {
    switch event {
    case .sessionStarted(let id, let model, let tools):
      [kind("session_started"), ("session_id", JSONValue(id)), ("model", JSONValue(model)), ("tools", .array(tools.map(JSONValue.string)))]
    case .turnStarted: [kind("turn_started")]
    case .textDelta(let id, let text): [kind("text_delta"), ("message", .string(id)), ("text", .string(text))]
    case .textDone(let id, let text): [kind("text_done"), ("message", .string(id)), ("text", .string(text))]
    case .thinkingDelta(let id, let text): [kind("thinking_delta"), ("message", .string(id)), ("text", .string(text))]
    case .thinkingDone(let id, let text): [kind("thinking_done"), ("message", .string(id)), ("text", .string(text))]
    case .messageDiscarded(let id): [kind("message_discarded"), ("message", .string(id))]
    case .toolStarted, .toolOutput, .toolFinished, .fileChanged, .plan: tools(event)
    case .asked(let request): [kind("asked")] + asked(request)
    case .askWithdrawn(let id): [kind("ask_withdrawn"), ("request", .string(id))]
    case .usage(let tokens, let cost): [kind("usage"), ("tokens", tokens.map(self.tokens) ?? .null), ("cost_usd", JSONValue(cost))]
    case .context(let used, let size): [kind("context"), ("used", JSONValue(used)), ("size", JSONValue(size))]
    case .retrying(let attempt, let of, let delay, let cause):
      [
        kind("retrying"), ("attempt", JSONValue(attempt)), ("of", JSONValue(of)), ("delay_seconds", JSONValue(delay)),
        ("cause", .string(cause.rawValue)),
      ]
    case .rateLimited(let until, let text): [kind("rate_limited"), ("until", JSONValue(until?.description)), ("text", .string(text))]
    case .compacted(let before, let after): [kind("compacted"), ("before", JSONValue(before)), ("after", JSONValue(after))]
    case .modelChanged(let model): [kind("model_changed"), ("model", .string(model))]
    case .modeChanged(let mode): [kind("mode_changed"), ("mode", .string(mode))]
    case .turnDone(let outcome, let text): [kind("turn_done")] + self.outcome(outcome) + [("text", JSONValue(text))]
    case .notice(let level, let text): [kind("notice"), ("level", .string(level.rawValue)), ("text", .string(text))]
    case .standardError(let text): [kind("stderr"), ("text", .string(text))]
    case .raw(let text): [kind("raw"), ("text", .string(text))]
    case .exited(let code, let signal): [kind("exited"), ("code", JSONValue(code)), ("signal", JSONValue(signal))]
    }
  }

  static func kind(_ name: String) -> (String, JSONValue) { ("kind", .string(name)) }

  static func object(_ members: [(String, JSONValue)]) -> JSONValue {
    var object = JSONObject()
    for (key, value) in members { object.append(key, value) }
    return .object(object)
  }

  private static func tools(_ event: AgentEvent) -> [(String, JSONValue)] {
    switch event {
    case .toolStarted(let call):
      let input = (try? JSONValue.parse(call.input)) ?? .string(call.input)
      return [
        kind("tool_started"), ("tool", .string(call.id)), ("tool_kind", .string(call.kind.rawValue)), ("name", .string(call.name)),
        ("title", .string(call.title)), ("input", input), ("parent", JSONValue(call.parent)),
      ]
    case .toolOutput(let id, let text): return [kind("tool_output"), ("tool", .string(id)), ("text", .string(text))]
    case .toolFinished(let id, let status, let output, let code):
      return [
        kind("tool_finished"), ("tool", .string(id)), ("status", .string(status.rawValue)), ("output", .string(output)),
        ("exit_code", JSONValue(code)),
      ]
    case .fileChanged(let path, let change): return [kind("file_changed"), ("path", .string(path)), ("change", .string(change.rawValue))]
    case .plan(let entries):
      let steps = entries.map { object([("text", .string($0.text)), ("status", .string($0.status.rawValue))]) }
      return [kind("plan"), ("entries", .array(steps))]
    default: return []
    }
  }

  private static func tokens(_ count: TokenCount) -> JSONValue {
    object([
      ("input", JSONValue(count.input)), ("output", JSONValue(count.output)), ("cache_read", JSONValue(count.cacheRead)),
      ("cache_write", JSONValue(count.cacheWrite)),
    ])
  }

  private static func asked(_ request: AgentRequest) -> [(String, JSONValue)] {
    let common: [(String, JSONValue)] = [
      ("request", .string(request.id)), ("title", .string(request.title)), ("detail", .string(request.detail)),
      ("tool", JSONValue(request.toolID)),
    ]
    switch request.kind {
    case .permission(let tool, let always): return common + [("asks", "permission"), ("name", .string(tool)), ("always", .bool(always))]
    case .plan(let text): return common + [("asks", "plan"), ("plan", .string(text))]
    case .questions(let questions):
      let list = questions.map {
        object([("text", .string($0.text)), ("options", .array($0.options.map(JSONValue.string))), ("multiple", .bool($0.multiple))])
      }
      return common + [("asks", "questions"), ("questions", .array(list))]
    }
  }

  private static func outcome(_ outcome: TurnOutcome) -> [(String, JSONValue)] {
    switch outcome {
    case .completed: [("outcome", "completed")]
    case .interrupted: [("outcome", "interrupted")]
    case .refused: [("outcome", "refused")]
    case .limit(let which): [("outcome", "limit"), ("limit", .string(which))]
    case .failed(let failure):
      [("outcome", "failed"), ("error", object([("class", .string(failure.kind.rawValue)), ("text", .string(failure.text))]))]
    }
  }
}
