internal import Model
internal import Screen
internal import Wire

/// Runs the task list: moving, marking, and asking before anything is done to tasks.
enum TaskListUpdate {
  static func run(_ command: Command, _ state: inout InterfaceState) -> [Effect] {
    if move(command, &state) { return [] }
    switch command {
    case .taskOpen: return open(&state)
    case .taskMark:
      guard let cursor = state.list.cursor else { return [] }
      state.list.rangeStart = nil
      // A row that stands for several marks all of them.
      let members = Set(state.list.row(of: cursor)?.tasks ?? [cursor])
      if members.count > 1 {
        setMarks(state.list.marked.contains(cursor) ? state.list.marked.subtracting(members) : state.list.marked.union(members), &state)
      } else {
        toggle(cursor, &state)
        remember(.mark(cursor), &state)
      }
      state.list.move(by: 1, tasks: state.tasks, height: state.listHeight)
    case .taskRange:
      if state.list.rangeStart == nil {
        remember(.marks(state.list.marked), &state)
        state.list.beginRange()
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
    case .taskTerminals: state.modals.append(.menu(.terminals(state)))
    case .taskFold:
      guard let asked = state.selected?.asks else { return [] }
      if state.list.opened.remove(asked) == nil { state.list.opened.insert(asked) }
    case .canaryGo:
      guard let task = state.selected, let dialog = BatchUpdate.goDialog(task, state) else { return [] }
      state.modals.append(.dialog(dialog))
    case .briefAdd: BatchUpdate.write(&state)
    case .taskIssue: return IssuesUpdate.askChanged(&state)
    case .taskSort: state.modals.append(.menu(.order(state)))
    case .taskCopy:
      guard let task = state.selected else { return [] }
      state.say(.info, "\(task.id) copied")
      return [.copy(UntrustedText.cleanLine("\(task.id) \(task.ticket.title)"))]
    default: return BulkActs.run(command, &state)
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
    if task.attention?.kind == .pullRequest { return PullUpdate.open(&state) }
    WorkspaceUpdate.focus(task.attention?.kind == .review ? .diff : .transcript, &state)
    return []
  }

  /// Sets the marks; `u` takes that back.
  static func setMarks(_ marks: Set<TaskID>, _ state: inout InterfaceState) {
    guard marks != state.list.marked else { return }
    remember(.marks(state.list.marked), &state)
    state.list.marked = marks
  }

  /// Marks a task, or takes its mark away.
  static func toggle(_ id: TaskID, _ state: inout InterfaceState) {
    if state.list.marked.remove(id) == nil { state.list.marked.insert(id) }
  }

  /// Notes what `u` takes back.
  static func remember(_ step: UndoStep, _ state: inout InterfaceState) {
    state.undoSteps.append(step)
    if state.undoSteps.count > 100 { state.undoSteps.removeFirst() }
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
