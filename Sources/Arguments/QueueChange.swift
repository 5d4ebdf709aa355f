/// What `carrel queue` may be told.
package enum QueueChange: String, Hashable, Sendable, CaseIterable {
  /// Start nothing new.
  case pause
  /// Start new tasks again.
  case resume
  /// Let the running agents stand still.
  case freeze
  /// Let them go on.
  case thaw
}
