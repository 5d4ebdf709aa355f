/// How the operator is told of something while the terminal is not in focus.
package enum NotifyMode: String, Hashable, Sendable, CaseIterable {
  /// By the terminal's own notification where it is known to have one, and by the bell.
  case auto
  /// By the bell alone.
  case bell
  /// By a notification alone, also where nothing is known of the terminal (then OSC 9).
  case osc
  /// Not at all.
  case off
}
