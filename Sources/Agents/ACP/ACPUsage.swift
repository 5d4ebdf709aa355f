import JSON
import Model

/// Token and money counters of an agent. They are running totals of the session (the protocol's `usage` "across all turns", vibe's and openhands' metadata), so that
/// differences are told; a counter that goes down counts a turn or a process, and is taken as it comes from then on.
struct ACPUsage: Hashable, Sendable {
  /// Where figures come from; the first that says something is listened to, since the others would count the same again.
  enum Source: Hashable, Sendable { case answer, metadata }

  private var source: Source?
  private var last = TokenCount()
  private var lastCost: Double
  private var isPerTurn: Bool

  /// `priorCostUSD` is the session's total before this process; `perTurn` when the agent is known to count every turn from zero.
  init(priorCostUSD: Double = 0, perTurn: Bool = false) {
    lastCost = priorCostUSD
    isPerTurn = perTurn
  }

  /// What figures add to those before, nil when nothing.
  mutating func tokens(_ count: TokenCount, from source: Source) -> TokenCount? {
    guard count.total > 0, (self.source ?? source) == source else { return nil }
    self.source = source
    if source == .answer, isPerTurn { return count }
    defer { last = count }
    let grown =
      count.input >= last.input && count.output >= last.output && count.cacheRead >= last.cacheRead && count.cacheWrite >= last.cacheWrite
    guard grown else {
      if source == .answer { isPerTurn = true }
      return count
    }
    let difference = TokenCount(
      input: count.input - last.input, output: count.output - last.output, cacheRead: count.cacheRead - last.cacheRead,
      cacheWrite: count.cacheWrite - last.cacheWrite)
    return difference.total > 0 ? difference : nil
  }

  /// What a running total of money adds to the one before, nil when nothing.
  mutating func cost(_ total: Double) -> Double? {
    guard total.isFinite, total >= 0 else { return nil }
    defer { lastCost = total }
    let difference = total >= lastCost ? total - lastCost : total
    return difference > 0 ? difference : nil
  }

  /// The figures of the history that a load plays back: they were told before.
  mutating func skip(_ count: TokenCount?, cost: Double?) {
    if let count, count.total > 0 { last = count }
    if let cost, cost.isFinite, cost >= 0 { lastCost = cost }
  }

  /// Counts in an object, by the names that agents give them; nil when there are none.
  static func count(_ value: JSONValue) -> TokenCount? {
    func number(_ keys: [String]) -> Int? {
      for key in keys {
        if let number = value[key]?.int ?? value[key]?.double.flatMap({ Int(exactly: $0.rounded()) }) { return max(0, number) }
      }
      return nil
    }
    let cached = number(["cachedReadTokens", "cached_read_tokens", "cache_read_tokens", "cachedTokens", "cache_read_input_tokens"]) ?? 0
    let written = number(["cachedWriteTokens", "cached_write_tokens", "cache_write_tokens", "cache_creation_input_tokens"]) ?? 0
    let output = number(["outputTokens", "output_tokens", "completionTokens", "completion_tokens"])
    // Prompt tokens in OpenAI's sense have the cached ones in them.
    if let prompt = number(["promptTokens", "prompt_tokens"]) {
      return TokenCount(input: max(0, prompt - min(prompt, cached)), output: output ?? 0, cacheRead: cached, cacheWrite: written)
    }
    guard let input = number(["inputTokens", "input_tokens"]) else { return nil }
    return TokenCount(input: input, output: output ?? 0, cacheRead: cached, cacheWrite: written)
  }

  /// Counts and money in an `_meta`, at most three levels down.
  static func find(in meta: JSONValue?, depth: Int = 3) -> (tokens: TokenCount, cost: Double?)? {
    guard let meta, let object = meta.object, depth > 0 else { return nil }
    if let count = count(meta) { return (count, (meta["cost"] ?? meta["costUSD"] ?? meta["total_cost_usd"])?.double) }
    for (_, value) in object {
      if let found = find(in: value, depth: depth - 1) { return found }
    }
    return nil
  }
}
