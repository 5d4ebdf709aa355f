import JSON
import Model
import Platform

/// What comes from the agent.
extension ACPAgent {
  /// Lines that came together: their events are handed out at once, but for what the agent wants to be answered in between.
  func take(_ lines: [LineSplitter.Line]) async {
    var events: [AgentEvent] = []
    for line in lines {
      let message: ACPMessage
      switch read(line.bytes, &events) {
      case .some(let found): message = found
      case nil: continue
      }
      switch message {
      case .notification(let method, let params): events += notified(method, params, line.bytes)
      case .result(let id, let result): events += answered(id, .success(result))
      case .failure(let id?, let error): events += answered(id, .failure(ACPRefusal(error)))
      case .failure(nil, let error): events.append(.notice(.warning, "\(program.engine) says “\(error.text)”."))
      case .unknown: events.append(.raw(Self.text(line.bytes)))
      case .request(let id, let method, let params):
        await post(events)
        events = []
        await serve(id, method, params)
      }
      // The answer to a prompt ends the turn: what waits for that comes first.
      if events.contains(where: { if case .turnDone = $0 { true } else { false } }) {
        await post(events)
        events = []
      }
    }
    await post(events)
  }

  private func read(_ line: [UInt8], _ events: inout [AgentEvent]) -> ACPMessage? {
    guard let first = line.first(where: { ![0x20, 0x09, 0x0d].contains($0) }) else { return nil }
    guard first == UInt8(ascii: "{") else {
      events.append(.raw(Self.text(line)))
      return nil
    }
    do throws(JSONError) {
      return ACPMessage(try JSONValue.parse(line))
    } catch {
      events += [.notice(.warning, "A line of \(program.engine) cannot be read: \(error)."), .raw(Self.text(line))]
      return nil
    }
  }

  private func notified(_ method: String, _ params: JSONValue, _ line: [UInt8]) -> [AgentEvent] {
    let session = params["sessionId"]?.string
    if let loading, let session, session != loading { strayer = session }
    // Updates of another session are not of this task.
    if let session, let sessionID, session != sessionID { return [.raw(Self.text(line))] }
    return decoder.notification(method, params, line: Self.text(line))
  }

  private func answered(_ id: Int, _ answer: Result<JSONValue, ACPRefusal>) -> [AgentEvent] {
    switch pending[id] {
    case .call:
      // What follows the answer to a load is no history any more.
      if loading != nil { decoder.isReplaying = false }
      settle(id, answer)
      return []
    case .prompt:
      pending[id] = nil
      switch answer {
      case .success(let result): return decoder.answered(result)
      case .failure(let refusal): return decoder.failed(refusal.error)
      }
    case nil: return []
    }
  }

  /// The program is gone.
  func ended(_ exit: AgentExit) async {
    gone.open()
    let waiting = pending
    pending = [:]
    for case .call(let continuation) in waiting.values { continuation.resume(returning: .failure(ACPRefusal(.failed("it has ended")))) }
    var events = asked.keys.sorted().map(AgentEvent.askWithdrawn)
    asked = [:]
    held = []
    if isStopping {
      events += decoder.ended(.interrupted)
    } else {
      let said = await channel.lastWords
      events += decoder.ended(
        .failed(TaskFailure(.engine, "\(program.engine) ended in the middle of the turn (\(exit.text)).\(said)")))
    }
    await post(events)
    await endTerminals()
    await channel.finish(exit)
  }

  static func text(_ line: [UInt8]) -> String {
    guard line.count > TextLimit.raw else { return String(decoding: line, as: UTF8.self) }
    return String(decoding: line.prefix(TextLimit.raw), as: UTF8.self) + "\n[cut: \(line.count) bytes in all]"
  }
}
