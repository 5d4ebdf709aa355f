import Agents
import JSON
import Model
import Testing

@Suite struct ClaudeEventDecoderTests {
  private func events(_ name: String) -> [AgentEvent] {
    EngineReplay.decode(engine: ClaudeEngine(), bytes: Fixture.bytes(name)) ?? []
  }

  private func outcomes(_ events: [AgentEvent]) -> [TurnOutcome] {
    events.compactMap { if case .turnDone(let outcome, _) = $0 { outcome } else { nil } }
  }

  private func results(_ name: String) -> [JSONValue] {
    JSONLines.parse(Fixture.bytes(name)).compactMap { try? $0.value.get() }.filter {
      $0["type"]?.string == "result"
    }
  }

  @Test func recordingsAreThere() { #expect(Fixture.claude.count > 85) }

  @Test(arguments: Fixture.claude)
  func everyRecordingKeepsTheRules(_ name: String) {
    let events = events(name)
    var running = false
    var started: Set<String> = []
    var finished: Set<String> = []
    for event in events {
      switch event {
      case .turnStarted:
        #expect(!running)
        running = true
      case .turnDone:
        #expect(running)
        running = false
      case .toolStarted(let call):
        #expect(started.insert(call.id).inserted)
        #expect((try? JSONValue.parse(call.input)) != nil)
      case .toolFinished(let id, _, _, _):
        #expect(started.contains(id))
        #expect(finished.insert(id).inserted)
      case .textDelta, .textDone, .usage: #expect(running)
      default: break
      }
    }
    #expect(!running)
    #expect(started == finished)
    let cut = name.hasPrefix("sigterm") || name == "rak-1"
    #expect(outcomes(events).count == results(name).count + (cut ? 1 : 0))
  }

  @Test(arguments: Fixture.claude)
  func deltasAddUpToTheirText(_ name: String) {
    var streamed: [String: String] = [:]
    var whole: [String: String] = [:]
    for event in events(name) {
      switch event {
      case .textDelta(let id, let text), .thinkingDelta(let id, let text):
        streamed[id, default: ""] += text
      case .textDone(let id, let text), .thinkingDone(let id, let text):
        #expect(whole[id] == nil)
        whole[id] = text
      case .messageDiscarded(let id): streamed[id] = nil
      default: break
      }
    }
    for (id, text) in streamed { #expect(whole[id] == text) }
  }

  @Test(arguments: Fixture.claude)
  func costAddsUp(_ name: String) {
    let cost = events(name).reduce(0) { sum, event in
      if case .usage(_, let cost) = event { sum + (cost ?? 0) } else { sum }
    }
    var expected = 0.0
    var last = 0.0
    for result in results(name) {
      let total = result["total_cost_usd"]?.double ?? 0
      let own = result["model_usage_since_last_result"]?.object.map {
        $0.values.reduce(0) { $0 + ($1["costUSD"]?.double ?? 0) }
      }
      expected += own ?? max(0, total - last)
      if total > 0 { last = total }
    }
    #expect(abs(cost - expected) < 1e-9)
  }

  @Test(arguments: [
    ("err-400-credit", TaskFailure.Class.billing), ("err-401", .auth), ("err-403", .auth),
    ("err-404-model", .modelNotFound),
    ("err-429-forever", .rateLimit), ("err-529-forever", .overloaded),
    ("err-network-down", .network), ("err-no-key", .auth),
    ("err-prompt-too-long", .contextFull), ("ratelimit-rejected", .rateLimit),
    ("ratelimit-rejected-oauth", .usageLimit),
    ("resume-missing", .engine), ("resume-bad", .engine), ("sigterm-text", .unknown),
  ])
  func failures(_ name: String, _ kind: TaskFailure.Class) {
    let outcome = outcomes(events(name)).last
    guard case .failed(let failure) = outcome else {
      Issue.record("\(name) gave \(String(describing: outcome))")
      return
    }
    #expect(failure.kind == kind)
    #expect(!failure.text.isEmpty)
  }

  @Test(arguments: [
    ("err-500-twice", "completed"), ("err-drop-mid-forever", "completed"),
    ("err-stream-overloaded", "completed"),
    ("max-turns", "limit(turns)"),
    ("interrupt-text", "interrupted completed"), ("interrupt-tool", "interrupted completed"),
    ("sigint-text", "interrupted"),
    ("priority-now", "interrupted completed"), ("queue-fold-uuid", "completed"),
    ("queue-two-while-text", "completed completed completed"),
    ("eof-background", "completed completed"), ("stream-multi", "completed completed"),
    ("perm-stdio", "interrupted"),
    ("partial-compact", "completed completed completed"),
  ])
  func outcomes(_ name: String, _ expected: String) {
    #expect(outcomes(events(name)).map(\.summary).joined(separator: " ") == expected)
  }

  @Test func retriesAreTold() {
    let retries = events("err-529-forever").compactMap { event -> TaskFailure.Class? in
      if case .retrying(_, _, _, let cause) = event { cause } else { nil }
    }
    #expect(!retries.isEmpty)
    #expect(retries.allSatisfy { $0 == .overloaded })
    #expect(
      events("err-401").contains { if case .retrying(1, 1, _, .auth) = $0 { true } else { false } })
  }

  @Test func limitsAreTold() {
    #expect(
      events("ratelimit-rejected-oauth").contains {
        if case .rateLimited(Timestamp(milliseconds: 1_799_999_999_000), _) = $0 {
          true
        } else {
          false
        }
      })
    #expect(
      events("ratelimit-headers-oauth").contains {
        if case .notice(.warning, let text) = $0 { text.contains("91 %") } else { false }
      })
  }

  @Test(arguments: ["tools-default", "dontask", "permission-prompts-none", "repo-hooks-default"])
  func refusedCallsAreDeniedAndSaid(_ name: String) {
    let events = events(name)
    #expect(
      events.contains { if case .toolFinished(_, .denied, _, _) = $0 { true } else { false } })
    #expect(
      events.contains {
        if case .notice(.warning, let text) = $0 { text.contains("was not allowed") } else { false }
      })
  }

  @Test func anyChunkingGivesTheSame() {
    var generator = SystemRandomNumberGenerator()
    for name in Fixture.claude {
      let bytes = Fixture.bytes(name)
      var decoder = ClaudeEventDecoder()
      var lines = JSONLines()
      var chunked: [AgentEvent] = []
      var index = 0
      func feed(_ line: JSONLines.Line) { chunked += decoder.decode(line.bytes).events }
      while index < bytes.count {
        let end = min(bytes.count, index + Int.random(in: 1...700, using: &generator))
        lines.append(bytes[index..<end]).forEach(feed)
        index = end
      }
      if let line = lines.finish() { feed(line) }
      chunked += decoder.ended(TaskFailure(.unknown, "The recording ends inside the turn."))
      let whole = events(name).filter { if case .asked = $0 { false } else { true } }
      #expect(chunked == whole)
    }
  }

  @Test func cutAndMixedLinesNeverCrash() {
    var generator = SystemRandomNumberGenerator()
    for name in ["stream-multi", "partial-tools", "perm-stdio", "interrupt-tool"] {
      let lines = Fixture.bytes(name).split(separator: 0x0a).map(Array.init)
      for _ in 0..<20 {
        var decoder = ClaudeEventDecoder()
        var running = false
        var broken = lines.shuffled(using: &generator)
        for index in broken.indices where Int.random(in: 0..<4, using: &generator) == 0 {
          broken[index] = Array(
            broken[index].prefix(Int.random(in: 0..<broken[index].count, using: &generator)))
        }
        var all = broken.flatMap { decoder.decode($0).events }
        all += decoder.ended(TaskFailure(.unknown, "end"))
        for event in all {
          if case .turnStarted = event {
            #expect(!running)
            running = true
          }
          if case .turnDone = event {
            #expect(running)
            running = false
          }
        }
        #expect(!running)
      }
    }
  }

  @Test func unknownAndMalformedLinesAreKept() {
    var decoder = ClaudeEventDecoder()
    #expect(decoder.decode(Array("Warning: no stdin".utf8)).events == [.raw("Warning: no stdin")])
    #expect(decoder.decode(Array("  ".utf8)).events.isEmpty)
    #expect(
      decoder.decode(Array(#"{"type":"new_thing","x":1}"#.utf8)).events == [
        .raw(#"{"type":"new_thing","x":1}"#)
      ])
    #expect(decoder.decode(Array(#"{"type":"assistant","message":{"id"#.utf8)).events.count == 2)
    #expect(
      decoder.decode(
        Array(
          #"{"type":"control_request","request_id":"r","request":{"subtype":"mcp_message"}}"#.utf8)
      ).control == [
        .unsupported(id: "r", subtype: "mcp_message")
      ])
    for line in [
      #"{"type":"assistant"}"#, #"{"type":"user","message":3}"#, #"{"type":"stream_event"}"#,
      #"{"type":7}"#, "{}", #"{"type":"result"}"#,
    ] {
      _ = decoder.decode(Array(line.utf8))
    }
  }

  @Test func hugeLines() {
    var decoder = ClaudeEventDecoder()
    let content = String(repeating: "x", count: 20 << 20)
    let write =
      #"{"type":"assistant","message":{"id":"m","content":[{"type":"tool_use","id":"t","name":"Write","input":{"file_path":"a","content":""#
      + content + #""}}]}}"#
    let result =
      #"{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t","content":""#
      + content + #""}]}}"#
    let events =
      decoder.decode(Array(write.utf8)).events + decoder.decode(Array(result.utf8)).events
    for event in events {
      switch event {
      case .toolStarted(let call):
        #expect(call.input.utf8.count < 300 << 10)
        #expect((try? JSONValue.parse(call.input))?["file_path"]?.string == "a")
      case .toolFinished(_, _, let output, _):
        #expect(output.utf8.count < 257 << 10)
        #expect(output.hasSuffix("[cut: 20971520 bytes in all]"))
      default: break
      }
    }
    #expect(events.count == 3)
  }

  @Test func aTurnIsEndedWhenTheStreamEnds() {
    var decoder = ClaudeEventDecoder()
    decoder.promptSending(uuid: "u")
    #expect(decoder.promptSent(uuid: "u") == [.turnStarted])
    decoder.promptSending(uuid: "v")
    #expect(decoder.promptSent(uuid: "v") == [])
    let failure = TaskFailure(.engine, "gone")
    #expect(decoder.ended(failure) == [.turnDone(.failed(failure), text: nil)])
    #expect(decoder.ended(failure) == [])
  }

  @Test func aPromptThatNeverCameToATurnFails() {
    var decoder = ClaudeEventDecoder()
    for uuid in ["u", "v"] {
      decoder.promptSending(uuid: uuid)
      _ = decoder.promptSent(uuid: uuid)
    }
    _ = decoder.decode(
      Array(
        #"{"type":"result","subtype":"success","is_error":false,"result":"x","user_message_uuids":["u"]}"#
          .utf8))
    let failure = TaskFailure(.engine, "gone")
    #expect(decoder.ended(failure) == [.turnStarted, .turnDone(.failed(failure), text: nil)])
  }

  @Test func totalsAreSubtractedWhenTheTurnsOwnAreMissing() {
    func result(_ total: Double) -> [UInt8] {
      Array(
        #"{"type":"result","subtype":"success","is_error":false,"total_cost_usd":\#(total),"usage":{"input_tokens":10,"output_tokens":2}}"#
          .utf8)
    }
    var decoder = ClaudeEventDecoder(priorCostUSD: 0.5)
    let costs = [0.6, 0.9].flatMap { decoder.decode(result($0)).events }.compactMap {
      event -> Double? in
      if case .usage(_, let cost) = event { cost } else { nil }
    }
    #expect(costs.count == 2)
    #expect(abs(costs[0] - 0.1) < 1e-9)
    #expect(abs(costs[1] - 0.3) < 1e-9)
  }

  @Test func anotherSessionThanAskedIsSaid() {
    var decoder = ClaudeEventDecoder(expectedSession: "a")
    let events = decoder.decode(
      Array(#"{"type":"system","subtype":"init","session_id":"b","model":"m","tools":[]}"#.utf8)
    ).events
    #expect(events.contains { if case .notice(.error, _) = $0 { true } else { false } })
  }
}
