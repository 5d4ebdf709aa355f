import Client
import Glibc
import JSON
import Model
import Platform
import TestSupport
import Testing
import Wire

extension EndToEnd {
  @Suite("The service ends and comes back")
  struct RestartTests {
    /// Six slow tasks, some of them in the middle of a turn.
    private func busy(_ body: (CarrelProgram, [String]) async throws -> Void) async throws {
      try await CarrelProgram.use(config: "default_engine = \"demo\"\nmax_running = 3\n") { carrel in
        var slow = carrel
        slow.environment["CARREL_DEMO_PACE"] = "60"
        let ids = try await slow.add((1...6).map { "Ticket \($0)" }.joined(separator: "\n"))
        try await Patience.until("text of T1's agent") { try await slow.transcript("T1").contains { $0["kind"]?.string == "delta" } }
        try await body(slow, ids)
      }
    }

    private func finish(_ carrel: CarrelProgram, _ ids: [String]) async throws {
      var quick = carrel
      quick.environment["CARREL_DEMO_PACE"] = "0"
      try await quick.goOn(ids)
      for id in ids {
        let origins = try await quick.prompts(id)
        #expect(origins.first == "brief" && origins.filter { $0 == "brief" }.count == 1, "\(id): \(origins)")
        let sent = try quick.messagesSent(id)
        #expect(sent.count == origins.count, "\(id): \(sent)")
        #expect(Set(sent).count == sent.count, "no prompt was sent twice")
        let tree = try await quick.tree(id)
        try await quick.ok("approve", id, "--tree", tree)
      }
      try await Patience.until("empty desks") { quick.workspaces.isEmpty }
    }

    @Test("Stopped and started in the middle: what was cut waits, go on leads to review, the rest goes on by itself")
    func stopAndStart() async throws {
      try await busy { carrel, ids in
        try await carrel.ok("service", "stop")
        try await carrel.nothingIsLeft()
        let tasks = try await carrel.tasks()
        #expect(tasks.compactMap { $0["id"]?.string } == ids)
        #expect(try await carrel.task("T1")["attention"]?["kind"]?.string == "interrupted")
        #expect(try await carrel.run("wait", "T1").code == 6)
        try await finish(carrel, ids)
        #expect(try await carrel.prompts("T1").count == 2)
      }
    }

    @Test("F11, F19: killed with -9 in the middle: the agents are gone at once, nothing is lost, no prompt is sent twice")
    func killed() async throws {
      try await busy { carrel, ids in
        let before = try await carrel.transcript("T1").filter { $0["kind"]?.string != "delta" }
        try await carrel.killService()
        #expect(try await carrel.tasks().compactMap { $0["id"]?.string } == ids)
        #expect(try await carrel.transcript("T1").starts(with: before))
        #expect(try await carrel.task("T1")["attention"]?["kind"]?.string == "interrupted")
        try await finish(carrel, ids)
      }
    }

    @Test("A service that ends while it is greeted was asked nothing: the command starts the next one")
    func endsWhileGreeted() async throws {
      try await CarrelProgram.use { carrel in
        try Files.makeDirectory(carrel.state)
        let dying = try UnixListener(path: carrel.socket)
        let end = Task {
          let guest = await dying.accept()
          dying.close()
          guest?.close()
          return guest != nil
        }
        #expect(try await carrel.ok("ls").code == 0)
        #expect(await end.value)
      }
    }

    @Test("An open permission survives kill -9, and its answer goes on in the same session")
    func openRequest() async throws {
      try await CarrelProgram.use { carrel in
        try await carrel.add("Touch it [[demo:ask]]")
        #expect(try await carrel.run("wait", "T1").code == 0, "auto mode does not ask")
        try await carrel.add("Touch that [[demo:ask]]", "--mode", "ask")
        #expect(try await carrel.run("wait", "T2").code == 6)
        let session = try await carrel.task("T2")["session_id"]?.string
        try await carrel.killService()
        #expect(try await carrel.run("wait", "T2").code == 6)
        #expect(try await carrel.task("T2")["attention"]?["kind"]?.string == "permission")
        try await carrel.ok("answer", "T2", "allow")
        while try await carrel.run("wait", "T2").code == 6 { try await carrel.ok("answer", "T2", "allow") }
        #expect(try await carrel.task("T2")["session_id"]?.string == session)
        #expect(try await carrel.state(of: "T2") == "review")
        try await carrel.ok("discard", "T1", "T2", "--yes")
      }
    }

    @Test("F40: killed at any moment, again and again: what was acknowledged is there, states are legal, every task can be finished")
    func killedAtRandom() async throws {
      let rounds = Soak.isOn ? 200 : 20
      try await CarrelProgram.use(config: "default_engine = \"demo\"\nmax_running = 4\n") { carrel in
        var carrel = carrel
        carrel.environment["CARREL_DEMO_PACE"] = "5"
        var random = SystemRandomNumberGenerator()
        var acknowledged: [String] = []
        for round in 1...rounds {
          let client = try await carrel.connect()
          _ = try await client.request(.attach)
          let open = try await carrel.tasks().filter { $0["state"]?.string != "review" && $0["state"]?.string != "done" }
          for task in open where task["state"]?.string == "waiting" {
            _ = try await carrel.run("answer", task["id"]?.string ?? "", "--text", "go on")
          }
          let missing = max(1, 6 - open.count)
          acknowledged += try await carrel.add((1...missing).map { "Round \(round), ticket \($0)" }.joined(separator: "\n"))
          // A random moment, counted in what the service tells; the last task's end comes anyway.
          let pid = try await carrel.servicePID()
          var left = Int.random(in: 0...150, using: &random)
          for await notice in client.notices {
            left -= 1
            if left <= 0 { break }
            if case .task(let task) = notice, "\(task.id)" == acknowledged.last, task.phase == .review { break }
          }
          // One more list is on its way while the service dies: it counts only if it was acknowledged.
          let late = Task { [carrel] in try await carrel.run("add", "-", input: "Late in round \(round)\n") }
          kill(pid, SIGKILL)
          client.close()
          let last = try await late.value
          if last.code == 0 { acknowledged += last.lines.compactMap { $0.split(separator: "\t").first.map(String.init) } }
          let tasks = try await carrel.tasks()
          let ids = Set(tasks.compactMap { $0["id"]?.string })
          #expect(ids.isSuperset(of: acknowledged), "round \(round)")
          let legal = ["queued", "preparing", "running", "waiting", "review", "publishing", "done"]
          #expect(tasks.allSatisfy { legal.contains($0["state"]?.string ?? "") }, "round \(round): \(tasks)")
        }
        let all = try await carrel.tasks().compactMap { $0["id"]?.string }
        try await carrel.goOn(all)
        for id in all {
          let sent = try carrel.messagesSent(id)
          let answers = try await carrel.transcript(id).filter { $0["kind"]?.string == "answered" }.count
          // The brief goes a second time only into a new session, when its first one never began, and only because a person said "go on".
          let briefs = sent.filter { $0.hasPrefix("You are working on one ticket") }.count
          #expect(briefs >= 1 && briefs <= 1 + answers, "\(id): \(sent)")
        }
        #expect(carrel.processes.values.filter { $0.contains("demo-engine") }.count <= 12 * 3)
        let approved = try await carrel.run(["approve", "--yes"] + all)
        #expect(approved.code == 0, "\(approved)")
        #expect(try await carrel.tasks().allSatisfy { $0["state"]?.string == "done" })
        try await Patience.until("empty desks") { carrel.workspaces.isEmpty }
      }
    }
  }
}
