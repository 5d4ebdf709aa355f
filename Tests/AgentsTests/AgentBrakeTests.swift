import Model
import Sandbox
import Secrets
import Synchronization
import Testing

@testable import Agents

@Suite(.timeLimit(.minutes(15))) struct AgentBrakeTests {
  /// A process that only notes what is done with it; it has ended already when it is asked.
  private final class Noted: AgentProcess {
    let notes = Mutex<[String]>([])
    let hit: SandboxBreach?
    init(_ hit: SandboxBreach? = nil) { self.hit = hit }
    func write(_ bytes: [UInt8]) async -> Bool { false }
    func closeInput() {}
    func nextOutput() async -> [UInt8]? { nil }
    func nextError() async -> [UInt8]? { nil }
    func drain() {}
    func wait() async -> AgentExit { AgentExit(signal: 9) }
    func end(grace seconds: Double) async {}
    func freeze() { notes.withLock { $0.append("freeze") } }
    func thaw() { notes.withLock { $0.append("thaw") } }
    func breach() async -> SandboxBreach? { hit }
  }

  @Test func allStandStillAndWhatComesLaterToo() {
    let brake = AgentBrake()
    let (first, second) = (Noted(), Noted())
    let number = brake.hold(freeze: { first.freeze() }, thaw: { first.thaw() })
    brake.pull()
    #expect(brake.isPulled)
    _ = brake.hold(freeze: { second.freeze() }, thaw: { second.thaw() })
    #expect(first.notes.withLock { $0 } == ["freeze"] && second.notes.withLock { $0 } == ["freeze"])
    brake.letGo(number)
    brake.release()
    #expect(first.notes.withLock { $0 } == ["freeze"] && second.notes.withLock { $0 } == ["freeze", "thaw"])
  }

  /// The reason comes before the end, so that the end is not taken for the engine's fault.
  @Test(arguments: [true, false]) func aLimitThatWasReachedIsToldBeforeTheEnd(endedProgram: Bool) async throws {
    let breach = SandboxBreach(endedProgram: endedProgram, text: "They used more than 4 GB; raise memory_mb.")
    let channel = AgentChannel(engine: "test", log: "/nonexistent", secrets: [], ledger: SecretLedger()) { _ in Noted(breach) }
    let events = Mutex<[AgentEvent]>([])
    let (ends, end) = AsyncStream<Void>.makeStream()
    try await channel.open { came in
      events.withLock { $0 += came }
      if came.contains(where: { if case .exited = $0 { true } else { false } }) { end.finish() }
    }
    try await channel.run(AgentCommand(path: "/bin/true", arguments: [], environment: [:], directory: "/"), take: { _ in }) { exit in
      await channel.finish(exit)
    }
    for await _ in ends {}
    let expected: AgentEvent =
      endedProgram ? .turnDone(.failed(TaskFailure(.limit, breach.text)), text: nil) : .notice(.warning, breach.text)
    #expect(events.withLock { $0 } == [expected, .exited(code: nil, signal: 9)])
  }
}
