import Agents
import Glibc
import Model
import Platform
import TestSupport
import Testing

/// One engine's place for one case: a git repository as its workspace, a private home, a scripted model; and after each of its agents, what must hold whatever
/// happened.
final class ConformanceStage: Sendable {
  let fixture: EngineFixture
  let stage: AgentStage
  let model: ScriptedModel

  private init(_ fixture: EngineFixture, _ stage: AgentStage, _ model: ScriptedModel) {
    self.fixture = fixture
    self.stage = stage
    self.model = model
  }

  /// Sets it up, runs a body, takes it down.
  static func use(_ fixture: EngineFixture, _ body: (ConformanceStage) async throws -> Void)
    async throws
  {
    try await ScriptedModel.use { model in
      let stage = ConformanceStage(fixture, try AgentStage(), model)
      try stage.stage.write("README.md", "# A project\n")
      try await stage.git("init", "-q", "-b", "main")
      try await stage.git("add", "-A")
      try await stage.git("commit", "-q", "-m", "Begin")
      try await body(stage)
    }
  }

  var workspace: String { "\(stage.directory)/ws" }

  @discardableResult
  private func git(_ arguments: String...) async throws -> String {
    let command = ProcessCommand(
      "git",
      ["-C", workspace, "-c", "user.name=Ann", "-c", "user.email=ann@example.org"] + arguments,
      environment: [
        "PATH": Environment.current["PATH"] ?? "/usr/bin:/bin", "HOME": stage.directory,
        "GIT_CONFIG_NOSYSTEM": "1",
      ])
    let result = try await ProcessRunner.run(command, timeoutSeconds: 60, outputLimit: 1 << 20)
    try #require(result.exit.isSuccess)
    return result.text
  }

  /// The setup of an agent here.
  func setup(_ mode: TaskMode = .auto, _ session: AgentSetup.Session? = nil, address: String? = nil)
    -> AgentSetup
  {
    var setup = session.map { stage.setup(mode, session: $0) } ?? stage.setup(mode)
    setup.command = fixture.program
    setup.model = fixture.model
    fixture.configure(&setup, address ?? model.address)
    return setup
  }

  /// Starts an agent, runs a script with it, stops it, and looks at what must hold after every agent: exactly one end for every turn, `exited` last and once, nothing
  /// running, and in the workspace only what was to be changed.
  /// `refusal`: it may also refuse to start or to take the prompt, with a sentence and one of these classes.
  /// - Returns: the events.
  @discardableResult
  func play(
    _ setup: AgentSetup, changes: Set<String> = [], refusal: [TaskFailure.Class] = [],
    at location: SourceLocation = #_sourceLocation,
    _ script: (ConformanceAgent) async throws -> Void
  ) async throws -> [AgentEvent] {
    let audience = try AgentStage(sharing: stage)
    let agent = ConformanceAgent(try fixture.engine.makeAgent(setup), audience, self)
    var isStarted = false
    do {
      try await agent.agent.start(audience.receive)
      isStarted = true
      try await script(agent)
    } catch let failure as TaskFailure where !refusal.isEmpty {
      #expect(refusal.contains(failure.kind), "\(failure)", sourceLocation: location)
      EngineConformance.expectSentence(failure, at: location)
      await agent.expectTurnsSeen()
    } catch {
      Issue.record(error, "\(audience.summary.suffix(12))", sourceLocation: location)
    }
    await agent.agent.stop()
    await agent.agent.stop()
    #expect(processes().isEmpty, "processes left: \(processes())", sourceLocation: location)
    let changed = try await changedFiles()
    #expect(changed == changes, "changed files", sourceLocation: location)
    guard isStarted else { return audience.events }
    do {
      try await agent.until("its exit") {
        $0.contains { if case .exited = $0 { true } else { false } }
      }
    } catch {
      Issue.record(error, sourceLocation: location)
    }
    let events = audience.events
    let turns = events.filter { if case .turnDone = $0 { true } else { false } }.count
    #expect(
      turns == agent.turns, "ends of turns: \(audience.summary.suffix(12))",
      sourceLocation: location)
    let exits = events.filter { if case .exited = $0 { true } else { false } }.count
    #expect(exits == 1, "exits", sourceLocation: location)
    if case .exited = events.last {
    } else {
      Issue.record(
        "the last event is not exited: \(audience.summary.suffix(3))", sourceLocation: location)
    }
    return events
  }

  /// The files that git sees changed, added or removed.
  func changedFiles() async throws -> Set<String> {
    let text = try await git("status", "--porcelain", "-z", "--untracked-files=all")
    return Set(text.split(separator: "\0").map { String($0.dropFirst(3)) })
  }

  /// Processes that work here, but for our own warden: id and command line.
  func processes() -> [(id: Int32, line: String)] {
    ((try? Files.list("/proc")) ?? []).compactMap { name in
      guard let id = Int32(name), id != getpid() else { return nil }
      let line =
        (try? Files.read("/proc/\(id)/cmdline", limit: 1 << 20)).map {
          String(decoding: $0.map { $0 == 0 ? 0x20 : $0 }, as: UTF8.self)
        }
        ?? ""
      guard !line.isEmpty, !line.split(separator: " ")[0].hasSuffix("carrel-warden") else {
        return nil
      }
      var target = [UInt8](repeating: 0, count: 4096)
      let count = readlink("/proc/\(id)/cwd", &target, target.count)
      let place = count > 0 ? String(decoding: target[..<count], as: UTF8.self) : ""
      return place.hasPrefix(stage.directory) || line.contains(stage.directory) ? (id, line) : nil
    }
  }

  /// Kills all processes that work here.
  func killAll() {
    for process in processes() { kill(process.id, SIGKILL) }
  }
}
