internal import Model
internal import Screen

/// The widths that the operator gave the panes, in thousandths of the screen, so that they hold at other sizes; nil: as the layout has it.
package struct PaneShares: Hashable, Sendable {
  /// The list, beside one pane.
  package var listOfTwo: Int?
  /// The list, beside two panes.
  package var listOfThree: Int?
  /// The diff, beside two panes.
  package var diff: Int?

  /// As the layout has it.
  package init() {}

  /// Narrower than this no pane is made, in columns.
  package static let least = 24

  /// The width in columns of a share, or the usual one; leaves `rest` columns for the others.
  static func width(_ share: Int?, of screen: Int, usual: Int, rest: Int) -> Int {
    guard let share else { return usual }
    return max(least, min(screen * share / 1000, screen - rest))
  }

  /// Puts a border at a column of the screen.
  package mutating func move(_ border: PaneBorder, to column: Int, layout: WorkspaceLayout) {
    let width = max(1, layout.middle.width)
    let column = max(0, min(column, width))
    switch (border, layout.mode) {
    case (.list, .middle): listOfTwo = column * 1000 / width
    case (.list, .wide): listOfThree = column * 1000 / width
    case (.diff, .wide): diff = (width - column) * 1000 / width
    default: break
    }
  }

  /// The border at a column: either of the two lines that stand side by side there.
  package static func border(at column: Int, row: Int, layout: WorkspaceLayout) -> PaneBorder? {
    guard layout.panes.count > 1, row >= layout.middle.row, row < layout.middle.row + layout.middle.height else { return nil }
    if let list = layout.panes[.list], [list.width - 1, list.width].contains(column) { return .list }
    if layout.mode == .wide, let diff = layout.panes[.diff], [diff.column - 1, diff.column].contains(column) { return .diff }
    return nil
  }

  /// Makes the pane with the focus wider by thousandths of the screen, or narrower.
  static func turn(_ steps: Int, _ state: inout InterfaceState) {
    let layout = state.layout
    guard layout.panes.count > 1, let rect = layout.panes[state.focus] else {
      state.say(.info, "The pane has the whole screen: only panes side by side have widths.")
      return
    }
    let columns = max(1, abs(steps) * layout.middle.width / 1000) * (steps > 0 ? 1 : -1)
    if layout.panes[.list] == rect {
      state.shares.move(.list, to: rect.width + columns, layout: layout)
    } else if layout.mode == .wide, state.focus == .diff {
      state.shares.move(.diff, to: rect.column - columns, layout: layout)
    } else {
      state.shares.move(.list, to: rect.column - columns, layout: layout)
    }
  }
}
