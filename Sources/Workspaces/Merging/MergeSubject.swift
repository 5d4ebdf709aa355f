package import Model

/// A task's change as it is held against others.
package struct MergeSubject: Hashable, Sendable {
  /// Whose.
  package var task: TaskID
  /// The commit that the work started from.
  package var base: String
  /// The tree that would be published.
  package var tree: String
  /// The branch that it is to go into; nil: the base is a commit or a tag, which stays where it is.
  package var branch: String?
  /// The mirror that keeps the tree, of one that is published and has no workspace any more; nil: its workspace has it.
  package var mirror: String?

  /// A subject.
  package init(task: TaskID, base: String, tree: String, branch: String?, mirror: String? = nil) {
    self.task = task
    self.base = base
    self.tree = tree
    self.branch = branch
    self.mirror = mirror
  }

  /// What two subjects must have in common to be in each other's way.
  var target: String { branch.map { "refs/heads/" + $0 } ?? base }

  /// What its merges depend on, besides the other side.
  var state: String { "\(base) \(tree)" }
}
