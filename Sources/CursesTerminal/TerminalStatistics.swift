/// What has been shown so far.
package struct TerminalStatistics: Hashable, Sendable {
  /// Frames that changed something.
  package var frames = 0
  /// write(2) calls.
  package var writes = 0
  /// Bytes written.
  package var bytes = 0
  /// Frames left out because a newer one came while the terminal took no output.
  package var dropped = 0
  /// Scrolls of a part by the terminal instead of a repaint.
  package var scrolls = 0
}
