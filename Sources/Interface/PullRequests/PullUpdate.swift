internal import Model
internal import Screen
internal import Wire

/// Runs what concerns pull requests: the page, handing comments over, releasing CI, asking the forge.
enum PullUpdate {
  /// Why a command cannot be done to a task; nil: it can.
  static func reason(against command: Command, for task: TaskRecord) -> String? {
    guard let request = task.published?.request else { return "\(task.id) has no pull request." }
    switch command {
    case .pullSend:
      if task.phase == .publishing || task.phase == .discarded { return "\(task.id) is \(task.phase.rawValue)." }
      if task.phase == .failed || task.phase == .stopped {
        return "\(task.id) is \(task.phase.rawValue): r starts it again, then it takes messages."
      }
      if request.state != .open { return "\(request.name) of \(task.id) is \(request.state.rawValue)." }
      return request.open.isEmpty && request.failedChecks.isEmpty
        ? "\(request.name) of \(task.id) has no new comments and no failed checks." : nil
    case .pullRelease:
      if request.hold == nil { return "The CI of \(task.id) is not held." }
      return task.phase == .done ? nil : "\(task.id) is \(task.phase.rawValue): approve what it comes to, then release that."
    default: return nil
    }
  }

  /// Opens the page of the task under the cursor.
  static func open(_ state: inout InterfaceState) -> [Effect] {
    guard let task = state.selected, task.published?.request != nil else { return [] }
    if !PullPage.shows(task.id, state) { state.modals.append(.page(PageState(.pull(task.id)))) }
    return ask(task.id, &state)
  }

  /// Asks the service for the whole task, with the comments in full.
  static func ask(_ id: TaskID, _ state: inout InterfaceState) -> [Effect] {
    guard state.connection == .attached, !PaneUpdate.isAsked(.pulled(id), state) else { return [] }
    return [state.send(.task(id), for: .pulled(id))]
  }

  /// The page was left: what stood on it has been seen.
  static func leave(_ id: TaskID, _ state: inout InterfaceState) -> [Effect] {
    state.pulled = nil
    guard state.connection == .attached, let task = state.tasks[id], let request = task.published?.request,
      task.attention?.kind == .pullRequest || !request.unread.isEmpty
    else { return [] }
    return [state.send(.readRequest(id), for: .nothing)]
  }

  /// Does a command to the task of a page, or the one under the cursor.
  static func run(_ command: Command, _ id: TaskID, _ state: inout InterfaceState) -> [Effect] {
    guard let task = state.tasks[id], let request = task.published?.request else { return [] }
    if let reason = LeaseRules.reason(against: command, for: task, state) ?? reason(against: command, for: task) {
      state.say(.info, reason)
      return []
    }
    switch command {
    case .pullSend: state.modals.append(.dialog(PullDialogs.send(task)))
    case .pullRelease: state.modals.append(.dialog(PullDialogs.release([task])))
    case .pullRefresh: return refresh([id], &state)
    case .pullCopy:
      state.say(.info, "The address of \(request.name) is copied.")
      return [.copy(UntrustedText.cleanLine(request.url))]
    default: break
    }
    return []
  }

  /// Asks the forges now.
  static func refresh(_ ids: [TaskID], _ state: inout InterfaceState) -> [Effect] {
    guard state.connection == .attached else {
      state.say(.info, "The service cannot be reached now.")
      return []
    }
    return [state.send(.refreshRequests(ids), for: .plain("asked"))]
  }

  /// Hands over what the dialog's fields choose.
  static func send(_ dialog: DialogState, _ id: TaskID, _ state: inout InterfaceState) -> [Effect] {
    let order = PullDialogs.order(dialog)
    guard order.notes?.isEmpty == false || order.checks else {
      state.say(.info, "Nothing was chosen: nothing is handed over.")
      return []
    }
    return [state.send(.sendReviews(id, order, author: state.author), for: .plain("\(id) goes on"))]
  }
}
