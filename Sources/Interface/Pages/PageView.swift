internal import Model
package import Screen

/// Draws full pages.
package enum PageView {
  /// Draws one over what is there.
  package static func draw(_ page: PageState, state: InterfaceState, into canvas: inout Canvas, rect: Rect) {
    if case .archive(let archive) = page.kind {
      return ArchiveView.draw(archive, state: state, into: &canvas, rect: rect, focused: state.modals.last == .page(page))
    }
    if case .issues(let issues) = page.kind {
      return IssuesView.draw(issues, state: state, into: &canvas, rect: rect, focused: state.modals.last == .page(page))
    }
    if case .conflicts(let conflicts) = page.kind { return ConflictsView.draw(conflicts, state: state, into: &canvas, rect: rect) }
    canvas.fill(rect, style: Style(.text))
    let inner = rect.inset(by: 1)
    let all = PageContent.styled(page, state, width: max(1, inner.width))
    let isThemes = if case .themes = page.kind { true } else { false }
    let isCompare = if case .compare = page.kind { true } else { false }
    let isRules =
      switch page.kind {
      case .rules: !RulesPage.rules(state).isEmpty
      case .outbox: !state.outbox.isEmpty
      default: false
      }
    let since: SinceLeft? = if case .since(let since) = page.kind { since } else { nil }
    let evidence: TaskID? = if case .evidence(let id) = page.kind { id } else { nil }
    let hasLine = page.isFiltering || !page.filter.isEmpty
    let height = max(0, inner.height - (hasLine ? 1 : 0))
    let cursor =
      isThemes
      ? page.row
      : isCompare || isRules
        ? page.row + 1
        : since.flatMap { rowLine(page.row, of: $0, state, inner.width) }
          ?? evidence.flatMap { EvidencePage.place(of: page.row, $0, state, width: max(1, inner.width)) }
    let top = cursor.map { max(0, $0 - height + 1) } ?? max(0, min(page.row, all.count - height))
    let last = min(all.count, top + height)
    let count = since?.rows.count ?? all.count
    canvas.box(
      rect, style: Style(.borderFocused), title: UntrustedText.cleanLine(title(page)), titleStyle: Style(.titleFocused),
      note: count == 0 || isCompare || isRules || evidence != nil
        ? "" : "\(isThemes || since != nil ? min(page.row + 1, count) : last) of \(count)")
    guard inner.width > 0, inner.height > 0 else { return }
    if hasLine { drawFilter(page, state, into: &canvas, inner) }
    let first = inner.row + (hasLine ? 1 : 0)
    for (row, line) in all.dropFirst(top).prefix(height).enumerated() {
      line.draw(into: &canvas, column: inner.column, row: first + row, width: inner.width)
      if top + row == cursor {
        let width = isThemes && inner.width >= 60 ? themeColumn - 1 : inner.width
        canvas.setUnder(Rect(column: inner.column, row: first + row, width: width, height: 1), role: .selectionFocused)
      }
    }
    if isThemes { drawTheme(state, into: &canvas, inner) }
  }

  /// Where the sample begins, right of the names.
  private static let themeColumn = 24

  /// The theme under the cursor is in use while the cursor is on it: the sample shows what the page itself does not.
  private static func drawTheme(_ state: InterfaceState, into canvas: inout Canvas, _ inner: Rect) {
    guard inner.width >= 60 else { return }
    let rect = Rect(column: inner.column + themeColumn, row: inner.row, width: inner.width - themeColumn, height: inner.height)
    let lines = TextWrap.lines(of: UntrustedText.cleanLine(state.themeAbout), width: rect.width)
    for (row, line) in lines.prefix(3).enumerated() {
      canvas.put(line, column: rect.column, row: rect.row + row, style: Style(.textDim), width: rect.width)
    }
    let top = min(3, lines.count) + (lines.isEmpty ? 0 : 1)
    ThemeSample.draw(
      into: &canvas, rect: Rect(column: rect.column, row: rect.row + top, width: min(rect.width, 96), height: rect.height - top))
  }

  private static func drawFilter(_ page: PageState, _ state: InterfaceState, into canvas: inout Canvas, _ inner: Rect) {
    canvas.put("/", column: inner.column, row: inner.row, style: Style(.prompt))
    let isTop = if case .page(let top)? = state.modals.last { top == page } else { false }
    TextField.drawLine(
      page.filter, into: &canvas, column: inner.column + 1, row: inner.row, width: min(inner.width - 1, 60),
      focused: page.isFiltering && isTop)
  }

  private static func rowLine(_ row: Int, of since: SinceLeft, _ state: InterfaceState, _ width: Int) -> Int? {
    since.rows.isEmpty ? nil : SincePage.place(of: row, in: SincePage.lines(since, state, width: max(1, width)))
  }

  private static func title(_ page: PageState) -> String {
    switch page.kind {
    case .log: "Log"
    case .engines: "Engines"
    case .settings: "Settings in force"
    case .themes: "Themes"
    case .compare: "Attempts at one ticket"
    case .since: "While you were away"
    case .outbox: "Outbox"
    case .rules: "Rules"
    case .briefs(let changes, _): changes.count == 1 ? "How the brief changes" : "How \(changes.count) briefs change"
    case .archive: "Archive"
    case .issues: "Issues"
    case .conflicts: "Conflicts"
    case .statistics: "Statistics"
    case .evidence(let id): "Claims and deeds of \(id)"
    case .timeline(let id): "Timeline of \(id)"
    case .pull(let id): "Pull request of \(id)"
    case .text(let title, _): title
    }
  }
}
