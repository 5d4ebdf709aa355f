import Agents
import FoundationEssentials
import JSON
import Model
import Platform
import Sandbox
import TestSupport
import Testing

extension EngineConformance {
  /// A turn fails, with one of these classes and a sentence; or it is tried again and again, and stopping ends it.
  func fails(_ stage: ConformanceStage, _ deed: Deed, _ kinds: [TaskFailure.Class]) async throws {
    try await stage.play(stage.setup()) { agent in
      try await agent.send(deed)
      try await expectEnd(of: agent, stage, kinds)
    }
  }

  /// The end of a turn whose request fails for ever.
  private func expectEnd(
    of agent: ConformanceAgent, _ stage: ConformanceStage, _ kinds: [TaskFailure.Class]
  ) async throws {
    if stage.fixture.ways.contains(.anyProgram) {
      guard case .failed(let failure) = try await agent.done() else {
        Issue.record("not failed")
        return
      }
      Self.expectSentence(failure)
    } else if stage.fixture.ways.contains(.givesUp) {
      expectFailure(try await agent.done(), kinds)
    } else {
      try await agent.until("the end, or another try") { events in
        agent.isDone || events.contains { if case .retrying = $0 { true } else { false } }
      }
      if agent.isDone { expectFailure(try await agent.done(), kinds) }
    }
  }

  func expectFailure(
    _ outcome: TurnOutcome, _ kinds: [TaskFailure.Class],
    at location: SourceLocation = #_sourceLocation
  ) {
    guard case .failed(let failure) = outcome else {
      Issue.record("not failed: \(outcome)", sourceLocation: location)
      return
    }
    #expect(kinds.contains(failure.kind), "\(failure)", sourceLocation: location)
    Self.expectSentence(failure, at: location)
  }

  func unknownModel(_ stage: ConformanceStage) async throws {
    var setup = stage.setup()
    setup.model = stage.fixture.unknownModel
    let kinds: [TaskFailure.Class] = [.modelNotFound, .badRequest]
    try await stage.play(setup, refusal: kinds) { agent in
      try await agent.send(.say("Never."))
      try await expectEnd(of: agent, stage, kinds)
    }
  }

  func overloaded(_ stage: ConformanceStage) async throws {
    let events = try await stage.play(stage.setup()) { agent in
      let outcome = try await agent.turn(.error(529, times: 1), .say("After all."))
      if stage.fixture.ways.contains(.retries) {
        #expect(outcome == .completed)
        #expect(agent.said.contains("After all."))
      } else {
        expectFailure(outcome, [.overloaded, .server])
      }
    }
    if stage.fixture.ways.contains(.tellsRetries) {
      #expect(events.contains { if case .retrying = $0 { true } else { false } })
    }
  }

  func cut(_ stage: ConformanceStage) async throws {
    try await stage.play(stage.setup()) { agent in
      let outcome = try await agent.turn(
        .drop(times: 1), .say("The whole of the text, to the last word."))
      if case .failed(let failure) = outcome {
        #expect([.network, .server, .engine].contains(failure.kind), "\(failure)")
        Self.expectSentence(failure)
      } else {
        #expect(outcome == .completed)
        #expect(agent.said.contains("last word."))
      }
    }
  }

  func killed(_ stage: ConformanceStage) async throws {
    try await stage.play(stage.setup()) { agent in
      try await agent.send(.hang("killed"))
      try await agent.atWork()
      #expect(!stage.processes().isEmpty)
      stage.killAll()
      expectFailure(try await agent.done(), [.engine])
    }
  }

  func hostile(_ stage: ConformanceStage) async throws {
    try await stage.play(stage.setup()) { agent in
      try await agent.completes(.hostile)
      if stage.fixture.ways.contains(.hasModel) { #expect(agent.said.contains("Plain end.")) }
    }
  }

  /// A program that says half a line of its protocol and is gone.
  func halfLine(_ stage: ConformanceStage) async throws {
    try await stage.play(
      try impostor(stage, #"printf '{"jsonrpc":"2.0","type":"resu'; exit 0"#), refusal: Self.broken
    ) { agent in
      try await expectsTrouble(agent)
    }
  }

  /// A program that says garbage first, then what it should.
  func garbage(_ stage: ConformanceStage) async throws {
    let real = try #require(stage.fixture.program)
    let script =
      #"printf 'not JSON \033[31m\n{"type":\n[1,2]\n"x"\n{}\n\n{"type":"never heard of","jsonrpc":1}\n'; exec "$CARREL_REAL" "$@""#
    try await stage.play(
      try impostor(stage, script.replacing("$CARREL_REAL", with: real)), changes: ["made.txt"]
    ) { agent in
      try await agent.completes(.write("made.txt", "in spite of it"))
    }
  }

  /// A program that ends at once and says nothing.
  func wrong(_ stage: ConformanceStage) async throws {
    var setup = stage.setup()
    setup.command = "/bin/false"
    try await stage.play(setup, refusal: Self.broken) { agent in
      try await expectsTrouble(agent)
    }
    let status = await stage.fixture.engine.status(
      command: "/bin/false", environment: ["HOME": stage.stage.directory])
    #expect(status.version == nil)
    #expect(status.problem != nil)
  }

  func missing(_ stage: ConformanceStage) async throws {
    var setup = stage.setup()
    setup.command = "/nowhere/program"
    do throws(TaskFailure) {
      _ = try stage.fixture.engine.makeAgent(setup)
      Issue.record("an agent without a program")
    } catch {
      #expect(error.kind == .engine)
      #expect(error.text.contains("/nowhere/program"))
      Self.expectSentence(error)
    }
    let status = await stage.fixture.engine.status(
      command: "/nowhere/program", environment: ["HOME": stage.stage.directory])
    #expect(status.path == nil)
    #expect(status.problem?.contains("/nowhere/program") == true)
  }

  /// Nobody listens where the model should be: it fails, or tries again and says so.
  func refused(_ stage: ConformanceStage) async throws {
    try await stage.play(stage.setup(address: "http://127.0.0.1:9")) { agent in
      try await agent.send(.say("Never."))
      try await expectEnd(of: agent, stage, [.network, .server])
    }
  }

  /// What a program that is not the engine's fails with.
  private static let broken: [TaskFailure.Class] = [.engine, .protocolError, .unknown]

  /// The prompt is refused, or its turn fails.
  private func expectsTrouble(_ agent: ConformanceAgent) async throws {
    try await agent.agent.send("Please.")
    agent.expectTurn()
    expectFailure(try await agent.done(), Self.broken)
  }

  /// A setup whose program is a shell script.
  private func impostor(_ stage: ConformanceStage, _ script: String) throws -> AgentSetup {
    let path = "\(stage.stage.directory)/impostor"
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    var setup = stage.setup()
    setup.command = path
    if let program = stage.fixture.program { setup.sandbox.readOnly.append(Files.parent(of: Files.realPath(program) ?? program)) }
    return setup
  }
}
