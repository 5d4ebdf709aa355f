package import Screen

/// What is told of an attached program.
package enum AttachmentNews: Hashable, Sendable {
  /// It has its terminal.
  case begun
  /// What it shows now.
  case frame(TerminalFrame)
  /// It rang the bell.
  case bell
  /// It ended.
  case ended(Attachment.End)
}
