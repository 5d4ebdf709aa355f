import Model

/// Decodes recordings of claude: its output, or a protocol log.
struct ClaudeReplay: ReplayDecoder {
  private var decoder = ClaudeEventDecoder()

  mutating func decode(line: [UInt8]) -> [AgentEvent] {
    let output = decoder.decode(line)
    return output.events
      + output.control.compactMap { control in
        switch control {
        case .asks(let permission): .asked(permission.request(plan: nil, workspace: ""))
        case .withdrawn(let id): .askWithdrawn(id: id)
        default: nil
        }
      }
  }

  mutating func finish(_ failure: TaskFailure) -> [AgentEvent] { decoder.ended(failure) }
}
