package import Model

/// Decodes the recorded output of an engine's program (`carrel replay`), also a task's protocol log.
package enum EngineReplay {
  /// The events that these bytes give, or nil for an engine whose recordings cannot be decoded. Bytes that end in a turn end in a failed turn.
  package static func decode(engine: any CodingEngine, bytes: [UInt8]) -> [AgentEvent]? {
    guard var decoder = engine.replayDecoder() else { return nil }
    return decode(bytes, with: &decoder)
  }

  private static func decode(_ bytes: [UInt8], with decoder: inout any ReplayDecoder) -> [AgentEvent] {
    var events: [AgentEvent] = []
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) { events += decoder.decode(line: Array(line)) }
    return events + decoder.finish(TaskFailure(.unknown, "The recording ends inside the turn."))
  }
}
