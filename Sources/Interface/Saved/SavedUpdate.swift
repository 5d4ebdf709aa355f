internal import Model

/// What follows when a theme or the configuration is saved: it holds at once; what is wrong in it goes to the log and is said in one line.
enum SavedUpdate {
  static func apply(_ action: Action, to state: inout InterfaceState) -> [Effect] {
    switch action {
    case .saved(.theme): return [.readTheme(state.theme)]
    case .saved(.configuration): return [.readConfiguration]
    case .themeRead(let name, let about, let warnings, let again):
      // The cursor may have gone on to another theme since.
      guard name == state.theme else { return [] }
      state.themeAbout = about
      tell(warnings, &state)
      if again, warnings.isEmpty { state.say(.info, "The theme \(name) was read again.") }
      return again ? [.redraw] : []
    case .configured(let read):
      state.settings = read.settings
      state.publication = read.publication
      var problems = read.problems
      let before = state.keymap
      if let keymap = read.keymap {
        state.keymap = keymap
        problems += keymap.problems
      }
      tell(problems, &state)
      if problems.isEmpty {
        let keys = state.keymap == before ? "" : " The keys are as it says now."
        state.say(.info, "The configuration was read again.\(keys)")
      }
      return []
    default: return []
    }
  }

  /// Everything to the log, the first as a line at the bottom.
  private static func tell(_ problems: [String], _ state: inout InterfaceState) {
    guard let first = problems.first else { return }
    let more = problems.count > 1 ? " (and \(problems.count - 1) more on the log page)" : ""
    state.say(.warning, first + more)
    for problem in problems.dropFirst().prefix(100) { state.note(.warning, problem) }
  }
}
