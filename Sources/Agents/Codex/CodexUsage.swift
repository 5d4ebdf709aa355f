import JSON
import Model

/// What of a thread's running totals of tokens is new, and how full its context is (facts/engines.md, 2.2 and 2.5: totals count from the thread's beginning, also
/// after a resume).
struct CodexUsage: Sendable {
  /// The total that was told last; nil: none yet.
  private(set) var total: TokenCount?
  /// The thread is older than this process: the first total belongs to the past, unless it comes inside a turn.
  private var awaitsBaseline: Bool
  private(set) var contextUsed: Int?
  private(set) var contextSize: Int?

  init(awaitsBaseline: Bool, total: TokenCount? = nil) {
    self.awaitsBaseline = awaitsBaseline
    self.total = total
  }

  /// A figure of `thread/tokenUsage/updated`. `isCurrent`: it belongs to a turn of this process.
  mutating func update(_ usage: JSONValue, isCurrent: Bool) -> TokenCount? {
    let new = Self.count(usage["total"] ?? [:])
    let last = Self.count(usage["last"] ?? [:])
    if let used = usage["last"]?["totalTokens"]?.int, used > 0 { contextUsed = used }
    if let size = usage["modelContextWindow"]?.int, size > 0 { contextSize = size }
    defer {
      total = new
      awaitsBaseline = false
    }
    guard isCurrent else { return nil }
    if awaitsBaseline { return last.total > 0 ? last : nil }
    return Self.difference(new, total)
  }

  /// The figure of `turn.completed` of `codex exec`.
  mutating func update(exec usage: JSONValue) -> TokenCount? {
    let new = Self.count(usage)
    defer {
      total = new
      awaitsBaseline = false
    }
    return awaitsBaseline ? nil : Self.difference(new, total)
  }

  private static func difference(_ new: TokenCount, _ old: TokenCount?) -> TokenCount? {
    let old = old ?? TokenCount()
    func less(_ a: Int, _ b: Int) -> Int { max(0, a >= b ? a.subtractingReportingOverflow(max(0, b)).partialValue : a) }
    let count = TokenCount(
      input: less(new.input, old.input), output: less(new.output, old.output), cacheRead: less(new.cacheRead, old.cacheRead),
      cacheWrite: less(new.cacheWrite, old.cacheWrite))
    return count.total > 0 ? count : nil
  }

  /// Codex counts cached tokens among the input, too.
  static func count(_ value: JSONValue) -> TokenCount {
    func figure(_ first: String, _ second: String) -> Int { max(0, (value[first] ?? value[second])?.int ?? 0) }
    let read = figure("cachedInputTokens", "cached_input_tokens")
    let write = figure("cacheWriteInputTokens", "cache_write_input_tokens")
    let input = figure("inputTokens", "input_tokens")
    return TokenCount(
      input: input - min(input, read) - min(input - min(input, read), write), output: figure("outputTokens", "output_tokens"),
      cacheRead: read,
      cacheWrite: write)
  }
}
