internal import Model
internal import Screen

/// Takes what happened to the state, and what is to be done about it. Routes only; each feature does its own part.
package enum Update {
  /// Applies one action. The effects are to be done in order.
  package static func apply(_ action: Action, to state: inout InterfaceState) -> [Effect] {
    let (filter, search) = (state.list.filter, state.paneSearch)
    var effects: [Effect]
    switch action {
    case .terminal(let event): effects = terminal(event, &state)
    case .notice(let notice): effects = ServiceUpdate.notice(notice, &state)
    case .reply(let id, let reply): effects = ServiceUpdate.reply(id, reply, &state)
    case .connected(let snapshot): effects = ServiceUpdate.connected(snapshot, &state)
    case .disconnected(let reason): effects = ServiceUpdate.disconnected(reason, &state)
    case .tick(let now):
      state.now = max(state.now, now)
      effects = []
    case .saved, .themeRead, .configured: effects = SavedUpdate.apply(action, to: &state)
    case .attachment(let id, let news): effects = AttachUpdate.take(news, of: id, &state)
    case .edited(let text):
      effects = [.redraw]
      if let text, state.typed != nil {
        var kept = text
        while kept.hasSuffix("\n") { kept.removeLast() }
        state.typed = TextBuffer(TextBuffer.typed(kept, oneLine: !state.typesLines))
      }
    }
    effects += WorkspaceUpdate.settle(filterBefore: filter, searchBefore: search, &state)
    return effects + PeopleUpdate.settle(&state) + AttachUpdate.settle(&state)
  }

  private static func terminal(_ event: TerminalEvent, _ state: inout InterfaceState) -> [Effect] {
    switch event {
    case .key, .paste, .mouse: state.lastInput = state.now
    case .focus: (state.reportsFocus, state.lastInput) = (true, state.now)
    case .resized, .resumed: break
    }
    switch event {
    case .key(let key): return self.key(key, &state)
    case .paste(let bytes):
      if let attachment = state.attached { return AttachUpdate.paste(bytes, attachment, &state) }
      let text = String(decoding: bytes, as: UTF8.self)
      guard var buffer = state.typed else { return IntakeUpdate.open(pasted: text, &state) }
      buffer.insert(text, oneLine: !state.typesLines)
      state.typed = buffer
      return []
    case .mouse(let mouse): return MouseUpdate.apply(mouse, &state)
    case .resized(let size):
      state.size = Size(width: max(0, size.width), height: max(0, size.height))
      return []
    case .focus(let hasFocus):
      WorkspaceUpdate.focusChanged(hasFocus, &state)
      return []
    case .resumed: return [.redraw]
    }
  }

  /// A key acts at once: the command of the most specific context, else a character in the field that has the focus.
  private static func key(_ key: Key, _ state: inout InterfaceState) -> [Effect] {
    let command = state.keymap.command(for: key, in: state.contexts)
    // What was said goes with the next key; warnings and errors stay until Esc.
    if state.toast?.level == .info { state.toast = nil }
    if let attachment = state.attached, command == nil || attachment.end != nil { return AttachUpdate.key(key, attachment, &state) }
    if let command {
      if command == .leave, state.toast != nil, state.typed == nil {
        state.toast = nil
        return []
      }
      return run(command, key: key, &state)
    }
    if case .dialog(var dialog)? = state.modals.last, dialog.buffer == nil, let steps = choiceSteps(key) {
      guard DialogUpdate.turn(&dialog, by: steps) else { return [] }
      return ApproveDialog.turned(dialog, &state)
    }
    if case .character(let scalar) = key.code, !key.control, !key.alt, var buffer = state.typed {
      buffer.insert(String(Character(scalar)), oneLine: !state.typesLines)
      state.typed = buffer
    }
    return []
  }

  private static func choiceSteps(_ key: Key) -> Int? {
    switch key.code {
    case .character(" "), .down: 1
    case .up: -1
    default: nil
    }
  }

  /// Runs a command, whoever asked for it: a key, the palette, the help.
  static func run(_ command: Command, key: Key?, _ state: inout InterfaceState) -> [Effect] {
    if let reason = Availability.reason(against: command, state), state.modals.isEmpty {
      state.say(.info, reason)
      return []
    }
    switch command {
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .detach: return [.quit]
    case .paletteOpen:
      state.modals.append(.menu(.palette(state)))
      return []
    case .helpOpen:
      state.modals.append(.menu(.help(state)))
      return []
    case .pageSince:
      SincePage.open(&state)
      return []
    case .pullOpen: return PullUpdate.open(&state)
    case .pageLog, .pageEngines, .pageThemes, .pageSettings, .pageOutbox, .pageRules, .pageConflicts, .pageArchive, .pageIssues,
      .pageStatistics, .pageTimeline,
      .pageEvidence:
      return PageUpdate.open(command, &state)
    default: break
    }
    if let modal = state.modals.last {
      switch modal {
      case .composer(let composer): return ComposerUpdate.run(command, composer, &state)
      case .dialog(let dialog): return DialogUpdate.run(command, key: key, dialog, &state)
      case .menu(let menu): return MenuUpdate.run(command, menu, &state)
      case .intake(let intake): return IntakeUpdate.run(command, intake, &state)
      case .page(let page): return PageUpdate.run(command, page, &state)
      case .terminal: return AttachUpdate.run(command, &state)
      }
    }
    if state.paneSearch != nil { return PaneUpdate.searchKey(command, &state) }
    if state.list.isFiltering, state.focus == .list { return TaskListUpdate.filter(command, &state) }
    if RequestsUpdate.focused(state) != nil, state.keymap.rows(in: .request).contains(where: { $0.command == command }), command != .leave {
      return RequestsUpdate.run(command, key: key, &state)
    }
    if state.keymap.rows(in: .list).contains(where: { $0.command == command }) { return TaskListUpdate.run(command, &state) }
    return WorkspaceUpdate.run(command, &state)
  }
}
