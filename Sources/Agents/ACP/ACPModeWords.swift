import Model

/// Which of an agent's modes is which: a small table of the words that agents use for them, since the protocol has none (facts/engines.md, 4.3).
enum ACPModeWords {
  /// What a mode is wanted for.
  enum Wish: Hashable, Sendable, CaseIterable {
    /// Asks before it changes anything.
    case ask
    /// Runs everything without asking.
    case everything
    /// Plans and changes nothing.
    case plan

    /// The words, best first; compared without "-", "_" and spaces.
    var words: [String] {
      switch self {
      case .ask:
        ["ask", "alwaysask", "askalways", "default", "manual", "normal", "supervised", "interactive", "confirm", "approve", "readonly"]
      case .everything:
        [
          "autoapprove", "alwaysapprove", "bypasspermissions", "yolo", "fullaccess", "agentfullaccess", "fullauto", "autonomous", "dontask",
          "allowall", "auto", "autopilot",
        ]
      case .plan: ["plan", "planning", "planmode", "architect"]
      }
    }
  }

  /// The mode for a wish, if the agent has one that says so.
  static func mode(_ wish: Wish, in modes: [ACPSessionState.Value]) -> ACPSessionState.Value? {
    for word in wish.words {
      if let mode = modes.first(where: { plain($0.id) == word || plain($0.name) == word }) { return mode }
    }
    return nil
  }

  /// The last part of an id ("https://…/session-modes#plan"), in small letters without separators.
  private static func plain(_ text: String) -> String {
    let last = text.split { "#/:".contains($0) }.last.map(String.init) ?? text
    var word = last.lowercased().filter { $0.isLetter || $0.isNumber }
    if word.hasSuffix("mode"), word.count > 4 { word.removeLast(4) }
    return word
  }
}
