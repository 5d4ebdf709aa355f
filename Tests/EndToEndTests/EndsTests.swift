import Client
import Glibc
import JSON
import Model
import Platform
import TestSupport
import Testing
import Wire

extension EndToEnd {
  /// However a task, the service or a login ends: nothing of it is left, and nothing that is not ours is touched.
  @Suite("Ends")
  struct EndsTests {
    /// A service with a slow agent in the middle of its turn.
    static func busy(_ config: String = "", _ body: (CarrelProgram) async throws -> Void) async throws {
      try await CarrelProgram.use(config: "default_engine = \"demo\"\n" + config) { carrel in
        var slow = carrel
        slow.environment["CARREL_DEMO_PACE"] = "200"
        try await slow.add("A long one")
        try await Patience.until("text of T1's agent") { try await slow.transcript("T1").contains { $0["kind"]?.string == "delta" } }
        try await body(slow)
      }
    }

    /// The processes inside of sandboxes, by what stands in their command lines.
    static func agents(_ carrel: CarrelProgram) -> [String] {
      carrel.processes.values.filter { $0.contains("carrel-warden") || $0.contains("demo-engine") || $0.contains("bwrap") }
    }

    @Test("F19: the service is killed 0 to 60 ms after an agent was spawned, again and again: no process is left")
    func f19KilledAfterTheSpawn() async throws {
      try await CarrelProgram.use { carrel in
        var carrel = carrel
        carrel.environment["CARREL_DEMO_PACE"] = "200"
        var random = SystemRandomNumberGenerator()
        for round in 1...(Soak.isOn ? 200 : 24) {
          try await carrel.ok("service", "start")
          let pid = try await carrel.servicePID()
          try await carrel.add("Round \(round)")
          // From the moment on in which the service has a child that is to become a sandbox.
          try await Patience.until("a sandbox in round \(round)") { ServiceProcess(pid: pid).children.contains { $0.name == "bwrap" } }
          try await pause(for: .microseconds(Int.random(in: 0...60_000, using: &random)))
          kill(pid, SIGKILL)
          do {
            try await Patience.until("the end of all processes", deadline: 30) { carrel.processes.isEmpty }
          } catch {
            Issue.record("left in round \(round): \(carrel.processes)")
            throw error
          }
          // What was cut is put away, so that the next round has a slot.
          let ids = try await carrel.tasks().filter { $0["state"]?.string != "discarded" }.compactMap { $0["id"]?.string }
          for id in ids { try await carrel.ok("discard", id, "--yes") }
          try await Patience.until("empty desks") { carrel.workspaces.isEmpty }
        }
        #expect(try await DoctorTests.complaints(carrel) == [])
      }
    }

    @Test("F18: agents are spawned and stopped hundreds of times: descriptors, threads, memory and zombies of the service stay level")
    func f18SpawnAndKill() async throws {
      try await CarrelProgram.use { carrel in
        var carrel = carrel
        carrel.environment["CARREL_DEMO_PACE"] = "200"
        let client = try await carrel.connect()
        let service = ServiceProcess(pid: try await carrel.servicePID())
        try await carrel.add("Again and again")
        _ = try await client.request(.attach)
        let id = TaskID(1)
        func cycle() async throws {
          for await notice in client.notices {
            if case .task(let task) = notice, task.id == id, task.phase == .running { break }
          }
          _ = try await client.request(.stop(id))
          _ = try await client.request(.retry(id, RetryChange()))
        }
        for _ in 1...20 { try await cycle() }
        let before = service.figures
        let cycles = Soak.isOn ? 5000 : 150
        for _ in 1...cycles { try await cycle() }
        _ = try await client.request(.stop(id))
        let after = service.figures
        #expect(after.zombies == 0)
        #expect(after.descriptors <= before.descriptors + 4, "\(before) \(after)")
        #expect(after.threads <= before.threads + 4, "\(before) \(after)")
        #expect(after.residentKilobytes <= before.residentKilobytes + 24_000 + cycles * 4, "\(before) \(after)")
        #expect(Self.agents(carrel).isEmpty)
        client.close()
        try await carrel.ok("discard", "T1", "--yes")
      }
    }

    @Test("A stop and a time-out leave no process; a task that is complete leaves no directory either")
    func stopAndTimeOut() async throws {
      try await Self.busy { carrel in
        try await carrel.ok("stop", "T1")
        #expect(Self.agents(carrel).isEmpty)
        try await carrel.ok("add", "-", "--timeout", "2s", input: "Too long\n")
        try await carrel.until("T2", is: "failed")
        try await Patience.until("the end of T2's agent", deadline: 30) { Self.agents(carrel).isEmpty }
        try await carrel.ok("discard", "T1", "T2", "--yes")
        try await Patience.until("empty desks") { carrel.workspaces.isEmpty }
        // Deleting comes after: a desk is empty as soon as it was moved away.
        try await Patience.until("the end of the deleting") { try Files.list("\(carrel.state)/trash").isEmpty }
        #expect(try await DoctorTests.complaints(carrel) == [])
      }
    }

