/// Why a message could not be read.
package struct WireError: Error, Hashable, Sendable {
  /// What we were doing, what happened, what to do.
  package var text: String
}
