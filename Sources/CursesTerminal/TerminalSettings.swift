internal import Glibc
package import Screen

/// What a `CursesTerminal` needs to know beforehand; `init` takes it from the environment.
package struct TerminalSettings: Hashable, Sendable {
  /// The terminfo name.
  package var term: String
  /// Whether the terminal says that it shows 24-bit colours.
  package var direct: Bool
  /// No colours at all.
  package var mono: Bool
  /// Inside tmux: what it does not understand must be wrapped.
  package var tmux: Bool
  /// How long an Escape waits for the rest of a sequence, in milliseconds.
  package var escapeDelay: Int
  /// The mouse.
  package var mouse: MouseMode
  /// Whether HUP, TERM and INT end the program with the terminal put right; false when the program reads them itself and calls `restore`.
  package var endsOnSignals: Bool
  /// How the operator is told of something.
  package var notify: NotifyMode = .auto
  /// Most colours that are used, for tests and slow lines.
  package var deepest: ColorDepth = .direct

  /// From TERM, COLORTERM, NO_COLOR, TMUX and ESCDELAY.
  package init(mouse: MouseMode = .full, endsOnSignals: Bool = true) {
    func variable(_ name: String) -> String? {
      guard let value = getenv(name) else { return nil }
      let text = String(cString: value)
      return text.isEmpty ? nil : text
    }
    term = variable("TERM") ?? "dumb"
    let color = variable("COLORTERM")
    direct = color == "truecolor" || color == "24bit"
    mono = variable("NO_COLOR") != nil
    tmux = variable("TMUX") != nil
    escapeDelay = variable("ESCDELAY").flatMap(Int.init).map { min(max($0, 0), 1000) } ?? 25
    self.mouse = mouse
    self.endsOnSignals = endsOnSignals
  }

  /// Whether the terminal understands xterm's questions (DECRQM, OSC) or leaves them out quietly; the linux console and old terminals print them.
  var asks: Bool {
    let kinds = ["xterm", "tmux", "foot", "alacritty", "kitty", "wezterm", "ghostty", "contour", "mintty", "konsole", "vte", "iterm"]
    return kinds.contains { term.lowercased().hasPrefix($0) } || term.lowercased().hasPrefix("screen.xterm")
  }

  /// Whether it has a title.
  var hasTitle: Bool { asks || term.hasPrefix("rxvt") || term.hasPrefix("screen") }
}
