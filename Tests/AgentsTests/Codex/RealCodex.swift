import Agents
import FoundationEssentials
import Model
import Platform
import Sandbox
import Testing
import TestSupport

/// The real codex program (`CARREL_TEST_CODEX`) against the scripted model server of Tests/TestSupport.
enum RealCodex {
  static var program: String? { Environment.current["CARREL_TEST_CODEX"].flatMap { $0.isEmpty ? nil : $0 } }

  /// Runs an agent and a script with it; afterwards nothing of it is left.
  static func play(
    _ stage: AgentStage, _ mode: TaskMode = .auto, session: AgentSetup.Session = .new(id: "00000000-0000-4000-8000-000000000001"),
    adjust: (inout AgentSetup) -> Void = { _ in }, _ script: (any CodingAgent, ScriptedModel) async throws -> Void
  ) async throws {
    try await ScriptedModel.use { model in
      var setup = stage.setup(mode, session: session)
      setup.command = program
      setup.environment = ["OPENAI_API_KEY": "sk-test-0123456789abcdef", "OPENAI_BASE_URL": model.address + "/v1"]
      setup.model = "gpt-5.5"
      // Codex's own sandbox, which level none would use, does not show the directories of tests.
      setup.sandbox.level = .isolated
      setup.sandbox.readOnly.append(CodexFixture.directory)
      adjust(&setup)
      let agent = try CodexEngine().makeAgent(setup)
      do {
        try await agent.start(stage.receive)
        try await script(agent, model)
      } catch {
        Issue.record(error)
      }
      await agent.stop()
      await stage.exited()
      #expect(left(in: stage.directory).isEmpty)
    }
  }

  /// Waits, five seconds at most, until no such command runs in this directory.
  static func isGone(_ command: String, in directory: String) async throws -> Bool {
    for _ in 0..<250 {
      if !left(in: directory).contains(where: { $0.contains(" \(command)") }) { return true }
      try await pause(for: .milliseconds(20))
    }
    return false
  }

  /// The programs that still run with this directory in their arguments or as their working directory.
  static func left(in directory: String) -> [String] {
    let ids = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.filter { Int($0) != nil } ?? []
    return ids.compactMap { id in
      let words = FileManager.default.contents(atPath: "/proc/\(id)/cmdline").map { String(decoding: $0, as: UTF8.self) } ?? ""
      let place = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/cwd")) ?? ""
      return words.contains(directory) || place.hasPrefix(directory) ? "\(id) \(words.replacing("\0", with: " "))" : nil
    }
  }
}
