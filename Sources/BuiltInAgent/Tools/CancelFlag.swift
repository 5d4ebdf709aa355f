import Synchronization

/// Tells work on another thread that it was given up.
final class CancelFlag: Sendable {
  private let state = Atomic(false)

  /// Whether it was given up.
  var isSet: Bool { state.load(ordering: .relaxed) }

  /// Gives it up.
  func set() { state.store(true, ordering: .relaxed) }
}
