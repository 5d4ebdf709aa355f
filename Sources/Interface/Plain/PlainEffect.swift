/// What the loop around the plain mode does on its behalf. In order.
package enum PlainEffect: Hashable, Sendable {
  /// Print a line; it has been cleaned.
  case print(String)
  /// Run one of carrel's own commands, by its words.
  case run([String])
  /// Look at these tickets as `carrel add --dry-run` does, or queue them.
  case add(text: String, dryRun: Bool)
  /// End the interface; tasks go on.
  case quit
}
