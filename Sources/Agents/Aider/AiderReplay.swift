import Model

/// Decodes recordings of aider, or a protocol log, in which every turn begins with aider's version line.
struct AiderReplay: ReplayDecoder {
  private var decoder = AiderDecoder(prefix: "aider-0")
  private var runs = 0
  private var isOpen = false

  mutating func decode(line: [UInt8]) -> [AgentEvent] {
    if line.starts(with: Array(#"{"carrel":"#.utf8)) { return [] }
    var events: [AgentEvent] = []
    if isOpen, decoder.phase != .starting, line.starts(with: Array("Aider v".utf8)) { events += end() }
    if !isOpen {
      isOpen = true
      events.append(.turnStarted)
    }
    return events + decoder.decode(line)
  }

  mutating func finish(_ failure: TaskFailure) -> [AgentEvent] { isOpen ? end() : [] }

  /// The exit is not in a recording; it says nothing anyway.
  private mutating func end() -> [AgentEvent] {
    let closing = decoder.close()
    let outcome = decoder.outcome(TurnCut(exit: AgentExit(code: 0), isInterrupted: false, lastWords: ""))
    let events = closing + [.turnDone(outcome, text: outcome == .completed ? decoder.lastText : nil)]
    runs += 1
    decoder = AiderDecoder(prefix: "aider-\(runs)")
    isOpen = false
    return events
  }
}
