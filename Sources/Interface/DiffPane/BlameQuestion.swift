/// What an operator wants to know of who wrote a file.
package enum BlameQuestion: Hashable, Sendable {
  /// The tool call that wrote this line, by its number in the new file.
  case line(Int)
  /// What is left of what the tool call wrote that begins with this entry of the transcript.
  case call(Int64)
}
