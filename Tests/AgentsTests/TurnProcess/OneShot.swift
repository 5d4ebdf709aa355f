import Agents
import FoundationEssentials
import Model
import Platform
import Testing

/// Agents with one process per turn in an `AgentStage`, some with programs that a test writes.
enum OneShot {
  /// Writes a Python program into the stage and returns its path.
  static func program(_ name: String, _ lines: String, in stage: AgentStage) throws -> String {
    let path = "\(stage.directory)/\(name)"
    try Data("#!/usr/bin/env python3\n\(lines)\n".utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
  }

  /// Starts an agent, lets a script play with it, stops it and waits for its last event. Every turn that started ended once.
  static func play(
    _ engine: any CodingEngine, _ setup: AgentSetup, _ stage: AgentStage, _ script: (any CodingAgent, AgentStage) async throws -> Void
  ) async throws {
    let agent = try engine.makeAgent(setup)
    do {
      try await agent.start(stage.receive)
      try await script(agent, stage)
    } catch {
      Issue.record(error)
    }
    await agent.stop()
    await stage.exited()
    let starts = stage.events.count { $0 == .turnStarted }
    #expect(starts == stage.outcomes.count)
    if case .exited = stage.events.last {} else { Issue.record("exited is not the last event") }
  }

  /// What git prints in the stage's workspace.
  @discardableResult
  static func git(_ stage: AgentStage, _ arguments: String...) async throws -> String {
    let environment = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": stage.directory, "LC_ALL": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1",
      "GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@example.org", "GIT_COMMITTER_NAME": "Ann",
      "GIT_COMMITTER_EMAIL": "ann@example.org",
    ]
    let command = ProcessCommand("git", arguments, environment: environment, directory: "\(stage.directory)/ws")
    return try await ProcessRunner.run(command, timeoutSeconds: 60).text
  }

  /// A repository with `calc.py` in the stage's workspace.
  static func repository(_ stage: AgentStage) async throws {
    try stage.write("calc.py", "def add(a, b):\n    return a - b\n")
    try stage.write("README.md", "hello\n")
    try await git(stage, "init", "-q", "-b", "main")
    try await git(stage, "add", "-A")
    try await git(stage, "commit", "-q", "-m", "first")
  }
}
