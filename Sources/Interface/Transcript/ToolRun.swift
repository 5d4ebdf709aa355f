package import Model

/// A tool call in a transcript, from its beginning to its end.
package struct ToolRun: Hashable, Sendable {
  /// The call; one without a name when only its end is in the part of the transcript that is loaded.
  package var call: ToolCall
  /// What it printed.
  package var output = StreamedText()
  /// How it ended; nil while it runs.
  package var status: ToolStatus?
  /// The exit code of a command, where there is one.
  package var exitCode: Int?
  /// How many calls of sub-agents it lies in, at most 4.
  package var depth = 0

  /// A call that runs.
  package init(call: ToolCall) { self.call = call }

  /// Whether it ended otherwise than well.
  package var isError: Bool { status == .failed || status == .denied || (exitCode ?? 0) != 0 }
}
