internal import Model
internal import Screen
internal import Wire

/// Other operators in words.
enum PeopleWords {
  /// A name, short and clean.
  static func name(_ author: String, most: Int = 16) -> String { TextWidth.truncate(UntrustedText.cleanLine(author), most) }

  /// What stands in a task's row: "ana holds" or "@ana" for who only looks, with the number of others.
  static func tag(_ task: TaskID, _ state: InterfaceState) -> String? {
    let others = state.presence.others(than: state.author).filter { $0.task == task }
    if let lease = state.presence.lease(of: task, against: state.author) { return "\(name(lease.holder, most: 12)) holds" }
    guard let first = others.first else { return nil }
    return "@\(name(first.author, most: 12))" + (others.count > 1 ? "+\(others.count - 1)" : "")
  }

  /// What the top line says: "ana in T12, hunk 7", two of them and how many more.
  static func line(_ state: InterfaceState) -> String? {
    let others = state.presence.others(than: state.author)
    guard !others.isEmpty else { return nil }
    let words = others.prefix(2).map { other in
      let place = state.size.width < 100 ? "" : TextWidth.truncate(UntrustedText.cleanLine(other.place.words), 36)
      let away = other.place.isAway ? " (away)" : ""
      return name(other.author) + (other.task.map { " in \($0)" } ?? " here") + (place.isEmpty ? "" : ", \(place)") + away
    }
    return words.joined(separator: " · ") + (others.count > 2 ? " +\(others.count - 2)" : "")
  }

  /// What the border of a task's panes says first; nil: nothing.
  static func border(_ task: TaskID, _ state: InterfaceState) -> String? {
    if let lease = state.presence.lease(of: task, against: state.author) { return "\(name(lease.holder)) holds it: read-only" }
    if let asked = asked(task, state) { return "\(name(asked)) asks for it" }
    let others = state.presence.others(than: state.author).filter { $0.task == task }
    return others.isEmpty ? nil : others.prefix(3).map { name($0.author) }.joined(separator: ", ") + " here too"
  }

  /// Who asked first for a task that is ours.
  static func asked(_ task: TaskID, _ state: InterfaceState) -> String? {
    guard let lease = state.presence.lease(of: task), lease.holder == state.author else { return nil }
    return lease.asked.first
  }

  /// Where we look, for the others. Words are told only when there are others: alone nothing goes over the line while one reads.
  static func place(_ state: InterfaceState) -> ViewPlace {
    guard let id = state.list.cursor, state.tasks.keys.contains(id) else { return ViewPlace(isAway: !state.hasFocus) }
    let act = act(id, state)
    let reviews = state.focus == .diff && state.tasks[id]?.phase == .review
    var place = ViewPlace(holds: act != nil || reviews, isAway: !state.hasFocus)
    guard !state.presence.others(than: state.author).isEmpty else { return place }
    if let act {
      place.words = act
    } else if state.focus == .diff {
      place.words = state.panes[id]?.diff.placeWords ?? "diff"
    } else if state.focus == .transcript {
      place.words = "transcript"
    }
    return place
  }

  /// What we do to a task besides looking.
  private static func act(_ id: TaskID, _ state: InterfaceState) -> String? {
    for modal in state.modals.reversed() {
      switch modal {
      case .composer(let composer):
        switch composer.target {
        case .message(let ids) where ids == [id]: return "writing to its agent"
        case .denial(id, _), .question(id, _, _): return "answering"
        case .comment(id, _), .comments(id): return "commenting"
        default: continue
        }
      case .dialog(let dialog):
        switch dialog.intent {
        case .approve(let tasks) where tasks.contains { $0.id == id }: return "approving"
        case .send(let plans) where plans.contains { $0.request == .discard(id) }: return "discarding"
        default: continue
        }
      case .terminal(let attached) where state.attachment(attached)?.task == id: return "in its terminal"
      case .menu, .intake, .page, .terminal: continue
      }
    }
    return state.requests.focused?.task == id ? "answering" : nil
  }
}

extension DiffPaneState {
  /// Where the cursor is: "hunk 7 of login.swift", or the file among the files.
  var placeWords: String {
    guard let path = selectedFile?.path else { return "diff" }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard part == .text, rows.indices.contains(cursor) else { return name }
    let hunk = rows[...cursor].last { $0.hunkIndex != nil }?.hunkIndex
    return hunk.map { "hunk \($0 + 1) of \(name)" } ?? name
  }
}
