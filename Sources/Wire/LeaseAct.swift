/// What an operator does about the lease of a task.
package enum LeaseAct: String, Hashable, Sendable, Codable, CaseIterable {
  /// Ask its holder for it.
  case ask
  /// Give it to the one who asked first.
  case handOver = "hand_over"
  /// Take it; refused unless the holder was asked and had time to answer, or is away.
  case takeOver = "take_over"
  /// Take it at once: the command line's `--take-over`.
  case takeOverNow = "take_over_now"
}
