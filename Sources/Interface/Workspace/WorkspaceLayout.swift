package import Screen

/// Where everything stands at a size: wide three panes, middle two, narrow one, and what is left below that. Pure.
package struct WorkspaceLayout: Hashable, Sendable {
  /// How much there is room for.
  package enum Mode: Hashable, Sendable {
    /// Below 40x8: a line that says so.
    case tooSmall
    /// Below 60x15: one pane without borders.
    case plain
    /// Below 100 columns: one pane at a time.
    case narrow
    /// Below 150 columns: the list and one other.
    case middle
    /// Three panes.
    case wide
  }

  /// How much there is room for.
  package let mode: Mode
  /// The row of the counts.
  package let top: Rect
  /// The row of the keys.
  package let bottom: Rect
  /// Between them: what pages and the sheet use whole.
  package let middle: Rect
  /// The panes that are shown, with their borders.
  package let panes: [Pane: Rect]

  /// The layout at a size, with this focus; `beside` stands next to the list in the middle mode, `isZoomed` gives the focused pane everything, `shares` are the
  /// widths that the operator chose.
  package init(size: Size, focus: Pane, beside: Pane, isZoomed: Bool, shares: PaneShares = PaneShares()) {
    let width = max(0, size.width)
    let height = max(0, size.height)
    top = Rect(column: 0, row: 0, width: width, height: min(1, height))
    bottom = Rect(column: 0, row: max(0, height - 1), width: width, height: min(1, height))
    let middle = Rect(column: 0, row: 1, width: width, height: height - 2)
    self.middle = middle
    if width < 40 || height < 8 {
      mode = .tooSmall
      panes = [:]
      return
    }
    mode = width < 60 || height < 15 ? .plain : width < 100 ? .narrow : width < 150 ? .middle : .wide
    if isZoomed || mode == .plain || mode == .narrow {
      panes = [focus: middle]
      return
    }
    let rest = focus == .list ? (beside == .list ? Pane.transcript : beside) : focus
    if mode == .middle {
      let left = PaneShares.width(shares.listOfTwo, of: width, usual: max(38, min(52, width * 42 / 100)), rest: 40)
      panes = [
        .list: Rect(column: 0, row: 1, width: left, height: middle.height),
        rest: Rect(column: left, row: 1, width: width - left, height: middle.height),
      ]
      return
    }
    let left = PaneShares.width(shares.listOfThree, of: width, usual: max(36, min(56, width * 24 / 100)), rest: 2 * 40)
    let right = PaneShares.width(shares.diff, of: width, usual: max(40, (width - left) * 40 / 100), rest: left + 40)
    panes = [
      .list: Rect(column: 0, row: 1, width: left, height: middle.height),
      .transcript: Rect(column: left, row: 1, width: width - left - right, height: middle.height),
      .diff: Rect(column: width - right, row: 1, width: right, height: middle.height),
    ]
  }

  /// The pane at a cell, if there is one.
  package func pane(column: Int, row: Int) -> Pane? {
    panes.first { $0.value.contains(column: column, row: row) }?.key
  }

  /// The rows inside a pane.
  package func height(of pane: Pane) -> Int {
    let rows = panes[pane]?.height ?? middle.height
    return max(0, mode == .plain || mode == .tooSmall ? rows : rows - 2)
  }
}
