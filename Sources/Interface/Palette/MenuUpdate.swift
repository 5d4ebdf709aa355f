internal import Model
internal import Screen
internal import Wire

/// Runs menus.
enum MenuUpdate {
  static func run(_ command: Command, _ menu: MenuState, _ state: inout InterfaceState) -> [Effect] {
    var menu = menu
    let count = menu.found.count
    switch command {
    case .leave:
      state.modals.removeLast()
      return []
    case .menuDown: menu.cursor += 1
    case .menuUp: menu.cursor -= 1
    case .movePageDown: menu.cursor += 10
    case .movePageUp: menu.cursor -= 10
    case .menuRun: return choose(menu, &state)
    default: if menu.query.apply(command) { menu.cursor = 0 }
    }
    menu.cursor = max(0, min(menu.cursor, count - 1))
    state.modals[state.modals.count - 1] = .menu(menu)
    return []
  }

  private static func choose(_ menu: MenuState, _ state: inout InterfaceState) -> [Effect] {
    let found = menu.found
    guard found.indices.contains(menu.cursor) else { return [] }
    let item = found[menu.cursor]
    if let disabled = item.disabled {
      state.say(.info, disabled)
      return []
    }
    state.modals.removeLast()
    switch item.choice {
    case .command(let command): return Update.run(command, key: nil, &state)
    case .sort(let sort):
      state.list.sort = sort
      return []
    case .group(let group):
      state.list.group = group
      return []
    case .retry(let ids, let engine, let fresh):
      return BulkActs.retry(ids, engine: engine, fresh: fresh, &state)
    case .allowHost(let id, let rule, let scope):
      let whom = scope == .task ? "\(id)" : scope == .repository ? "the repository's tasks" : "all tasks"
      return [state.send(.allowHosts(id, [rule], scope: scope, forget: false), for: .plain("\(rule.text) is allowed for \(whom)"))]
    case .terminal(let id, let ends): return AttachUpdate.choose(id, ends: ends, &state)
    case .answer(let name, let answer, let scope, let term):
      return RequestsUpdate.send(answer, name, scope: scope, term: term, &state)
    case .allow(let name, let always): return RequestsUpdate.send(always ? .always : .allow, name, &state)
    }
  }
}
