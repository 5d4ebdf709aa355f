import Model

/// Decodes recordings of gemini's stream-json, or a protocol log; every `init` line begins a turn.
struct GeminiReplay: ReplayDecoder {
  private var decoder = GeminiEventDecoder(prefix: "gemini-0")
  private var runs = 0
  private var isOpen = false

  mutating func decode(line: [UInt8]) -> [AgentEvent] {
    let events = decoder.decode(line)
    guard !events.isEmpty else { return [] }
    var all: [AgentEvent] = []
    if !isOpen, !events.allSatisfy({ if case .raw = $0 { true } else { false } }) {
      isOpen = true
      all.append(.turnStarted)
    }
    all += events
    if let outcome = decoder.result { all += end(outcome) }
    return all
  }

  mutating func finish(_ failure: TaskFailure) -> [AgentEvent] { isOpen ? end(.failed(failure)) : [] }

  private mutating func end(_ outcome: TurnOutcome) -> [AgentEvent] {
    let events = decoder.close() + [.turnDone(outcome, text: outcome == .completed ? decoder.lastText : nil)]
    runs += 1
    decoder = GeminiEventDecoder(prefix: "gemini-\(runs)")
    isOpen = false
    return events
  }
}
