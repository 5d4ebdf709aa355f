package import Model

/// What is to be imported, and how.
package struct ImportOrder: Sendable {
  /// Which issues.
  package var question: IssueQuestion
  /// How their tasks are queued; its drafts are passed over.
  package var intake: Intake
  /// The most issues that are read.
  package var limit: Int
  /// Whether to say only what would be done.
  package var isRehearsal: Bool
  /// Whether waiting tasks take the changed text of their issues.
  package var updates: Bool
  /// Who imports.
  package var author: String

  /// The most issues of one import.
  package static let mostIssues = 5000

  /// An order.
  package init(question: IssueQuestion, intake: Intake, limit: Int, isRehearsal: Bool = false, updates: Bool = false, author: String) {
    self.question = question
    self.intake = intake
    self.limit = max(1, min(limit, Self.mostIssues))
    self.isRehearsal = isRehearsal
    self.updates = updates
    self.author = author
  }
}
