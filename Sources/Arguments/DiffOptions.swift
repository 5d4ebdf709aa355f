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

  /// A diff.
  package init(task: TaskID, form: Form = .text, paths: [String] = []) {
    self.task = task
    self.form = form
    self.paths = paths
  }
}
