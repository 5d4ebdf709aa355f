/// A file in use that the operator saved while the screen is up.
package enum SavedFile: Hashable, Sendable {
  /// The theme's, or one that it inherits.
  case theme
  /// The configuration.
  case configuration
}
