/// One step of an agent's own list.
package struct PlanEntry: Hashable, Sendable, Codable {
  /// How far it is.
  package enum Status: String, Hashable, Sendable, Codable, CaseIterable {
    case pending, active, done
  }

  /// The step in words.
  package var text: String
  /// How far it is.
  package var status: Status

  /// A step.
  package init(text: String, status: Status) {
    self.text = text
    self.status = status
  }
}
