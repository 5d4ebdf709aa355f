import JSON
import Model

/// Decodes a protocol log of opencode: events of a server, or lines of `opencode run`.
struct OpenCodeReplay: ReplayDecoder {
  private var decoder = OpenCodeEventDecoder()

  mutating func decode(line: [UInt8]) -> [AgentEvent] {
    guard let value = try? JSONValue.parse(line), value.object != nil else { return [] }
    if value["carrel"] != nil { return sent(value["line"] ?? [:]) }
    let text = String(decoding: line, as: UTF8.self)
    var output = OpenCodeEventDecoder.Output()
    if value["type"]?.string == "carrel.messages" {
      output = decoder.read(value["properties"]?["messages"] ?? [])
    } else if value["properties"] != nil || value["payload"] != nil {
      // In a recording without what was sent, the first session that has no parent is ours.
      let session = value["properties"]?["info"] ?? value["properties"]
      if decoder.session == nil, session?["parentID"] == nil || session?["role"] != nil {
        decoder.session = (session?["sessionID"] ?? session?["id"])?.string.flatMap { $0.hasPrefix("ses") ? $0 : nil }
      }
      output = decoder.decode(text, now: Timestamp(milliseconds: 0))
    } else {
      if decoder.session == nil { decoder.session = value["sessionID"]?.string }
      if !decoder.turnRunning {
        decoder.promptSending()
        output.events += decoder.promptSent()
      }
      decoder.run(value, text, &output)
    }
    return output.events + output.control.flatMap { act($0) }
  }

  mutating func finish(_ failure: TaskFailure) -> [AgentEvent] { decoder.ended(.failed(failure)) }

  /// What was sent to the server: a prompt begins a turn.
  private mutating func sent(_ line: JSONValue) -> [AgentEvent] {
    let parts = (line["path"]?.string ?? "").split(separator: "/").map(String.init)
    guard parts.count == 3, parts[0] == "session" else { return [] }
    decoder.session = parts[1]
    switch parts[2] {
    case "prompt_async", "summarize":
      decoder.promptSending()
      decoder.isCompacting = parts[2] == "summarize"
      return decoder.promptSent()
    case "abort":
      decoder.isInterrupted = true
      return []
    default: return []
    }
  }

  private mutating func act(_ control: OpenCodeControl) -> [AgentEvent] {
    switch control {
    case .asks(let ask): [.asked(ask.request)]
    case .withdrawn(let id): [.askWithdrawn(id: id)]
    case .idle: decoder.endTurn(decoder.outcome())
    }
  }
}
