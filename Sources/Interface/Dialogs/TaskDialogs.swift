internal import Model
internal import Screen
internal import Wire

/// Builds the dialogs that ask before something is done to tasks.
enum TaskDialogs {
  /// One line that names a task.
  static func name(_ task: TaskRecord) -> String { "\(task.id) \(task.ticket.title)" }

  static func discard(_ tasks: [TaskRecord]) -> DialogState {
    var lines: [DialogLine] = []
    for task in tasks {
      lines.append(DialogLine(name(task), .textStrong))
      lines.append(DialogLine("  " + loss(task), task.diff?.isEmpty == false ? .noticeWarning : .textDim))
    }
    lines.append(DialogLine(""))
    lines.append(
      DialogLine(
        "The workspace goes by the clean-up policy. What was never published is sealed into the morgue first: carrel undelete brings it back.",
        .textDim))
    return DialogState(
      title: tasks.count == 1 ? "Discard \(tasks[0].id)?" : "Discard \(tasks.count) tasks?", lines: lines, yes: "Discard",
      intent: .send(tasks.map { PlannedRequest(.discard($0.id), "\($0.id) discarded") }))
  }

  /// What would be lost with a task.
  static func loss(_ task: TaskRecord) -> String {
    var parts: [String] = []
    if task.phase == .running || task.phase == .preparing || task.phase == .waiting { parts.append("its agent is ended") }
    if let published = task.published, published.kind != .none {
      parts.append("published as \(published.ref)")
    } else if let diff = task.diff, !diff.isEmpty {
      parts.append("\(diff.files) changed files, +\(diff.insertions) −\(diff.deletions), never published")
    } else {
      parts.append("no change measured")
    }
    if task.costUSD > 0 { parts.append("\(FigureText.money(task.costUSD)) spent") }
    return parts.joined(separator: "; ")
  }

  static func stop(_ tasks: [TaskRecord]) -> DialogState {
    var lines: [DialogLine] = []
    for task in tasks {
      lines.append(DialogLine(name(task), .textStrong))
      lines.append(DialogLine("  " + cut(task), .textDim))
    }
    lines += [DialogLine(""), DialogLine("Its processes end now. The workspace is kept; it is final until you say retry.", .textDim)]
    return DialogState(
      title: tasks.count == 1 ? "Stop \(tasks[0].id)?" : "Stop \(tasks.count) tasks?", lines: lines, yes: "Stop",
      intent: .send(tasks.map { PlannedRequest(.stop($0.id), "\($0.id) stopped") }))
  }

  /// What a stop cuts short.
  private static func cut(_ task: TaskRecord) -> String {
    let kept = task.diff.map { $0.isEmpty ? "" : "; \($0.files) changed files, +\($0.insertions) −\($0.deletions), are kept" } ?? ""
    switch task.phase {
    case .queued: return "is not started"
    case .preparing: return "is left as far as it is prepared"
    case .running: return "its turn is cut\(kept)"
    case .waiting: return "what it asks is void, its turn is cut\(kept)"
    case .publishing: return "is being published"
    case .review, .done, .failed, .stopped, .discarded: return "its agent is ended\(kept)"
    }
  }

  static func interrupt(_ tasks: [TaskRecord]) -> DialogState {
    DialogState(
      title: "Interrupt the running turn?",
      lines: tasks.map { DialogLine(name($0), .textStrong) } + [DialogLine("The agent stays; write it a message to go on.", .textDim)],
      yes: "Interrupt", intent: .send(tasks.map { PlannedRequest(.interrupt($0.id), "\($0.id) interrupted") }))
  }

  static func compact(_ tasks: [TaskRecord]) -> DialogState {
    DialogState(
      title: "Compact the conversation?",
      lines: tasks.map { DialogLine(name($0), .textStrong) } + [
        DialogLine("The engine sums up what was said so far and forgets the rest.", .textDim)
      ],
      yes: "Compact", intent: .send(tasks.map { PlannedRequest(.compact($0.id), "\($0.id) compacted") }))
  }

  static func unsandboxed(_ task: TaskRecord) -> DialogState {
    DialogState(
      title: "Run without a sandbox?",
      lines: [
        DialogLine(name(task), .textStrong), DialogLine(task.repository.source),
        DialogLine("Agents of this repository could then read and write everything that you can.", .noticeError),
      ], yes: "Run it without",
      intent: .send([PlannedRequest(.confirmUnsandboxed(task.id), "\(task.repository.name) may run without a sandbox")]))
  }

  static func clean() -> DialogState {
    DialogState(
      title: "Clean up?",
      lines: [
        DialogLine(
          "Workspaces of completed tasks that the clean-up policy kept are removed. What was never published is sealed into the morgue first."
        )
      ],
      yes: "Clean up", intent: .send([PlannedRequest(.clean, "cleaned up")]))
  }

  static func quit(_ state: InterfaceState) -> DialogState {
    let live = state.tally.live
    return DialogState(
      title: "Detach?",
      lines: [
        DialogLine(live == 0 ? "Nothing is running." : "\(live) tasks go on without you."),
        DialogLine("carrel attaches again and says what happened since.", .textDim),
      ], yes: "Detach", intent: .quit)
  }
}
