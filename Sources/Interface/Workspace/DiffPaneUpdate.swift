internal import Model
internal import Screen
internal import Wire

/// What the diff of the task under the cursor needs from the service, and its keys.
enum DiffPaneUpdate {
  /// Asks for the changed files, unless those that are here are what the task says, or there cannot be any yet.
  static func measure(_ id: TaskID, _ state: inout InterfaceState) -> [Effect] {
    guard let task = state.tasks[id], let panes = state.panes[id], state.connection == .attached else { return [] }
    let scope = panes.diff.scope
    if scope != .all {
      let isThere = panes.diff.listing != nil && panes.diff.listing?.summary.tree == task.diff?.tree
      guard !isThere, !PaneUpdate.isAsked(.diffScope(id, scope), state) else { return [] }
      return [state.send(.diffScope(id, scope), for: .diffScope(id, scope))]
    }
    let isKnown = panes.diff.listing != nil && panes.diff.listing?.summary == task.diff
    let canBe = task.diff != nil || (task.phase != .queued && task.phase != .preparing && task.workspacePath != nil)
    guard !isKnown, canBe, !PaneUpdate.isAsked(.diff(id), state) else { return [] }
    return [state.send(.diff(id), for: .diff(id))]
  }

  /// Asks for the text that the pane wants.
  static func ask(_ id: TaskID, _ state: inout InterfaceState) -> [Effect] {
    guard state.connection == .attached, let wanted = state.panes[id]?.diff.wantedFile, !PaneUpdate.isAsked(.diffText(id, wanted), state)
    else {
      return []
    }
    let request =
      wanted.isPart
      ? Request.diffTextBetween(
        id, from: wanted.base, to: wanted.tree, paths: wanted.paths, context: wanted.context, ignoreWhitespace: wanted.ignoreWhitespace)
      : .diffText(id, tree: wanted.tree, paths: wanted.paths, context: wanted.context, ignoreWhitespace: wanted.ignoreWhitespace)
    return [state.send(request, for: .diffText(id, wanted))]
  }

  /// Asks which pieces were reviewed in other tasks, once for each tree and not while an agent changes it all the time.
  static func askSeen(_ id: TaskID, _ state: inout InterfaceState) -> [Effect] {
    guard state.connection == .attached, let task = state.tasks[id], task.phase != .running, task.phase != .preparing,
      let diff = state.panes[id]?.diff, diff.isReviewKnown, diff.extent == .all, let listing = diff.listing, !listing.files.isEmpty,
      diff.seen?.tree != listing.summary.tree, !PaneUpdate.isAsked(.seenHunks(id, tree: listing.summary.tree), state)
    else { return [] }
    let tree = listing.summary.tree
    return [state.send(.seenHunks(id, tree: tree), for: .seenHunks(id, tree: tree))]
  }

  static func run(_ command: Command, _ id: TaskID, _ state: inout InterfaceState) -> [Effect] {
    switch command {
    case .searchOpen: state.paneSearch = TextBuffer()
    case .diffCopy:
      guard let text = state.panes[id]?.diff.copyText else { return [] }
      state.say(.info, "\(FigureText.bytes(Int64(text.utf8.count))) copied")
      return [.copy(text)]
    case .diffScope:
      _ = state.panes.change(id) { $0.diff.nextExtent() }
      return measure(id, &state)
    case .diffComment: comment(id, &state)
    case .diffTick:
      // On a folded hunk the key opens it.
      if state.panes.change(id, { $0.diff.openSeen() }) == true { return [] }
      return tick(id, &state)
    case .diffSeen:
      update(.toggleSeen, id, &state)
      let shows = state.panes[id]?.diff.showsSeen == true
      state.say(.info, shows ? "Hunks that you reviewed in other tasks are shown." : "Hunks that you reviewed in other tasks are folded.")
    case .diffSendComments:
      guard let text = state.panes[id]?.diff.composeCommentsMessage(), !text.isEmpty else {
        state.say(.info, "There is no comment yet: c on a line writes one.")
        return []
      }
      state.modals.append(.composer(ComposerState(target: .comments(id), text: text)))
    case .diffTakeOut: return takeOut(id, &state)
    case .diffToTranscript: return BlameUpdate.askOfLine(id, &state)
    default: if let action = action(command) { update(action, id, &state) }
    }
    return []
  }

