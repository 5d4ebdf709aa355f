package import Model

/// What `carrel import` was asked for.
package struct ImportOptions: Hashable, Sendable {
  /// How the tasks are queued; its file and its repository say nothing.
  package var add: AddOptions
  /// The repository, as written; nil: the current directory's.
  package var repository: String?
  /// The name of a tracker; nil: the repository's forge.
  package var tracker: String?
  /// Which issues.
  package var filter = IssueFilter()
  /// The most issues that are read.
  package var limit = 200
  /// Whether waiting tasks take the changed text of their issues.
  package var updates = false
  /// Tasks under way that are handed the changed text of their issues; nothing is read then.
  package var told: [TaskID] = []

  /// The defaults.
  package init(add: AddOptions = AddOptions()) { self.add = add }
}
