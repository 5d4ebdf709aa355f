internal import Model
internal import Screen
internal import Wire

/// The dialog that shows everything before work is published: branch, remote, files, tree, message.
enum ApproveDialog {
  static let kinds: [Publication.Kind] = [.branch, .pr, .patch, .merge, .none]
  static let publish = "Publish as"
  static let branch = "Branch"
  static let message = "Message"
  static let others = "Other attempts"
  static let discard = "discard"

  /// The dialog for one task, or for all marked ones (then by the configured names and messages).
  static func dialog(_ tasks: [TaskRecord], _ state: InterfaceState) -> DialogState {
    var dialog: DialogState
    if tasks.count == 1 {
      let task = tasks[0]
      dialog = DialogState(
        title: "Approve and publish \(task.id)?", lines: lines(task, files: state.panes[task.id]?.diff.listing?.files), yes: "Publish",
        intent: .approve([task]))
      dialog.fields = [
        ways(tasks, state), DialogField(branch, .line(TextBuffer(task.branch ?? ""))),
        DialogField(message, .lines(TextBuffer(draftMessage(task)))),
      ]
    } else {
      var lines: [DialogLine] = []
      for task in tasks {
        lines.append(DialogLine(TaskDialogs.name(task), .textStrong))
        lines.append(DialogLine("  \(size(task)) → \(task.branch ?? "a new branch") at \(task.repository.publishTo)", .textDim))
        if !task.out.isEmpty { lines.append(DialogLine("  taken out, not published: \(task.out.list)", .noticeWarning)) }
        if let evidence = task.evidence, !evidence.isGood {
          lines.append(DialogLine("  the agent's runs: \(evidence.words)", .noticeWarning))
        }
        if isUnseen(task) { lines.append(DialogLine("  nobody has looked at this tree", .noticeWarning)) }
      }
      dialog = DialogState(title: "Approve and publish \(tasks.count) tasks?", lines: lines, yes: "Publish all", intent: .approve(tasks))
      dialog.fields = [ways(tasks, state)]
    }
    addRequestFields(&dialog)
    addTicks(&dialog, tasks, state)
    if tasks.contains(where: { !$0.out.isEmpty }) {
      dialog.yes += tasks.count == 1 ? " without \(tasks[0].out.words)" : ", some without parts"
    }
    let rest = Set(tasks.flatMap { others(than: $0, tasks, state) })
    if !rest.isEmpty {
      dialog.lines.append(DialogLine("Other attempts: \(rest.sorted().map(\.description).joined(separator: " "))", .textDim))
      dialog.fields.append(DialogField(others, .choice(["keep", discard], 0)))
    }
    if tasks.contains(where: isUnseen) { dialog.yes += " unseen" }
    return dialog
  }

  /// The attempts at a task's ticket that are left when these are approved.
  private static func others(than task: TaskRecord, _ tasks: [TaskRecord], _ state: InterfaceState) -> [TaskID] {
    guard task.group != nil else { return [] }
    return Comparison(of: task, among: state.attempts(with: task)).others(than: task.id).map(\.id).filter { id in
      !tasks.contains { $0.id == id }
    }
  }

  /// Whether the measured tree was never shown to an operator.
  static func isUnseen(_ task: TaskRecord) -> Bool { task.diff?.tree != task.shownTree }

  private static func size(_ task: TaskRecord) -> String {
    guard let diff = task.diff, !diff.isEmpty else { return "no change" }
    return "\(diff.fileWords) +\(diff.insertions) −\(diff.deletions)"
  }

