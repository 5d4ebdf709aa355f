internal import Model
internal import Screen
internal import Wire

/// From a line of the diff to the tool call that wrote it, and from a tool call to the lines of it that are left.
enum BlameUpdate {
  /// `b` in the diff: on a line, who wrote it; in the list of files, the last call that wrote the file.
  static func askOfLine(_ id: TaskID, _ state: inout InterfaceState) -> [Effect] {
    guard let diff = state.panes[id]?.diff, let path = diff.selectedFile?.path else { return [] }
    guard diff.part == .text, let line = diff.cursorLine else { return lastWriter(of: path, id, &state) }
    guard let number = line.new else {
      state.say(.info, "This line is gone: who took it away is not known. On a line that is there b goes to the call that wrote it.")
      return []
    }
    return ask(.line(number), path, id, &state)
  }

  /// `b` in the transcript: what is left of what the call under the cursor wrote.
  static func askOfCall(_ id: TaskID, _ state: inout InterfaceState) -> [Effect] {
    guard let panes = state.panes[id], let call = panes.transcript.selectedTool else {
      state.say(.info, "There is no tool call under the cursor.")
      return []
    }
    // The longest path, if it names several.
    let named = (panes.diff.listing?.files ?? []).filter { call.title.contains($0.path) || call.input.contains($0.path) }
    guard let path = named.map(\.path).max(by: { $0.utf8.count < $1.utf8.count }) else {
      state.say(.info, "What this call names is not among the changed files.")
      return []
    }
    WorkspaceUpdate.focus(.diff, &state)
    _ = state.panes.change(id) { $0.diff.show(path: path, lines: nil) }
    guard let seq = panes.transcript.selectedSeq else { return [] }
    return ask(.call(seq), path, id, &state)
  }

  private static func ask(_ question: BlameQuestion, _ path: String, _ id: TaskID, _ state: inout InterfaceState) -> [Effect] {
    guard let tree = state.panes[id]?.diff.listing?.summary.tree else { return [] }
    if let known = state.panes[id]?.diff.blames[path], known.tree == tree { return answer(question, known, id, &state) }
    guard state.connection == .attached else {
      state.say(.warning, "Who wrote it is not known here: the service cannot be reached.")
      return []
    }
    let purpose = Pending.blame(id, path: path, tree: tree, question)
    if PaneUpdate.isAsked(purpose, state) { return [] }
    return [state.send(.blame(id, path: path, tree: tree), for: purpose)]
  }

  /// The answer came, or was known.
  static func answer(_ question: BlameQuestion, _ blame: FileBlame, _ id: TaskID, _ state: inout InterfaceState) -> [Effect] {
    guard state.shown == id, state.panes[id]?.diff.selectedFile?.path == blame.path else { return [] }
    let name = UntrustedText.cleanLine(blame.path)
    switch question {
    case .line(let number):
      guard let origin = blame.origin(ofLine: number) else {
        state.say(.info, "Line \(number) of \(name) is the base's: no turn wrote it.")
        return []
      }
      guard let seq = origin.call, let call = blame.calls.first(where: { $0.seq == seq }) else {
        state.say(.info, "Turn \(origin.turn) wrote line \(number) of \(name), but no tool call says so: a command may have.")
        return []
      }
      WorkspaceUpdate.focus(.transcript, &state)
      state.say(.info, "\(UntrustedText.cleanLine(call.name)) in turn \(call.turn) wrote line \(number) of \(name).")
      guard let size = PaneGeometry.transcriptSize(state) else { return [] }
      _ = state.panes.change(id) { $0.transcript.seek(seq, size: size) }
    case .call(let seq):
      let lines = blame.lines(of: seq)
      let wrote = blame.calls.first { $0.seq == seq }?.wrote ?? 0
      guard let first = lines.first else {
        let none = wrote > 0 ? "None of the \(wrote) lines that this call wrote in \(name) is left." : "No line of \(name) is this call's."
        state.say(.info, none)
        return []
      }
      let end = zip(lines, lines.dropFirst()).first { $1 != $0 + 1 }?.0 ?? lines[lines.count - 1]
      _ = state.panes.change(id) { $0.diff.show(path: blame.path, lines: first...end) }
      state.say(
        .info,
        "\(lines.count) of the \(max(wrote, lines.count)) lines that this call wrote in \(name) \(lines.count == 1 ? "is" : "are") left.")
    }
    return []
  }

  private static func lastWriter(of path: String, _ id: TaskID, _ state: inout InterfaceState) -> [Effect] {
    WorkspaceUpdate.focus(.transcript, &state)
    guard let size = PaneGeometry.transcriptSize(state) else { return [] }
    let found = state.panes.change(id) { $0.transcript.selectWriter(of: path, size: size) }
    if found != true { state.say(.info, "No tool call that is loaded wrote \(UntrustedText.cleanLine(path)).") }
    return []
  }
}
