internal import Model
internal import Screen
internal import Wire

/// Runs dialogs.
enum DialogUpdate {
  static func run(_ command: Command, key: Key?, _ dialog: DialogState, _ state: inout InterfaceState) -> [Effect] {
    var dialog = dialog
    switch command {
    case .leave, .dialogNo:
      state.modals.removeLast()
      return []
    case .dialogYes: return yes(dialog, &state)
    case .dialogConfirm:
      switch dialog.focus {
      case .yes: return yes(dialog, &state)
      case .no:
        state.modals.removeLast()
        return []
      case .field: step(&dialog, by: 1)
      }
    case .textSend, .fieldConfirm, .dialogNext: step(&dialog, by: 1)
    case .dialogPrevious: step(&dialog, by: -1)
    case .textEditor:
      if let buffer = dialog.buffer { return [.openEditor(buffer.text)] }
    case .moveDown: dialog.top += 1
    case .moveUp: dialog.top = max(0, dialog.top - 1)
    case .movePageDown, .moveHalfDown: dialog.top += 10
    case .movePageUp, .moveHalfUp: dialog.top = max(0, dialog.top - 10)
    case .moveFirst: dialog.top = 0
    case .moveLast: dialog.top = dialog.lines.count
    default:
      if var buffer = dialog.buffer, buffer.apply(command) { dialog.buffer = buffer }
    }
    dialog.top = min(dialog.top, dialog.lines.count)
    state.modals[state.modals.count - 1] = .dialog(dialog)
    return []
  }

  /// Turns the choice that has the focus; false when none has.
  static func turn(_ dialog: inout DialogState, by steps: Int) -> Bool {
    guard case .field(let index) = dialog.focus, dialog.fields.indices.contains(index),
      case .choice(let words, let place) = dialog.fields[index].content,
      !words.isEmpty
    else { return false }
    dialog.fields[index].content = .choice(words, (place + steps + words.count) % words.count)
    return true
  }

  private static func step(_ dialog: inout DialogState, by steps: Int) {
    let stops = dialog.stops
    let place = stops.firstIndex(of: dialog.focus) ?? 0
    dialog.focus = stops[(place + steps + stops.count) % stops.count]
  }

  private static func yes(_ dialog: DialogState, _ state: inout InterfaceState) -> [Effect] {
    if let blocked = dialog.blocked {
      state.say(.warning, blocked)
      return []
    }
    if case .quit = dialog.intent { return [.quit] }
    if let open = ApproveDialog.firstUnticked(dialog) {
      var dialog = dialog
      dialog.focus = .field(open)
      state.modals[state.modals.count - 1] = .dialog(dialog)
      state.say(.warning, "Sensitive files are not ticked: look at each, then Space ticks it here.")
      return []
    }
    if let open = ApproveDialog.firstOpenSecret(dialog) {
      var dialog = dialog
      dialog.focus = .field(open)
      state.modals[state.modals.count - 1] = .dialog(dialog)
      state.say(.warning, "Something looks like a secret: look at each place, then Space lets it go here.")
      return []
    }
    guard state.connection == .attached else {
      state.say(.warning, "\(dialog.yes): the service cannot be reached; nothing was done. Try again when it is back.")
      return []
    }
    state.modals.removeLast()
    switch dialog.intent {
    case .quit: return [.quit]
    case .send(let plans): return BulkActs.send(plans, &state)
    case .message(let ids, let text): return ComposerUpdate.deliver(text, to: ids, &state)
    case .reviews(let id): return PullUpdate.send(dialog, id, &state)
    case .approve(let tasks):
      return tasks.map { task in
        let options = ApproveDialog.options(dialog, task: task, single: tasks.count == 1)
        return state.send(.approve(task.id, options), for: .plain("\(task.id) approved"))
      }
    }
  }
}