  /// Ticks the chosen file as it is shown, or takes its tick away. The service keeps the tick, for every client.
  private static func tick(_ id: TaskID, _ state: inout InterfaceState) -> [Effect] {
    guard let file = state.panes[id]?.diff.selectedFile, let task = state.tasks[id] else { return [] }
    let name = UntrustedText.cleanLine(file.path)
    guard file.needsTick else {
      state.say(.info, "\(name) needs no tick.")
      return []
    }
    guard state.connection == .attached else {
      state.say(.warning, "\(name) was not ticked: the service cannot be reached.")
      return []
    }
    let isTicked = task.hasTicked(file)
    let words = isTicked ? "\(name) is not ticked any more" : "\(name) is ticked: it may be published as it is now"
    return [state.send(.tick(id, [file.path: isTicked ? "" : file.stamp]), for: .plain(words))]
  }

  /// Takes what the cursor is on out of what is published, or puts it back. The service holds it, for every client.
  private static func takeOut(_ id: TaskID, _ state: inout InterfaceState) -> [Effect] {
    switch state.panes[id]?.diff.takeOutChoice {
    case .wish(let wish):
      guard state.connection == .attached else {
        state.say(.warning, "Nothing was taken out: the service cannot be reached.")
        return []
      }
      _ = state.panes.change(id) { $0.diff.endRange() }
      state.undoSteps.append(.takenOut(id, wish))
      return [state.send(.takeOut(id, wish), for: .plain(wish.isOut ? "Taken out" : "Put back in"))]
    case .no(let reason): state.say(.info, reason)
    case nil: break
    }
    return []
  }

  /// After every action: what the operator marked or wrote is given to the service to keep.
  static func keepReview(_ state: inout InterfaceState) -> [Effect] {
    guard state.connection == .attached else { return [] }
    var effects: [Effect] = []
    for id in [state.shown].compactMap(\.self) {
      guard let diff = state.panes[id]?.diff, diff.isReviewKnown, diff.keptEdition != diff.reviewEdition else { continue }
      _ = state.panes.change(id) { $0.diff.keptEdition = $0.diff.reviewEdition }
      effects.append(state.send(.keepReview(id, diff.review), for: .nothing))
    }
    return effects
  }

  /// Does something in the pane of a task.
  static func update(_ action: DiffAction, _ id: TaskID, _ state: inout InterfaceState) {
    guard let size = PaneGeometry.diffSize(state) else { return }
    _ = state.panes.change(id) { $0.diff.update(action, size: size) }
  }

  private static func comment(_ id: TaskID, _ state: inout InterfaceState) {
    guard let diff = state.panes[id]?.diff else { return }
    if let index = diff.selectedComment, diff.comments.indices.contains(index), !diff.comments[index].isSent {
      let comment = diff.comments[index]
      _ = state.panes.change(id) { $0.diff.removeComment(at: index) }
      state.drafts[.comment(id, comment.target)] = comment.text
      ComposerUpdate.open(.comment(id, comment.target), &state)
    } else if let target = diff.commentTarget {
      ComposerUpdate.open(.comment(id, target), &state)
    } else {
      state.say(.info, "There is no line here: Enter goes from the files to the text.")
    }
  }

  private static func action(_ command: Command) -> DiffAction? {
    switch command {
    case .moveDown: .lineDown
    case .moveUp: .lineUp
    case .movePageDown: .pageDown
    case .movePageUp: .pageUp
    case .moveHalfDown: .halfPageDown
    case .moveHalfUp: .halfPageUp
    case .moveFirst: .top
    case .moveLast: .bottom
    case .diffTree: .switchPart
    case .diffNextHunk: .nextHunk
    case .diffPreviousHunk: .previousHunk
    case .diffNextFile: .nextFile
    case .diffPreviousFile: .previousFile
    case .diffReviewed: .toggleReviewed
    case .diffSideBySide: .toggleSideBySide
    case .diffWhitespace: .toggleWhitespace
    case .diffMoreContext: .moreContext
    case .diffLessContext: .lessContext
    case .diffLeft: .left
    case .diffRight: .right
    case .diffRange: .toggleRange
    case .searchNext: .nextMatch
    case .searchPrevious: .previousMatch
    default: nil
    }
  }
}
