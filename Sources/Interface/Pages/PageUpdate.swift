internal import Model
internal import Screen
internal import Wire

/// Runs full pages.
enum PageUpdate {
  static func open(_ command: Command, _ state: inout InterfaceState) -> [Effect] {
    switch command {
    case .pageLog:
      var page = PageState(.log)
      page.row = .max
      state.modals.append(.page(page))
    case .pageEngines:
      state.modals.append(.page(PageState(.engines)))
      if state.connection == .attached { return [state.send(.engines, for: .engines)] }
    case .pageRules:
      state.modals.append(.page(PageState(.rules)))
      if state.connection == .attached { return [state.send(.rules, for: .rules(""))] }
    case .pageThemes:
      var page = PageState(.themes(before: state.theme))
      page.row = state.themes.firstIndex(of: state.theme) ?? 0
      state.modals.append(.page(page))
    case .pageArchive: ArchiveUpdate.open(&state)
    case .pageStatistics:
      state.modals.append(.page(PageState(.statistics)))
      return [state.send(.statistics, for: .statistics)]
    case .pageTimeline:
      guard let id = state.list.cursor else { return [] }
      state.modals.append(.page(PageState(.timeline(id))))
      return [state.send(.timeline(id), for: .timeline(id))]
    default: break
    }
    return []
  }

  static func run(_ command: Command, _ page: PageState, _ state: inout InterfaceState) -> [Effect] {
    if case .archive(let archive) = page.kind { return ArchiveUpdate.run(command, archive, &state) }
    var page = page
    let layout = WorkspaceLayout(size: state.size, focus: .list, beside: .transcript, isZoomed: true)
    let height = max(1, layout.middle.height - 2)
    let before = page.row
    switch command {
    case .leave:
      state.modals.removeLast()
      if case .themes(let theme) = page.kind, theme != state.theme { return use(theme, &state) }
      return []
    case .pageChoose:
      state.modals.removeLast()
      if case .compare(let id) = page.kind { show(page.row, of: id, &state) }
      if case .briefs(let changes, let addition) = page.kind {
        state.modals.append(.dialog(BatchUpdate.setDialog(changes, addition: addition)))
      }
      return []
    case .ruleRevoke, .undo: return RulesPage.run(command, page, &state)
    case .moveDown: page.row += page.row == .max ? 0 : 1
    case .moveUp: page.row -= 1
    case .moveFirst: page.row = 0
    case .moveLast: page.row = .max
    case .movePageDown, .moveHalfDown: page.row += page.row > .max - height ? 0 : command == .movePageDown ? height : height / 2
    case .movePageUp: page.row -= height
    case .moveHalfUp: page.row -= height / 2
    default: return []
    }
    if case .themes = page.kind {
      page.row = max(0, min(page.row, state.themes.count - 1))
      state.modals[state.modals.count - 1] = .page(page)
      return page.row == before || !state.themes.indices.contains(page.row) ? [] : use(state.themes[page.row], &state)
    }
    if case .compare(let id) = page.kind {
      page.row = max(0, min(page.row, members(of: id, state).count - 1))
      state.modals[state.modals.count - 1] = .page(page)
      return []
    }
    if case .rules = page.kind {
      page.row = max(0, min(page.row, RulesPage.rules(state).count - 1))
      state.modals[state.modals.count - 1] = .page(page)
      return []
    }
    let width = max(1, layout.middle.width - 2)
    page.row = max(0, min(page.row, PageView.styled(page, state, width: width).count - height))
    state.modals[state.modals.count - 1] = .page(page)
    return []
  }

  /// The attempts at a task's ticket.
  static func members(of id: TaskID, _ state: InterfaceState) -> [TaskRecord] {
    state.tasks[id].map { Comparison(of: $0, among: state.attempts(with: $0)).tasks } ?? []
  }

  /// Goes to the diff of the attempt under the cursor.
  private static func show(_ row: Int, of id: TaskID, _ state: inout InterfaceState) {
    let members = members(of: id, state)
    guard members.indices.contains(row) else { return }
    state.list.moveCursor(to: members[row].id, tasks: state.tasks, height: state.listHeight)
    WorkspaceUpdate.focus(.diff, &state)
  }

  private static func use(_ theme: String, _ state: inout InterfaceState) -> [Effect] {
    state.theme = theme
    return [.setTheme(theme)]
  }
}
