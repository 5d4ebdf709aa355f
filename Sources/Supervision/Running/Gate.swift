/// Lets one caller at a time through, in the order in which they came: an actor's methods interleave at every `await`, a task's inputs must not.
/// Not recursive. Isolated to the actor that owns it.
struct Gate {
  private var isTaken = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// Whether the gate was free and is now taken; otherwise call `wait` with a continuation.
  mutating func take() -> Bool {
    if isTaken { return false }
    isTaken = true
    return true
  }

  /// Queues a caller; it is resumed owning the gate.
  mutating func wait(_ continuation: CheckedContinuation<Void, Never>) { waiting.append(continuation) }

  /// Gives the gate back; the caller who waited longest owns it next.
  mutating func release() -> CheckedContinuation<Void, Never>? {
    if waiting.isEmpty {
      isTaken = false
      return nil
    }
    return waiting.removeFirst()
  }
}
