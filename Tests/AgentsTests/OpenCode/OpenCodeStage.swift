@testable import Agents
import FoundationEssentials
import Glibc
import JSON
import Model
import Platform
import Sandbox
import Testing

/// The stand-in of opencode (Fixtures/opencode/opencode) with a private home and workspace.
final class OpenCodeStage: Sendable {
  static let program = "\(Fixture.directory)/opencode/opencode"

  let stage: AgentStage
  let engine = OpenCodeEngine(sandbox: AgentSandbox(warden: nil, bwrap: "/usr/bin/bwrap", features: .init()))

  init() throws {
    stage = try AgentStage()
    try stage.write("README.md", "# Demo\n")
    try stage.write("missed.txt", "missed\n")
  }

  var home: String { "\(stage.directory)/home" }

  func setup(_ mode: TaskMode = .auto, session: AgentSetup.Session = .new(id: "00000000-0000-4000-8000-000000000000")) -> AgentSetup {
    var setup = stage.setup(mode, session: session)
    setup.command = Self.program
    setup.environment = ["ANTHROPIC_API_KEY": "sk-ant-test-0123456789"]
    return setup
  }

  /// A started agent, whose events go to the stage.
  func agent(_ setup: AgentSetup) async throws -> any CodingAgent {
    let agent = try engine.makeAgent(setup)
    try await agent.start(stage.receive)
    return agent
  }

  /// Runs turns with a started agent and stops it; nothing may be left running.
  func play(_ setup: AgentSetup, _ body: (any CodingAgent) async throws -> Void) async throws {
    let agent = try await agent(setup)
    do {
      try await body(agent)
    } catch {
      await agent.stop()
      throw error
    }
    await agent.stop()
    await stage.exited()
    #expect(processes.isEmpty)
  }

  /// How it behaves: routes of the server by their answer, and words of its own.
  func configure(_ json: String) throws { try Data(json.utf8).write(to: URL(filePath: "\(home)/stub.json")) }

  /// Lets a held turn go on.
  func release(_ name: String) throws { try Data().write(to: URL(filePath: "\(home)/release-\(name)")) }

  /// What it was asked, in order.
  var asked: [JSONValue] {
    let bytes = (try? Files.read("\(home)/asked.jsonl", limit: 1 << 24)) ?? []
    return JSONLines.parse(bytes).compactMap { try? $0.value.get() }
  }

  /// The bodies of what was posted to paths that end so.
  func posted(_ end: String) -> [JSONValue] {
    asked.filter { $0["method"]?.string == "POST" && $0["path"]?.string?.hasSuffix(end) == true }.compactMap { $0["body"] }
  }

  /// The processes of this stage.
  var processes: [Int32] {
    ((try? Files.list("/proc")) ?? []).compactMap { Int32($0) }.filter { pid in
      guard let bytes = try? Files.read("/proc/\(pid)/environ", limit: 1 << 20), pid != getpid() else { return false }
      return String(decoding: bytes, as: UTF8.self).contains("HOME=\(home)\0")
    }
  }

  /// What lies in the workspace.
  var workspace: [String] { ((try? Files.list("\(stage.directory)/ws")) ?? []).sorted() }

  var events: [AgentEvent] { stage.events }
  var summary: [String] { stage.summary }
  var outcomes: [String] { stage.outcomes.map(\.summary) }

  /// The texts that were told as whole.
  var texts: [String] { events.compactMap { if case .textDone(_, let text) = $0 { text } else { nil } } }

  /// What was streamed, by message.
  var streamed: [String: String] {
    events.reduce(into: [:]) { all, event in
      switch event {
      case .textDelta(let id, let text), .thinkingDelta(let id, let text): all[id, default: ""] += text
      case .messageDiscarded(let id): all[id] = ""
      default: break
      }
    }
  }

  /// All tokens and money.
  var used: (tokens: TokenCount, cost: Double) {
    events.reduce((TokenCount(), 0)) { all, event in
      guard case .usage(let tokens, let cost) = event else { return all }
      return (all.0 + (tokens ?? TokenCount()), all.1 + (cost ?? 0))
    }
  }

  /// The failure of the last turn.
  var failure: TaskFailure? {
    if case .failed(let failure) = stage.outcomes.last { failure } else { nil }
  }
}