  private static func lines(_ task: TaskRecord, files: [DiffFile]?) -> [DialogLine] {
    var lines = [
      DialogLine(TaskDialogs.name(task), .textStrong), DialogLine("Remote  \(task.repository.publishTo)"),
      DialogLine("Base    \(task.base ?? task.baseBranch ?? "default") \(task.baseCommit.map { String($0.prefix(10)) } ?? "")"),
      DialogLine("Tree    \(task.diff.map { String($0.tree.prefix(10)) } ?? "not measured")  \(size(task))"),
    ]
    if let words = task.standing?.words { lines.append(DialogLine("It \(words).", .noticeWarning)) }
    if isUnseen(task) { lines.append(DialogLine("Nobody has looked at this tree yet: 3 shows the diff.", .noticeWarning)) }
    if let check = task.check {
      lines.append(DialogLine("Check   \(check.command): \(check.words)", check.passed ? .text : .noticeWarning))
      if !check.passed { lines += check.lastLines(5).map { DialogLine("  \($0)", .textDim) } }
    }
    if let evidence = task.evidence {
      lines.append(DialogLine("Agent's runs  \(evidence.words) (K shows them)", evidence.isGood ? .text : .noticeWarning))
    }
    if !task.out.isEmpty {
      lines.append(DialogLine("Taken out, not published: \(task.out.list)", .noticeWarning))
      if task.check != nil { lines.append(DialogLine("The check ran with what is taken out.", .noticeWarning)) }
    }
    for file in (files ?? []).prefix(200) {
      let words = file.marks.filter { $0 != .sensitive || file.sensitivities.isEmpty }.map(\.rawValue)
      let marks = words.isEmpty ? "" : "  (" + words.joined(separator: ", ") + ")"
      let risky =
        !file.sensitivities.isEmpty || file.marks.contains(.sensitive) || file.marks.contains(.ignoreRules)
        || file.marks.contains(.nestedRepository)
      lines.append(
        DialogLine(
          "  \(file.status.rawValue) \(file.path)  +\(file.insertions) −\(file.deletions)\(marks)\(outWords(file, task))",
          risky ? .risky : .diffFile))
      for reason in file.sensitivities {
        let words = reason.needsTick && !task.isOut(file) ? (task.hasTicked(file) ? ", ticked" : ", NOT TICKED") : ""
        lines.append(DialogLine("      \(reason.kind.rawValue)\(words): \(reason.text)", reason.needsTick ? .noticeWarning : .textDim))
      }
    }
    if let files, files.count > 200 { lines.append(DialogLine("  … and \(files.count - 200) more files", .textDim)) }
    return lines
  }

  /// What of a file is not published.
  private static func outWords(_ file: DiffFile, _ task: TaskRecord) -> String {
    guard let out = task.out[file.path], out.stamp == file.stamp else { return "" }
    return out.isWhole ? "  × OUT" : "  × \(out.hunks == 1 ? "1 hunk" : "\(out.hunks) hunks") OUT"
  }

  /// The commit message as the service would write it: title and reference, the closing summary, the trailer (CONTRACT.md, "The brief").
  static func draftMessage(_ task: TaskRecord) -> String {
    var subject = TextBuffer.typed(task.ticket.title, oneLine: true)
    if let reference = task.ticket.id, !reference.isEmpty, !subject.contains(reference) { subject += " (\(reference))" }
    let summary = TextBuffer.typed(task.closingWords, oneLine: false)
    let model = task.model.map { " \($0)" } ?? ""
    return subject + "\n\n" + (summary.isEmpty ? "" : summary + "\n\n") + "Agent: \(task.engine)\(model)\n"
  }

  /// The options that the fields stand for. What was not changed is left to the service.
  static func options(_ dialog: DialogState, task: TaskRecord, single: Bool) -> ApproveOptions {
    func text(_ label: String) -> String { dialog.fields.first { $0.label == label }?.text ?? "" }
    let kind = kind(dialog)
    var options = ApproveOptions(kind: kind, tree: task.diff?.tree, unseen: isUnseen(task))
    let ticks = dialog.fields.compactMap(\.tick).filter { $0.task == task.id }
    if !ticks.isEmpty, kind != Publication.Kind.none { options.ticks = Dictionary(ticks.map { ($0.path, $0.stamp) }) { first, _ in first } }
    options.seal = task.out.seal
    options.discardOthers = task.group != nil && text(others) == discard
    options.request = request(dialog)
    guard single else { return options }
    let name = text(branch)
    if !name.isEmpty, name != task.branch { options.branch = name }
    let words = text(message)
    if words != draftMessage(task), words.contains(where: { !$0.isWhitespace }) { options.message = words }
    return options
  }
}
