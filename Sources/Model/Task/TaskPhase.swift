/// Where a task is in its life (CONTRACT.md, "A task's life"). The raw value is what `--json` prints as `state`.
package enum TaskPhase: String, Hashable, Sendable, Codable, CaseIterable {
  /// Waits for a slot, for other tasks, or for a retry's time.
  case queued
  /// Its workspace is being made.
  case preparing
  /// An agent works in a turn.
  case running
  /// An agent's turn needs the operator; holds no running slot.
  case waiting
  /// The turn is over and the diff waits to be read.
  case review
  /// The approved tree is being published.
  case publishing
  /// Completed: published, or ended by `--publish none`.
  case done
  /// Ended by an error; the workspace is kept.
  case failed
  /// Ended by the operator; the workspace is kept.
  case stopped
  /// Completed without being published.
  case discarded

  /// Whether nothing more happens without an operator's `retry` or `undelete`.
  package var isEnd: Bool { self == .done || self == .failed || self == .stopped || self == .discarded }

  /// Whether the task is complete, so that its workspace goes by the clean-up policy.
  package var isCompletion: Bool { self == .done || self == .discarded }

  /// Whether the task holds one of the `max_running` slots.
  package var holdsSlot: Bool { self == .preparing || self == .running }
}
