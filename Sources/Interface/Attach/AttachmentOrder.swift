package import Screen

/// What the loop is to do with an attached program.
package enum AttachmentOrder: Hashable, Sendable {
  /// Begin: the program comes from there and gets a terminal of this size (cells).
  case begin(AttachmentSource, Size)
  /// Type a key.
  case key(Key)
  /// Paste bytes.
  case paste([UInt8])
  /// Pass the mouse on, in cells of the program's own screen.
  case mouse(MouseEvent)
  /// Give the terminal another size (cells).
  case resize(Size)
  /// Show the rows from this number on; nil: live.
  case show(top: Int?)
  /// Put these rows on the operator's clipboard.
  case copy(first: Int, last: Int)
  /// End the program and all that it started.
  case end
}
