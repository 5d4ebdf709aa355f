/// What a terminal answered to a question of ours (xterm, "Control Sequences").
package enum TerminalReply: Hashable, Sendable {
  /// DECRPM: a private mode and whether it can be set (1 set, 2 reset; 0 and 4 mean no).
  case mode(Int, state: Int)
  /// OSC 11: the background colour.
  case background(red: UInt8, green: UInt8, blue: UInt8)
  /// XTVERSION: what the terminal calls itself, its printable characters, at most 100.
  case version(String)
  /// DA1, which ends the answers.
  case attributes
}
