internal import Model
internal import Screen
internal import Wire

/// Lists that wait for their canaries: letting them go, and adding to their briefs.
enum BatchUpdate {
  /// The tasks that wait for the canaries of a task's list, in order.
  static func waiting(with task: TaskRecord, _ state: InterfaceState) -> [TaskRecord] {
    guard let batch = task.batch else { return [] }
    return state.tasks.values.filter { $0.batch?.first == batch.first && $0.waitsForCanaries }.sorted { $0.id < $1.id }
  }

  /// Asks before those that wait are let go; nil when none does.
  static func goDialog(_ task: TaskRecord, _ state: InterfaceState) -> DialogState? {
    let waiting = waiting(with: task, state)
    guard let batch = task.batch, !waiting.isEmpty else { return nil }
    var lines = batch.canaries.prefix(8).map { id in
      let canary = state.tasks[id]
      return DialogLine("\(id) \(canary?.phase.rawValue ?? "is gone")  \(canary?.ticket.title ?? "")", .textDim)
    }
    lines.append(DialogLine(""))
    lines += waiting.prefix(12).map { DialogLine(TaskDialogs.name($0), .textStrong) }
    if waiting.count > 12 { lines.append(DialogLine("… and \(waiting.count - 12) more", .textDim)) }
    lines.append(DialogLine(""))
    lines.append(DialogLine("They start one after the other, as the queue has places.", .textDim))
    return DialogState(
      title: waiting.count == 1 ? "Let \(waiting[0].id) go?" : "Let \(waiting.count) tasks go that wait for \(batch.canaryNames)?",
      lines: lines, yes: "Let them go", intent: .send([PlannedRequest(.letGo(task.id), "they go")]))
  }

  /// Opens the composer for an addition to briefs: of those that wait for the list's canaries, else of the task itself.
  static func write(_ state: inout InterfaceState) {
    guard let task = state.selected else { return }
    let target = ComposerTarget.brief(task.id)
    if state.drafts[target] == nil {
      state.drafts[target] = waiting(with: task, state).first?.briefAddition ?? task.briefAddition
    }
    ComposerUpdate.open(target, &state)
  }

  /// The addition was written: what it changes is shown before anything is changed.
  static func preview(_ id: TaskID, _ text: String, _ state: inout InterfaceState) -> [Effect] {
    guard let task = state.tasks[id] else { return [] }
    state.drafts[.brief(id)] = text
    let isForAll = !waiting(with: task, state).isEmpty
    return [state.send(.briefs(id, addition: text, waiting: isForAll), for: .briefs(id, addition: text))]
  }

  /// The preview came.
  static func show(_ changes: [BriefChange], addition: String, _ state: inout InterfaceState) {
    let changes = changes.filter { $0.before != $0.after }
    guard !changes.isEmpty else {
      state.say(.info, "That changes no brief.")
      return
    }
    state.modals.append(.page(PageState(.briefs(changes, addition: addition))))
  }

  /// Asks before the briefs are changed.
  static func setDialog(_ changes: [BriefChange], addition: String) -> DialogState {
    let count = changes.count == 1 ? "the brief of \(changes[0].task)" : "\(changes.count) briefs"
    return DialogState(
      title: "Change \(count)?",
      lines: changes.prefix(12).map { DialogLine("\($0.task) \($0.title)", .textStrong) }
        + (changes.count > 12 ? [DialogLine("… and \(changes.count - 12) more", .textDim)] : [])
        + [DialogLine(""), DialogLine("They are given it when they begin. B writes another, an empty one takes it back.", .textDim)],
      yes: "Change", intent: .send([PlannedRequest(.setBriefs(changes.map(\.task), addition: addition), "\(count) changed")]))
  }

  /// The lines of the page that shows how briefs change: one ticket after the other.
  static func lines(_ changes: [BriefChange], width: Int) -> [DialogLine] {
    var lines = [
      DialogLine("Enter: change \(changes.count == 1 ? "it" : "all \(changes.count)"); asks first. Esc: leave them as they are.", .textDim)
    ]
    for change in changes {
      lines.append(DialogLine(""))
      lines.append(DialogLine(TextWidth.truncate(UntrustedText.cleanLine("\(change.task) \(change.title)"), width), .textStrong))
      for line in change.lines(context: 2) {
        let (sign, role): (String, Role) =
          switch line.kind {
          case .same: ("  ", .textDim)
          case .removed: ("- ", .diffRemoved)
          case .added: ("+ ", .diffAdded)
          }
        for part in TextWrap.lines(of: UntrustedText.clean(line.text), width: max(1, width - 2)) {
          lines.append(DialogLine(sign + part, role))
        }
      }
    }
    return lines
  }
}
