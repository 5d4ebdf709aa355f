internal import Model

/// Says whether a command can be done now. A command that cannot stays visible and says why.
enum Availability {
  /// Why not, one sentence; nil: it can be done.
  static func reason(against command: Command, _ state: InterfaceState) -> String? {
    switch command {
    case .taskOpen, .taskMark, .taskRange, .taskCopy: return state.selected == nil ? "There is no task here yet." : nil
    case .taskCompare:
      guard let task = state.selected else { return "There is no task here yet." }
      return task.group == nil ? "\(task.id) is the only attempt at its ticket." : nil
    case .taskHosts:
      guard let task = state.selected else { return "There is no task here yet." }
      return task.blockedHosts.isEmpty ? "\(task.id) was refused no host." : connected(state)
    case .taskFold:
      guard let task = state.selected else { return "There is no task here yet." }
      guard let asked = state.askers.asks(task), RequestsUpdate.asking(asked, state).count > 1 else {
        return "No other task asks what \(task.id) asks."
      }
      return nil
    case .canaryGo:
      guard let task = state.selected else { return "There is no task here yet." }
      return BatchUpdate.waiting(with: task, state).isEmpty ? "Nothing waits for the canaries of \(task.id)'s list." : connected(state)
    case .briefAdd:
      guard let task = state.selected else { return "There is no task here yet." }
      return task.phase.isCompletion ? "\(task.id) is \(task.phase.rawValue): it begins no more." : connected(state)
    case .taskMarkAll: return state.list.shownTasks.isEmpty ? "There is no task here yet." : nil
    case .taskMarkNone: return state.list.marked.isEmpty ? "No task is marked." : nil
    case .taskMessage, .taskRetry, .taskStop, .taskApprove, .taskDiscard, .taskInterrupt, .taskShell, .taskUndelete, .taskCompact,
      .taskModel,
      .taskRaise, .taskLower, .taskUnsandboxed:
      return forTasks(command, state)
    case .queuePause, .queueFreeze, .queueClean: return connected(state)
    case .diffTakeOut:
      guard let task = state.selected else { return "There is no task here yet." }
      if task.phase.isCompletion || task.phase == .publishing {
        return "\(task.id) is \(task.phase.rawValue): nothing of it is published any more."
      }
      return connected(state)
    case .undo: return state.undoSteps.isEmpty ? "There is nothing to undo." : nil
    case .requestAllow:
      if case .questions? = RequestsUpdate.focused(state)?.1.kind { return "It is a question: choose by number, or answer in words." }
      return nil
    case .requestAlways:
      guard let (task, request, name) = RequestsUpdate.focused(state) else { return "No request has the focus." }
      if state.askers.fingerprint(of: name, task) != nil { return nil }
      guard case .permission(_, let always) = request.kind else { return "This request cannot be told from others: answer it alone." }
      return always ? nil : "This engine cannot remember a yes."
    case .requestChoose:
      if case .questions? = RequestsUpdate.focused(state)?.1.kind { return nil }
      return "No choices are offered here."
    default: return nil
    }
  }

  private static func connected(_ state: InterfaceState) -> String? {
    state.connection == .attached ? nil : "The service cannot be reached now."
  }

  private static func forTasks(_ command: Command, _ state: InterfaceState) -> String? {
    let tasks = state.targets
    guard !tasks.isEmpty else { return "There is no task here yet." }
    if let reason = connected(state) { return reason }
    let reasons = tasks.compactMap { reason(against: command, for: $0) }
    return reasons.count == tasks.count ? reasons[0] : nil
  }

  /// Why a command cannot be done to a task; nil: it can.
  static func reason(against command: Command, for task: TaskRecord) -> String? {
    let phase = task.phase
    switch command {
    case .taskMessage: return phase.isCompletion ? "\(task.id) is \(phase.rawValue): its workspace is gone." : nil
    case .taskRetry:
      return phase == .failed || phase == .stopped || task.attention?.kind == .interrupted || task.attention?.kind == .usageLimit
        || task.attention?.kind == .credential
        ? nil : "\(task.id) is \(phase.rawValue): only what failed, was stopped or interrupted is retried."
    case .taskStop: return phase.isEnd ? "\(task.id) has ended (\(phase.rawValue))." : nil
    case .taskApprove: return phase == .review ? nil : "\(task.id) is \(phase.rawValue): only work in review is approved."
    case .taskDiscard:
      return phase.isCompletion ? "\(task.id) is \(phase.rawValue) already." : phase == .publishing ? "\(task.id) is being published." : nil
    case .taskInterrupt: return phase == .running ? nil : "\(task.id) is not in a turn."
    case .taskShell: return task.workspacePath == nil ? "\(task.id) has no workspace." : nil
    case .taskUndelete: return task.inMorgue ? nil : "Nothing of \(task.id) lies in the morgue."
    case .taskCompact, .taskModel: return phase.isEnd ? "\(task.id) has ended (\(phase.rawValue))." : nil
    case .taskRaise, .taskLower: return phase == .queued ? nil : "\(task.id) is \(phase.rawValue): only queued tasks have an order."
    case .taskUnsandboxed: return task.attention?.kind == .sandbox ? nil : "\(task.id) does not ask for it."
    default: return nil
    }
  }
}
