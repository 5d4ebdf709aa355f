import Client
import JSON
import Model
import Platform
import TestSupport
import Testing
import Wire

extension EndToEnd {
  @Suite("Many tasks, several clients")
  struct CrowdTests {
    @Test("Eight at once keep to the cap, to priority and to --after")
    func eightAtOnce() async throws {
      try await CarrelProgram.use(config: "default_engine = \"demo\"\nmax_running = 3\n") { carrel in
        var carrel = carrel
        carrel.environment["CARREL_DEMO_PACE"] = "15"
        try await carrel.ok("queue", "pause")
        let list = (1...7).map { $0 == 6 ? "Ticket 6 !high" : $0 == 2 ? "Ticket 2 !low" : "Ticket \($0)" }.joined(separator: "\n")
        let ids = try await carrel.add(list)
        try await carrel.add("Ticket 8 comes later", "--after", "T1", "--priority", "900")
        #expect(ids.count == 7)
        #expect(try await carrel.ok("queue").output.hasPrefix("paused"))
        #expect(try await carrel.tasks().allSatisfy { $0["state"]?.string == "queued" })
        try await carrel.ok("queue", "resume")
        #expect(try await carrel.run(["wait"] + ids).code == 0)
        #expect(try await carrel.state(of: "T8") == "queued", "T1 is not done")
        #expect(try await carrel.ok("show", "T8").output.contains("T1"))
        let tree = try await carrel.tree("T1")
        try await carrel.ok("approve", "T1", "--tree", tree)
        try await carrel.ok("wait", "T8")

        let phases = try await carrel.phases(ids + ["T8"])
        var busy: Set<String> = []
        var most = 0
        for event in phases {
          if ["preparing", "running"].contains(event.phase) { busy.insert(event.task) } else { busy.remove(event.task) }
          most = max(most, busy.count)
        }
        #expect(most == 3)
        let starts = phases.filter { $0.phase == "preparing" }.map(\.task)
        #expect(starts.prefix(3).contains("T6") && starts.dropLast().last == "T2" && starts.last == "T8", "\(starts)")
        for id in ids.dropFirst() + ["T8"] {
          let tree = try await carrel.tree(id)
          try await carrel.ok("approve", id, "--tree", tree)
        }
        #expect(try await carrel.remote.git("branch", "--list", "carrel/*").split(separator: "\n").count == 8)
        try await Patience.until("empty desks") { carrel.workspaces.isEmpty }
      }
    }

    @Test("F24, F39: two clients are told the same, in the same order")
    func twoClients() async throws {
      try await CarrelProgram.use { carrel in
        let clients = [try await carrel.connect("ann"), try await carrel.connect("bob")]
        for client in clients {
          guard case .attached(let snapshot) = try await client.request(.attach) else {
            Issue.record("not attached")
            return
          }
          #expect(snapshot.tasks.isEmpty)
        }
        try await carrel.add("One\nTwo\nThree")
        var told: [[Notice]] = []
        for client in clients {
          var notices: [Notice] = []
          var inReview: Set<TaskID> = []
          for await notice in client.notices {
            notices.append(notice)
            if case .task(let task) = notice, task.phase == .review { inReview.insert(task.id) }
            if inReview.count == 3 { break }
          }
          told.append(notices)
          client.close()
        }
        // Provisional text and measuring may interleave at the very end: what both have seen must be the same.
        let count = min(told[0].count, told[1].count)
        #expect(count > 30)
        #expect(Array(told[0].prefix(count)) == Array(told[1].prefix(count)))
        try await carrel.ok("discard", "T1", "T2", "T3", "--yes")
      }
    }

