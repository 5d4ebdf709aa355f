import Agents
import FoundationEssentials
import JSON
import Model
import Sandbox
import TestSupport
import Testing

extension EngineConformance {
  func start(_ stage: ConformanceStage) async throws {
    let events = try await stage.play(stage.setup()) { agent in
      try await agent.completes(.say("Finished at once."))
      if stage.fixture.ways.contains(.hasModel) {
        #expect(agent.said.contains("Finished at once."))
      }
      #expect(agent.agent.capabilities.names == stage.fixture.capabilities.names)
    }
    let starts = events.filter { if case .turnStarted = $0 { true } else { false } }
    #expect(starts.count == 1)
    if stage.fixture.capabilities.contains(.resume) {
      #expect(
        events.contains { if case .sessionStarted(.some, _, _) = $0 { true } else { false } },
        "a session without an id")
    }
    if stage.fixture.capabilities.contains(.tokens) {
      #expect(
        events.contains { if case .usage(.some, _) = $0 { true } else { false } }, "no tokens")
    }
    if stage.fixture.capabilities.contains(.cost) {
      #expect(events.contains { if case .usage(_, .some) = $0 { true } else { false } }, "no cost")
    }
  }

  func deltas(_ stage: ConformanceStage) async throws {
    let text = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen."
    let events = try await stage.play(stage.setup()) { agent in
      try await agent.completes(.say(text))
    }
    let deltas = events.compactMap { if case .textDelta(_, let text) = $0 { text } else { nil } }
    #expect(!deltas.isEmpty)
    if stage.fixture.ways.contains(.hasModel) {
      let streamed = deltas.joined().split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(streamed.contains(text), "\(streamed)")
    }
  }

  func thinking(_ stage: ConformanceStage) async throws {
    let events = try await stage.play(stage.setup()) { agent in
      try await agent.completes(.think("Hmm, deep."), .say("Thought."))
    }
    let thoughts = events.compactMap {
      switch $0 {
      case .thinkingDelta(_, let text), .thinkingDone(_, let text): text
      default: nil
      }
    }
    #expect(thoughts.joined().contains("deep"))
  }

  func changesFile(_ stage: ConformanceStage) async throws {
    let events = try await stage.play(stage.setup(), changes: ["made.txt"]) { agent in
      try await agent.completes(.write("made.txt", "by the agent"))
    }
    #expect(stage.stage.read("made.txt") == "by the agent\n")
    guard stage.fixture.ways.contains(.tellsTools) else { return }
    let told = events.contains {
      switch $0 {
      case .toolStarted, .fileChanged: true
      default: false
      }
    }
    #expect(told, "neither a tool call nor a changed file was told of")
    for event in events {
      guard case .toolStarted(let call) = event else { continue }
      #expect(
        events.contains {
          if case .toolFinished(let id, _, _, _) = $0 { id == call.id } else { false }
        }, "\(call.name) has no end")
    }
  }

  func secondTurn(_ stage: ConformanceStage) async throws {
    try await stage.play(stage.setup()) { agent in
      try await agent.completes(.remember("marmalade"))
      try await agent.completes(.recall)
      #expect(agent.said.contains("marmalade"))
    }
  }

  func interrupt(_ stage: ConformanceStage) async throws {
    try await stage.play(stage.setup()) { agent in
      try await agent.send(.hang("interrupt"))
      try await agent.atWork()
      try await agent.agent.interrupt()
      try await agent.ends(.interrupted)
      try await agent.completes(.say("Later."))
    }
  }

  /// A command that does not end by itself, unlike any other.
  private static func endless() -> String {
    "tail -f /dev/null --sleep-interval=86\(Int.random(in: 100_000...999_999))"
  }

  func interruptCommand(_ stage: ConformanceStage) async throws {
    let command = Self.endless()
    try await stage.play(stage.setup()) { agent in
      try await agent.send(.run(command))
      try await Patience.until("the command", deadline: 60) {
        stage.processes().contains { $0.line.hasPrefix(command) }
      }
      try await agent.agent.interrupt()
      try await agent.ends(.interrupted)
      try await Patience.until("the end of the command", deadline: 30) {
        !stage.processes().contains { $0.line.hasPrefix(command) }
      }
    }
  }

  func stopInTurn(_ stage: ConformanceStage) async throws {
    let events = try await stage.play(stage.setup()) { agent in
      try await agent.send(.hang("stop"))
      try await agent.atWork()
    }
    let outcomes = events.compactMap { event -> TurnOutcome? in
      if case .turnDone(let outcome, _) = event { outcome } else { nil }
    }
    #expect(outcomes == [.interrupted])
  }

  func compact(_ stage: ConformanceStage) async throws {
    let events = try await stage.play(stage.setup()) { agent in
      try await agent.completes(.remember("porcelain"))
      try await agent.agent.compact()
      agent.expectTurn()
      try await agent.ends(.completed)
      try await agent.completes(.recall)
      #expect(agent.said.contains("porcelain"))
    }
    #expect(events.contains { if case .compacted = $0 { true } else { false } })
  }

  func switchModel(_ stage: ConformanceStage) async throws {
    let other = stage.fixture.otherModel
    let events = try await stage.play(stage.setup()) { agent in
      try await agent.completes(.say("One."))
      try await agent.agent.setModel(other)
      try await agent.completes(.say("Two."))
    }
    let asked = try await stage.model.requests().compactMap { $0["model"]?.string }
    #expect(asked.last?.contains(stage.fixture.otherModelAsked) == true, "\(asked)")
    #expect(events.contains { if case .modelChanged = $0 { true } else { false } })
  }

  func slow(_ stage: ConformanceStage) async throws {
    try await stage.play(stage.setup()) { agent in
      try await agent.send(.silence("slow"), .say("At last."))
      try await Patience.until("the request", deadline: 60) {
        try await stage.model.requests().contains { $0["api"] != nil }
      }
      #expect(!agent.events.contains { if case .turnDone = $0 { true } else { false } })
      await stage.model.release("slow")
      try await agent.ends(.completed)
      #expect(agent.said.contains("At last."))
    }
  }

  func hidden(_ stage: ConformanceStage) async throws {
    let command = Self.endless()
    try await stage.play(stage.setup()) { agent in
      try await agent.completes(
        .run("setsid nohup \(command) </dev/null >/dev/null 2>&1 & echo started"))
    }
    #expect(!stage.processes().contains { $0.line.hasPrefix(command) })
  }

  func sandboxed(_ stage: ConformanceStage) async throws {
    if !RealClaude.hasSandbox { try Test.cancel("there is no sandbox here") }
    var setup = stage.setup()
    setup.sandbox.level = .isolated
    try await stage.play(setup, changes: ["made.txt"]) { agent in
      try await agent.completes(.write("made.txt", "inside"))
    }
    #expect(stage.stage.read("made.txt") == "inside\n")
  }
}
