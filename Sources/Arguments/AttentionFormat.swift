/// How `carrel ls --attention --format` prints what needs the operator.
package enum AttentionFormat: String, Hashable, Sendable, CaseIterable {
  /// Words, with a space at the end when there are any.
  case prompt
  /// The same with tmux's colours.
  case tmux
  /// All counts as one line of JSON.
  case json
}
