package import Model

/// What `carrel approve` was asked for.
package struct PublishOptions: Hashable, Sendable {
  /// The tasks, in the order written.
  package var tasks: [TaskID]
  /// The way; nil: as the configuration says.
  package var kind: Publication.Kind?
  /// The branch's name; only with one task.
  package var branch: String?
  /// The commit message; only with one task.
  package var message: String?
  /// The tree that was reviewed; only with one task.
  package var tree: String?
  /// Whether to say only what would happen.
  package var dryRun = false
  /// Whether to publish also what was never shown.
  package var yes = false
  /// Sensitive files that are ticked with it; only with one task.
  package var ticks: [String] = []
  /// Whether all sensitive files are ticked; each is printed.
  package var ticksAll = false
  /// Files and directories that are left out; only with one task.
  package var without: [String] = []
  /// Files and directories that were taken out and are put back in; only with one task.
  package var with: [String] = []
  /// The only files and directories that are published; only with one task.
  package var only: [String] = []
  /// What is said about the pull request.
  package var request = RequestWish()
  /// The file that its body is read from, `-` for standard input; nil: the composed one.
  package var bodyFile: String?
  /// Whether the other attempts at the same ticket are discarded then.
  package var discardOthers = false

  /// Whether the tasks are taken over from the operators who hold them.
  package var takeOver = false

  /// The defaults.
  package init(tasks: [TaskID]) { self.tasks = tasks }
}
