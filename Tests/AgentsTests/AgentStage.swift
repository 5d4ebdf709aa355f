import Agents
import FoundationEssentials
import Model
import Sandbox
import Synchronization

/// A private directory with workspace, home and log, and what an agent said, for tests that wait for events instead of time.
final class AgentStage: Sendable {
  let directory: String
  private let owner: AgentStage?
  private let state = Mutex(State())

  private struct State {
    var events: [AgentEvent] = []
    var waiting: [(needed: @Sendable ([AgentEvent]) -> Bool, continuation: CheckedContinuation<Void, Never>)] =
      []
  }

  /// Another audience for what happens in the same directory.
  init(sharing stage: AgentStage) throws {
    owner = stage
    directory = stage.directory
  }

  init() throws {
    owner = nil
    let base =
      FileManager.default.isWritableFile(atPath: "/dev/shm")
      ? "/dev/shm" : (ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp")
    directory = "\(base)/carrel-agents-\(UUID().uuidString)"
    for name in ["ws", "home", "log"] {
      try FileManager.default.createDirectory(
        atPath: "\(directory)/\(name)", withIntermediateDirectories: true)
    }
  }

  deinit {
    if owner == nil { try? FileManager.default.removeItem(atPath: directory) }
  }

  func setup(
    _ mode: TaskMode = .auto, session: AgentSetup.Session = .new(id: UUID().uuidString.lowercased())
  ) -> AgentSetup {
    var profile = SandboxProfile(workspace: "\(directory)/ws", home: "\(directory)/home")
    profile.level = .none
    return AgentSetup(
      task: TaskID(1), workspace: "\(directory)/ws", home: "\(directory)/home",
      log: "\(directory)/log", sandbox: profile, session: session,
      mode: mode)
  }

  /// A demo agent that runs on a thread here.
  func demo(_ setup: AgentSetup) -> ClaudeAgent {
    let program = AgentProgram(engine: "demo", path: "/nowhere/carrel")
    return ClaudeAgent(program: program, setup: setup, capabilities: ClaudeEngine().capabilities) {
      command in DemoThread(command)
    }
  }

  var receive: @Sendable ([AgentEvent]) async -> Void { { events in self.add(events) } }

  var events: [AgentEvent] { state.withLock { $0.events } }
  var summary: [String] { events.compactMap(\.summary) }

  private func add(_ events: [AgentEvent]) {
    let ready = state.withLock { state in
      state.events += events
      let ready = state.waiting.filter { $0.needed(state.events) }
      state.waiting.removeAll { $0.needed(state.events) }
      return ready
    }
    for waiter in ready { waiter.continuation.resume() }
  }

  /// Waits until the events so far satisfy a condition.
  func until(_ needed: @escaping @Sendable ([AgentEvent]) -> Bool) async {
    await withCheckedContinuation { continuation in
      let now = state.withLock { state in
        if needed(state.events) { return true }
        state.waiting.append((needed, continuation))
        return false
      }
      if now { continuation.resume() }
    }
  }

  func turns(_ count: Int) async {
    await until { $0.filter { if case .turnDone = $0 { true } else { false } }.count >= count }
  }

  func exited() async {
    await until { $0.contains { if case .exited = $0 { true } else { false } } }
  }

  /// Waits for the next request, counted from 1.
  func request(_ number: Int) async -> AgentRequest? {
    await until { $0.filter { if case .asked = $0 { true } else { false } }.count >= number }
    let requests = events.compactMap { event -> AgentRequest? in
      if case .asked(let request) = event { request } else { nil }
    }
    return requests.count >= number ? requests[number - 1] : nil
  }

  var outcomes: [TurnOutcome] {
    events.compactMap { if case .turnDone(let outcome, _) = $0 { outcome } else { nil } }
  }

  func write(_ path: String, _ text: String) throws {
    let full = "\(directory)/ws/\(path)"
    let parent = String(full.prefix(upTo: full.lastIndex(of: "/") ?? full.endIndex))
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: full))
  }

  func read(_ path: String) -> String? {
    FileManager.default.contents(atPath: "\(directory)/ws/\(path)").map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}
