import JSON
import Platform
import TestSupport
import Testing

extension EndToEnd {
  /// The service kills itself at a named place, is started again, and one ticket still comes to exactly one branch.
  @Suite("Killed at a named place")
  struct CrashPointTests {
    @Test(
      "F9, F13, F19, F40: killed at each named point: one ticket, one branch, no prompt twice, nothing left",
      arguments: CrashPoint.allCases.filter {
        !$0.rawValue.hasPrefix("outbox-") || [.outboxCommitted, .outboxPushed, .outboxOpenCommitted, .outboxPublished].contains($0)
      }
    )
    func killedAt(_ point: CrashPoint) async throws {
      try await CarrelProgram.use { carrel in
        var fatal = carrel
        fatal.environment["CARREL_CRASH_AT"] = point.rawValue
        try await Self.runInto(point, fatal)
        let story = try await Self.driveOn(carrel, point)
        #expect(story.answers == ([.promptCommitted, .promptWritten].contains(point) ? 1 : 0), "\(point)")
        try await Self.check(carrel, story, point)
      }
    }

    /// What an operator did after the restart, and what he saw.
    struct Story {
      var answers = 0
      var tree = ""
    }

    /// Works until the service is dead.
    static func runInto(_ point: CrashPoint, _ carrel: CarrelProgram) async throws {
      _ = try await carrel.run("add", "-", input: "Fix the greeting\n")
      // `service status` is asked, since it starts no service.
      try await Patience.until("the end of the service, or review") {
        let status = try await carrel.run("service", "status")
        return status.code != 0 || status.output.contains("1 review")
      }
      if try await carrel.run("service", "status").code == 0 {
        if point == .sealed {
          _ = try await carrel.run("discard", "T1", "--yes")
        } else {
          _ = try await carrel.run("approve", "T1", "--publish", way(point), "--tree", try await carrel.tree("T1"))
        }
      }
      try await Patience.until("the end of the service at \(point.rawValue)") { try await carrel.run("service", "status").code != 0 }
    }

    /// How it is published: what is no branch does not go by the outbox.
    static func way(_ point: CrashPoint) -> String { point == .pushed ? "merge" : "branch" }

    /// Does what an operator does until the task is done.
    static func driveOn(_ carrel: CarrelProgram, _ point: CrashPoint) async throws -> Story {
      var story = Story()
      try await Patience.until("T1 to be done") {
        switch try await carrel.state(of: "T1") {
        case "done": return true
        case "waiting":
          story.answers += 1
          try await carrel.ok("answer", "T1", "allow")
        case "review", "stopped":
          story.tree = try await carrel.tree("T1")
          try await carrel.ok("approve", "T1", "--publish", way(point), "--tree", story.tree)
        case "discarded":
          // Its workspace may be on its way out still.
          guard carrel.workspaces.isEmpty else { return false }
          _ = try await carrel.run("undelete", "T1")
        case "failed": throw TestRepositoryFailure(text: "T1 failed: \(try await carrel.task("T1").serialized())")
        default: break
        }
        return false
      }
      return story
    }

    static func check(_ carrel: CarrelProgram, _ story: Story, _ point: CrashPoint) async throws {
      let branches = try await carrel.remote.git("for-each-ref", "--format=%(refname:short)", "refs/heads").split(separator: "\n")
        .filter { $0 != "main" }
      #expect(branches.count == (way(point) == "merge" ? 0 : 1))
      let branch = branches.first ?? "main"
      let base = way(point) == "merge" ? "main~1" : "main"
      let tree = try await carrel.remote.git("rev-parse", "\(branch)^{tree}")
      if !story.tree.isEmpty { #expect(tree == story.tree) }
      let files = try await carrel.remote.git("diff", "--name-only", base, String(branch))
      // Going on is a prompt of its own, about which the agent does something of its own.
      if story.answers == 0 { #expect(files == "src/greet.py") } else { #expect(!files.isEmpty) }
      let briefs = try await carrel.prompts("T1").count { $0 == "brief" }
      #expect(briefs <= 1 + story.answers)
      try await Patience.until("an empty desk") { carrel.workspaces.isEmpty }
      #expect(!Files.exists("\(carrel.state)/morgue/lost-found"))
      try await Patience.until("an empty trash") { (try? Files.list("\(carrel.state)/trash").isEmpty) == true }
    }
  }
}
