package import Model

/// A line of the log page.
package struct LogLine: Hashable, Sendable {
  /// When it came.
  package var time: Timestamp
  /// How much it matters.
  package var level: NoticeLevel
  /// The line, not yet sanitised.
  package var text: String

  /// A line.
  package init(time: Timestamp, level: NoticeLevel, text: String) {
    self.time = time
    self.level = level
    self.text = text
  }
}
