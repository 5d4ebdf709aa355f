import Glibc
import JSON
import Platform
import TestSupport
import Testing

extension EndToEnd {
  /// `carrel doctor` with and without a service: every kind of left-over is found, explained, and mended when it is certainly ours.
  @Suite("The doctor")
  struct DoctorTests {
    struct Finding {
      var level: String
      var subject: String
      var text: String
      var isFixed: Bool
    }

    static func findings(_ carrel: CarrelProgram, _ options: String...) async throws -> [Finding] {
      let run = try await carrel.run(["doctor", "--json"] + options)
      return (try run.json().array ?? []).map {
        Finding(
          level: $0["level"]?.string ?? "", subject: $0["subject"]?.string ?? "", text: $0["text"]?.string ?? "",
          isFixed: $0["fixed"] == .bool(true))
      }
    }

    /// What is neither in order nor about engines that are not installed.
    static func complaints(_ carrel: CarrelProgram, _ options: String...) async throws -> [String] {
      try await findings(carrel).filter { $0.level != "ok" && !$0.subject.hasPrefix("engine") }.map { "\($0.subject): \($0.text)" }
    }

    @Test("It works without a service, starts none, and makes nothing")
    func withoutService() async throws {
      try await CarrelProgram.use { carrel in
        let run = try await carrel.run("doctor")
        #expect(run.code == 0, "\(run)")
        #expect(run.output.contains("none runs"))
        #expect(run.output.contains("ok  left-overs: none"))
        #expect(!Files.exists(carrel.state))
        #expect(carrel.processes.isEmpty)
      }
    }

    @Test("Every kind of left-over is found and explained; what is certainly ours goes, all else stays")
    func leftOvers() async throws {
      try await CarrelProgram.use { carrel in
        try await carrel.add("One\nTwo")
        for id in ["T1", "T2"] { #expect(try await carrel.run("wait", id).code == 0) }
        try await carrel.ok("discard", "T2", "--yes")
        try await Patience.until("T2's end") { !carrel.workspaces.contains("T2") }
        #expect(try await Self.complaints(carrel) == [])
        try await carrel.ok("service", "stop")
        let state = carrel.state
        let mirror = try #require(try Files.list("\(state)/mirrors").first { $0.hasSuffix(".git") })
        // A row without a directory, and directories without a row; a workspace of a task that is over; what kills leave half made.
        try await carrel.root.run("mv", ["\(state)/tasks/T1", "\(carrel.root.path)/T1"])
        for path in ["tasks/T77/ws", "tasks/notes", "tasks/.new-T8-00/ws", "morgue/.new-T8-00", "trash/T9-old/deep"] {
          try Files.makeDirectory("\(state)/\(path)")
        }
        try Files.makeDirectory("\(state)/tasks/T2/ws")
        let commit = try await carrel.repository.git("rev-parse", "HEAD")
        try await carrel.root.run("git", ["--git-dir=\(state)/mirrors/\(mirror)", "update-ref", "refs/carrel/pin/T88", commit])
        try await carrel.root.run("git", ["--git-dir=\(state)/mirrors/\(mirror)", "pack-refs", "--all"])
        try Files.writeAtomically([], to: "\(state)/mirrors/\(mirror)/packed-refs.lock")
        try Self.leaveSocket(carrel.socket)
        // Somebody works in a directory of ours.
        var command = ProcessCommand("cat", environment: ["PATH": "/usr/bin:/bin"], directory: "\(state)/tasks/T77/ws")
        command.input = .pipe
        let worker = try ChildProcess.spawn(command)

        let said = try await Self.complaints(carrel)
        for (subject, part) in [
          ("workspace", "the workspace of T1 is gone"), ("directory", "tasks/T77 belongs to no task"),
          ("directory", "tasks/notes belongs to no task"), ("directory", ".new-T8-00 was being made"), ("trash", "T9-old"),
          ("directory", "tasks/T2 has no marker"), ("lock", "packed-refs.lock"), ("mirror", "refs/carrel/pin/T88"),
          ("socket", "belongs to no running service"), ("process", "process \(worker.pid) (cat) works in the workspace of T77"),
        ] {
          #expect(said.contains { $0.hasPrefix(subject) && $0.contains(part) }, "\(subject): \(part) in \(said)")
        }
        #expect(try await carrel.run("doctor").code == 0, "left-overs are no failure")

        let fixed = try await Self.findings(carrel, "--fix").filter(\.isFixed).map(\.text)
        #expect(fixed.count == 8, "\(fixed)")
        #expect(worker.ended == nil, "what is not ours is not ended")
        worker.closeInput()
        _ = await worker.wait()
        let left = try await Self.complaints(carrel)
        #expect(left.count == 3, "\(left)")
        #expect(
          left.contains { $0.contains("T1") } && left.contains { $0.contains("tasks/T2") } && left.contains { $0.contains("put aside") })
        #expect(try Files.list("\(state)/morgue/lost-found").count == 2)
        #expect(Files.exists("\(state)/tasks/T2/ws"))
        #expect(try Files.list("\(state)/trash").isEmpty)
        let refs = try await carrel.root.run("git", ["--git-dir=\(state)/mirrors/\(mirror)", "for-each-ref"])
        #expect(!refs.contains("T88") && refs.contains("refs/heads/main"))

        // The row goes on with a new workspace.
        try await carrel.root.run("rm", ["-rf", "\(state)/tasks/T2"])
        try await carrel.ok("discard", "T1", "--yes")
        #expect(try await carrel.state(of: "T1") == "discarded")
        #expect(try await Self.complaints(carrel).filter { !$0.contains("put aside") } == [])
      }
    }

    @Test("A mount below the state directory is found, and left to the operator")
    func mounts() async throws {
      try await CarrelProgram.use { carrel in
        try await carrel.ok("service", "start")
        try await carrel.ok("service", "stop")
        let place = "\(carrel.state)/tasks/mnt"
        try Files.makeDirectory(place)
        let script = "mount -t tmpfs none \"$1\" && \"$2\" doctor --json --fix"
        let command = ProcessCommand(
          "unshare", ["-rm", "sh", "-c", script, "sh", place, CarrelProgram.path], environment: carrel.environment)
        let result = try await ProcessRunner.run(command, timeoutSeconds: 120)
        if result.text.isEmpty { return }  // No private mounts here.
        #expect(result.text.contains("something is mounted at \(place)"))
      }
    }

    /// A socket that nobody listens at.
    static func leaveSocket(_ path: String) throws {
      let listener = try UnixListener(path: "\(path).old")
      guard rename("\(path).old", path) == 0 else { throw TestRepositoryFailure(text: "no socket at \(path)") }
      withExtendedLifetime(listener) {}
    }
  }
}
