internal import Model
internal import Screen
internal import Wire

/// What is done to the marked tasks, or to the one under the cursor where none is marked. To several nothing is done before a dialog has said for each of them
/// what will be done, why nothing will be, and what would be lost.
enum BulkActs {
  static func run(_ command: Command, _ state: inout InterfaceState) -> [Effect] {
    let tasks = state.targets.filter { Availability.reason(against: command, for: $0, state) == nil }
    guard let first = tasks.first else { return [] }
    let ids = tasks.map(\.id)
    switch command {
    case .taskMessage: ComposerUpdate.open(.message(ids), &state)
    case .taskModel: ComposerUpdate.open(.model(ids), &state)
    case .taskRetry: state.modals.append(.menu(.retry(tasks, state)))
    case .taskApprove:
      let dialog = ask(ApproveDialog.dialog(tasks, state), command, ids, &state)
      if tasks.count > 1, state.connection == .attached { return [TrainWords.ask(tasks, &state)] }
      return ApproveDialog.rehearse(dialog, &state)
    case .taskDiscard: ask(TaskDialogs.discard(tasks), command, ids, &state)
    case .taskStop: ask(TaskDialogs.stop(tasks), command, ids, &state)
    case .taskInterrupt: ask(TaskDialogs.interrupt(tasks), command, ids, &state)
    case .taskRebase: ask(RebaseDialog.dialog(tasks), command, ids, &state)
    case .taskCompact: ask(TaskDialogs.compact(tasks), command, ids, &state)
    case .taskUnsandboxed: state.modals.append(.dialog(TaskDialogs.unsandboxed(first)))
    case .pullRelease: ask(PullDialogs.release(tasks), command, ids, &state)
    case .pullSend, .pullCopy: return PullUpdate.run(command, first.id, &state)
    case .pullRefresh: return PullUpdate.refresh(ids, &state)
    case .taskShell, .taskAttach: return AttachUpdate.open(command, first, &state)
    case .taskUndelete:
      let plans = tasks.map { PlannedRequest(.undelete($0.id), "\($0.id) is back", preview: "its work comes back from the morgue") }
      return perform(plans, command, "Bring back", &state)
    case .taskRaise, .taskLower:
      let plans = tasks.map { task in
        let (sum, overflow) = task.priority.addingReportingOverflow(command == .taskRaise ? 1 : -1)
        let priority = overflow ? task.priority : sum
        return PlannedRequest(
          .setPriority(task.id, priority), "\(task.id) has priority \(priority)", preview: "priority \(task.priority) → \(priority)",
          undo: .priority(task.id, task.priority))
      }
      return perform(plans, command, command == .taskRaise ? "Raise" : "Lower", &state)
    default: break
    }
    return []
  }

  /// Goes on with ended tasks.
  static func retry(_ ids: [TaskID], engine: String?, fresh: Bool, _ state: inout InterfaceState) -> [Effect] {
    let plans = ids.map { id in
      PlannedRequest(
        .retry(id, RetryChange(engine: engine, fresh: fresh)), "\(id) goes on",
        preview: state.tasks[id].map { retrial($0, engine: engine, fresh: fresh) } ?? "it goes on")
    }
    return perform(plans, .taskRetry, "Retry", &state)
  }

  private static func retrial(_ task: TaskRecord, engine: String?, fresh: Bool) -> String {
    var parts = [engine.map { $0 == task.engine ? "goes on with \($0)" : "goes on with \($0) in place of \(task.engine)" } ?? "goes on"]
    if fresh {
      parts[0] += " in a fresh workspace"
      if let diff = task.diff, !diff.isEmpty { parts.append("\(diff.files) changed files go to the morgue") }
    } else {
      parts[0] += " in its workspace"
    }
    return parts.joined(separator: "; ")
  }

