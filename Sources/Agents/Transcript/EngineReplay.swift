package import Model

/// Decodes the recorded output of an engine's program (`carrel replay`), also a task's protocol log.
package enum EngineReplay {
  /// The engines whose streams can be decoded.
  package static let engines = ["claude", "demo"]

  /// The events that these bytes give, or nil for an engine that is not known. Bytes that end in a turn end in a failed turn.
  package static func decode(engine: String, bytes: [UInt8]) -> [AgentEvent]? {
    guard engines.contains(engine) else { return nil }
    var decoder = ClaudeEventDecoder()
    var events: [AgentEvent] = []
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let output = decoder.decode(Array(line))
      events += output.events
      for control in output.control {
        switch control {
        case .asks(let permission): events.append(.asked(permission.request(plan: nil, workspace: "")))
        case .withdrawn(let id): events.append(.askWithdrawn(id: id))
        default: break
        }
      }
    }
    return events + decoder.ended(TaskFailure(.unknown, "The recording ends inside the turn."))
  }
}
