import Glibc
import JSON
import Platform
import TestSupport
import Testing

extension EndToEnd {
  /// A disk that is really full: a small file system of its own for the state directory, seen by the service alone.
  @Suite("A full disk", .enabled("a private tmpfs cannot be mounted here (root is needed)", { await SmallDisk.canMount() }))
  struct FullDiskTests {
    static func use(_ host: String, _ body: (SmallDisk) async throws -> Void) async throws {
      try await CarrelProgram.use(config: "default_engine = \"demo\"\nmax_running = 2\n\n[host]\n\(host)") { carrel in
        var carrel = carrel
        // A path too long for a socket: it then lies where clients outside of the mount see it.
        let state = "\(carrel.root.path)/" + String(repeating: "s", count: 120)
        try Files.makeDirectory(state)
        carrel.environment["CARREL_STATE_DIR"] = state
        carrel.environment["CARREL_DEMO_PACE"] = "100"
        let before = Set(try Files.list("/tmp"))
        let script = "mount -t tmpfs -o size=96m none \"$1\" && exec \"$2\" service run"
        let service = try ChildProcess.spawn(
          ProcessCommand(
            "unshare", ["-m", "sh", "-c", script, "sh", state, CarrelProgram.path], environment: carrel.environment, directory: "/"))
        let said = await service.output.next().map { String(decoding: $0, as: UTF8.self) }
        #expect(said == "listening\n")
        do {
          try await body(SmallDisk(carrel: carrel, service: service, state: state))
        } catch {
          service.signal(SIGKILL)
          throw error
        }
        try await carrel.ok("service", "stop")
        _ = await service.wait()
        for name in Set(try Files.list("/tmp")).subtracting(before) where name.hasPrefix("carrel-\(getuid())-") { rmdir("/tmp/\(name)") }
      }
    }

    /// The state of the demo agent's process as proc(5) has it.
    static func agentState(_ carrel: CarrelProgram) -> String? {
      guard
        let pid = carrel.processes.first(where: { $0.value.contains("demo-engine -p") && !$0.value.contains("--") })?.key
          ?? carrel.processes.first(where: { $0.value.contains("/carrel demo-engine") && !$0.value.contains("warden") })?.key,
        let line = try? Files.readText("/proc/\(pid)/stat", limit: 4096), let end = line.lastIndex(of: ")")
      else { return nil }
      return line[line.index(after: end)...].split(separator: " ").first.map(String.init)
    }

    @Test("F16: tasks wait, agents are frozen and go on, the reserve is given up and taken again; nothing is lost")
    func f16Marks() async throws {
      try await Self.use(
        "min_free_disk_mb = 48\nfreeze_disk_mb = 24\nballast_disk_mb = 12\nmin_free_inodes = 0\nmax_load_per_core = 0\nmin_free_memory_mb = 0\nagent_memory_mb = 0\n"
      ) { disk in
        let carrel = disk.carrel
        try await carrel.add("A long one")
        try await Patience.until("text of T1's agent") { try await carrel.transcript("T1").contains { $0["kind"]?.string == "delta" } }
        try disk.fill(until: 30)
        try await carrel.add("Another")
        try await Patience.until("the second to wait") {
          try await carrel.ok("show", "T2").output.contains("the disk is nearly full:")
        }
        try disk.fill(until: 16)
        try await Patience.until("the agent to stand still") { Self.agentState(carrel) == "T" }
        #expect(try await carrel.state(of: "T1") == "running")
        #expect(try await carrel.ok("queue").output.contains("The disk is full"))
        #expect(disk.has("carrel.db.ballast"))
        try disk.fill(until: 6)
        try await Patience.until("the reserve to be given up") { !disk.has("carrel.db.ballast") }
        // The store can be written all the same.
        try await carrel.ok("queue", "pause")
        try await carrel.ok("queue", "resume")
        let doctor = try await carrel.run("doctor")
        #expect(doctor.code == 1)
        #expect(doctor.output.contains("agents stand still below 24 MiB"))
        try disk.fill(until: 96)
        try await Patience.until("the reserve to be taken again") { disk.has("carrel.db.ballast") }
        for id in ["T1", "T2"] {
          #expect(try await carrel.run("wait", id).code == 0)
          #expect(try await carrel.state(of: id) == "review")
          #expect(try await carrel.prompts(id) == ["brief"])
        }
        #expect(try await !carrel.ok("queue").output.contains("The disk is full"))
        try await carrel.ok("discard", "T1", "T2", "--yes")
      }
    }

    @Test("F16: with every rule off the store itself runs full: nothing that the agent said is lost, and it goes on when there is room")
    func f16NothingIsLost() async throws {
      try await Self.use(
        "min_free_disk_mb = 0\nfreeze_disk_mb = 0\nballast_disk_mb = 0\nmin_free_inodes = 0\nmax_load_per_core = 0\nmin_free_memory_mb = 0\nagent_memory_mb = 0\n"
      ) { disk in
        var carrel = disk.carrel
        carrel.environment["CARREL_DEMO_PACE"] = "600"
        try await carrel.add("A long one")
        try await Patience.until("text of T1's agent") { try await carrel.transcript("T1").contains { $0["kind"]?.string == "delta" } }
        // Also what the reserve gives is used up.
        try await Patience.until("the reserve to be used up") {
          try disk.fillWhole()
          return !disk.has("carrel.db.ballast")
        }
        try disk.fillWhole()
        try await Patience.until("the refusal of a write") {
          try disk.fillWhole()
          let run = try await carrel.run("queue", "pause")
          return run.code != 0 && run.errors.contains("disk is full")
        }
        #expect(try await carrel.state(of: "T1") == "running")
        try disk.fill(until: 96)
        #expect(try await carrel.run("wait", "T1").code == 0)
        #expect(try await carrel.state(of: "T1") == "review")
        // From the brief to the last word all is there, and no prompt was sent twice.
        let told = try await carrel.ok("transcript", "T1").output
        #expect(told.contains("TodoWrite") && told.contains("Done: A long one"), "\(told)")
        #expect(try await carrel.prompts("T1") == ["brief"])
        #expect(try await carrel.tree("T1") != "")
        try await carrel.ok("discard", "T1", "--yes")
      }
    }
  }
}
