internal import Model

extension MenuState {
  /// For whom an answer holds, and for how long: nothing is sent before one is chosen. Where others ask the same, all of them come first.
  static func scope(of request: AgentRequest, name: RequestName, answer: AgentAnswer, _ state: InterfaceState) -> MenuState {
    let (verb, isYes) = words(answer)
    let asked = state.askers.fingerprint(of: name, state.tasks[name.task])
    let others = asked.map { RequestsUpdate.asking($0, state) } ?? []
    let one =
      isYes
      ? MenuItem("Only this once", section: "Now", choice: .allow(name, always: false))
      : MenuItem("Only \(name.task)", section: "Now", choice: .answer(name, answer, .one, .work))
    var items: [MenuItem] = []
    let count = asked.map { RequestsUpdate.count($0, state) } ?? 0
    if count > 1 {
      let names = ComposerState.names(others)
      items.append(
        MenuItem("All \(count) that ask this now: \(names)", section: "Now", choice: .answer(name, answer, .all, .work)))
    }
    items.append(one)
    if case .permission(_, true) = request.kind, isYes {
      items.append(
        MenuItem("Always in \(name.task): do not ask again for the like", section: "Now", choice: .allow(name, always: true)))
    }
    if asked != nil, let place = state.tasks[name.task]?.repository.name {
      let terms: [RuleTerm] = [.work, .seconds(3600), .seconds(86_400), .forever]
      items += terms.map {
        MenuItem("Always in \(place), \($0.words)", section: "As a rule, for exactly this", choice: .answer(name, answer, .repository, $0))
      }
    }
    return MenuState(style: .short, title: "\(verb): \(request.title)", items: items)
  }

  private static func words(_ answer: AgentAnswer) -> (verb: String, isYes: Bool) {
    switch answer {
    case .allow, .always: ("Allow", true)
    case .deny: ("Deny", false)
    case .answers(let answers): ("Answer \(answers.sorted { $0.key < $1.key }.map(\.value).joined(separator: "; "))", false)
    }
  }
}
