/// How much of the mouse is taken from the terminal, which otherwise selects text with it.
package enum MouseMode: String, Hashable, Sendable {
  case off
  /// Wheel and clicks.
  case wheel
  /// Drags too.
  case full

  /// What switches it on: SGR coordinates (1006) with buttons (1000) or button motion (1002).
  var sequence: String {
    switch self {
    case .off: ""
    case .wheel: "\u{1B}[?1006;1000h"
    case .full: "\u{1B}[?1006;1002h"
    }
  }
}
