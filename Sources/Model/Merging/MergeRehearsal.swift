/// What came of merging tasks one after the other onto their branches, in memory. What does not merge is left out, and the train goes on without it.
package struct MergeRehearsal: Hashable, Sendable, Codable {
  /// One task's turn.
  package struct Step: Hashable, Sendable, Codable {
    /// Whose.
    package var task: TaskID
    /// What came of it; its commit is the branch's as it was before the first task.
    package var standing: MergeStanding
    /// The tasks before it that it is in conflict with; empty: with the branch itself.
    package var against: [TaskID]

    /// A step.
    package init(_ task: TaskID, _ standing: MergeStanding, against: [TaskID] = []) {
      self.task = task
      self.standing = standing
      self.against = against
    }

    /// "merges", "conflict with T3: a.swift", "nothing left".
    package var words: String {
      switch standing.kind {
      case .merges: return "merges"
      case .nothingLeft: return "no change is left"
      case .conflicts:
        let place = against.isEmpty ? standing.branch ?? "its base" : against.prefix(6).map(\.description).joined(separator: " ")
        let names = standing.files.prefix(3).map(\.path).joined(separator: ", ")
        return "conflict with \(place): \(names)" + (standing.files.count > 3 ? " and \(standing.files.count - 3) more" : "")
      }
    }
  }

  /// The steps in order.
  package var steps: [Step]

  /// A rehearsal.
  package init(_ steps: [Step] = []) { self.steps = steps }

  /// The steps that do not merge.
  package var conflicts: [Step] { steps.filter { $0.standing.kind == .conflicts } }
}