    @Test("F19: a logout (SIGHUP to the client and to the service) and a killed client leave the service and its agents alone")
    func f19Logout() async throws {
      try await Self.busy { carrel in
        let pid = try await carrel.servicePID()
        #expect(getsid(pid) == pid, "a session of its own")
        #expect(getsid(pid) != getsid(0))
        for signal in [SIGHUP, SIGKILL] {
          let client = try ChildProcess.spawn(carrel.command(["wait", "T1"]))
          try await Patience.until("two clients") { try await carrel.ok("service", "status").output.contains(" 2 clients") }
          client.signal(signal)
          #expect(await client.wait() == .signal(Int(signal)))
        }
        kill(pid, SIGHUP)
        #expect(try await carrel.servicePID() == pid)
        #expect(try await carrel.state(of: "T1") == "running")
        #expect(!Self.agents(carrel).isEmpty)
        try await carrel.ok("stop", "T1")
      }
    }

    @Test("A reboot (everything of a process namespace is killed at once): the next start knows what was cut and finishes it")
    func reboot() async throws {
      try await CarrelProgram.use { carrel in
        var carrel = carrel
        carrel.environment["CARREL_DEMO_PACE"] = "200"
        // The namespace's first process reaps and is the machine; --kill-child ends it with this shell.
        let service = carrel.command(["service", "run"])
        let machine = try ChildProcess.spawn(
          ProcessCommand(
            "unshare", ["-rpf", "--mount-proc", "--kill-child", "sh", "-c", "\"$1\" service run; exit $?", "sh", CarrelProgram.path],
            environment: service.environment, directory: "/"))
        guard await machine.output.next().map({ String(decoding: $0, as: UTF8.self) }) == "listening\n" else {
          return  // No private namespaces here.
        }
        try await carrel.add("Cut by the reboot")
        let ran = try await Patience.until("T1's agent or its refusal") { () -> Bool? in
          if try await carrel.transcript("T1").contains(where: { $0["kind"]?.string == "delta" }) { return true }
          return try await carrel.task("T1")["attention"]?["kind"]?.string == "sandbox" ? false : nil
        }
        machine.signal(SIGKILL)
        _ = await machine.wait()
        try await Patience.until("the end of all processes", deadline: 30) { carrel.processes.isEmpty }
        guard ran else { return }  // No sandbox in a namespace here.
        #expect(try await carrel.task("T1")["attention"]?["kind"]?.string == "interrupted")
        carrel.environment["CARREL_DEMO_PACE"] = "0"
        try await carrel.ok("service", "stop")
        try await carrel.goOn(["T1"])
        #expect(try await carrel.prompts("T1").first == "brief")
        try await carrel.ok("discard", "T1", "--yes")
        try await Patience.until("empty desks") { carrel.workspaces.isEmpty }
        #expect(try await DoctorTests.complaints(carrel) == [])
      }
    }

    @Test("F26: an engine that is stopped (SIGSTOP) has “no news”, is not dead, and goes on")
    func f26StoppedEngine() async throws {
      try await CarrelProgram.use(config: "default_engine = \"demo\"\n[limits]\nsilence_minutes = 0.05\n") { carrel in
        var carrel = carrel
        carrel.environment["CARREL_DEMO_PACE"] = "1000"
        try await carrel.add("A long one")
        let engine = try await Patience.until("T1's engine in its turn") { () -> Int32? in
          guard try await carrel.transcript("T1").contains(where: { $0["kind"]?.string == "delta" }) else { return nil }
          return carrel.processes.first {
            $0.value.contains("demo-engine -p") && !$0.value.contains("bwrap") && !$0.value.contains("warden")
          }?.key
        }
        kill(engine, SIGSTOP)
        try await Patience.until("no news") { try await carrel.ok("transcript", "T1").output.contains("no news for") }
        #expect(try await carrel.state(of: "T1") == "running")
        kill(engine, SIGCONT)
        let before = try await carrel.transcript("T1").count
        try await Patience.until("news again") { try await carrel.transcript("T1").count > before }
        #expect(try await carrel.state(of: "T1") == "running")
        try await carrel.ok("stop", "T1")
        try await carrel.ok("discard", "T1", "--yes")
      }
    }

    @Test("F20: a lock file with the number of somebody else's process neither blocks the start nor costs that process its life")
    func f20ReusedNumber() async throws {
      try await CarrelProgram.use { carrel in
        var command = ProcessCommand("cat", environment: ["PATH": "/usr/bin:/bin"], directory: "/")
        command.input = .pipe
        let stranger = try ChildProcess.spawn(command)
        try Files.makeDirectory(carrel.state)
        try Files.writeAtomically(Array("\(stranger.pid)\n".utf8), to: "\(carrel.state)/service.lock")
        #expect(try await carrel.ok("service", "stop").code == 0)
        #expect(stranger.ended == nil)
        #expect(try await carrel.run("doctor").code == 0)
        try Files.writeAtomically(Array("\(stranger.pid)\n".utf8), to: "\(carrel.state)/service.lock")
        try await carrel.ok("service", "start")
        #expect(try await carrel.servicePID() != stranger.pid)
        try await carrel.ok("service", "stop")
        #expect(stranger.ended == nil)
        stranger.closeInput()
        _ = await stranger.wait()
      }
    }
  }
}
