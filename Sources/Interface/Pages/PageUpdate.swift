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
    case .pageSettings: state.modals.append(.page(PageState(.settings)))
    case .pageOutbox: state.modals.append(.page(PageState(.outbox)))
    case .pageRules:
      state.modals.append(.page(PageState(.rules)))
      if state.connection == .attached { return [state.send(.rules, for: .rules(""))] }
    case .pageThemes:
      var page = PageState(.themes(before: state.theme))
      page.row = state.themes.firstIndex(of: state.theme) ?? 0
      state.modals.append(.page(page))
    case .pageArchive: ArchiveUpdate.open(&state)
    case .pageIssues: return IssuesUpdate.open(&state)
    case .pageConflicts: return ConflictsUpdate.open(&state)
    case .pageStatistics:
      state.modals.append(.page(PageState(.statistics)))
      return [state.send(.statistics, for: .statistics)]
    case .pageTimeline:
      guard let id = state.list.cursor else { return [] }
      state.modals.append(.page(PageState(.timeline(id))))
      return [state.send(.timeline(id), for: .timeline(id))]
    case .pageEvidence: return EvidencePage.open(&state)
    default: break
    }
    return []
  }

  static func run(_ command: Command, _ page: PageState, _ state: inout InterfaceState) -> [Effect] {
    if case .archive(let archive) = page.kind { return ArchiveUpdate.run(command, archive, &state) }
    if case .issues(let issues) = page.kind { return IssuesUpdate.run(command, issues, &state) }
    if case .conflicts(let conflicts) = page.kind { return ConflictsUpdate.run(command, conflicts, &state) }
    var page = page
    if page.isFiltering { return filter(command, page, &state) }
    switch command {
    case .leave:
      state.modals.removeLast()
      if case .themes(let theme) = page.kind, theme != state.theme { return use(theme, &state) }
      if case .pull(let id) = page.kind { return PullUpdate.leave(id, &state) }
      return []
    case .pageChoose where page.kind == .outbox: return OutboxPage.run(command, page, &state)
    case .outboxRetry, .outboxDrop: return OutboxPage.run(command, page, &state)
    case .pageChoose:
      state.modals.removeLast()
      if case .compare(let id) = page.kind { show(page.row, of: id, &state) }
      if case .pull(let id) = page.kind { return PullUpdate.leave(id, &state) }
      if case .since(let since) = page.kind { return SincePage.show(page.row, of: since, &state) }
      if case .evidence(let id) = page.kind { return EvidencePage.show(page.row, of: id, &state) }
      if case .briefs(let changes, let addition) = page.kind {
        state.modals.append(.dialog(BatchUpdate.setDialog(changes, addition: addition)))
      }
      return []
    case .ruleRevoke, .undo: return RulesPage.run(command, page, &state)
    case .pullSend, .pullRelease, .pullRefresh, .pullCopy:
      if case .pull(let id) = page.kind { return PullUpdate.run(command, id, &state) }
      return []
    case .searchOpen:
      switch page.kind {
      case .compare, .since, .outbox, .rules, .briefs, .statistics, .timeline, .evidence, .pull: return []
      default: break
      }
      page.isFiltering = true
      state.replaceModal(.page(page))
      return []
    case .pageCopy: return copy(page, &state)
    default: return move(command, page, &state)
    }
  }

  /// The filter line: it narrows while it is typed.
  private static func filter(_ command: Command, _ page: PageState, _ state: inout InterfaceState) -> [Effect] {
    var page = page
    switch command {
    case .filterAccept: page.isFiltering = false
    case .filterClear:
      page.isFiltering = false
      page.filter = TextBuffer()
      page.row = 0
    case .menuDown, .moveDown: return move(.moveDown, page, &state)
    case .menuUp, .moveUp: return move(.moveUp, page, &state)
    default: if page.filter.apply(command) { page.row = 0 }
    }
    state.replaceModal(.page(page))
    return preview(page, &state)
  }

  /// The theme under the cursor, if the page shows themes and another is in use.
  static func preview(_ page: PageState, _ state: inout InterfaceState) -> [Effect] {
    guard case .themes = page.kind else { return [] }
    let themes = page.themes(state)
    guard themes.indices.contains(page.row), themes[page.row] != state.theme else { return [] }
    return use(themes[page.row], &state)
  }

  private static func copy(_ page: PageState, _ state: inout InterfaceState) -> [Effect] {
    let lines = PageContent.styled(page, state, width: 4000).map(\.text)
    // The end is what a log is copied for; terminals take no more in one sequence.
    var text = lines.joined(separator: "\n")
    if text.utf8.count > copyLimit { text = String(decoding: text.utf8.suffix(copyLimit), as: UTF8.self) }
    state.say(.info, "\(FigureText.bytes(Int64(text.utf8.count))) copied")
    return [.copy(text)]
  }

  /// Bytes that are copied at most.
  private static let copyLimit = 70_000

  private static func move(_ command: Command, _ page: PageState, _ state: inout InterfaceState) -> [Effect] {
    var page = page
    let layout = WorkspaceLayout(size: state.size, focus: .list, beside: .transcript, isZoomed: true)
    let height = max(1, layout.middle.height - 2)
    switch command {
    case .moveDown: page.row += page.row == .max ? 0 : 1
    case .moveUp: page.row -= 1
    case .moveFirst: page.row = 0
    case .moveLast: page.row = .max
    case .movePageDown, .moveHalfDown: page.row += page.row > .max - height ? 0 : command == .movePageDown ? height : height / 2
    case .movePageUp: page.row -= height
    case .moveHalfUp: page.row -= height / 2
    default: return []
    }
    let count: Int
    switch page.kind {
    case .themes: count = page.themes(state).count
    case .compare(let id): count = members(of: id, state).count
    case .since(let since): count = since.rows.count
    case .outbox: count = state.outbox.count
    case .evidence(let id): count = EvidencePage.rows(id, state).count
    case .rules: count = RulesPage.rules(state).count
    default: count = PageContent.styled(page, state, width: max(1, layout.middle.width - 2)).count - height + 1
    }
    page.row = max(0, min(page.row, count - 1))
    state.replaceModal(.page(page))
    return preview(page, &state)
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
    state.themeAbout = ""
    return [.setTheme(theme)]
  }
}
