import Client
import Glibc
import Model
import Wire

/// Lines from an agent, through its pipe, the decoder, the task's machine and the store, to three attached clients.
extension Bench {
  func events() async throws {
    try makeProject("stream", files: 20)
    guard let own = realpath("/proc/self/exe", nil) else { throw BenchError("where this program lies is not known") }
    let config = "default_engine = \"demo\"\n[engine.demo]\ncommand = \"\(String(cString: own))\"\n"
    free(own)
    let rounds = 2000
    try await withService("events", config: config, tasks: 0) { service in
      var rates: [Double] = []
      var (busy, sent, cut) = (0.0, 0.0, 0)
      for number in 1...5 {
        let listeners = try (0..<3).map { _ in try Listener(socket: "\(self.place.root)/events/service.sock", version: self.place.version) }
        let listening = listeners.map { listener in Task { await listener.listen() } }
        for listener in listeners { while await !listener.isAttached { try await Task.sleep(for: .milliseconds(10)) } }
        try self.place.write("- [ ] Speak \(number) [[bench:\(rounds)]]\n", to: "speak.md")
        let before = service.processorTime
        try self.place.command("events", ["add", "\(self.place.root)/speak.md"], directory: "\(self.place.root)/stream")
        for task in listening { await task.value }
        let spent = service.processorTime - before
        var (first, last) = (Double.infinity, 0.0)
        for listener in listeners {
          if await listener.wasCut { cut += 1 }
          first = min(first, await listener.began ?? .nan)
          last = max(last, await listener.ended ?? .nan)
          sent += Double(await listener.bytes)
          await listener.close()
        }
        guard last > first else { throw BenchError("the stream did not arrive") }
        rates.append(Double(rounds * FastAgent.linesPerRound) / (last - first) * 1000)
        busy += spent
        _ = try? self.place.command("events", ["wait", "T\(number)", "--timeout", "60"])
      }
      let rate = Sample(rates)
      let total = Double(5 * rounds * FastAgent.linesPerRound)
      self.figures.append(
        Figure(
          "events from agent to store to three clients",
          "\(Figure.number(rate.median, 0))/s (\(Figure.number(rate.least, 0))–\(Figure.number(rate.most, 0)))", reach: "≥ 20,000/s",
          peers: try self.jq(rate.median)))
      self.figures.append(
        Figure(
          "… service's processor time, bytes to each client, memory after",
          "\(Figure.number(busy / total * 1000, 1)) µs, \(Figure.number(sent / total / 3, 0)) an event; \(Figure.number(service.memory)) MB"
        ))
      if cut > 0 { self.remarks.append("\(cut) of 15 clients did not keep up and were cut.") }
      try await self.checkStore(rounds)
    }
  }

  /// Every text and call has to be in the store.
  private func checkStore(_ rounds: Int) async throws {
    let client = try await place.client("events")
    defer { client.close() }
    var (last, texts, calls): (Int64, Int, Int) = (0, 0, 0)
    while true {
      guard
        case .transcript(let entries, let more) = try await client.request(.transcript(TaskID(1), after: last, before: nil, limit: 5000))
      else { break }
      for entry in entries {
        last = max(last, entry.seq)
        if case .agent(.textDone) = entry.event { texts += 1 }
        if case .agent(.toolFinished) = entry.event { calls += 1 }
      }
      if !more { break }
    }
    remarks.append("Of \(rounds + 2) messages and \(rounds) calls of a stream, the store holds \(texts) and \(calls).")
  }

  /// jq reading and printing the same lines into nothing.
  private func jq(_ ours: Double) throws -> String {
    guard access("/usr/bin/jq", X_OK) == 0 else { return "" }
    var text = ""
    let line =
      #"{"type":"stream_event","event":{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"twenty-four characters. "}},"parent_tool_use_id":null,"session_id":"00000000-0000-4000-8000-000000000001","uuid":"00000000-0000-4000-8000-000000000002"}"#
    for _ in 0..<50_000 { text += line + "\n" }
    try place.write(text, to: "lines.json")
    var times: [Double] = []
    for _ in 0..<3 {
      let start = Moment.now
      try Place.run("/bin/sh", ["-c", "/usr/bin/jq -c . lines.json > /dev/null"], place.environment("events"), place.root)
      times.append(Moment.now - start)
    }
    let theirs = 50_000 / Sample(times).median * 1000
    return "×\(Figure.number(ours / theirs, 2)) jq -c . on the same lines (\(Figure.number(theirs, 0))/s)"
  }
}
