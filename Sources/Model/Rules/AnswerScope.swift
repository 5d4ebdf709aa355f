/// For what an operator's answer holds. The raw value is what `carrel answer --scope` takes.
package enum AnswerScope: String, Hashable, Sendable, Codable, CaseIterable {
  /// This request alone.
  case one
  /// This one and all that ask the same now, in whatever repository.
  case all
  /// The same, and whoever asks the same in this task's repository from now on: it becomes a rule.
  case repository = "repo"
}
