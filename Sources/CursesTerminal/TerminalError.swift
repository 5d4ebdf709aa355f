/// Why the full screen cannot be shown.
package enum TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Neither the descriptor nor /dev/tty is a terminal.
  case notATerminal
  /// A system call failed; its name and errno.
  case system(String, Int32)
  /// No terminfo entry fits.
  case unknownTerminal(String)
  /// TERM=dumb and the like.
  case noCursor(String)

  /// What we were doing, what happened, what the operator can do.
  package var description: String {
    switch self {
    case .notATerminal: "the full screen needs a terminal and there is none here; use the subcommands (carrel ls, carrel show) instead"
    case .system(let call, let number): "taking the terminal failed: \(call) gave error \(number); try another terminal, or the subcommands"
    case .unknownTerminal(let name):
      "there is no terminfo entry for TERM=\(name), nor one to stand in for it; install ncurses-base or set TERM=xterm-256color"
    case .noCursor(let name):
      "the terminal TERM=\(name) cannot place its cursor, so there is no full screen; use carrel ls, or set TERM rightly"
    }
  }
}
