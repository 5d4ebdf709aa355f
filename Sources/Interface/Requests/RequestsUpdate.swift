internal import Model
internal import Screen
internal import Wire

/// Answers the request that has the focus.
enum RequestsUpdate {
  /// The request with the focus, if it is still open and the task under the cursor's.
  static func focused(_ state: InterfaceState) -> (TaskRecord, AgentRequest, RequestName)? {
    guard let name = state.requests.focused, state.focus == .transcript, let task = state.selected, task.id == name.task,
      let request = task.requests.first(where: { $0.id == name.request })
    else { return nil }
    return (task, request, name)
  }

  /// Gives the focus to the task's first request that waits for an answer; false when there is none.
  @discardableResult
  static func focusFirst(_ state: inout InterfaceState) -> Bool {
    guard let task = state.selected else { return false }
    let names = task.requests.map { RequestName(task: task.id, request: $0.id) }
    guard let name = names.first(where: { !state.requests.sent.contains($0) }) ?? names.first else { return false }
    state.focus = .transcript
    state.beside = .transcript
    state.requests.focused = name
    return true
  }

  static func run(_ command: Command, key: Key?, _ state: inout InterfaceState) -> [Effect] {
    guard let (task, request, name) = focused(state) else { return [] }
    if command == .requestNext {
      let ids = task.requests.map(\.id)
      let place = ids.firstIndex(of: request.id) ?? 0
      if place + 1 < ids.count {
        state.requests.focused = RequestName(task: task.id, request: ids[place + 1])
      } else {
        state.requests.focused = nil
        WorkspaceUpdate.focus(.diff, &state)
      }
      return []
    }
    guard !state.requests.sent.contains(name) else {
      state.say(.info, "The answer is on its way.")
      return []
    }
    switch command {
    case .requestAllow: return answer(.allow, name, &state)
    case .requestDeny: return answer(.deny("The operator said no."), name, &state)
    case .requestAlways:
      if case .questions = request.kind {
        state.requests.scoped = name
        state.say(.info, "Answer it now: then it is asked for whom that holds, and how long.")
      } else {
        state.modals.append(.menu(.scope(of: request, name: name, answer: .allow, state)))
      }
      return []
    case .requestWords:
      let target: ComposerTarget
      if let question = state.requests.openQuestion(of: request, name: name) {
        target = .question(task.id, request: request.id, text: question.text)
      } else {
        target = .denial(task.id, request: request.id)
      }
      ComposerUpdate.open(target, &state)
      return []
    case .requestChoose: return choose(key, request, name, &state)
    case .requestSend:
      guard let question = state.requests.openQuestion(of: request, name: name), question.multiple else { return [] }
      guard let ticked = state.requests.ticked[name], !ticked.isEmpty else {
        state.say(.info, "Choose first: 1…\(min(9, question.options.count)).")
        return []
      }
      return answer(question, with: question.options.filter(ticked.contains).joined(separator: ", "), request, name, &state)
    default: return []
    }
  }

  private static func choose(_ key: Key?, _ request: AgentRequest, _ name: RequestName, _ state: inout InterfaceState) -> [Effect] {
    guard case .character(let scalar)? = key?.code, let digit = Int(String(Character(scalar))),
      let question = state.requests.openQuestion(of: request, name: name)
    else { return [] }
    guard digit >= 1, digit <= question.options.count else {
      state.say(.info, question.options.isEmpty ? "No choices are offered: e answers in words." : "There is no choice \(digit).")
      return []
    }
    let option = question.options[digit - 1]
    guard question.multiple else { return answer(question, with: option, request, name, &state) }
    var ticked = state.requests.ticked[name] ?? []
    if let place = ticked.firstIndex(of: option) { ticked.remove(at: place) } else { ticked.append(option) }
    state.requests.ticked[name] = ticked
    return []
  }

  /// Takes the answer to one question; with the last one all are sent.
  static func answer(
    _ question: AgentQuestion, with text: String, _ request: AgentRequest, _ name: RequestName, _ state: inout InterfaceState
  ) -> [Effect] {
    state.requests.answers[name, default: [:]][question.text] = text
    state.requests.ticked[name] = nil
    guard state.requests.openQuestion(of: request, name: name) == nil else { return [] }
    return answer(.answers(state.requests.answers[name] ?? [:]), name, &state)
  }

  /// The tasks that ask this now, in order.
  static func asking(_ asked: RequestFingerprint, _ state: InterfaceState) -> [TaskID] {
    var tasks: [TaskID] = []
    for name in state.askers.requests(asking: asked) where tasks.last != name.task { tasks.append(name.task) }
    return tasks
  }

  /// How many requests ask this now; one task may ask the same several times.
  static func count(_ asked: RequestFingerprint, _ state: InterfaceState) -> Int { state.askers.requests(asking: asked).count }

  /// An answer was given: sent at once, or first asked for whom it holds, where several ask the same or the operator said so.
  static func answer(_ answer: AgentAnswer, _ name: RequestName, _ state: inout InterfaceState) -> [Effect] {
    guard let task = state.tasks[name.task], let request = task.requests.first(where: { $0.id == name.request }),
      let asked = state.askers.fingerprint(of: name, task), state.requests.scoped == name || count(asked, state) > 1
    else { return send(answer, name, &state) }
    // The menu has the whole answer: left with Esc, the questions are open again.
    state.requests.answers[name] = nil
    state.modals.append(.menu(.scope(of: request, name: name, answer: answer, state)))
    return []
  }

  /// Sends an answer for all that ask the same, or as a rule.
  static func send(
    _ answer: AgentAnswer, _ name: RequestName, scope: AnswerScope, term: RuleTerm, _ state: inout InterfaceState
  ) -> [Effect] {
    guard scope != .one else { return send(answer, name, &state) }
    guard state.connection == .attached else { return send(answer, name, &state) }
    guard state.requests.sent.insert(name).inserted else { return [] }
    state.requests.scoped = nil
    let request = Request.answerMany(
      name.task, request: name.request, answer: answer, scope: scope, term: term, author: state.author)
    return [state.send(request, for: .answer(name.task, request: name.request))]
  }

  /// Sends an answer, once.
  static func send(_ answer: AgentAnswer, _ name: RequestName, _ state: inout InterfaceState) -> [Effect] {
    guard state.connection == .attached else {
      state.say(.warning, "Answering \(name.task): the service cannot be reached. The request stays open; answer when it is back.")
      return []
    }
    guard !state.requests.sent.contains(name) else { return [] }
    state.requests.sent.insert(name)
    state.requests.scoped = nil
    return [
      state.send(
        .answer(name.task, request: name.request, answer: answer, author: state.author), for: .answer(name.task, request: name.request))
    ]
  }
}
