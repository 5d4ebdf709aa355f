/// What a terminal tells a program.
package enum TerminalEvent: Hashable, Sendable {
  /// A key was typed.
  case key(Key)
  /// A bracketed paste, whole, as it came (bytes that are not UTF-8 are kept for the reader to judge).
  case paste([UInt8])
  /// The mouse.
  case mouse(MouseEvent)
  /// The size changed.
  case resized(Size)
  /// The terminal got or lost the focus.
  case focus(Bool)
  /// The program was continued after a stop.
  case resumed
}
