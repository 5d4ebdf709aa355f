import Configuration
import Model
import Platform
import TestSupport
import Testing
import Workspaces

@testable import Supervision

/// Failures that other programs of this kind really had (docs/failures.md).
@Suite(.timeLimit(.minutes(15))) struct FailureStories {
  @Test("F4: a restart with forty live tasks changes no HEAD and no file of theirs")
  func aRestartTouchesNoWorkspace() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { prompt in [.write("mine-\(prompt.task).txt", "x"), .hang] }
    try await StoryWorld.tell(
      engine,
      {
        $0.maxRunning = 40
        $0.maxLive = 40
      }
    ) { world in
      var ids: [TaskID] = []
      for number in 0..<40 { ids += try await world.add("Task \(number)") }
      for id in ids { await WholeJobStories.held(world, id) }
      let before = try await Self.state(of: ids, world)
      #expect(Set(before.map(\.path)).count == 40)
      try await world.restart()
      await world.supervisor.settle()
      #expect(try await Self.state(of: ids, world) == before)
      for id in ids { #expect(try await world.task(id).attention?.kind == .interrupted) }
    }
  }

  private struct Found: Equatable {
    var path: String
    var head: String
    var files: String
  }

  private static func state(of ids: [TaskID], _ world: StoryWorld) async throws -> [Found] {
    var found: [Found] = []
    for id in ids {
      let path = try #require(try await world.task(id).workspacePath)
      found.append(
        Found(
          path: path, head: try await world.root.run("git", ["rev-parse", "HEAD"], in: path),
          files: try await world.root.run(
            "/bin/sh", ["-ec", "find . -type f ! -path './.git/*' -exec stat -c '%n %Y %i %s' {} + | sort"], in: path)))
    }
    return found
  }

  @Test("F9: an agent that cannot be started leaves the workspace, the session and the work as they were")
  func aStartThatFailsChangesNothing() async throws {
    let engine = ScriptedEngine(ledger: ScriptedLedger()) { prompt in
      prompt.number == 1 ? [.exit] : [.write("work-\(prompt.number).txt", "x")]
    }
    try await StoryWorld.tell(engine, { $0.limits.perTask.retries = 0 }) { world in
      let id = try await world.add("Fix it")[0]
      let before = await world.until(id, .review)
      let tree = try await world.supervisor.diff(id).summary.tree
      try await world.supervisor.send(id, text: "again", author: "ana")
      let failed = await world.until(id, .failed)
      #expect(failed?.workspacePath == before?.workspacePath && failed?.sessionID == before?.sessionID)
      #expect(try await world.supervisor.diff(id).summary.tree == tree)
      try await world.supervisor.retry(id, RetryChange())
      #expect(await world.until(id, .review)?.diff?.files == 2)
    }
  }

  @Test("F37: an operator who comes back with another ssh agent is the one whose agent the next push uses")
  func theNewestAgentSocketIsUsed() async throws {
    try await StoryWorld.tell(WholeJobStories.writer()) { world in
      await world.supervisor.takeCredentials(["SSH_AUTH_SOCK": "/tmp/old/agent.1"])
      #expect(await Self.socket(world) == "/tmp/old/agent.1")
      await world.supervisor.takeCredentials(["SSH_AUTH_SOCK": "/tmp/new/agent.2"])
      #expect(await Self.socket(world) == "/tmp/new/agent.2")
    }
  }

  @Test func aDeadAgentSocketTakesNoPlaceOfALiveOne() async throws {
    try await StoryWorld.tell(WholeJobStories.writer()) { world in
      let live = try UnixListener(path: "\(world.root.path)/agent")
      await world.supervisor.takeCredentials(["SSH_AUTH_SOCK": live.path])
      await world.supervisor.takeCredentials(["SSH_AUTH_SOCK": "/nowhere/agent.1"])
      #expect(await Self.socket(world) == live.path)
      let other = try UnixListener(path: "\(world.root.path)/other")
      await world.supervisor.takeCredentials(["SSH_AUTH_SOCK": other.path])
      #expect(await Self.socket(world) == other.path, "of two that answer the newest")
      other.close()
      await world.supervisor.takeCredentials(["SSH_AUTH_SOCK": "/nowhere/agent.2"])
      #expect(await Self.socket(world) == "/nowhere/agent.2", "of two that do not as well")
    }
  }

  private static func socket(_ world: StoryWorld) async -> String? {
    (try? await world.desk.remoteCredentials("/nowhere"))?.sshAgentSocket
  }
}
