import Glibc
import JSON
import Platform
import TestSupport
import Testing

extension EndToEnd {
  @Suite("Several operators")
  struct OperatorsTests {
    @Test("One line for a prompt, which starts nothing")
    func prompt() async throws {
      try await CarrelProgram.use { carrel in
        for format in ["prompt", "tmux", "json"] {
          let nothing = try await carrel.run("ls", "--attention", "--format", format)
          #expect(nothing.code == 0 && nothing.output.isEmpty && nothing.errors.isEmpty)
        }
        #expect(!Files.exists(carrel.socket))
        try await carrel.add("Touch it [[demo:ask]]", "--mode", "ask")
        #expect(try await carrel.run("wait", "T1").code == 6)
        #expect(try await carrel.ok("ls", "--attention", "--format", "prompt").output == "1 asks ")
        #expect(try await carrel.ok("ls", "--attention", "--format", "tmux").output == "#[fg=yellow]1 asks#[default]\n")
        // A service that stands still does not hold the prompt up.
        let pid = try await carrel.servicePID()
        kill(pid, SIGSTOP)
        defer { kill(pid, SIGCONT) }
        let stopped = try await carrel.run("ls", "--attention", "--format", "prompt")
        kill(pid, SIGCONT)
        #expect(stopped.code == 0 && stopped.output.isEmpty)
      }
    }

    @Test(
      "Over ssh the desktop is told once, when the terminal is not in focus",
      .enabled(if: PrivateSSH.isPossible, "ssh or sshd is not installed")
    )
    func notification() async throws {
      try await CarrelProgram.use { carrel in
        let ssh = try await PrivateSSH(carrel)
        let screen = try ssh.terminal(rows: 24, columns: 80)
        screen.answers = false
        try screen.wait(for: "Paste a ticket list here")
        screen.send("\u{1b}P>|foot(1.16.2)\u{1b}\\\u{1b}[?62;4c\u{1b}[O")
        try await carrel.add("Touch it [[demo:ask]]", "--mode", "ask")
        try screen.wait("the notification") { String(decoding: $0.output, as: UTF8.self).contains("]777;notify;carrel;T1 permission: ") }
        try screen.wait(for: "permission")
        while screen.pump(milliseconds: 100) {}
        #expect(String(decoding: screen.output, as: UTF8.self).split(separator: "]777;").count == 2)
        screen.send("Q")
        try screen.waitForEnd()
      }
    }

    @Test("F39: what ana reviews bob can read, take over by a word, and both see each other")
    func twoPeople() async throws {
      try await CarrelProgram.use { carrel in
        var (ana, bob) = (carrel, carrel)
        ana.environment["CARREL_AUTHOR"] = "ana"
        bob.environment["CARREL_AUTHOR"] = "bob"
        try await carrel.add("First ticket")
        #expect(try await carrel.run("wait", "T1").code == 0)
        let screen = try ana.terminal(rows: 50, columns: 200)
        try screen.wait(for: "First ticket")
        screen.send("3")
        let other = try bob.terminal(rows: 50, columns: 200)
        try other.wait(for: "ana holds it: read-only")
        try other.wait(for: "ana in T1")
        try screen.wait(for: "bob in T1")
        other.send("A")
        try other.wait(for: "T1 is ana's now, you can only look: L asks for it.")
        // From a shell the same, in one sentence; with a word it is taken.
        let refused = try await bob.run("approve", "T1", "--yes")
        #expect(refused.code == 4 && refused.errors.contains("T1 is ana's"), "\(refused)")
        other.send("L\r")
        try other.wait(for: "ana was asked for T1.")
        try screen.wait(for: "bob asks for T1")
        screen.send("L")
        try screen.wait(for: "T1 is yours")
        screen.send("\u{1b}[B\r")
        try screen.wait(for: "bob holds it: read-only")
        try other.wait("bob to hold it") { !$0.shows("read-only") }
        let approved = try await ana.run("approve", "T1", "--yes", "--take-over")
        #expect(approved.code == 0, "\(approved)")
        #expect(try await carrel.state(of: "T1") == "done")

        // Ana leaves; what happens then is listed when she comes back.
        screen.send("Q")
        #expect(try screen.waitForEnd() == 0)
        try other.wait("ana to be gone") { !$0.shows("ana in") }
        try await carrel.add("Second ticket")
        #expect(try await carrel.run("wait", "T2").code == 0)
        let again = try ana.terminal(rows: 50, columns: 200)
        try again.wait(for: "While you were away")
        try again.wait(for: "FINISHED 1")
        #expect(again.shows("Second ticket"))
        again.send("\r")
        try again.wait("T2's panes") { $0.shows("T2 Second ticket") && !$0.shows("While you were away") }
        for terminal in [again, other] {
          terminal.send("Q")
          #expect(try terminal.waitForEnd() == 0)
        }
      }
    }
  }
}
