import Agents
import FoundationEssentials
import JSON
import Model
import Platform
import TestSupport
import Testing

@testable import Egress

/// Real agents in a network namespace of their own, through the gateway's door.
@Suite(
  .serialized, .timeLimit(.minutes(15)),
  .enabled("isolated sandboxes do not work on this machine") { await GatewayAgent.hasSandbox }
)
struct GatewayAgentsTests {
  /// Writes what any process in the sandbox can see of environments and command lines.
  private let spy = "cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline 2>/dev/null > seen.txt; env >> seen.txt"

  private func expectNoKey(_ agent: GatewayAgent, _ gateway: ModelGateway, spied: Bool) throws {
    #expect(agent.files(with: GatewayAgent.key).isEmpty)
    if spied {
      let seen = try String(contentsOfFile: "\(agent.directory)/ws/seen.txt", encoding: .utf8)
      #expect(seen.contains("HOME=\(agent.directory)/home"))
    }
  }

  @Test("claude", .enabled(if: GatewayAgent.program("CARREL_TEST_CLAUDE") != nil, "CARREL_TEST_CLAUDE names no claude program"))
  func claude() async throws {
    for variable in ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"] {
      try await ScriptedModel.use { model in
        let agent = try GatewayAgent()
        let gateway = try await agent.work(
          ClaudeEngine(), program: GatewayAgent.program("CARREL_TEST_CLAUDE") ?? "", variable: variable, model: nil,
          upstream: model.address,
          ["[[model:bash \(spy)]] [[model:write a.txt b]] [[model:say Done.]] [[model:tokens 500 40]]"])
        #expect(agent.outcomes == [.completed], "\(variable): \(agent.events.suffix(8))")
        #expect(try String(contentsOfFile: "\(agent.directory)/ws/a.txt", encoding: .utf8) == "b\n")
        try expectNoKey(agent, gateway, spied: true)
        #expect(gateway.ledger.total.answers > 0 && gateway.ledger.total.tokens.output >= 40)
        let asked = try await model.requests().compactMap { $0["authorization"]?.string }
        #expect(asked.contains { $0.hasSuffix(GatewayAgent.key) } && !asked.contains { $0.contains("carrel-") })
      }
    }
  }

  @Test("codex", .enabled(if: GatewayAgent.program("CARREL_TEST_CODEX") != nil, "CARREL_TEST_CODEX names no codex program"))
  func codex() async throws {
    try await ScriptedModel.use { model in
      let agent = try GatewayAgent()
      let gateway = try await agent.work(
        CodexEngine(), program: GatewayAgent.program("CARREL_TEST_CODEX") ?? "", variable: "OPENAI_API_KEY", model: "gpt-5.5",
        upstream: model.address + "/v1", ["[[model:bash \(spy)]] [[model:write a.txt b]] [[model:say Done.]]"])
      #expect(agent.outcomes == [.completed], "\(agent.events.suffix(8))")
      try expectNoKey(agent, gateway, spied: true)
      #expect(gateway.ledger.total.tokens.total > 0)
      #expect(try await model.requests().contains { $0["authorization"]?.string == "Bearer \(GatewayAgent.key)" })
    }
  }

  @Test(
    "aider, a process and a sandbox for each turn",
    .enabled(if: GatewayAgent.program("CARREL_TEST_AIDER") != nil, "CARREL_TEST_AIDER names no aider program"))
  func aider() async throws {
    try await ScriptedModel.use { model in
      let agent = try GatewayAgent()
      let git = ProcessCommand(
        "git", ["-C", "\(agent.directory)/ws", "init", "-q"], environment: ["PATH": "/usr/bin:/bin", "HOME": agent.directory])
      #expect(try await ProcessRunner.run(git, timeoutSeconds: 60, outputLimit: 1 << 16).exit.isSuccess)
      let gateway = try await agent.work(
        AiderEngine(), program: GatewayAgent.program("CARREL_TEST_AIDER") ?? "", variable: "OPENAI_API_KEY", model: "openai/gpt-4o",
        upstream: model.address + "/v1", ["[[model:write a.txt b]]", "[[model:say Again.]]"])
      #expect(agent.outcomes == [.completed, .completed], "\(agent.events.suffix(8))")
      #expect(FileManager.default.fileExists(atPath: "\(agent.directory)/ws/a.txt"))
      try expectNoKey(agent, gateway, spied: false)
      #expect(gateway.ledger.total.answers >= 2)
    }
  }
}
