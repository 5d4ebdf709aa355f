internal import Model
internal import Screen
internal import Wire

/// What the transcript and the diff of the task under the cursor need from the service, and their keys.
enum PaneUpdate {
  /// Entries asked for at a time.
  static let pageSize = 400

  /// After every action: asks for what the task under the cursor shows and is not there yet, and lays the transcript out.
  static func show(_ state: inout InterfaceState) -> [Effect] {
    guard let id = state.list.cursor, state.tasks[id] != nil else {
      state.shown = nil
      return []
    }
    if let focused = state.requests.focused, focused.task != id { state.requests.focused = nil }
    var effects: [Effect] = []
    if state.connection == .attached, state.shown != id { effects = begin(id, &state) }
    if let size = PaneGeometry.transcriptSize(state) {
      _ = state.panes.change(id) { $0.transcript.settle(size: size) }
      effects += askOlder(id, &state)
    }
    if let size = PaneGeometry.diffSize(state) {
      let ticks = state.tasks[id]?.ticks ?? [:]
      let out = state.tasks[id]?.out ?? [:]
      _ = state.panes.change(id) {
        $0.diff.ticks = ticks
        $0.diff.takenOut = out
        $0.diff.settle(size: size)
      }
      effects += DiffPaneUpdate.ask(id, &state) + DiffPaneUpdate.askSeen(id, &state)
    }
    return effects + DiffPaneUpdate.keepReview(&state) + ArchiveUpdate.settlePlace(id, &state)
  }

  /// The cursor came to a task: asks for its transcript and diff unless they are here.
  private static func begin(_ id: TaskID, _ state: inout InterfaceState) -> [Effect] {
    if let left = state.shown { _ = state.panes.change(left) { $0.diff.leaveTask() } }
    state.shown = id
    state.paneSearch = nil
    let panes = state.panes[id] ?? TaskPanes(task: id)
    state.panes[id] = panes
    var effects: [Effect] = []
    // Before any text is shown: what was looked at last is from before this visit.
    if !panes.diff.isReviewKnown, !isAsked(.review(id), state) { effects.append(state.send(.review(id), for: .review(id))) }
    if !panes.isLoaded, !isAsked(.transcript(id, older: false), state) {
      effects.append(state.send(.transcript(id, after: nil, before: nil, limit: pageSize), for: .transcript(id, older: false)))
    }
    return effects + DiffPaneUpdate.measure(id, &state)
  }

  static func isAsked(_ purpose: Pending, _ state: InterfaceState) -> Bool { state.pending.values.contains(purpose) }

  private static func askOlder(_ id: TaskID, _ state: inout InterfaceState) -> [Effect] {
    guard state.connection == .attached, let before = state.panes[id]?.transcript.needsOlder else { return [] }
    _ = state.panes.change(id) { $0.transcript.markOlderRequested() }
    // On the way to a place that the search found, in larger steps.
    let limit = state.wantedPlace?.task == id ? ArchiveUpdate.stepSize : pageSize
    return [state.send(.transcript(id, after: nil, before: before, limit: limit), for: .transcript(id, older: true))]
  }

  /// A page of entries came.
  static func take(_ entries: [TranscriptEntry], more: Bool, of id: TaskID, older: Bool, _ state: inout InterfaceState) -> [Effect] {
    var next: Int64?
    _ = state.panes.change(id) { panes in
      if older || !panes.isLoaded {
        panes.transcript.prepend(entries, more: more)
        panes.isLoaded = true
      } else {
        panes.transcript.apply(entries)
        if more, !entries.isEmpty { next = panes.transcript.lastSeq }
      }
    }
    guard let next else { return [] }
    return [state.send(.transcript(id, after: next, before: nil, limit: pageSize), for: .transcript(id, older: false))]
  }

  /// Committed entries came by notice.
  static func take(_ entries: [TranscriptEntry], _ state: inout InterfaceState) {
    for (id, own) in Dictionary(grouping: entries, by: \.task) {
      _ = state.panes.change(id) { panes in if panes.isLoaded { panes.transcript.apply(own) } }
    }
  }

