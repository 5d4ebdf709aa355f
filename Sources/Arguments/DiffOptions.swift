package import Model

/// What `carrel diff` was asked for.
package struct DiffOptions: Hashable, Sendable {
  /// The forms of a diff.
  package enum Form: Hashable, Sendable {
    case text, stat, nameOnly, json
  }

  /// The task.
  package var task: TaskID
  /// The form.
  package var form: Form
  /// Only these paths; all when empty.
  package var paths: [String]
  /// Only what this turn did, by its checkpoint's name; nil: the whole change.
  package var turn: String?

  /// A diff.
  package init(task: TaskID, form: Form = .text, paths: [String] = [], turn: String? = nil) {
    self.task = task
    self.form = form
    self.paths = paths
    self.turn = turn
  }
}
