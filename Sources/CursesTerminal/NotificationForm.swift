/// How a terminal is asked to show a notification. Sources: iTerm2's and rxvt-unicode's documentation for OSC 9 and OSC 777, kitty's "Desktop notifications"
/// for OSC 99, the terminals' own lists of control sequences.
enum NotificationForm: Hashable, Sendable {
  /// `OSC 9 ; text`: iTerm2, WezTerm, Ghostty, Windows' mintty.
  case osc9
  /// `OSC 777 ; notify ; title ; text`: rxvt-unicode, foot, VTE where it is built in, contour.
  case osc777
  /// `OSC 99`: kitty.
  case osc99

  /// What a terminal understands, by what it answers to XTVERSION, else by its terminfo name; nil: nothing is known of it.
  init?(version: String?, term: String, tmux: Bool) {
    // Only the terminal outside could tell, and it is not asked: OSC 9 is what most understand, and the rest leaves it out.
    if tmux {
      self = .osc9
      return
    }
    let name = (version ?? term).lowercased()
    let known: [(String, NotificationForm)] = [
      ("kitty", .osc99), ("xterm-kitty", .osc99), ("foot", .osc777), ("rxvt", .osc777), ("vte", .osc777), ("contour", .osc777),
      ("iterm", .osc9), ("wezterm", .osc9), ("ghostty", .osc9), ("xterm-ghostty", .osc9), ("mintty", .osc9),
    ]
    guard let found = known.first(where: { name.hasPrefix($0.0) }) else { return nil }
    self = found.1
  }

  /// The sequence; title and body have no control characters.
  func sequence(title: String, body: String) -> String {
    func parted(_ text: String) -> String { text.split(separator: ";", omittingEmptySubsequences: false).joined(separator: ",") }
    // OSC 9 with a number first is another thing (ConEmu's progress).
    return switch self {
    case .osc9: "\u{1B}]9;\(title): \(body)\u{7}"
    case .osc777: "\u{1B}]777;notify;\(parted(title));\(parted(body))\u{7}"
    case .osc99: "\u{1B}]99;;\(title): \(body)\u{1B}\\"
    }
  }
}
