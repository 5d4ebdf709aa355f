package import Model

/// Decodes recorded lines of an engine's program. Lines of a protocol log that Carrel sent come wrapped as `{"carrel":"sent","line":…}`.
package protocol ReplayDecoder {
  /// The events of one line without its line end.
  mutating func decode(line: [UInt8]) -> [AgentEvent]
  /// The recording is over: a turn that still runs ends with this failure.
  mutating func finish(_ failure: TaskFailure) -> [AgentEvent]
}