    @Test("F38: a client that stops reading is cut; the others and the service go on")
    func slowClient() async throws {
      try await CarrelProgram.use { carrel in
        let reader = try await carrel.connect("bob")
        _ = try await reader.request(.attach)
        let counting = Task {
          var count = 0
          for await _ in reader.notices { count += 1 }
          return count
        }
        let sleeper = try UnixConnection.connect(carrel.socket)
        let version = try await carrel.ok("version").output.split(separator: " ").last.map { String($0.dropLast()) } ?? ""
        let hello = ClientHello(protocolVersion: MessageCodec.protocolVersion, version: version, author: "zoe")
        #expect(sleeper.send(MessageCodec.encode(ClientMessage(id: 1, request: .hello(hello)))))
        #expect(sleeper.send(MessageCodec.encode(ClientMessage(id: 2, request: .attach))))
        try await Patience.until("three clients") { try await carrel.ok("service", "status").output.contains(" 3 clients") }
        var ids: [String] = []
        try await Patience.until("the sleeper to be cut") {
          let id = try await carrel.add("Flood \(ids.count) [[demo:flood]]")
          ids += id
          #expect(try await carrel.run("wait", id[0]).code == 0)
          return try await carrel.ok("service", "status").output.contains(" 2 clients")
        }
        var bytes = 0
        while let more = await sleeper.read() { bytes += more.count }
        #expect(bytes < 16 << 20, "what waited for it was bounded")
        try await carrel.run(["discard", "--yes"] + ids)
        reader.close()
        #expect(await counting.value > ids.count)
        #expect(carrel.workspaces.isEmpty)
      }
    }

    @Test("API errors are tried again after a pause; a usage limit waits for the operator")
    func retries() async throws {
      try await CarrelProgram.use { carrel in
        try await carrel.add("Overloaded [[demo:overloaded 2]]\nLimit [[demo:limit 1]]")
        #expect(try await carrel.run("wait", "T2").code == 6)
        #expect(try await carrel.task("T2")["attention"]?["kind"]?.string == "usage_limit")
        try await carrel.ok("answer", "T2", "allow")
        try await carrel.ok("wait", "T1", "T2")
        let reasons = try await carrel.transcript("T1").filter { $0["kind"]?.string == "phase" }
        #expect(
          reasons.compactMap { $0["state"]?.string } == [
            "preparing", "running", "queued", "preparing", "running", "queued", "preparing", "running", "review",
          ])
        #expect(try await carrel.task("T1")["error"]?.isNull == true)
        try await carrel.ok("discard", "T1", "T2", "--yes")
      }
    }

    @Test("F22: a dead credential parks all its tasks with one message, in the real program")
    func deadCredential() async throws {
      try await CarrelProgram.use(config: "default_engine = \"demo\"\nmax_running = 1\n") { carrel in
        let client = try await carrel.connect()
        _ = try await client.request(.attach)
        let ids = try await carrel.add("One [[demo:auth]]\nTwo [[demo:auth]]\nThree")
        try await Patience.until("all parked") {
          try await carrel.tasks().allSatisfy { $0["state"]?.string == "queued" && $0["attention"]?["kind"]?.string == "credential" }
        }
        #expect(try await carrel.run("wait", "--all").code == 6)
        #expect(try await carrel.ok("queue").output.contains("trouble: "))
        var messages = 0
        _ = await client.send(.shutdown)
        for await notice in client.notices { if case .message(.error, _) = notice { messages += 1 } }
        #expect(messages == 1)
        #expect(try await carrel.transcript("T2").isEmpty, "it was never started")
        // The service forgot that the credential is dead; the first task finds it out again, and the others are parked again.
        try await carrel.run(["discard", "--yes"] + ids)
        #expect(carrel.workspaces.isEmpty)
      }
    }

    @Test("F20: a second service is refused and names the holder")
    func secondService() async throws {
      try await CarrelProgram.use { carrel in
        try await carrel.ok("service", "start")
        let pid = try await carrel.servicePID()
        let second = try await carrel.run("service", "run")
        #expect(second.code == 4)
        #expect(second.errors.contains("\(pid)"), "\(second.errors)")
        #expect(try await carrel.servicePID() == pid)
      }
    }
  }
}
