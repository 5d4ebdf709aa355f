import Agents
import Model
import Testing

/// The engine with the real gptme-acp. Skipped, visibly, where `CARREL_TEST_GPTME_ACP` does not name it.
@Suite(
  .enabled(if: RealACP.gptme.program != nil, "CARREL_TEST_GPTME_ACP names no gptme-acp program"), .timeLimit(.minutes(10)), .serialized)
struct RealGptmeTests {
  @Test func twoTurns() async throws {
    let stage = try AgentStage()
    try await RealACP.gptme.play(stage: stage) { agent, stage in
      try await agent.send("[[model:write hello.txt hi there]] [[model:say Finished.]]")
      await stage.turns(1)
      try await agent.send("[[model:say Second.]]")
      await stage.turns(2)
      #expect(!agent.capabilities.contains(.resume))
    }
    #expect(stage.read("hello.txt")?.hasPrefix("hi there") == true)
    #expect(stage.outcomes == [.completed, .completed])
    #expect(stage.summary.contains { $0.hasPrefix("text") && $0.contains("Second.") })
  }

  @Test func interruptAndGoOn() async throws {
    let stage = try AgentStage()
    try await RealACP.gptme.play(stage: stage) { agent, stage in
      // It looks for an interruption between two pieces of text only, and loses its stream for good when a piece takes it a tenth of a second.
      try await agent.send("[[model:slow 60]]")
      await stage.until { $0.contains { if case .textDelta = $0 { true } else { false } } }
      try await agent.interrupt()
      await stage.turns(1)
    }
    #expect(stage.outcomes == [.interrupted])
  }
}
