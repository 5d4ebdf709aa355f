import Agents
import Model
import Testing

@Suite struct AiderGoldenTests {
  private static let golden: [(String, [String])] = [
    (
      "message-clean",
      [
        "turn",
        "model openai/gpt-4o",
        "text Creating.\n\nhello.txt\n```\n<<<<<<< SEARCH\n",
        "usage 1900/47 53",
        "start edit Edit calc.py",
        "file update calc.py",
        "end ok - Applied edit to calc.py",
        "start edit Edit hello.txt",
        "file update hello.txt",
        "end ok - Applied edit to hello.txt",
        "done completed Creating.\n\nhello.txt\n```\n<<<<<",
      ]
    ),
    (
      "err-401",
      [
        "turn",
        "model openai/gpt-4o",
        "done failed(auth) -",
      ]
    ),
    (
      "err-no-key",
      [
        "turn",
        "model openai/gpt-4o",
        "done failed(auth) -",
      ]
    ),
    (
      "err-400-context",
      [
        "turn",
        "model openai/gpt-4o",
        "usage 1900/0 49",
        "done failed(context_full) -",
      ]
    ),
    (
      "err-500-once",
      [
        "turn",
        "model openai/gpt-4o",
        "text Fix.\n\ncalc.py\n```python\n<<<<<<< SEARCH\n ",
        "usage 1900/29 52",
        "start edit Edit calc.py",
        "file update calc.py",
        "end ok - Applied edit to calc.py",
        "done completed Fix.\n\ncalc.py\n```python\n<<<<<<",
      ]
    ),
    (
      "err-bad-model",
      [
        "turn",
        "model openai/nope",
        "done failed(model_not_found) -",
      ]
    ),
    (
      "err-drop-mid",
      [
        "turn",
        "model openai/gpt-4o",
        "discarded",
        "retry 0/0 network",
        "text Fix.\n\ncalc.py\n```python\n<<<<<<< SEARCH\n ",
        "usage 1900/29 52",
        "start edit Edit calc.py",
        "file update calc.py",
        "end ok - Applied edit to calc.py",
        "done completed Fix.\n\ncalc.py\n```python\n<<<<<<",
      ]
    ),
    (
      "resume-2",
      [
        "turn",
        "model openai/gpt-4o",
        "text You asked before.",
        "usage 1900/4 48",
        "done completed You asked before.",
      ]
    ),
    (
      "thinking",
      [
        "turn",
        "model openai/gpt-4o",
        "thinking let me think about it",
        "text ok then",
        "usage 1900/58 54",
        "done completed ok then",
      ]
    ),
    (
      "sigint",
      [
        "turn",
        "model openai/gpt-4o",
        "text word word word word word word word word ",
        "done interrupted -",
      ]
    ),
    (
      "sigterm",
      [
        "turn",
        "model openai/gpt-4o",
        "text word word word word word word word word ",
        "done failed(engine) -",
      ]
    ),
    (
      "ask-mode",
      [
        "turn",
        "model openai/gpt-4o",
        "text It subtracts.",
        "usage 202/4 6",
        "done completed It subtracts.",
      ]
    ),
    (
      "lint-test",
      [
        "turn",
        "model openai/gpt-4o",
        "text Fix.\n\ncalc.py\n```python\n<<<<<<< SEARCH\n ",
        "usage 2000/29 52",
        "start edit Edit calc.py",
        "file update calc.py",
        "end ok - Applied edit to calc.py",
        "text Traceback (most recent call last):\n  Fil",
        "usage 2100/2 54",
        "done completed Traceback (most recent call la",
      ]
    ),
    (
      "no-yes",
      [
        "turn",
        "model openai/gpt-4o",
        "text Creating.\n\nhello.txt\n```\n<<<<<<< SEARCH\n",
        "usage 1900/18 49",
        "start edit Edit hello.txt",
        "file update hello.txt",
        "end ok - Applied edit to hello.txt",
        "done completed Creating.\n\nhello.txt\n```\n<<<<<",
      ]
    ),
    (
      "message-auto-commit",
      [
        "turn",
        "model openai/gpt-4o",
        "text Fix.\n\ncalc.py\n```python\n<<<<<<< SEARCH\n ",
        "usage 1900/29 52",
        "start edit Edit calc.py",
        "file update calc.py",
        "end ok - Applied edit to calc.py",
        "notice info Commit 93005f9 Done.",
        "done completed Fix.\n\ncalc.py\n```python\n<<<<<<",
      ]
    ),
  ]

  @Test(arguments: golden)
  func summary(_ name: String, _ expected: [String]) {
    let events = EngineReplay.decode(engine: AiderEngine(), bytes: AiderFixtures.bytes(name)) ?? []
    #expect(events.compactMap(\.summary) == expected)
  }

  @Test(arguments: AiderFixtures.names)
  func oneEndPerTurn(_ name: String) {
    let events = EngineReplay.decode(engine: AiderEngine(), bytes: AiderFixtures.bytes(name)) ?? []
    #expect(events.first == .turnStarted)
    #expect(events.count { $0 == .turnStarted } == 1)
    #expect(events.count { if case .turnDone = $0 { true } else { false } } == 1)
    // What was streamed of a message is what it ends with.
    var streamed: [String: String] = [:]
    for event in events {
      if case .textDelta(let id, let text) = event { streamed[id, default: ""] += text }
      if case .messageDiscarded(let id) = event { streamed[id] = nil }
      if case .textDone(let id, let text) = event {
        #expect(streamed[id]?.contains(text) == true)
        streamed[id] = nil
      }
    }
    #expect(streamed.isEmpty)
  }
}
