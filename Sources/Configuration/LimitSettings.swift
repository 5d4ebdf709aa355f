package import Model

/// The `[limits]` table.
package struct LimitSettings: Hashable, Sendable {
  /// What one task may use.
  package var perTask = TaskLimits()
  /// Most seconds for a clone; 0: no limit.
  package var cloneSeconds = 300.0
  /// Most seconds for a push; 0: no limit.
  package var pushSeconds = 120.0
  /// Most seconds for a repository's setup command; 0: no limit.
  package var setupSeconds = 600.0
  /// Most seconds for a repository's check command; 0: no limit.
  package var checkSeconds = 600.0

  /// The defaults.
  package init() {}
}
