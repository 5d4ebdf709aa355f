internal import Model
internal import Screen
internal import Wire

/// What is asked before changes are brought onto their branches.
enum RebaseDialog {
  static func dialog(_ tasks: [TaskRecord]) -> DialogState {
    var lines: [DialogLine] = []
    for task in tasks {
      lines.append(DialogLine(TaskDialogs.name(task), .textStrong))
      let words = task.standing?.words ?? "as far as is known it merges onto \(task.baseBranch ?? "its branch")"
      lines.append(DialogLine("  " + words, task.standing == nil ? .textDim : .noticeWarning))
    }
    lines += [
      DialogLine(""),
      DialogLine("The branch is fetched and merged into the workspace. What does not merge gets marks of conflict,", .textDim),
      DialogLine("and the agent is asked to put it right. What is there now is kept: rewind brings it back.", .textDim),
    ]
    return DialogState(
      title: tasks.count == 1 ? "Bring \(tasks[0].id) onto its branch?" : "Bring \(tasks.count) tasks onto their branches?", lines: lines,
      yes: "Rebase", intent: .send(tasks.map { PlannedRequest(.rebase($0.id, author: ""), "\($0.id) is on its branch") }))
  }
}
