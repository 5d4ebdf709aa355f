internal import Model

/// Says whether a command can be done now. A command that cannot stays visible and says why.
enum Availability {
  /// Why not, one sentence; nil: it can be done.
  static func reason(against command: Command, _ state: InterfaceState) -> String? {
    if let reason = LeaseRules.reason(against: command, state) { return reason }
    switch command {
    case .taskOpen, .taskMark, .taskRange, .taskCopy: return state.selected == nil ? "There is no task here yet." : nil
    case .taskCompare:
      guard let task = state.selected else { return "There is no task here yet." }
      return task.group == nil ? "\(task.id) is the only attempt at its ticket." : nil
    case .taskHosts:
      guard let task = state.selected else { return "There is no task here yet." }
      return task.blockedHosts.isEmpty ? "\(task.id) was refused no host." : connected(state)
    case .taskTerminals: return state.attachments.isEmpty ? "No program is attached." : nil
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
    case .taskMarkAll: return state.list.rows.isEmpty ? "There is no task here yet." : nil
    case .taskMarkNone: return state.list.marked.isEmpty ? "No task is marked." : nil
    case let command where ofTasks.contains(command): return forTasks(command, state)
    case .pageArchive, .pageConflicts, .pageStatistics, .pageIssues: return connected(state)
    case .taskIssue:
      guard let task = state.selected else { return "There is no task here yet." }
      if !task.issueChanged { return "The issue of \(task.id) is not known to have changed." }
      return task.phase.isCompletion ? "\(task.id) is \(task.phase.rawValue)." : connected(state)
    case .pullOpen:
      guard let task = state.selected else { return "There is no task here yet." }
      return task.published?.request == nil ? "\(task.id) has no pull request." : nil
    case .pageTimeline, .pageEvidence: return state.selected == nil ? "There is no task here yet." : connected(state)
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
    guard !state.list.marked.isEmpty else {
      guard let task = state.selected else { return "There is no task here yet." }
      return connected(state) ?? reason(against: command, for: task, state)
    }
    return connected(state) ?? state.barred[command]
  }

  /// The commands that act on the marked tasks.
  static let ofTasks: [Command] = [
    .taskMessage, .taskRetry, .taskStop, .taskApprove, .taskDiscard, .taskInterrupt, .taskShell, .taskAttach, .taskUndelete, .taskCompact,
    .taskModel, .taskRaise, .taskLower, .taskUnsandboxed, .taskRebase, .pullSend, .pullRelease, .pullRefresh, .pullCopy,
  ]

  /// After a change of the marks, the tasks or who holds them: which commands can be done to none of the marked tasks, and why not to the first of them. Looks at as
  /// many of them as it takes to find one to which it can be done, and at none while nothing changed.
  static func settle(_ state: inout InterfaceState) {
    let now = [state.revision, state.list.markings, state.presenceRevision]
    guard state.barredFor != now else { return }
    state.barredFor = now
    state.barred = [:]
    guard !state.list.marked.isEmpty, let first = state.list.marked.min(), let task = state.tasks[first] else { return }
    for command in ofTasks {
      guard let reason = reason(against: command, for: task, state) else { continue }
      let isBarred = state.list.marked.allSatisfy { id in
        state.tasks[id].map { self.reason(against: command, for: $0, state) != nil } ?? true
      }
      if isBarred { state.barred[command] = reason }
    }
  }

  /// Why a command cannot be done to a task, by its own state or because another operator holds it; nil: it can.
  static func reason(against command: Command, for task: TaskRecord, _ state: InterfaceState) -> String? {
    reason(against: command, for: task) ?? LeaseRules.reason(against: command, for: task, state)
  }

  /// Why a command cannot be done to a task; nil: it can.
  static func reason(against command: Command, for task: TaskRecord) -> String? {
    let phase = task.phase
    switch command {
    case .taskMessage:
      if phase.isCompletion { return "\(task.id) is \(phase.rawValue): its workspace is gone." }
      if phase == .failed || phase == .stopped { return "\(task.id) is \(phase.rawValue): r starts it again, then it takes messages." }
      return phase == .publishing ? "\(task.id) is being published." : nil
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
    case .taskAttach:
      if task.workspacePath == nil { return "\(task.id) has no workspace." }
      if task.sessionID == nil { return "\(task.id) has no conversation yet that \(task.engine) could go on with." }
      return phase == .review || phase == .waiting || phase == .stopped || phase == .failed
        ? nil : "\(task.id) is \(phase.rawValue): its agent works; interrupt or stop it first."
    case .taskUndelete: return task.inMorgue ? nil : "Nothing of \(task.id) lies in the morgue."
    case .taskRebase:
      if task.workspacePath == nil { return "\(task.id) has no workspace." }
      if phase != .review, phase != .failed, phase != .stopped {
        return "\(task.id) is \(phase.rawValue): a change is brought onto its branch between turns."
      }
      return task.baseBranch == nil ? "\(task.id) started from a commit or a tag, which does not move." : nil
    case .taskCompact, .taskModel: return phase.isEnd ? "\(task.id) has ended (\(phase.rawValue))." : nil
    case .taskRaise, .taskLower: return phase == .queued ? nil : "\(task.id) is \(phase.rawValue): only queued tasks have an order."
    case .taskUnsandboxed: return task.attention?.kind == .sandbox ? nil : "\(task.id) does not ask for it."
    case .pullSend, .pullRelease, .pullRefresh, .pullCopy: return PullUpdate.reason(against: command, for: task)
    default: return nil
    }
  }
}
