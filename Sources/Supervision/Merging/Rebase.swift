package import Model

/// What was done to bring a task's change onto the present state of its branch.
package struct Rebase: Hashable, Sendable {
  /// The branch.
  package var branch: String
  /// Its commit, which the work is based on from now on.
  package var commit: String
  /// The change against it.
  package var change: DiffSummary
  /// The files that have marks of conflict or were left as one side has them.
  package var conflicts: [CollisionFile]
  /// The checkpoint that undoes it.
  package var kept: String?
  /// Who asked for it.
  package var author: String

  /// What the agent is told where all merged.
  var newsForAgent: String {
    "Note: the branch \(branch) has moved on, and your change was brought onto its present state (commit \(commit)) in this workspace; everything "
      + "merged. Read a file again before you rely on what you know of it. The repository in .git still stands on the old commit."
  }

  /// What the agent is to do where something did not.
  func prompt(for task: TaskID) -> String {
    let files = conflicts.prefix(100).map { "- \($0.path) (\($0.conflict ?? "contents"))" }.joined(separator: "\n")
    let more = conflicts.count > 100 ? "\n- and \(conflicts.count - 100) more" : ""
    return
      "The branch \(branch) has moved on. Your change was brought onto its present state (commit \(commit)) in this workspace, and these files did "
      + "not merge:\n\(files)\(more)\n\nWhere both sides changed the same lines, the file has both between marks: `<<<<<<< \(Self.label)` begins what the "
      + "branch has, `=======` parts them, `>>>>>>> \(task)` ends what you wrote. A file that one side deleted or moved, or that is no text, is there as one "
      + "side has it. Put them right so that what both sides meant holds, leave no marks behind, and check your work. Do not merge or rebase with git: the "
      + "files are those of the new state with your change already, and only .git still stands on the old commit; `git diff \(commit)` shows your change."
  }

  /// The first names of files, for one line.
  static func names(_ files: [CollisionFile]) -> String {
    files.prefix(5).map(\.path).joined(separator: ", ") + (files.count > 5 ? " and \(files.count - 5) more" : "")
  }

  /// What the branch's side is called in marks of conflict (`WorkspaceStore.rebase`).
  static let label = "new-base"
}
