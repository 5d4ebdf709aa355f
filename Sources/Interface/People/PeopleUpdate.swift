internal import Model
internal import Screen
internal import Wire

/// Other operators: tells the service where we look, takes what it says about them, asks for tasks, hands them over and takes them.
enum PeopleUpdate {
  /// After every action: tells where we look now, if that changed.
  static func settle(_ state: inout InterfaceState) -> [Effect] {
    guard state.connection == .attached else { return [] }
    let task = state.list.cursor.flatMap { state.tasks.keys.contains($0) ? $0 : nil }
    let now = OperatorPlace(author: state.author, task: task, place: PeopleWords.place(state))
    guard now != state.toldPlace else { return [] }
    state.toldPlace = now
    return [state.send(.viewing(task, at: now.place), for: .nothing)]
  }

  /// The service says who is there.
  static func take(_ presence: Presence, _ state: inout InterfaceState) -> [Effect] {
    let before = state.presence
    state.presence = presence
    var effects: [Effect] = []
    for lease in presence.leases {
      let old = before.lease(of: lease.task)
      if lease.holder == state.author {
        for author in lease.asked where author != state.author && !(old?.holder == state.author && old?.asked.contains(author) == true) {
          let text = "\(PeopleWords.name(author)) asks for \(lease.task): \(key(state)) hands it over."
          state.say(.warning, text)
          if state.isAway { effects.append(.notify(UntrustedText.cleanLine(text))) }
        }
        if let old, old.holder != state.author, old.asked.contains(state.author) { state.say(.info, "\(lease.task) is yours now.") }
      } else if let old, old.holder == state.author {
        state.say(.warning, "\(lease.task) is \(PeopleWords.name(lease.holder))'s now: you can look, and ask for it with \(key(state)).")
      }
    }
    for old in before.leases where old.asked.contains(state.author) && presence.lease(of: old.task) == nil {
      state.say(.info, "\(PeopleWords.name(old.holder)) left \(old.task): it is free.")
    }
    return effects
  }

  static func run(_ command: Command, _ state: inout InterfaceState) -> [Effect] {
    guard let task = state.selected else { return [] }
    let holder = PeopleWords.name(state.presence.lease(of: task.id)?.holder ?? "nobody")
    switch command {
    case .leaseOpen: state.modals.append(.menu(menu(task, state)))
    case .leaseAsk: return [state.send(.lease(task.id, .ask), for: .plain("\(holder) was asked for \(task.id)"))]
    case .leaseHandOver: return [state.send(.lease(task.id, .handOver), for: .plain("\(task.id) was handed over"))]
    case .leaseTake:
      state.modals.append(
        .dialog(
          DialogState(
            title: "Take \(task.id) over from \(holder)?",
            lines: [
              DialogLine(TaskDialogs.name(task), .textStrong), DialogLine(doing(task.id, state)),
              DialogLine("What \(holder) has begun to write stays with them; they can look on, but not act.", .noticeWarning),
            ], yes: "Take it over", intent: .send([PlannedRequest(.lease(task.id, .takeOver), "\(task.id) is yours")]))))
    default: break
    }
    return []
  }

  private static func menu(_ task: TaskRecord, _ state: InterfaceState) -> MenuState {
    let commands: [Command] = [.leaseAsk, .leaseHandOver, .leaseTake]
    let lease = state.presence.lease(of: task.id)
    let title =
      lease.map { $0.holder == state.author ? "\(task.id) is yours" : "\(task.id) is \(PeopleWords.name($0.holder))'s" }
      ?? "Nobody holds \(task.id)"
    return MenuState(
      style: .short, title: title,
      items: commands.map { command in
        MenuItem(
          state.keymap.row(of: command)?.text ?? command.rawValue, disabled: LeaseRules.reason(against: command, state),
          choice: .command(command))
      })
  }

  private static func doing(_ task: TaskID, _ state: InterfaceState) -> String {
    guard let lease = state.presence.lease(of: task) else { return "Nobody holds it any more." }
    let place = state.presence.operators.first { $0.author == lease.holder && $0.task == task }
    let words = place.map { UntrustedText.cleanLine($0.place.words) } ?? ""
    let away = place?.place.isAway == true ? ", away from the terminal" : ""
    let age = FigureText.age(from: lease.since, to: state.now)
    return "\(PeopleWords.name(lease.holder)) holds it for \(age == "now" ? "less than a minute" : age)"
      + (words.isEmpty ? "" : ": \(words)") + away
  }

  private static func key(_ state: InterfaceState) -> String { state.keymap.row(of: .leaseOpen)?.keys.first.map(KeyName.short) ?? ":" }
}
