/// How the interface stands to the service.
package enum Connection: Hashable, Sendable {
  /// Not attached yet.
  case connecting
  /// Attached.
  case attached
  /// Gone, with the reason; the loop tries again.
  case lost(String)
}
