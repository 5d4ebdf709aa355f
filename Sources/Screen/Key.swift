/// A key as typed, after the terminal's sequences have been put together.
package struct Key: Hashable, Sendable {
  /// What was pressed.
  package enum Code: Hashable, Sendable {
    /// A character; Ctrl-A…Ctrl-Z come as the letter with `control` set. Never a control character.
    case character(Unicode.Scalar)
    case enter, tab, backTab, escape, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    /// F1… .
    case function(Int)
  }

  /// What was pressed.
  package var code: Code
  /// With Control.
  package var control: Bool
  /// With Alt (or after Escape).
  package var alt: Bool
  /// With Shift, where the terminal tells (not for characters).
  package var shift: Bool

  /// A key.
  package init(_ code: Code, control: Bool = false, alt: Bool = false, shift: Bool = false) {
    self.code = code
    self.control = control
    self.alt = alt
    self.shift = shift
  }
}
