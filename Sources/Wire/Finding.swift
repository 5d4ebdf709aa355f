/// One thing that `doctor` looked at.
package struct Finding: Hashable, Sendable, Codable {
  /// How it stands.
  package enum Level: String, Hashable, Sendable, Codable, CaseIterable {
    case ok, warning, problem
  }

  /// How it stands.
  package var level: Level
  /// What was looked at, a word or two.
  package var subject: String
  /// What was found, and what to do.
  package var text: String
  /// Whether it was put right just now; nil: nothing was tried.
  package var isFixed: Bool?
  /// Whether `doctor --fix` can put it right; nil: no.
  package var isFixable: Bool?

  /// A finding.
  package init(level: Level, subject: String, text: String) {
    self.level = level
    self.subject = subject
    self.text = text
  }
}
