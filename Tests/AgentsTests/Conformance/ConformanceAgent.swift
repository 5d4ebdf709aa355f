import Agents
import JSON
import Model
import Synchronization
import TestSupport
import Testing

/// A running agent of the suite, and how many turns it was given.
final class ConformanceAgent: Sendable {
  let agent: any CodingAgent
  let audience: AgentStage
  private let stage: ConformanceStage
  /// Turns that must come to an end.
  var turns: Int { count.withLock { $0 } }
  private let count = Mutex(0)

  init(_ agent: any CodingAgent, _ audience: AgentStage, _ stage: ConformanceStage) {
    self.agent = agent
    self.audience = audience
    self.stage = stage
  }

  var events: [AgentEvent] { audience.events }

  /// Whether all turns so far have their end.
  var isDone: Bool { events.filter(Self.isEnd).count >= turns }

  /// What it has asked so far.
  var requests: [AgentRequest] {
    events.compactMap { if case .asked(let request) = $0 { request } else { nil } }
  }

  /// Takes the turns that came to an end as those that there were: a program that is gone may have ended one before it was given a prompt, or none.
  func expectTurnsSeen() async {
    await agent.stop()
    let seen = events.filter(Self.isEnd).count
    #expect(seen <= 1)
    count.withLock { $0 = seen }
  }

  /// Hands over the prompt of these deeds.
  func send(_ deeds: Deed...) async throws {
    try await agent.send(try #require(stage.fixture.prompt(deeds), "no words for \(deeds)"))
    expectTurn()
  }

  /// A turn that the agent begins by itself, or that begins otherwise than by a prompt.
  func expectTurn() { count.withLock { $0 += 1 } }

  /// Hands over the prompt of these deeds and waits for the end of its turn.
  func turn(_ deeds: Deed...) async throws -> TurnOutcome {
    try await agent.send(try #require(stage.fixture.prompt(deeds), "no words for \(deeds)"))
    expectTurn()
    return try await done()
  }

  /// A turn of these deeds that is to be completed.
  func completes(_ deeds: Deed..., at location: SourceLocation = #_sourceLocation) async throws {
    try await agent.send(
      try #require(stage.fixture.prompt(deeds), "no words for \(deeds)", sourceLocation: location))
    expectTurn()
    try await ends(.completed, at: location)
  }

  /// Waits for the end of all turns so far; the last one is to have this outcome.
  func ends(_ outcome: TurnOutcome, at location: SourceLocation = #_sourceLocation) async throws {
    let ended = try await done()
    #expect(ended == outcome, "\(audience.summary.suffix(8))", sourceLocation: location)
  }

  /// Waits for the end of all turns so far.
  /// - Returns: the last one's outcome.
  func done() async throws -> TurnOutcome {
    try await until("the end of turn \(turns)") { _ in isDone }
    return try #require(audience.outcomes.last)
  }

  /// Waits until the events so far are as wished.
  func until(_ what: String, _ wish: ([AgentEvent]) -> Bool) async throws {
    try await Patience.until("\(stage.fixture.name): \(what)", deadline: 60) { wish(events) }
  }

  /// Waits until the turn is really at work: the model was asked, or text came.
  func atWork() async throws {
    let turn = turns
    let before =
      turn == 1 ? 0 : events.lastIndex { if case .turnStarted = $0 { true } else { false } } ?? 0
    if stage.fixture.capabilities.contains(.textDeltas) {
      try await until("text of turn \(turn)") {
        $0.dropFirst(before).contains { if case .textDelta = $0 { true } else { false } }
      }
    } else if stage.fixture.ways.contains(.hasModel) {
      try await Patience.until("a request of turn \(turn)", deadline: 60) {
        try await stage.model.requests().filter { $0["api"] != nil }.count >= turn
      }
    } else {
      try await until("the start of turn \(turn)") {
        $0.contains { if case .turnStarted = $0 { true } else { false } }
      }
    }
  }

  /// All text of the agent so far: finished messages, and what was streamed of others.
  var said: String {
    var done: [String: String] = [:]
    var order: [String] = []
    for event in events {
      switch event {
      case .textDelta(let id, let text):
        if done[id] == nil { order.append(id) }
        done[id, default: ""] += text
      case .textDone(let id, let text):
        if done[id] == nil { order.append(id) }
        done[id] = text
      case .messageDiscarded(let id): done[id] = ""
      case .turnDone(_, let text):
        order.append("end \(order.count)")
        done[order[order.count - 1]] = text
      default: break
      }
    }
    return order.compactMap { done[$0] }.joined(separator: "\n")
  }

  private static func isEnd(_ event: AgentEvent) -> Bool {
    if case .turnDone = event { true } else { false }
  }
}
