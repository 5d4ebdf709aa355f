internal import Model
internal import Screen
internal import Wire

/// Runs the archive page: seeks while it is typed, one question at a time, and goes to what was found.
enum ArchiveUpdate {
  /// Tasks asked for at a time.
  static let pageSize = 40
  /// Entries of a transcript asked for at a time on the way to a found place.
  static let stepSize = 5000

  static func open(_ state: inout InterfaceState) {
    state.modals.append(.page(PageState(.archive(ArchiveState()))))
  }

  static func run(_ command: Command, _ archive: ArchiveState, _ state: inout InterfaceState) -> [Effect] {
    var archive = archive
    let rows = archive.rows
    switch command {
    case .leave:
      state.modals.removeLast()
      return []
    case .archiveOpen:
      guard rows.indices.contains(archive.cursor) else { return [] }
      switch rows[archive.cursor] {
      case .task(let index): show(archive.results[index], archive.results[index].hits.first { $0.kind != .title }, isPlace: false, &state)
      case .hit(let index, let hit): show(archive.results[index], archive.results[index].hits[hit], isPlace: true, &state)
      }
      return []
    case .menuDown: archive.cursor += 1
    case .menuUp: archive.cursor -= 1
    case .movePageDown: archive.cursor += 10
    case .movePageUp: archive.cursor -= 10
    case .archiveNextTask: archive.cursor = rows.indices.dropFirst(archive.cursor + 1).first { isTask(rows[$0]) } ?? archive.cursor
    case .archivePreviousTask: archive.cursor = rows.indices.prefix(archive.cursor).last { isTask(rows[$0]) } ?? 0
    default: if archive.query.apply(command) { archive.cursor = 0 }
    }
    archive.cursor = max(0, min(archive.cursor, rows.count - 1))
    state.replaceModal(.page(PageState(.archive(archive))))
    return []
  }

  private static func isTask(_ row: ArchiveState.Row) -> Bool {
    if case .task = row { return true }
    return false
  }

  /// After every action: asks for what is typed, once nothing else is asked; and for further results when the cursor is at the end of those that are here.
  static func settle(_ state: inout InterfaceState) -> [Effect] {
    guard case .page(let page)? = state.modals.last, case .archive(var archive) = page.kind, state.connection == .attached else {
      return []
    }
    let isAsking = state.pending.values.contains {
      if case .search = $0 { return true }
      return false
    }
    guard !isAsking else { return [] }
    let wanted = archive.wanted
    if wanted != archive.answered {
      if wanted.isEmpty {
        archive.results = []
        archive.more = false
        archive.remark = nil
        archive.answered = wanted
        state.replaceModal(.page(PageState(.archive(archive))))
        return []
      }
      return [state.send(.search(text: wanted, limit: pageSize, offset: 0), for: .search(wanted, offset: 0))]
    }
    guard archive.more, archive.cursor >= archive.rows.count - 3, !wanted.isEmpty else { return [] }
    let offset = archive.results.count
    return [state.send(.search(text: wanted, limit: pageSize, offset: offset), for: .search(wanted, offset: offset))]
  }

  /// An answer came; one to an older question is let go.
  static func take(_ found: SearchPage, of text: String, offset: Int, _ state: inout InterfaceState) {
    change(&state) { archive in
      guard offset == 0 || (archive.answered == text && offset == archive.results.count) else { return }
      archive.results = offset == 0 ? found.results : archive.results + found.results
      archive.answered = text
      archive.more = found.more && !found.results.isEmpty
      archive.remark = found.remark
      if found.behind > 0 { archive.remark = "\(found.behind) tasks are still being indexed and may be missing." }
      archive.cursor = max(0, min(archive.cursor, archive.rows.count - 1))
    }
  }

  /// The service cannot search: it is not asked the same again.
  static func refused(_ words: String, of text: String, _ state: inout InterfaceState) {
    change(&state) { archive in
      archive.answered = text
      archive.results = []
      archive.more = false
      archive.remark = words
    }
  }

  private static func change(_ state: inout InterfaceState, _ body: (inout ArchiveState) -> Void) {
    for index in state.modals.indices {
      guard case .page(let page) = state.modals[index], case .archive(var archive) = page.kind else { continue }
      body(&archive)
      state.modals[index] = .page(PageState(.archive(archive)))
    }
  }

  /// Goes to a found task; one that had left the live list is there again until the interface is left.
  private static func show(_ result: SearchResult, _ hit: SearchHit?, isPlace: Bool, _ state: inout InterfaceState) {
    let id = result.task.id
    state.modals = []
    if state.tasks[id] == nil { state.put(result.task) }
    guard let task = state.tasks[id] else { return }
    if !TaskFilter(state.list.filter.text).matches(task) { state.list.filter = TextBuffer() }
    state.list.moveCursor(to: id, tasks: state.tasks, height: state.listHeight)
    let isChange = hit?.kind == .diff && isPlace
    if isChange, task.workspacePath == nil {
      state.say(.info, "\(id) has no workspace any more: its change cannot be shown, only found.")
    }
    WorkspaceUpdate.focus(isChange && task.workspacePath != nil ? .diff : .transcript, &state)
    guard let hit, hit.seq > 0 || (isChange && task.workspacePath != nil) else { return }
    state.wantedPlace = WantedPlace(task: id, hit: hit)
  }

  /// After every action: puts the panes on the place that was found, once it is loaded.
  static func settlePlace(_ id: TaskID, _ state: inout InterfaceState) -> [Effect] {
    guard let wanted = state.wantedPlace else { return [] }
    guard wanted.task == id, state.connection == .attached else {
      state.wantedPlace = nil
      return []
    }
    if wanted.hit.kind == .diff {
      guard let path = wanted.hit.path, state.panes[id]?.diff.listing != nil else { return [] }
      state.wantedPlace = nil
      if state.panes.change(id, { $0.diff.show(path: path) }) != true {
        state.say(.info, "\(UntrustedText.cleanLine(path)) is not among the changed files any more.")
      }
      return DiffPaneUpdate.ask(id, &state)
    }
    guard state.panes[id]?.isLoaded == true, let size = PaneGeometry.transcriptSize(state) else { return [] }
    if let before = state.panes[id]?.transcript.missing(before: wanted.hit.seq) {
      guard !PaneUpdate.isAsked(.transcript(id, older: true), state) else { return [] }
      _ = state.panes.change(id) { $0.transcript.markOlderRequested() }
      return [state.send(.transcript(id, after: nil, before: before, limit: stepSize), for: .transcript(id, older: true))]
    }
    state.wantedPlace = nil
    _ = state.panes.change(id) { $0.transcript.seek(seq: wanted.hit.seq, time: wanted.hit.time, words: wanted.words, size: size) }
    return []
  }
}
