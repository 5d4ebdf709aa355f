internal import Model
internal import Screen

/// The mouse: a click focuses and selects, the wheel scrolls the pane under the pointer, a drag moves the border between two panes. It never does more.
enum MouseUpdate {
  static func apply(_ mouse: MouseEvent, _ state: inout InterfaceState) -> [Effect] {
    let wheel = mouse.kind == .wheelUp ? -3 : mouse.kind == .wheelDown ? 3 : 0
    if let attachment = state.attached { return AttachUpdate.mouse(mouse, attachment, &state) }
    if let modal = state.modals.last {
      state.heldBorder = nil
      if case .page(let page) = modal, case .conflicts(let conflicts) = page.kind, mouse.kind == .press, mouse.button == 0 {
        return ConflictsUpdate.click(mouse, conflicts, &state)
      }
      guard wheel != 0 else { return [] }
      switch modal {
      case .menu: return Update.run(wheel < 0 ? .menuUp : .menuDown, key: nil, &state)
      case .dialog(let dialog) where dialog.buffer == nil: return Update.run(wheel < 0 ? .moveUp : .moveDown, key: nil, &state)
      case .page: return Update.run(wheel < 0 ? .moveUp : .moveDown, key: nil, &state)
      case .intake(let intake) where intake.stage == .sheet && intake.edit == nil:
        return Update.run(wheel < 0 ? .moveUp : .moveDown, key: nil, &state)
      default: return []
      }
    }
    let layout = state.layout
    if let border = state.heldBorder {
      if mouse.kind == .drag { state.shares.move(border, to: mouse.column, layout: layout) }
      if mouse.kind != .drag { state.heldBorder = nil }
      if mouse.kind == .drag || mouse.kind == .release { return [] }
    }
    if mouse.kind == .press, mouse.button == 0, let border = PaneShares.border(at: mouse.column, row: mouse.row, layout: layout) {
      state.heldBorder = border
      if let pane = layout.pane(column: mouse.column, row: mouse.row), pane != state.focus { WorkspaceUpdate.focus(pane, &state) }
      return []
    }
    guard let pane = layout.pane(column: mouse.column, row: mouse.row), let rect = layout.panes[pane] else { return [] }
    if wheel != 0 {
      if pane == .list {
        state.list.scroll(by: wheel, height: state.listHeight)
        return []
      }
      guard let id = state.shown else { return [] }
      PaneUpdate.scroll(id, pane: pane, by: wheel, &state)
      return []
    }
    guard mouse.kind == .press, mouse.button == 0 else { return [] }
    let filtering = state.list.isFiltering
    if pane != state.focus { WorkspaceUpdate.focus(pane, &state) }
    if pane == .transcript, let id = state.shown, let size = PaneGeometry.transcriptSize(state), mouse.row > rect.row,
      mouse.row < rect.row + size.height - 1
    {
      _ = state.panes.change(id) { $0.transcript.update(.selectRow(mouse.row - rect.row - 1), size: size) }
    }
    if pane == .diff, let id = state.shown, mouse.row > rect.row, mouse.row < rect.row + rect.height - 1 {
      DiffPaneUpdate.update(.selectRow(mouse.row - rect.row - 1), id, &state)
    }
    if pane == .list {
      state.list.isFiltering = filtering
      let row = TaskListView.row(at: mouse.row, state: state, rect: rect, plain: layout.mode == .plain)
      if state.list.rows.indices.contains(row), let id = state.list.rows[row].task {
        state.list.moveCursor(to: id, tasks: state.tasks, height: state.listHeight)
      }
    }
    return []
  }
}
