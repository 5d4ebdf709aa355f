/// What an import did with one issue.
package struct ImportedIssue: Hashable, Sendable, Codable {
  /// What became of it.
  package enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
    /// A task was queued for it; in a rehearsal, would be.
    case queued
    /// A task stands for it already, and the issue is as it was.
    case known
    /// A task stands for it already, and the issue changed since: the task is marked.
    case changed
    /// The waiting task took the changed text.
    case updated
    /// The task is under way: the changed text is offered as a message.
    case offered
    /// It was left out; `text` says why.
    case failed
  }

  /// What people call it: `ops/tools#12`, `OPS-7`.
  package var name: String
  /// Its title.
  package var title: String
  /// Where it stands.
  package var url: String?
  /// What became of it.
  package var outcome: Outcome
  /// The task that stands for it.
  package var task: TaskID?
  /// What there is to say about it: one sentence.
  package var text: String?

  /// What became of an issue.
  package init(name: String, title: String, url: String? = nil, outcome: Outcome, task: TaskID? = nil, text: String? = nil) {
    self.name = name
    self.title = title
    self.url = url
    self.outcome = outcome
    self.task = task
    self.text = text
  }
}
