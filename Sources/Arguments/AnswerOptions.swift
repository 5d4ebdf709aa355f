package import Model

/// What `carrel answer` was asked for: a verdict, words, or a refusal with its reason.
package struct AnswerOptions: Hashable, Sendable {
  /// The answers to a permission.
  package enum Verdict: String, Hashable, Sendable, CaseIterable {
    case allow, deny, always
  }

  /// The task.
  package var task: TaskID
  /// The verdict; nil when only words were given.
  package var verdict: Verdict?
  /// The words.
  package var text: String?
  /// The request; nil: the only open one.
  package var request: String?
  /// Whether the task is taken over from the operator who holds it.
  package var takeOver = false
  /// For whom the answer holds.
  package var scope = AnswerScope.one
  /// How long, for the scope of a repository.
  package var term = RuleTerm.work

  /// An answer.
  package init(task: TaskID, verdict: Verdict? = nil, text: String? = nil, request: String? = nil) {
    self.task = task
    self.verdict = verdict
    self.text = text
    self.request = request
  }
}
