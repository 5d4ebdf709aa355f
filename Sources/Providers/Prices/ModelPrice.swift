/// What a model costs, in USD per million tokens, at the provider's standard rate.
package struct ModelPrice: Hashable, Sendable {
  /// Prompt tokens that were not cached.
  package var input: Double
  /// Generated tokens.
  package var output: Double
  /// Prompt tokens read from the cache.
  package var cacheRead: Double
  /// Prompt tokens written to the cache, to be kept for the shortest time that is offered.
  package var cacheWrite: Double

  /// A price. Where writing to the cache is not charged by itself, it costs what input costs.
  package init(_ input: Double, _ output: Double, read: Double, write: Double? = nil) {
    self.input = input
    self.output = output
    cacheRead = read
    cacheWrite = write ?? input
  }
}
