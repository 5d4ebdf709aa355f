internal import Model
internal import Screen
internal import Wire

/// Runs the task list: moving, marking, and asking before anything is done to tasks.
enum TaskListUpdate {
  static func run(_ command: Command, _ state: inout InterfaceState) -> [Effect] {
    if move(command, &state) { return [] }
    let targets = state.targets.filter { Availability.reason(against: command, for: $0) == nil }
    switch command {
    case .taskOpen: return open(&state)
    case .taskMark:
      guard let cursor = state.list.cursor else { return [] }
      state.list.rangeStart = nil
      // A row that stands for several marks all of them.
      let members = Set(state.list.row(of: cursor)?.tasks ?? [cursor])
      setMarks(state.list.marked.contains(cursor) ? state.list.marked.subtracting(members) : state.list.marked.union(members), &state)
      state.list.move(by: 1, tasks: state.tasks, height: state.listHeight)
    case .taskRange:
      if state.list.rangeStart == nil {
        state.undoSteps.append(.marks(state.list.marked))
        state.list.marksBeforeRange = state.list.marked
        state.list.rangeStart = state.list.cursor
        state.list.extendRange()
      } else {
        state.list.rangeStart = nil
      }
    case .taskMarkAll: setMarks(state.list.marked.union(state.list.rows.flatMap(\.tasks)), &state)
    case .taskMarkNone: setMarks([], &state)
    case .taskCompare:
      guard let task = state.selected else { return [] }
      var page = PageState(.compare(task.id))
      page.row = task.group?.members.firstIndex(of: task.id) ?? 0
      state.modals.append(.page(page))
    case .taskFold:
      guard let asked = state.selected?.asks else { return [] }
      if state.list.opened.remove(asked) == nil { state.list.opened.insert(asked) }
    case .canaryGo:
      guard let task = state.selected, let dialog = BatchUpdate.goDialog(task, state) else { return [] }
      state.modals.append(.dialog(dialog))
    case .briefAdd: BatchUpdate.write(&state)
    case .taskSort: state.modals.append(.menu(.order(state)))
    case .taskCopy:
      guard let task = state.selected else { return [] }
      state.say(.info, "\(task.id) copied")
      return [.copy(UntrustedText.cleanLine("\(task.id) \(task.ticket.title)"))]
    default: return act(command, on: targets, &state)
    }
    return []
  }

  private static func move(_ command: Command, _ state: inout InterfaceState) -> Bool {
    let page = max(1, state.listHeight - 1)
    let steps: Int
    switch command {
    case .moveDown, .menuDown: steps = 1
    case .moveUp, .menuUp: steps = -1
    case .moveFirst: steps = -.max
    case .moveLast: steps = .max
    case .movePageDown: steps = page
    case .movePageUp: steps = -page
    case .moveHalfDown: steps = max(1, page / 2)
    case .moveHalfUp: steps = -max(1, page / 2)
    default: return false
    }
    state.list.move(by: steps, tasks: state.tasks, height: state.listHeight)
    return true
  }

  private static func open(_ state: inout InterfaceState) -> [Effect] {
    guard let task = state.selected else { return [] }
    if RequestsUpdate.focusFirst(&state) { return [] }
    WorkspaceUpdate.focus(task.attention?.kind == .review ? .diff : .transcript, &state)
    return []
  }

  /// Sets the marks; `u` takes that back.
  static func setMarks(_ marks: Set<TaskID>, _ state: inout InterfaceState) {
    guard marks != state.list.marked else { return }
    state.undoSteps.append(.marks(state.list.marked))
    if state.undoSteps.count > 100 { state.undoSteps.removeFirst() }
    state.list.marked = marks
  }

  private static func act(_ command: Command, on tasks: [TaskRecord], _ state: inout InterfaceState) -> [Effect] {
    guard let first = tasks.first else { return [] }
    let ids = tasks.map(\.id)
    var dialog: DialogState?
    switch command {
    case .taskMessage: ComposerUpdate.open(.message(ids), &state)
    case .taskModel: ComposerUpdate.open(.model(ids), &state)
    case .taskRetry: state.modals.append(.menu(.retry(tasks, state)))
    case .taskApprove: dialog = ApproveDialog.dialog(tasks, state)
    case .taskDiscard: dialog = TaskDialogs.discard(tasks)
    case .taskStop: dialog = TaskDialogs.stop(tasks)
    case .taskInterrupt: dialog = TaskDialogs.interrupt(tasks)
    case .taskCompact: dialog = TaskDialogs.compact(tasks)
    case .taskUnsandboxed: dialog = TaskDialogs.unsandboxed(first)
    case .taskShell: return [state.send(.shell(first.id, command: []), for: .shell)]
    case .taskUndelete: return ids.map { state.send(.undelete($0), for: .plain("\($0) is back")) }
    case .taskRaise, .taskLower:
      return tasks.map { task in
        let (sum, overflow) = task.priority.addingReportingOverflow(command == .taskRaise ? 1 : -1)
        let priority = overflow ? task.priority : sum
        state.undoSteps.append(.priority(task.id, task.priority))
        return state.send(.setPriority(task.id, priority), for: .plain("\(task.id) has priority \(priority)"))
      }
    default: break
    }
    guard var dialog else { return [] }
    let passed = state.targets.count - tasks.count
    if passed > 0, let task = state.targets.first(where: { !ids.contains($0.id) }),
      let reason = Availability.reason(against: command, for: task)
    {
      dialog.lines.append(DialogLine("\(passed) of the marked are left as they are: \(reason)\(passed > 1 ? " …" : "")", .noticeWarning))
    }
    state.modals.append(.dialog(dialog))
    guard command == .taskApprove, tasks.count == 1, state.connection == .attached else { return [] }
    var rehearsal = ApproveOptions(tree: first.diff?.tree, unseen: true, dryRun: true)
    // As if each file that the dialog asks for were ticked: the rest is what is to be learnt.
    rehearsal.ticks = Dictionary(dialog.fields.compactMap(\.tick).map { ($0.path, $0.stamp) }) { first, _ in first }
    return [state.send(.approve(first.id, rehearsal), for: .rehearsal(first.id))]
  }

  /// The filter line: it narrows while it is typed.
  static func filter(_ command: Command, _ state: inout InterfaceState) -> [Effect] {
    switch command {
    case .filterAccept: state.list.isFiltering = false
    case .filterClear:
      state.list.isFiltering = false
      state.list.filter = TextBuffer()
    default: if !move(command, &state) { _ = state.list.filter.apply(command) }
    }
    return []
  }
}
