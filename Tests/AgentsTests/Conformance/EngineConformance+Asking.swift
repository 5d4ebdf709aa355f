import Agents
import FoundationEssentials
import JSON
import Model
import TestSupport
import Testing

extension EngineConformance {
  func permission(_ stage: ConformanceStage, allowed: Bool) async throws {
    try await stage.play(stage.setup(.ask), changes: allowed ? ["made.txt"] : []) { agent in
      try await agent.send(.write("made.txt", "if allowed"))
      var number = 0
      // Some ask for what comes before, too.
      while stage.stage.read("made.txt") == nil, !agent.isDone {
        number += 1
        try await agent.until("request \(number), or the end") { _ in
          agent.requests.count >= number || agent.isDone
        }
        guard agent.requests.count >= number else { break }
        let request = agent.requests[number - 1]
        guard case .permission = request.kind else {
          Issue.record("not a permission: \(request)")
          return
        }
        #expect(!request.title.isEmpty)
        #expect(stage.stage.read("made.txt") == nil)
        try await agent.agent.answer(request.id, with: allowed ? .allow : .deny("not this one"))
        if !allowed { break }
      }
      #expect(number > 0)
      if !allowed {
        // What was refused is not tried in another way without asking.
        while !agent.isDone {
          let seen = agent.requests.count
          try await agent.until("the end, or another request") { _ in
            agent.isDone || agent.requests.count > max(seen, number)
          }
          if agent.requests.count > number {
            number += 1
            try? await agent.agent.answer(agent.requests[number - 1].id, with: .deny("no"))
          }
        }
      }
      let outcome = try await agent.done()
      #expect(
        allowed ? outcome == .completed : outcome == .completed || outcome == .interrupted,
        "\(outcome)")
      await #expect(throws: TaskFailure.self) {
        try await agent.agent.answer("never asked", with: .allow)
      }
    }
    #expect((stage.stage.read("made.txt") != nil) == allowed)
  }

  func question(_ stage: ConformanceStage) async throws {
    try await stage.play(stage.setup(.ask), changes: stage.fixture.questionLeaves) { agent in
      try await agent.send(.question)
      var number = 0
      while !agent.isDone {
        number += 1
        try await agent.until("request \(number), or the end") { _ in
          agent.requests.count >= number || agent.isDone
        }
        guard agent.requests.count >= number else { break }
        let request = agent.requests[number - 1]
        if case .questions(let questions) = request.kind {
          let first = try #require(questions.first)
          #expect(first.options.count >= 2)
          try await agent.agent.answer(
            request.id, with: .answers([first.text: try #require(first.options.last)]))
        } else {
          try await agent.agent.answer(request.id, with: .allow)
        }
      }
      #expect(
        agent.requests.contains { if case .questions = $0.kind { true } else { false } },
        "nothing was asked")
      try await agent.ends(.completed)
    }
  }

  func resume(_ stage: ConformanceStage) async throws {
    var session: String?
    try await stage.play(stage.setup()) { agent in
      try await agent.completes(.remember("turpentine"))
      session = await agent.agent.sessionID
    }
    let id = try #require(session)
    #expect(stage.fixture.engine.holdsSession(id, home: "\(stage.stage.directory)/home"))
    try await stage.play(stage.setup(.auto, .resume(id: id))) { agent in
      try await agent.completes(.recall)
      #expect(agent.said.contains("turpentine"))
      let answered = await agent.agent.sessionID
      #expect(answered == id)
    }
  }

  func unknownSession(_ stage: ConformanceStage) async throws {
    let id = UUID().uuidString.lowercased()
    #expect(!stage.fixture.engine.holdsSession(id, home: "\(stage.stage.directory)/home"))
    let audience = try AgentStage(sharing: stage.stage)
    let agent = try stage.fixture.engine.makeAgent(stage.setup(.auto, .resume(id: id)))
    // It may say so when it is started, when it is given its first prompt, or by itself.
    var failure: TaskFailure?
    do throws(TaskFailure) {
      try await agent.start(audience.receive)
      try await agent.send("Please. \(stage.fixture.words(.say("Never.")) ?? "")")
    } catch {
      failure = error
    }
    if failure == nil || !audience.outcomes.isEmpty {
      try await Patience.until("\(stage.fixture.name): a failure", deadline: 60) { () -> Bool in
        !audience.outcomes.isEmpty
      }
    }
    await agent.stop()
    // One for the session, where it says so by itself, and one for the prompt, where it was taken.
    #expect(audience.outcomes.count <= 2, "\(audience.summary)")
    for outcome in audience.outcomes {
      if case .failed(let said) = outcome { failure = failure ?? said }
      #expect(outcome != .completed)
    }
    let said = try #require(failure)
    #expect([.engine, .badRequest].contains(said.kind), "\(said)")
    Self.expectSentence(said)
    #expect(stage.processes().isEmpty)
  }

  /// One sentence, or a few words more: no line breaks, no control characters, an end.
  static func expectSentence(_ failure: TaskFailure, at location: SourceLocation = #_sourceLocation) {
    #expect(!failure.text.isEmpty, sourceLocation: location)
    #expect(
      !failure.text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7f },
      "\(failure.text.debugDescription)",
      sourceLocation: location)
    #expect(failure.text.utf8.count < 4096, sourceLocation: location)
  }
}