  /// Gives tasks another model.
  static func model(_ ids: [TaskID], _ name: String, _ state: inout InterfaceState) -> [Effect] {
    let plans = ids.map { id in
      PlannedRequest(.setModel(id, name), "\(id) uses \(name)", preview: "\(state.tasks[id]?.model ?? "the engine's own model") → \(name)")
    }
    return perform(plans, .taskModel, "Set", &state)
  }

  /// Hands a message to tasks; to several after a preview, and the text stays a draft until then.
  static func message(_ ids: [TaskID], _ text: String, _ state: inout InterfaceState) -> [Effect] {
    guard ids.count > 1 else { return ComposerUpdate.deliver(text, to: ids, &state) }
    state.drafts[.message(ids)] = text
    var lines = TextBuffer.typed(text, oneLine: false).split(separator: "\n", omittingEmptySubsequences: true).prefix(4).map {
      DialogLine("│ \($0)")
    }
    for id in ids {
      guard let task = state.tasks[id] else { continue }
      lines += [DialogLine(TaskDialogs.name(task), .textStrong), DialogLine("  " + delivery(task), .textDim)]
    }
    ask(
      DialogState(title: "Send to \(ids.count) tasks?", lines: lines, yes: "Send", intent: .message(ids, text)), .taskMessage, ids, &state)
    return []
  }

  private static func delivery(_ task: TaskRecord) -> String {
    switch task.phase {
    case .queued, .preparing: "is kept until its agent has started"
    case .waiting where task.attention?.kind == .interrupted || task.attention?.kind == .usageLimit: "its agent goes on with it"
    case .running, .waiting: "goes to its agent at the end of the turn"
    case .review: "its agent goes on with it"
    case .publishing, .done, .discarded, .failed, .stopped: "is \(task.phase.rawValue)"
    }
  }

  /// Does what is planned: for one task at once, for several after a dialog that names what each of them comes to.
  private static func perform(_ plans: [PlannedRequest], _ command: Command, _ yes: String, _ state: inout InterfaceState) -> [Effect] {
    guard plans.count > 1 || state.list.marked.count > 1 else { return send(plans, &state) }
    var lines: [DialogLine] = []
    var ids: [TaskID] = []
    for plan in plans {
      guard let id = plan.request.task, let task = state.tasks[id] else { continue }
      ids.append(id)
      lines += [DialogLine(TaskDialogs.name(task), .textStrong), DialogLine("  " + plan.preview, .textDim)]
    }
    let title = plans.count == 1 ? "\(yes) \(ids.first?.description ?? "one task")?" : "\(yes) \(plans.count) tasks?"
    ask(DialogState(title: title, lines: lines, yes: yes, intent: .send(plans)), command, ids, &state)
    return []
  }

  /// Sends what was planned.
  static func send(_ plans: [PlannedRequest], _ state: inout InterfaceState) -> [Effect] {
    plans.map { plan in
      if let undo = plan.undo { TaskListUpdate.remember(undo, &state) }
      return state.send(plan.request, for: .plain(plan.words))
    }
  }

  /// Opens a dialog, with the marked tasks to which nothing will be done, and why, at its end.
  @discardableResult
  private static func ask(_ dialog: DialogState, _ command: Command, _ ids: [TaskID], _ state: inout InterfaceState) -> DialogState {
    var dialog = dialog
    let taken = Set(ids)
    let left = state.targets.filter { !taken.contains($0.id) }
    if !left.isEmpty {
      dialog.lines.append(
        DialogLine("\(left.count) of the marked \(left.count == 1 ? "is left as it is" : "are left as they are"):", .noticeWarning))
      for task in left {
        let reason = Availability.reason(against: command, for: task, state) ?? "\(task.id) is not chosen."
        dialog.lines.append(DialogLine("  " + reason, .textDim))
      }
    }
    state.modals.append(.dialog(dialog))
    return dialog
  }
}

extension Request {
  /// The task that a plan is about.
  fileprivate var task: TaskID? {
    switch self {
    case .undelete(let id), .setPriority(let id, _), .retry(let id, _), .setModel(let id, _): id
    default: nil
    }
  }
}