  /// A streamed piece came; when those before it are missing, asks for what was committed since.
  static func take(
    delta id: TaskID, messageID: String, stream: DeltaStream, offset: Int, text: String, _ state: inout InterfaceState
  ) -> [Effect] {
    let taken = state.panes.change(id) { panes in
      panes.transcript.apply(delta: id, messageID: messageID, stream: stream, offset: offset, text: text)
    }
    guard taken == false, id == state.shown, state.connection == .attached, !isAsked(.transcript(id, older: false), state),
      let last = state.panes[id]?.transcript.lastSeq
    else { return [] }
    return [state.send(.transcript(id, after: last, before: nil, limit: pageSize), for: .transcript(id, older: false))]
  }

  /// Runs a key of the pane that has the focus.
  static func run(_ command: Command, _ state: inout InterfaceState) -> [Effect] {
    guard let id = state.list.cursor, state.panes[id] != nil else { return [] }
    return state.focus == .transcript ? transcript(command, id, &state) : DiffPaneUpdate.run(command, id, &state)
  }

  private static func transcript(_ command: Command, _ id: TaskID, _ state: inout InterfaceState) -> [Effect] {
    if command == .searchOpen {
      state.paneSearch = TextBuffer(state.panes[id]?.transcript.searchText ?? "")
      return []
    }
    if command == .transcriptCopy {
      guard let text = state.panes[id]?.transcript.copyText else { return [] }
      state.say(.info, "\(FigureText.bytes(Int64(text.utf8.count))) copied")
      return [.copy(text)]
    }
    if command == .transcriptToDiff {
      return BlameUpdate.askOfCall(id, &state)
    }
    if command == .transcriptOpen, let request = state.panes[id]?.transcript.focusedRequest,
      state.tasks[id]?.requests.contains(where: { $0.id == request.id }) == true
    {
      state.requests.focused = RequestName(task: id, request: request.id)
      return []
    }
    guard let action = action(command), let size = PaneGeometry.transcriptSize(state) else { return [] }
    _ = state.panes.change(id) { $0.transcript.update(action, size: size) }
    return []
  }

  private static func action(_ command: Command) -> TranscriptAction? {
    switch command {
    case .moveDown: .lineDown
    case .moveUp: .lineUp
    case .movePageDown: .pageDown
    case .movePageUp: .pageUp
    case .moveHalfDown: .halfPageDown
    case .moveHalfUp: .halfPageUp
    case .moveFirst: .top
    case .moveLast: .bottom
    case .transcriptOpen: .toggleFold
    case .transcriptNextTurn: .nextTurn
    case .transcriptPreviousTurn: .previousTurn
    case .transcriptNextCall: .nextTool
    case .transcriptPreviousCall: .previousTool
    case .transcriptFollow: .toggleFollow
    case .searchNext: .nextMatch
    case .searchPrevious: .previousMatch
    default: nil
    }
  }

  /// The text being sought changed: the pane seeks while it is typed.
  static func search(_ text: String, _ state: inout InterfaceState) {
    guard let id = state.list.cursor else { return }
    if state.focus == .transcript, let size = PaneGeometry.transcriptSize(state) {
      _ = state.panes.change(id) { $0.transcript.update(.search(text), size: size) }
    } else if state.focus == .diff {
      DiffPaneUpdate.update(.search(text), id, &state)
    }
  }

  /// The keys of the search line.
  static func searchKey(_ command: Command, _ state: inout InterfaceState) -> [Effect] {
    switch command {
    case .filterAccept: state.paneSearch = nil
    case .filterClear:
      search("", &state)
      state.paneSearch = nil
    default: _ = state.paneSearch?.apply(command)
    }
    return []
  }

  /// The wheel over a pane.
  static func scroll(_ id: TaskID, pane: Pane, by rows: Int, _ state: inout InterfaceState) {
    if pane == .transcript, let size = PaneGeometry.transcriptSize(state) {
      _ = state.panes.change(id) { $0.transcript.update(.scroll(rows), size: size) }
    } else if pane == .diff {
      DiffPaneUpdate.update(.scroll(rows), id, &state)
    }
  }
}
