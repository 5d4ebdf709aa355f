internal import Model
internal import Screen

/// How the transcript's place is shared with the request that has the focus.
enum PaneGeometry {
  /// The transcript with its border, and below it the request with its border (height 0: none has the focus).
  static func split(_ state: InterfaceState, rect: Rect) -> (transcript: Rect, request: Rect) {
    var asked = 0
    if let (task, _, _) = RequestsUpdate.focused(state), rect.height >= 6 {
      asked = RequestsView.height(state, task: task, width: max(1, rect.width - 2), most: max(4, rect.height * 2 / 3 - 2)) + 2
      if rect.height - asked < 4 { asked = rect.height }
    }
    return (
      Rect(column: rect.column, row: rect.row, width: rect.width, height: rect.height - asked),
      Rect(column: rect.column, row: rect.row + rect.height - asked, width: rect.width, height: asked)
    )
  }

  /// The diff's size with its border now; nil when it is not shown.
  static func diffSize(_ state: InterfaceState) -> Size? {
    state.layout.panes[.diff].map { Size(width: $0.width, height: $0.height) }
  }

  /// The transcript's size with its border now; nil when it is not shown.
  static func transcriptSize(_ state: InterfaceState) -> Size? {
    state.layout.panes[.transcript].map { rect in
      let upper = split(state, rect: rect).transcript
      return Size(width: upper.width, height: upper.height)
    }
  }
}
