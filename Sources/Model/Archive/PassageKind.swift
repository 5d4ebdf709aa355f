/// Which part of a task a found text stands in; the raw value is what `--json` prints.
package enum PassageKind: String, Hashable, Sendable, Codable, CaseIterable {
  /// Its name, its ticket's reference and labels, its repository.
  case title
  /// The ticket's text.
  case ticket
  /// What the agent was given: the brief, and operators' messages and answers.
  case prompt
  /// What the agent said.
  case text
  /// What the agent thought.
  case thinking
  /// A tool call, with its input, or its output.
  case tool
  /// A line of Carrel's own.
  case note
  /// A changed file.
  case diff
}
