import Agents
import Model
import Platform
import Sandbox
import Testing

/// A configured engine from its program to its end, with a stand-in agent in Python: its terminals run in the task's sandbox.
@Suite(.enabled(if: ProcessCommand.find("python3", path: nil) != nil, "there is no python3"), .timeLimit(.minutes(15)))
struct ACPSandboxTests {
  private func play(
    _ stage: AgentStage, session: AgentSetup.Session = .new(id: "x"), isolated: Bool, _ script: (any CodingAgent) async throws -> Void
  ) async throws {
    let configured = ConfiguredEngine(name: "standin", dialect: .acp, command: "\(Fixture.directory)/acp_standin.py")
    let engine = try #require(EngineRegistry.standard(configured: [configured]).engine(named: "standin"))
    var setup = stage.setup(session: session)
    setup.sandbox.level = isolated ? .isolated : .none
    setup.command = configured.command
    let agent = try engine.makeAgent(setup)
    do {
      try await agent.start(stage.receive)
      try await script(agent)
    } catch {
      Issue.record(error)
    }
    await agent.stop()
    await stage.exited()
    #expect(engine.holdsSession("s", home: "\(stage.directory)/home"))
  }

  @Test(arguments: RealClaude.hasSandbox ? [true, false] : [false]) func terminals(_ isolated: Bool) async throws {
    let stage = try AgentStage()
    try await play(stage, isolated: isolated) { agent in
      try await agent.send("run echo one; echo two >&2; touch made; exit 3")
      await stage.turns(1)
      // The command tells its own process number and stays until it is ended.
      try await agent.send("hold echo $$ > pid; mv pid started; exec sleep 1000")
      await stage.until { $0.contains { if case .textDelta(_, "held") = $0 { true } else { false } } }
      try await agent.interrupt()
      await stage.turns(2)
      try await agent.send("read /etc/passwd")
      await stage.turns(3)
    }
    #expect(stage.outcomes == [.completed, .interrupted, .completed])
    #expect(stage.read("made") != nil)
    let texts = stage.events.compactMap { if case .textDone(_, let text) = $0 { text } else { nil } }
    #expect(texts.first?.hasPrefix("3 ") == true && texts.first?.contains("one") == true && texts.first?.contains("two") == true)
    #expect(texts.last?.contains("outside") == true)
    #expect(!Self.isRunning("sleep 1000", in: "\(stage.directory)/ws"))
    let again = try AgentStage(sharing: stage)
    try await play(again, session: .resume(id: "s"), isolated: isolated) { agent in
      try await agent.send("still here")
      await again.turns(1)
      #expect(await agent.sessionID == "s")
    }
    #expect(again.outcomes == [.completed])
  }

  /// Whether a process with this command line works in a directory.
  private static func isRunning(_ command: String, in directory: String) -> Bool {
    let numbers = ((try? Files.list("/proc")) ?? []).filter { Int($0) != nil }
    return numbers.contains { number in
      let line = (try? Files.readText("/proc/\(number)/cmdline", limit: 65_536))?.replacing("\0", with: " ") ?? ""
      return line.hasPrefix(command) && Files.linkTarget("/proc/\(number)/cwd") == directory
    }
  }
}
