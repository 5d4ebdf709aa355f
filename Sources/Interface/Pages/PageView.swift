internal import Model
package import Screen

/// Draws full pages.
package enum PageView {
  /// Draws one over what is there.
  package static func draw(_ page: PageState, state: InterfaceState, into canvas: inout Canvas, rect: Rect) {
    if case .archive(let archive) = page.kind {
      return ArchiveView.draw(archive, state: state, into: &canvas, rect: rect, focused: state.modals.last == .page(page))
    }
    canvas.fill(rect, style: Style(.text))
    let inner = rect.inset(by: 1)
    let lines = styled(page, state, width: max(1, inner.width))
    let isThemes = if case .themes = page.kind { true } else { false }
    let isCompare = if case .compare = page.kind { true } else { false }
    let isRules = if case .rules = page.kind { !RulesPage.rules(state).isEmpty } else { false }
    let cursor = isThemes ? page.row : isCompare || isRules ? page.row + 1 : nil
    let top = cursor.map { max(0, $0 - inner.height + 1) } ?? max(0, min(page.row, lines.count - inner.height))
    let last = min(lines.count, top + inner.height)
    canvas.box(
      rect, style: Style(.borderFocused), title: UntrustedText.cleanLine(title(page)), titleStyle: Style(.titleFocused),
      note: lines.isEmpty || isCompare || isRules ? "" : "\(isThemes ? page.row + 1 : last) of \(lines.count)")
    guard inner.width > 0 else { return }
    for (row, line) in lines.dropFirst(top).prefix(max(0, inner.height)).enumerated() {
      line.draw(into: &canvas, column: inner.column, row: inner.row + row, width: inner.width)
      if top + row == cursor {
        canvas.setUnder(Rect(column: inner.column, row: inner.row + row, width: inner.width, height: 1), role: .selectionFocused)
      }
    }
  }

  private static func title(_ page: PageState) -> String {
    switch page.kind {
    case .log: "Log"
    case .engines: "Engines"
    case .themes: "Themes"
    case .compare: "Attempts at one ticket"
    case .rules: "Rules"
    case .briefs(let changes, _): changes.count == 1 ? "How the brief changes" : "How \(changes.count) briefs change"
    case .archive: "Archive"
    case .statistics: "Statistics"
    case .timeline(let id): "Timeline of \(id)"
    case .text(let title, _): title
    }
  }

  /// The page's lines at a width, ready to be drawn.
  static func styled(_ page: PageState, _ state: InterfaceState, width: Int) -> [StyledLine] {
    switch page.kind {
    case .statistics: StatisticsPage.lines(state, width: width)
    case .timeline(let id): TimelinePage.lines(id, state, width: width)
    default: lines(page, state, width: width).map { StyledLine($0.text, $0.role) }
    }
  }

  /// The lines of a page in words at a width.
  static func lines(_ page: PageState, _ state: InterfaceState, width: Int) -> [DialogLine] {
    func wrap(_ text: String, _ role: Role, hanging: Int = 0) -> [DialogLine] {
      TextWrap.lines(of: UntrustedText.clean(text), width: width, hanging: hanging).map { DialogLine($0, role) }
    }
    switch page.kind {
    case .log:
      guard !state.log.isEmpty else { return [DialogLine("Nothing so far.", .textDim)] }
      return state.log.flatMap { line in
        wrap(
          "\(line.time.description.dropFirst(11).prefix(8))  \(line.level.rawValue)  \(String(line.text.prefix(4000)))", role(line.level),
          hanging: 10)
      }
    case .engines:
      guard let engines = state.engineStatus else {
        return [DialogLine(state.connection == .attached ? "Asking…" : "The service cannot be reached.", .textDim)]
      }
      return engines.flatMap { engine in
        var lines = wrap(
          "\(engine.name)\(engine.version.map { "  \($0)" } ?? "")\(engine.defaultModel.map { "  \($0)" } ?? "")", .textStrong)
        lines += wrap(
          "  program     \(engine.path ?? "not installed: \(engine.installHint)")", engine.path == nil ? .noticeWarning : .text, hanging: 14
        )
        lines += wrap("  credential  \(engine.credential ?? "none")", engine.credential == nil ? .noticeWarning : .text, hanging: 14)
        if let problem = engine.problem { lines += wrap("  problem     \(problem)", .noticeError, hanging: 14) }
        if !engine.capabilities.isEmpty {
          lines += wrap("  can         \(engine.capabilities.joined(separator: ", "))", .textDim, hanging: 14)
        }
        let variables = engine.variables.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value ? "set" : "not set")" }
        if !variables.isEmpty { lines += wrap("  variables   \(variables.joined(separator: ", "))", .textDim, hanging: 14) }
        return lines + [DialogLine("")]
      }
    case .themes:
      return state.themes.map { DialogLine(" \($0 == state.theme ? "•" : " ") \(UntrustedText.cleanLine($0))") }
    case .compare(let id): return ComparePage.lines(id, state, width: width)
    case .rules: return RulesPage.lines(page.row, state, width: width)
    case .briefs(let changes, _): return BatchUpdate.lines(changes, width: width)
    case .text(_, let text): return wrap(text, .text)
    case .archive, .statistics, .timeline: return []
    }
  }

  private static func role(_ level: NoticeLevel) -> Role {
    switch level {
    case .info: .noticeInfo
    case .warning: .noticeWarning
    case .error: .noticeError
    }
  }
}
