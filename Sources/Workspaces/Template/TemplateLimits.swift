/// How many templates are kept for the next workspace. Those in use are never removed.
package struct TemplateLimits: Hashable, Sendable {
  /// Templates of all repositories.
  package var count = 12
  /// Bytes of all templates.
  package var bytes: Int64 = 20 << 30
  /// Seconds since one was last used.
  package var age: Int64 = 7 * 24 * 3600

  /// The usual limits.
  package init() {}
}
