@testable import Agents
import JSON
import Model
import Sandbox
import Testing

/// The stand-in shut in as a task's engine is: its server listens on the shared loopback.
@Suite(.timeLimit(.minutes(15))) struct OpenCodeSandboxTests {
  @Test(.enabled(if: OpenCodeStage.hasSandbox, "there is no sandbox here"), arguments: [EngineDialect.serve, .run])
  func worksInItsSandbox(_ dialect: EngineDialect) async throws {
    let open = try OpenCodeStage()
    var setup = open.setup()
    setup.sandbox.level = .isolated
    setup.dialect = dialect
    let agent = try OpenCodeEngine().makeAgent(setup)
    try await agent.start(open.stage.receive)
    try await agent.send("[[model:write in.txt yes]][[model:bash touch /etc/x]][[model:say Shut in.]]")
    await open.stage.turns(1)
    await agent.stop()
    await open.stage.exited()
    #expect(open.outcomes == ["completed"])
    #expect(open.texts == ["Shut in."])
    #expect(open.stage.read("in.txt") == "yes\n")
    #expect(open.summary.contains { $0.hasPrefix("end failed 1") && $0.contains("/etc/x") })
    #expect(open.workspace == ["README.md", "in.txt", "missed.txt"])
    #expect(open.processes.isEmpty)
  }
}
