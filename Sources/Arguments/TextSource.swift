/// Where a text comes from.
package enum TextSource: Hashable, Sendable {
  /// From the command line.
  case text(String)
  /// From standard input.
  case standardInput
}
