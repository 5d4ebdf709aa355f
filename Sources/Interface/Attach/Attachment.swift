package import Model
package import Screen

/// A program on a terminal of its own in a task's sandbox: it runs on while nobody looks, and ends with this client. The state knows what it shows, the loop around
/// the interface has its pseudo-terminal.
package struct Attachment: Hashable, Sendable {
  /// Looking back at lines that have left the screen, and choosing some.
  package struct Looking: Hashable, Sendable {
    /// The number of the first row shown.
    package var top: Int
    /// The number of the row under the cursor.
    package var row: Int
    /// Where the chosen rows begin; nil: only the one under the cursor.
    package var anchor: Int?
  }

  /// How it ended.
  package enum End: Hashable, Sendable {
    /// By itself or by a signal (128 and its number), with this code.
    case code(Int)
    /// It could not be started or kept; why.
    case failed(String)
  }

  /// Which.
  package let id: AttachmentID
  /// Whose sandbox it runs in.
  package let task: TaskID
  /// What it is: "shell", or the engine's name.
  package let name: String
  /// What it shows; nil before the first frame.
  package var frame: TerminalFrame?
  /// The size that it was last given (cells).
  package var size: Size
  /// Set while the operator looks back.
  package var looking: Looking?
  /// How it ended; nil while it runs.
  package var end: End?

  /// One that is being started.
  package init(id: AttachmentID, task: TaskID, name: String, size: Size) {
    self.id = id
    self.task = task
    self.name = name
    self.size = size
  }
}
