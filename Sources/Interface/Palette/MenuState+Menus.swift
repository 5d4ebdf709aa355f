internal import Model
internal import Screen

extension MenuState {
  /// Every command by name, those of this moment first.
  static func palette(_ state: InterfaceState) -> MenuState {
    let contexts = state.contexts
    let order = contexts + [.list, .everywhere].filter { !contexts.contains($0) }
    var seen: Set<Command> = []
    var items: [MenuItem] = []
    for context in order where context != .moving {
      for row in state.keymap.rows(in: context) where row.command != .paletteOpen && seen.insert(row.command).inserted {
        items.append(item(row, state, section: ""))
      }
    }
    return MenuState(style: .palette, title: "Commands", items: items)
  }

  /// The keys of this moment, then those of everywhere else.
  static func help(_ state: InterfaceState) -> MenuState {
    let contexts = state.contexts
    let rest = KeyContext.allCases.filter { !contexts.contains($0) }
    var items: [MenuItem] = []
    for context in contexts { items += state.keymap.rows(in: context).map { item($0, state, section: context.title) } }
    for context in rest {
      items += state.keymap.rows(in: context).map { row in
        var item = item(row, state, section: context.title)
        item.disabled = "That key works elsewhere: \(context.title.lowercased())."
        return item
      }
    }
    return MenuState(style: .help, title: "Keys of this moment", items: items)
  }

  private static func item(_ row: KeyBinding, _ state: InterfaceState, section: String) -> MenuItem {
    MenuItem(
      row.text, keys: row.keys.map(KeyName.name).joined(separator: " "), section: section,
      disabled: Availability.reason(against: row.command, state),
      choice: .command(row.command))
  }

  /// Sort and group.
  static func order(_ state: InterfaceState) -> MenuState {
    func mark(_ chosen: Bool) -> String { chosen ? "(•) " : "( ) " }
    let sorts = TaskSort.allCases.map { MenuItem(mark($0 == state.list.sort) + $0.rawValue, section: "Sort by", choice: .sort($0)) }
    let groups = TaskGroup.allCases.map { MenuItem(mark($0 == state.list.group) + $0.rawValue, section: "Group by", choice: .group($0)) }
    return MenuState(style: .short, title: "Sort and group", items: sorts + groups)
  }

  /// The ways to go on with ended tasks.
  static func retry(_ tasks: [TaskRecord], _ state: InterfaceState) -> MenuState {
    let ids = tasks.map(\.id)
    var items = [
      MenuItem("Go on in its workspace", choice: .retry(ids, engine: nil, fresh: false)),
      MenuItem("Start anew in a fresh workspace (the old one goes to the morgue)", choice: .retry(ids, engine: nil, fresh: true)),
    ]
    for engine in state.engines where tasks.contains(where: { $0.engine != engine }) {
      items.append(MenuItem("Go on with \(engine)", choice: .retry(ids, engine: engine, fresh: false)))
    }
    return MenuState(style: .short, title: "Retry \(ComposerState.names(ids))", items: items)
  }

  /// The hosts that a task was refused, the most recent first; the first one also for more than this task.
  static func hosts(_ task: TaskRecord) -> MenuState {
    let rules = task.blockedHosts.compactMap { use in (try? NetworkHost(parsing: use.host)).map { HostRule($0, port: use.port) } }
    var items = rules.map { MenuItem("Allow \($0.text)", section: "For \(task.id)", choice: .allowHost(task.id, $0, .task)) }
    if let last = rules.first {
      items.append(
        MenuItem("Allow \(last.text)", section: "For all tasks of \(task.repository.name)", choice: .allowHost(task.id, last, .repository)))
      items.append(MenuItem("Allow \(last.text)", section: "For all tasks", choice: .allowHost(task.id, last, .everyone)))
    }
    return MenuState(style: .short, title: "The network refused \(task.id)", items: items)
  }

  /// The attached programs: back to one, or end it.
  static func terminals(_ state: InterfaceState) -> MenuState {
    let rows = state.attachments.map { attachment -> (String, Attachment) in
      let title = attachment.frame?.title ?? ""
      return ("\(attachment.task) \(attachment.name)\(title.isEmpty ? "" : " · \(title)")", attachment)
    }
    return MenuState(
      style: .short, title: "Attached programs",
      items: rows.map { MenuItem($0.0, section: "Back to", choice: .terminal($0.1.id, ends: false)) }
        + rows.map { MenuItem($0.0, section: "End", choice: .terminal($0.1.id, ends: true)) })
  }
}
