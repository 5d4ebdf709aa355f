package import Model

/// Which issues are to be imported, and how their tasks are queued.
package struct ImportRequest: Hashable, Sendable, Codable {
  /// Which issues.
  package var question: IssueQuestion
  /// What holds for their tasks; its drafts are passed over.
  package var enqueue: EnqueueRequest
  /// The most issues that are read.
  package var limit: Int
  /// Whether to say only what would be done.
  package var isRehearsal: Bool
  /// Whether waiting tasks take the changed text of their issues.
  package var updates: Bool

  /// A request.
  package init(question: IssueQuestion, enqueue: EnqueueRequest, limit: Int, isRehearsal: Bool = false, updates: Bool = false) {
    self.question = question
    self.enqueue = enqueue
    self.limit = limit
    self.isRehearsal = isRehearsal
    self.updates = updates
  }
}
