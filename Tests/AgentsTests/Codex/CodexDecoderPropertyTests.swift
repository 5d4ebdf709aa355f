import Agents
import JSON
import Model
import TestSupport
import Testing

/// What holds of any output, also of one that is cut, mixed up or made to hurt.
@Suite struct CodexDecoderPropertyTests {
  private func check(_ events: [AgentEvent], _ what: String) {
    var running = false
    var calls: Set<String> = []
    for event in events {
      switch event {
      case .turnStarted:
        #expect(!running, "\(what): a turn in a turn")
        running = true
      case .turnDone:
        #expect(running, "\(what): an end without a turn")
        #expect(calls.isEmpty, "\(what): calls are left open")
        running = false
      case .toolStarted(let call):
        #expect(running && calls.insert(call.id).inserted, "\(what): \(call.id) begins twice or outside")
      case .toolFinished(let id, _, _, _): #expect(calls.remove(id) != nil, "\(what): \(id) ends without a beginning")
      default: break
      }
    }
    #expect(!running, "\(what): the turn has no end")
  }

  @Test(arguments: CodexFixture.names)
  func cutAtEveryLine(_ name: String) {
    let lines = CodexFixture.lines(name)
    for count in 0...lines.count {
      check(CodexFixture.events(Array(lines.prefix(count).joined(separator: [0x0a]))), "\(name) cut at \(count)")
    }
  }

  @Test(arguments: CodexFixture.names)
  func halfLines(_ name: String) {
    let bytes = CodexFixture.bytes(name)
    var generator = SeededGenerator(seed: UInt64(bytes.count))
    for _ in 0..<20 {
      let end = bytes.isEmpty ? 0 : Int.random(in: 0..<bytes.count, using: &generator)
      check(CodexFixture.events(Array(bytes.prefix(end))), "\(name) cut at byte \(end)")
    }
  }

  @Test(arguments: CodexFixture.names)
  func shuffledAndDoubled(_ name: String) {
    var generator = SeededGenerator(seed: 7)
    let lines = CodexFixture.lines(name)
    let mixed = (lines + lines).shuffled(using: &generator)
    check(CodexFixture.events(Array(mixed.joined(separator: [0x0a]))), "\(name) shuffled")
  }

  /// Values of other types, numbers too big, missing members: nothing traps, and turns still end once.
  @Test(arguments: CodexFixture.names)
  func strangeValues(_ name: String) {
    var generator = SeededGenerator(seed: 3)
    let strange: [JSONValue] = [
      .null, true, 1e300, -1, .integer(.max), .integer(.min), "", "x", [], [:], [["type": "x"]], "\u{1b}[31m", .double(.infinity),
    ]
    for _ in 0..<5 {
      var bytes: [UInt8] = []
      for line in CodexFixture.lines(name) {
        guard let value = try? JSONValue.parse(line) else { continue }
        changed(value, strange, &generator).appendBytes(to: &bytes)
        bytes.append(0x0a)
      }
      check(CodexFixture.events(bytes), "\(name) with strange values")
    }
  }

  private func changed(_ value: JSONValue, _ strange: [JSONValue], _ generator: inout SeededGenerator) -> JSONValue {
    if Int.random(in: 0..<25, using: &generator) == 0 { return strange.randomElement(using: &generator) ?? .null }
    switch value {
    case .array(let values): return .array(values.map { changed($0, strange, &generator) })
    case .object(let object):
      var new = JSONObject()
      for (key, value) in object { new.append(key, changed(value, strange, &generator)) }
      return .object(new)
    default: return value
    }
  }

  @Test func garbage() {
    let events = CodexFixture.events(Array("hello\n{\"a\":\n[]\n{}\n{\"method\":5}\n{\"method\":\"new/thing\",\"params\":{}}\n".utf8))
    #expect(!events.contains { if case .turnStarted = $0 { true } else { false } })
    #expect(events.contains(.raw("hello")))
    #expect(events.contains { if case .raw(let line) = $0 { line.contains("new/thing") } else { false } })
  }

  @Test func figuresThatOverflow() {
    let total: JSONValue = [
      "totalTokens": .integer(.max), "inputTokens": .integer(.max), "outputTokens": .integer(.max), "cachedInputTokens": .integer(.max),
      "cacheWriteInputTokens": .integer(.max),
    ]
    var decoder = CodexEventDecoder()
    _ = decoder.startTurn("t")
    let line: JSONValue = [
      "method": "thread/tokenUsage/updated",
      "params": ["turnId": "t", "tokenUsage": ["total": total, "last": total, "modelContextWindow": .integer(.max)]],
    ]
    var bytes: [UInt8] = []
    line.appendBytes(to: &bytes)
    let events = decoder.decode(bytes).events + decoder.decode(bytes).events
    #expect(events.filter { if case .usage = $0 { true } else { false } }.count == 1)
  }
}
