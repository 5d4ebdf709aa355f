extension ColorDepth {
  /// How many colours a terminal has by its environment alone (TERM, COLORTERM, NO_COLOR), for commands that print and do not ask it.
  package init(environment: [String: String]) {
    func given(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    let term = given("TERM") ?? "dumb"
    if given("NO_COLOR") != nil || term == "dumb" || term.hasPrefix("vt") {
      self = .mono
    } else if given("COLORTERM") == "truecolor" || given("COLORTERM") == "24bit" {
      self = .direct
    } else if term.contains("256color") || ["foot", "alacritty", "xterm-kitty", "xterm-ghostty", "wezterm"].contains(term) {
      self = .indexed
    } else if term.contains("16color") {
      self = .sixteen
    } else {
      self = .eight
    }
  }
}
