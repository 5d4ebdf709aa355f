import Glibc
import JSON
import Platform
import TestSupport
import Testing

extension EndToEnd {
  /// An engine that tries to get out, in the real service: `hostile_agent.py` does what the ticket says. Each attempt must fail, stand in the transcript, and leave the
  /// other tasks at work.
  @Suite("A hostile agent")
  struct HostileAgentTests {
    /// One attempt: its name in the program, what it is given, and the words that its report may begin with.
    private struct Attempt {
      let name: String
      let argument: String
      var report = "held"
      init(_ name: String, _ argument: String = "-") { (self.name, self.argument) = (name, argument) }
    }

    private static let program = Files.parent(of: #filePath) + "/hostile_agent.py"

    private static func configuration(_ more: String = "") -> String {
      """
      default_engine = "demo"
      max_running = 6
      [engine.hostile]
      protocol = "command"
      command = "\(program)"
      [sandbox]
      network = "engine"
      processes = 128
      \(more)
      """
    }

    @Test("files, repositories, processes, sockets and the network hold")
    func attempts() async throws {
      try await CarrelProgram.use(config: Self.configuration()) { carrel in
        let world = try HostileWorld(carrel)
        let sibling = try #require(try await carrel.add("A quiet neighbour [[demo:write quiet.txt hush]]").first)
        try await carrel.until(sibling, is: "review")
        let attempts = [
          Attempt("read", world.canary), Attempt("write", world.canary), Attempt("write", "/etc/passwd"), Attempt("write", "/usr/bin/env"),
          Attempt("list", "\(carrel.root.path)/home"), Attempt("list", "\(carrel.state)/tasks/\(sibling)"),
          Attempt("read", "\(carrel.state)/tasks/\(sibling)/ws/quiet.txt"), Attempt("read", "\(carrel.state)/carrel.db"),
          Attempt("symlink", world.canary), Attempt("git_config", world.trap), Attempt("hook", world.trap),
          Attempt("gitfile", carrel.repository.path), Attempt("fifo"), Attempt("ptrace"), Attempt("process_memory"), Attempt("tiocsti"),
          Attempt("user_namespace"), Attempt("mount"), Attempt("setuid"), Attempt("signal_outside", "\(getpid())"),
          Attempt("abstract", world.abstractName), Attempt("unix", "\(carrel.state)/service.sock"),
          Attempt("connect", "127.0.0.1:\(world.port)"), Attempt("connect", "169.254.169.254:80"), Attempt("connect", "1.1.1.1:443"),
          Attempt("dns", "example.com"), Attempt("raw_netlink"), Attempt("kernel_crypto"),
          // Through the only way out there is.
          Attempt("proxy", "169.254.169.254:80"), Attempt("proxy", "127.0.0.1:\(world.port)"), Attempt("proxy", "0x7f000001:\(world.port)"),
          Attempt("proxy", "localhost:\(world.port)"), Attempt("proxy", "1.1.1.1:443"), Attempt("proxy", "github.com:443"),
          Attempt("fronting", "example.com:443"),
        ]
        var tasks: [(id: String, attempt: Attempt)] = []
        for (number, attempt) in attempts.enumerated() {
          let id = try await carrel.add("Attempt \(number) [[try:\(attempt.name) \(attempt.argument)]]", "--engine", "hostile").first
          tasks.append((try #require(id), attempt))
        }
        let good = try await carrel.add("- One good deed [[demo:write one.txt 1]]\n- Another [[demo:write two.txt 2]]\n")
        for (id, attempt) in tasks {
          try await Patience.until("\(attempt.name) is over", deadline: 120) {
            ["review", "failed"].contains(try await carrel.state(of: id))
          }
          let report = try await said(carrel, id).first { $0.hasPrefix("\(attempt.name): ") }
          #expect(report?.hasPrefix("\(attempt.name): held: ") == true, "\(id) \(attempt.argument): \(report ?? "no report")")
          // The diff can be had whatever lies in the workspace.
          #expect(try await carrel.ok("diff", id, "--name-only").lines.contains("tried.txt"), "\(attempt.name)")
        }
        for id in good { try await carrel.until(id, is: "review") }
        // What was refused on the way out is noted with its host.
        for (id, attempt) in tasks where ["proxy", "fronting"].contains(attempt.name) {
          let host = String(attempt.argument.prefix { $0 != ":" })
          #expect(try await carrel.ok("hosts", id).output.contains(host), "\(attempt.argument)")
        }
        // What a workspace may have armed goes off at none of the service's own acts.
        for (id, attempt) in tasks where ["git_config", "hook", "gitfile", "fifo", "symlink"].contains(attempt.name) {
          let tree = try await carrel.tree(id)
          _ = try await carrel.run("approve", id, "--tree", tree, "--publish", "patch")
          _ = try await carrel.run("discard", id)
        }
        #expect(!Files.exists(world.trap))
        #expect(try Files.readText(world.canary, limit: 1 << 16) == HostileWorld.secret)
        #expect(try await carrel.repository.git("status", "--porcelain") == "")
        #expect(world.callers() == 0)
        let everything = try await carrel.transcripts(tasks.map(\.id))
        #expect(!everything.contains(HostileWorld.secret))
      }
    }

    @Test("a fork bomb, a full disk and a flood of output hurt nobody else")
    func resources() async throws {
      try await CarrelProgram.use(config: Self.configuration()) { carrel in
        var tasks: [(id: String, name: String)] = []
        for name in ["fork_bomb", "disk", "flood 64"] {
          let id = try await carrel.add("Attempt [[try:\(name)]]", "--engine", "hostile").first
          tasks.append((try #require(id), String(name.prefix { $0 != " " })))
        }
        let good = try await carrel.add("- One good deed [[demo:write one.txt 1]]\n- Another [[demo:write two.txt 2]]\n")
        for id in good { try await carrel.until(id, is: "review") }
        for (id, name) in tasks {
          try await Patience.until("\(name) is over", deadline: 180) { ["review", "failed"].contains(try await carrel.state(of: id)) }
          guard name != "flood" else { continue }
          let report = try await said(carrel, id).first { $0.hasPrefix("\(name): ") }
          #expect(report?.hasPrefix("\(name): held: ") == true, "\(report ?? "no report")")
        }
        // Of a flood a bounded part is kept, and what it says to terminals is not said.
        let flood = try #require(tasks.last?.id)
        let kept = try await carrel.ok("transcript", flood).output
        #expect(kept.utf8.count < 8 << 20)
        #expect(!kept.contains("\u{1b}]52"))
      }
    }

    @Test("what takes more memory than it was given ends with that reason, and nothing else does")
    func memory() async throws {
      try await CarrelProgram.use(config: Self.configuration("memory_mb = 256")) { carrel in
        let id = try #require(try await carrel.add("Attempt [[try:memory 1024]]", "--engine", "hostile").first)
        let good = try #require(try await carrel.add("A good deed [[demo:write one.txt 1]]").first)
        try await carrel.until(good, is: "review")
        try await Patience.until("the memory is refused", deadline: 120) { ["review", "failed"].contains(try await carrel.state(of: id)) }
        let said = try await carrel.ok("transcript", id).output
        #expect(!said.contains("ESCAPED"))
        #expect(said.contains("memory_mb"), "\(said)")
      }
    }

    @Test("what daemonises ends with its task")
    func daemons() async throws {
      try await CarrelProgram.use(config: Self.configuration()) { carrel in
        let mark = "hostile-\(getpid())"
        let id = try #require(try await carrel.add("Attempt [[try:daemon \(mark)]]", "--engine", "hostile").first)
        try await carrel.until(id, is: "review")
        try await carrel.ok("discard", id)
        try await Patience.until("no daemon is left") { !Self.names.contains { $0.hasPrefix(mark.prefix(15)) } }
        try await Patience.until("the desk is empty") { carrel.workspaces.isEmpty }
      }
    }

    /// The names of all processes.
    private static var names: [String] {
      ((try? Files.list("/proc")) ?? []).filter { Int32($0) != nil }.compactMap { pid in
        Files.readHead("/proc/\(pid)/comm", count: 64).map { String(decoding: $0, as: UTF8.self) }
      }
    }

    /// The lines that the agent printed.
    private func said(_ carrel: CarrelProgram, _ id: String) async throws -> [String] {
      try await carrel.ok("transcript", id).lines.map { line in String(line.drop { $0 == " " }) }
    }
  }
}

extension CarrelProgram {
  /// The transcripts of these tasks, one after the other.
  fileprivate func transcripts(_ ids: [String]) async throws -> String {
    var all = ""
    for id in ids { all += try await ok("transcript", id, "--json").output }
    return all
  }
}
