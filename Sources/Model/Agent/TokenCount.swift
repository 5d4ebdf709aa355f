/// Tokens used, by kind.
package struct TokenCount: Hashable, Sendable, Codable {
  /// Prompt tokens that were not cached.
  package var input: Int
  /// Generated tokens.
  package var output: Int
  /// Prompt tokens read from the provider's cache.
  package var cacheRead: Int
  /// Prompt tokens written to the provider's cache.
  package var cacheWrite: Int

  /// Counts.
  package init(input: Int = 0, output: Int = 0, cacheRead: Int = 0, cacheWrite: Int = 0) {
    self.input = input
    self.output = output
    self.cacheRead = cacheRead
    self.cacheWrite = cacheWrite
  }

  /// All of them.
  package var total: Int { [output, cacheRead, cacheWrite].reduce(input, Self.sum) }

  /// Sums by kind; saturates instead of trapping, since the figures come from outside.
  package static func + (left: TokenCount, right: TokenCount) -> TokenCount {
    TokenCount(
      input: sum(left.input, right.input), output: sum(left.output, right.output), cacheRead: sum(left.cacheRead, right.cacheRead),
      cacheWrite: sum(left.cacheWrite, right.cacheWrite))
  }

  private static func sum(_ first: Int, _ second: Int) -> Int {
    let (value, overflow) = first.addingReportingOverflow(second)
    return overflow ? .max : value
  }
}
