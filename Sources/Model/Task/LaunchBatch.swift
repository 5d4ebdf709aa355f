/// A list of which only the first tasks, the canaries, started at once; the others wait until an operator has seen those. Part of each of its tasks' records.
package struct LaunchBatch: Hashable, Sendable, Codable {
  /// The first task of the list: what the batch is called by.
  package var first: TaskID
  /// The canaries, in order.
  package var canaries: [TaskID]
  /// Whether the others go by themselves as soon as all canaries are done.
  package var goesByItself: Bool
  /// Whether this task still waits.
  package var isHeld: Bool

  /// A batch as one of its tasks has it.
  package init(first: TaskID, canaries: [TaskID], goesByItself: Bool, isHeld: Bool) {
    self.first = first
    self.canaries = canaries
    self.goesByItself = goesByItself
    self.isHeld = isHeld
  }

  /// "the canaries T1, T2", shortened when there are many.
  package var canaryNames: String {
    let names = canaries.prefix(4).map(\.description).joined(separator: ", ") + (canaries.count > 4 ? " …" : "")
    return canaries.count == 1 ? "the canary \(names)" : "the canaries \(names)"
  }

  /// Why a task of the batch does not start yet, in words for the list; nil: it may.
  /// - Parameter phase: where a canary stands; nil when there is no such task any more.
  package func obstacle(_ phase: (TaskID) -> TaskPhase?) -> String? {
    guard isHeld else { return nil }
    let phases = canaries.map { ($0, phase($0)) }
    if goesByItself, phases.allSatisfy({ $0.1 == .done || $0.1 == nil }) { return nil }
    if phases.allSatisfy({ $0.1?.isEnd ?? true }) {
      if let ended = phases.first(where: { $0.1 != .done && $0.1 != nil }), let how = ended.1 {
        return "waits for \(canaryNames); \(ended.0) is \(how.rawValue)"
      }
      return "waits for your word; its canaries are done"
    }
    return "waits for \(canaryNames)"
  }
}

extension TaskRecord {
  /// Whether it waits for the canaries of its list.
  package var waitsForCanaries: Bool { phase == .queued && batch?.isHeld == true }

  /// Whether it is one of the canaries of its list.
  package var isCanary: Bool { batch?.canaries.contains(id) == true }
}
