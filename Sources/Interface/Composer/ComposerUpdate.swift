internal import Model
internal import Screen
internal import Wire

/// Writes texts to agents.
enum ComposerUpdate {
  /// Opens the composer with the draft that was left for the same target.
  static func open(_ target: ComposerTarget, _ state: inout InterfaceState) {
    state.modals.append(.composer(ComposerState(target: target, text: state.drafts[target] ?? "")))
  }

  static func run(_ command: Command, _ composer: ComposerState, _ state: inout InterfaceState) -> [Effect] {
    var composer = composer
    switch command {
    case .textSend: return send(composer, &state)
    case .textEditor: return [.openEditor(composer.buffer.text)]
    case .leave:
      keep(composer, &state)
      state.modals.removeLast()
      if !composer.buffer.isEmpty { state.say(.info, "The text is kept as a draft.") }
      return []
    case .textUp where composer.buffer.isOnFirstLine:
      guard composer.historyPlace < state.history.count else { return [] }
      if composer.historyPlace == 0 { composer.unsent = composer.buffer.text }
      composer.historyPlace += 1
      composer.buffer = TextBuffer(state.history[state.history.count - composer.historyPlace])
    case .textDown where composer.buffer.isOnLastLine:
      guard composer.historyPlace > 0 else { return [] }
      composer.historyPlace -= 1
      composer.buffer = TextBuffer(
        composer.historyPlace == 0 ? composer.unsent : state.history[state.history.count - composer.historyPlace])
    default: _ = composer.buffer.apply(command)
    }
    state.modals[state.modals.count - 1] = .composer(composer)
    return []
  }

  /// Keeps what was written, for the next time.
  static func keep(_ composer: ComposerState, _ state: inout InterfaceState) {
    let text = composer.buffer.text
    state.drafts[composer.target] = text.isEmpty ? nil : text
  }

  /// Hands a message to the agents.
  static func deliver(_ text: String, to ids: [TaskID], _ state: inout InterfaceState) -> [Effect] {
    state.drafts[.message(ids)] = nil
    if state.history.last != text { state.history.append(text) }
    if state.history.count > 100 { state.history.removeFirst() }
    state.say(.info, "Sent to \(ComposerState.names(ids)).")
    return ids.map { state.send(.send($0, text: text, author: state.author), for: .message($0, text: text)) }
  }

  private static func send(_ composer: ComposerState, _ state: inout InterfaceState) -> [Effect] {
    let text = composer.buffer.text
    let mayBeEmpty = if case .brief = composer.target { true } else { false }
    guard mayBeEmpty || text.contains(where: { !$0.isWhitespace }) else {
      state.say(.info, "There is nothing to send yet.")
      return []
    }
    let isKept = if case .comment = composer.target { true } else { false }
    guard isKept || state.connection == .attached else {
      state.say(.warning, "Sending: the service cannot be reached. The text stays here; send it when the service is back.")
      return []
    }
    state.modals.removeLast()
    state.drafts[composer.target] = nil
    switch composer.target {
    case .message(let ids): return BulkActs.message(ids, text, &state)
    case .brief(let id): return BatchUpdate.preview(id, text, &state)
    case .comment(let id, let target):
      _ = state.panes.change(id) { $0.diff.addComment(target, text: text) }
      return []
    case .comments(let id):
      _ = state.panes.change(id) { $0.diff.markCommentsSent() }
      state.say(.info, "Sent to \(id).")
      return [state.send(.send(id, text: text, author: state.author), for: .message(id, text: text))]
    case .model(let ids):
      let name = TextBuffer.typed(text, oneLine: true)
      return BulkActs.model(ids, name, &state)
    case .denial(let id, let request): return RequestsUpdate.answer(.deny(text), RequestName(task: id, request: request), &state)
    case .question(let id, let request, let question):
      let name = RequestName(task: id, request: request)
      guard let open = state.tasks[id]?.requests.first(where: { $0.id == request }),
        let asked = state.requests.openQuestion(of: open, name: name),
        asked.text == question
      else {
        state.drafts[composer.target] = text
        state.say(.warning, "Answering \(id): the question is no longer open. The text is kept as a draft.")
        return []
      }
      return RequestsUpdate.answer(asked, with: text, open, name, &state)
    }
  }
}
