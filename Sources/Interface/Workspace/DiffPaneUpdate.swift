internal import Model
internal import Wire

/// The keys of the diff pane.
enum DiffPaneUpdate {
  static func run(_ command: Command, _ id: TaskID, _ state: inout InterfaceState) -> [Effect] {
    let height = max(1, state.layout.height(of: .diff))
    switch command {
    case .moveDown: scroll(id, by: 1, &state)
    case .moveUp: scroll(id, by: -1, &state)
    case .movePageDown: scroll(id, by: height, &state)
    case .movePageUp: scroll(id, by: -height, &state)
    case .moveHalfDown: scroll(id, by: height / 2, &state)
    case .moveHalfUp: scroll(id, by: -height / 2, &state)
    case .moveFirst: scroll(id, by: -1_000_000, &state)
    case .moveLast: scroll(id, by: 1_000_000, &state)
    default: break
    }
    return []
  }

  static func scroll(_ id: TaskID, by rows: Int, _ state: inout InterfaceState) {
    _ = state.panes.change(id) { panes in
      panes.diffTop = max(0, min(panes.diffTop + rows, max(0, (panes.diff?.files.count ?? 0) - 1)))
    }
  }

  static func search(_ text: String, _ id: TaskID, _ state: inout InterfaceState) {}
}
