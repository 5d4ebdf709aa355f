import JSON
import Model

extension ClaudeEventDecoder {
  /// `result`: the end of a turn.
  mutating func result(_ value: JSONValue, _ output: inout Output) {
    output.events += startTurn()
    for id in (value["user_message_uuids"]?.array ?? []).compactMap(\.string) { pendingPrompts.remove(id) }
    for denial in value["permission_denials"]?.array ?? [] {
      denied(denial["tool_use_id"]?.string, tool: denial["tool_name"]?.string ?? "a tool", why: nil, &output)
    }
    use(value, &output)
    let outcome = ClaudeFailure.outcome(value, lastError: lastError)
    let text = value["result"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    if case .failed = outcome { output.events += endTurn(outcome, text: nil) } else { output.events += endTurn(outcome, text: text) }
  }

  /// The turn's use. `model_usage_since_last_result` is the turn's own; without it the session's running total is subtracted from.
  private mutating func use(_ value: JSONValue, _ output: inout Output) {
    let total = value["total_cost_usd"]?.double
    var tokens = TokenCount()
    var cost: Double?
    var window: Int?
    if let models = value["model_usage_since_last_result"]?.object {
      cost = 0
      for use in models.values {
        tokens =
          tokens
          + TokenCount(
            input: use["inputTokens"]?.int ?? 0, output: use["outputTokens"]?.int ?? 0, cacheRead: use["cacheReadInputTokens"]?.int ?? 0,
            cacheWrite: use["cacheCreationInputTokens"]?.int ?? 0)
        cost = (cost ?? 0) + (use["costUSD"]?.double ?? 0)
      }
      window = model.flatMap { models[$0]?["contextWindow"]?.int } ?? models.values.compactMap { $0["contextWindow"]?.int }.max()
    } else {
      let use = value["usage"]
      tokens = TokenCount(
        input: use?["input_tokens"]?.int ?? 0, output: use?["output_tokens"]?.int ?? 0,
        cacheRead: use?["cache_read_input_tokens"]?.int ?? 0,
        cacheWrite: use?["cache_creation_input_tokens"]?.int ?? 0)
      cost = total.map { $0 >= lastCostUSD ? $0 - lastCostUSD : 0 }
    }
    if let total, total > 0 { lastCostUSD = total }
    if tokens.total > 0 || (cost ?? 0) > 0 { output.events.append(.usage(tokens: tokens, costUSD: cost)) }
    if let contextUsed, let window { output.events.append(.context(used: contextUsed, size: window)) }
  }
}
