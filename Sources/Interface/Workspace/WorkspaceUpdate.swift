internal import Model
internal import Screen
internal import Wire

/// Panes, focus, what stands everywhere; and what follows from any change.
enum WorkspaceUpdate {
  static func run(_ command: Command, _ state: inout InterfaceState) -> [Effect] {
    switch command {
    case .paneNext: return step(by: 1, &state)
    case .panePrevious: return step(by: -1, &state)
    case .paneList: focus(.list, &state)
    case .paneTranscript: focus(.transcript, &state)
    case .paneDiff: focus(.diff, &state)
    case .zoom: state.isZoomed.toggle()
    case .paneWider, .paneNarrower: PaneShares.turn(command == .paneWider ? 20 : -20, &state)
    case .paneEven: state.shares = PaneShares()
    case .leave, .back: return leave(command, &state)
    case .undo: return undo(&state)
    case .intakeOpen:
      IntakeUpdate.open(&state)
      return IntakeUpdate.read(&state)
    case .queuePause:
      guard let queue = state.queue else { return [] }
      state.undoSteps.append(.paused(queue.paused))
      return [
        state.send(
          .queue(paused: !queue.paused), for: .plain(queue.paused ? "The queue goes on." : "The queue is paused: nothing new starts."))
      ]
    case .taskHosts: if let task = state.selected { state.modals.append(.menu(.hosts(task))) }
    case .queueFreeze:
      guard let queue = state.queue else { return [] }
      state.undoSteps.append(.frozen(queue.frozen))
      return [
        state.send(
          .freeze(!queue.frozen), for: .plain(queue.frozen ? "The agents go on." : "All agents are frozen: they stand still until F."))
      ]
    case .leaseOpen, .leaseAsk, .leaseHandOver, .leaseTake: return PeopleUpdate.run(command, &state)
    case .queueClean: state.modals.append(.dialog(TaskDialogs.clean()))
    case .searchOpen where state.focus == .list:
      state.list.isFiltering = true
    default:
      if state.focus == .list { return TaskListUpdate.run(command, &state) }
      return PaneUpdate.run(command, &state)
    }
    return []
  }

  /// Gives a pane the focus.
  static func focus(_ pane: Pane, _ state: inout InterfaceState) {
    state.focus = pane
    state.requests.focused = nil
    if pane != .list { state.beside = pane }
    state.list.isFiltering = false
    state.paneSearch = nil
    // The cursor no longer rests: its task goes where it belongs.
    if pane != .list { state.list.rested = nil }
  }

  private static func step(by steps: Int, _ state: inout InterfaceState) -> [Effect] {
    if steps > 0, state.focus == .transcript, state.requests.focused == nil, RequestsUpdate.focusFirst(&state) { return [] }
    let panes = Pane.allCases
    focus(panes[(state.focus.rawValue + steps + panes.count) % panes.count], &state)
    return []
  }

  private static func leave(_ command: Command, _ state: inout InterfaceState) -> [Effect] {
    if state.requests.focused != nil {
      state.requests.focused = nil
    } else if state.list.rangeStart != nil {
      state.list.rangeStart = nil
    } else if state.isZoomed {
      state.isZoomed = false
    } else if state.focus != .list {
      focus(.list, &state)
    } else if !state.list.filter.isEmpty {
      state.list.filter = TextBuffer()
    } else if command == .back {
      state.modals.append(.dialog(TaskDialogs.quit(state)))
    } else if !state.list.marked.isEmpty {
      TaskListUpdate.setMarks([], &state)
    } else {
      state.sinceLeft = nil
    }
    return []
  }

  private static func undo(_ state: inout InterfaceState) -> [Effect] {
    guard let step = state.undoSteps.popLast() else { return [] }
    switch step {
    case .mark(let id):
      TaskListUpdate.toggle(id, &state)
      state.list.rangeStart = nil
      return []
    case .marks(let marks):
      state.list.marked = marks.intersection(state.tasks.keys)
      state.list.rangeStart = nil
      return []
    case .paused(let paused):
      return [state.send(.queue(paused: paused), for: .plain(paused ? "The queue is paused again." : "The queue goes on again."))]
    case .frozen(let frozen):
      return [state.send(.freeze(frozen), for: .plain(frozen ? "All agents are frozen again." : "The agents go on again."))]
    case .takenOut(let id, var wish):
      wish.isOut.toggle()
      return [state.send(.takeOut(id, wish), for: .plain(wish.isOut ? "Taken out again" : "Put back in"))]
    case .priority(let id, let priority):
      return [state.send(.setPriority(id, priority), for: .plain("\(id) has priority \(priority) again"))]
    }
  }

  /// The terminal got or lost the focus: what happens meanwhile is told on return.
  static func focusChanged(_ hasFocus: Bool, _ state: inout InterfaceState) {
    guard hasFocus != state.hasFocus else { return }
    state.hasFocus = hasFocus
    if hasFocus {
      if let seen = state.seen {
        state.sinceMark = seen
        state.sinceLeft = SinceLeft(seen, tasks: state.tasks.values).line
      }
    } else {
      state.seen = state.seenMark
      state.list.rested = nil
    }
  }

  /// After every action: the list in order, the panes on the task under the cursor, the title.
  static func settle(filterBefore: TextBuffer, searchBefore: TextBuffer?, _ state: inout InterfaceState) -> [Effect] {
    if state.list.filter != filterBefore { state.list.rested = nil }
    if let search = state.paneSearch, searchBefore != nil, search != searchBefore { PaneUpdate.search(search.text, &state) }
    if state.tallied != state.revision {
      state.tally = TaskTally(state.tasks.values)
      state.tallied = state.revision
    }
    state.askers.settle(state.tasks, revision: state.revision, touched: state.touched)
    state.list.settle(
      tasks: state.tasks, askers: state.askers, revision: state.revision, touched: state.touched, height: state.listHeight)
    state.touched = []
    Availability.settle(&state)
    for modal in state.modals {
      if case .intake(let intake) = modal { state.lastEdition = max(state.lastEdition, intake.edition) }
    }
    if let draft = state.sheetDraft { state.lastEdition = max(state.lastEdition, draft.edition) }
    var effects = PaneUpdate.show(&state) + ArchiveUpdate.settle(&state) + IssuesUpdate.settle(&state) + IntakeUpdate.settle(&state)
    let needed = state.attentionCount
    let title = needed > 0 ? "carrel · \(needed) need you" : "carrel"
    if title != state.title {
      state.title = title
      effects.append(.setTitle(title))
    }
    return effects
  }
}
