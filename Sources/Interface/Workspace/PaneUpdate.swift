internal import Model
internal import Wire

/// What the transcript and the diff of the task under the cursor need from the service, and their keys.
enum PaneUpdate {
  /// Entries asked for at a time.
  static let pageSize = 400

  /// After every action: asks for what the task under the cursor shows and is not there yet.
  static func show(_ state: inout InterfaceState) -> [Effect] {
    guard state.connection == .attached, let id = state.list.cursor, let task = state.tasks[id] else {
      if state.list.cursor == nil { state.shown = nil }
      return []
    }
    guard state.shown != id else { return [] }
    if let old = state.requests.focused, old.task != id { state.requests.focused = nil }
    state.shown = id
    if let panes = state.panes[id], panes.isLoaded {
      state.panes[id] = panes
      return panes.diff?.summary == task.diff ? [] : [state.send(.diff(id), for: .diff(id))]
    }
    if state.panes[id] == nil { state.panes[id] = TaskPanes() }
    return [
      state.send(.transcript(id, after: nil, before: nil, limit: pageSize), for: .transcript(id, older: false)),
      state.send(.diff(id), for: .diff(id)),
    ]
  }

  static func run(_ command: Command, _ state: inout InterfaceState) -> [Effect] {
    guard let id = state.shown else { return [] }
    let height = max(1, state.layout.height(of: state.focus))
    let steps: Int
    switch command {
    case .moveDown: steps = 1
    case .moveUp: steps = -1
    case .movePageDown: steps = height
    case .movePageUp: steps = -height
    case .moveHalfDown: steps = height / 2
    case .moveHalfUp: steps = -height / 2
    case .moveFirst: steps = -1_000_000
    case .moveLast, .transcriptFollow: steps = 1_000_000
    default: return []
    }
    return scroll(id, pane: state.focus, by: steps, &state)
  }

  /// Scrolls a pane; asks for older entries at the top.
  static func scroll(_ id: TaskID, pane: Pane, by steps: Int, _ state: inout InterfaceState) -> [Effect] {
    var older: Int64?
    _ = state.panes.change(id) { panes in
      if pane == .transcript {
        panes.back = max(0, min(panes.back - steps, max(0, panes.entries.count - 1)))
        if panes.back >= panes.entries.count - 10, panes.hasOlder, let first = panes.entries.first { older = first.seq }
      } else {
        panes.diffTop = max(0, min(panes.diffTop + steps, max(0, (panes.diff?.files.count ?? 0) - 1)))
      }
    }
    let isAsked = state.pending.values.contains { $0 == .transcript(id, older: true) }
    guard let older, !isAsked, state.connection == .attached else { return [] }
    return [state.send(.transcript(id, after: nil, before: older, limit: pageSize), for: .transcript(id, older: true))]
  }
}
