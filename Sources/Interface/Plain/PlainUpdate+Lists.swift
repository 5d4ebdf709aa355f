internal import Model

/// Lists, numbers and words.
extension PlainUpdate {
  static func list(_ words: String, _ state: inout PlainState, empty: String) -> [PlainEffect] {
    let filter = TaskFilter(words)
    state.listed = TaskOrder(sort: .need, group: .state).rows(of: state.tasks.values.filter { filter.matches($0) }).compactMap(\.task)
    state.told = 0
    return state.listed.isEmpty ? [.print(empty)] : more(&state)
  }

  static func more(_ state: inout PlainState) -> [PlainEffect] {
    guard state.told < state.listed.count else { return [.print("That was all of the list.")] }
    var effects: [PlainEffect] = []
    var section: TaskSection?
    for number in state.told..<min(state.told + page, state.listed.count) {
      guard let task = state.tasks[state.listed[number]] else { continue }
      let own = TaskSection(task)
      if own != section {
        effects.append(.print(own.title.lowercased()))
        section = own
      }
      effects.append(.print(PlainWords.row(task, number: number + 1, now: state.now)))
      state.told = number + 1
    }
    let left = state.listed.count - state.told
    if left > 0 { effects.append(.print("\(left) more: type more.")) }
    return effects
  }

  static func read(_ id: TaskID, _ state: PlainState) -> [PlainEffect] {
    guard let task = state.tasks[id] else { return [] }
    return PlainWords.task(task, now: state.now).map { .print($0) }
  }

  /// The task of a number of the list, or of an id.
  static func task(_ name: String, _ state: PlainState) -> TaskID? {
    if let number = Int(name) { return state.listed.indices.contains(number - 1) ? state.listed[number - 1] : nil }
    return TaskID(parsing: name).flatMap { state.tasks[$0] == nil ? nil : $0 }
  }

  /// Words parted by blanks; what stands in quotes is one.
  static func split(_ text: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in text {
      if let open = quote {
        if character == open { quote = nil } else { word?.append(character) }
      } else if character == "\"" || character == "'" {
        quote = character
        word = word ?? ""
      } else if character == " " || character == "\t" {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if let done = word { words.append(done) }
    return words
  }
}
