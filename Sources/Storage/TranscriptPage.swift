package import Model

/// A part of a task's transcript, in order.
package struct TranscriptPage: Hashable, Sendable {
  /// The rows, oldest first.
  package var entries: [TranscriptEntry]
  /// Whether there is more in the direction that was read.
  package var more: Bool
}
