import Glibc
import Platform
import TestSupport
import Testing

extension EndToEnd {
  @Suite("Programs in terminal panes")
  struct AttachTests {
    /// What must never reach the operator's terminal: the program's own sequences.
    private static func isClean(_ screen: VirtualTerminal) -> Bool {
      let text = String(decoding: screen.output, as: UTF8.self)
      return ["\u{1B}]52", "\u{1B}]0;hostile", "\u{1B}]2;hostile", "\u{1B}[8;1;1t"].allSatisfy { !text.contains($0) }
    }

    private static let hostile = #"printf '\033]52;c;ZXZpbA==\007\033]0;hostile title\007\033[8;1;1t\033[31mred\033[0m end\n'"#

    @Test(
      "A task's shell in a pane: typed into, left and come back to, resized, ended; its sequences stay inside",
      arguments: [(24, 80), (50, 200)])
    func shell(rows: Int, columns: Int) async throws {
      try await CarrelProgram.use { carrel in
        try await carrel.add("A ticket")
        try await carrel.ok("wait", "T1")
        let screen = try carrel.terminal(rows: rows, columns: columns)
        try screen.wait(for: "A ticket")
        screen.send("1g!")
        try screen.wait(for: "/ws$")
        screen.send("echo hel''lo there\r")
        try screen.wait(for: "hello there")
        screen.send("tty > /dev/null && stty size && echo job-$(set -o | grep -c 'monitor.*on')\r")
        try screen.wait(for: "\(rows - 4) \(columns - 2)")
        // The shell has the terminal for its own: there is job control.
        try screen.wait(for: "job-1")
        screen.send(Self.hostile + "\r")
        try screen.wait("the hostile line") { $0.text.contains { $0.hasPrefix("│red end") } }

        // Left by one key, it goes on; the same key comes back.
        screen.send("\u{1D}")
        try screen.wait("the list") { !$0.shows("hello there") }
        screen.send("!")
        try screen.wait(for: "hello there")
        screen.resize(rows: rows + 6, columns: columns + 10)
        screen.send("stty size\r")
        try await screen.until("the new size inside") { screen.shows("\(rows + 2) \(columns + 8)") }

        // Interrupting is inside.
        screen.send("echo wait''ing; sleep 1000\r")
        try screen.wait("the wait") { $0.text.contains { $0.hasPrefix("│waiting") } }
        screen.send("\u{3}")
        try screen.wait("the prompt again") { screen in
          let text = screen.text
          return text.indices.dropLast().contains { text[$0].contains("^C") && text[$0 + 1].contains("/ws$") }
        }
        screen.send("echo code $?\r")
        try screen.wait(for: "code 130")
        // A flood holds nothing up: neither leaving, nor coming back, nor ending it.
        screen.send("yes flo''od\r")
        try screen.wait("the flood") { $0.text.count { $0.hasPrefix("│flood") } > 10 }
        screen.send("\u{1D}")
        try screen.wait("the list") { !$0.shows("│flood") }
        screen.send("!")
        try screen.wait("the flood") { $0.text.count { $0.hasPrefix("│flood") } > 10 }
        screen.send("\u{3}")
        try screen.wait("the prompt again") { screen in
          screen.text.contains { $0.contains("^C") } && screen.text[screen.cursor.row].contains("/ws$")
        }
        screen.send("exit 3\r")
        try screen.wait(for: "ended with code 3")
        screen.send("x")
        try screen.wait("the list") { !$0.shows("ended with code 3") }

        // One that is left behind ends with the client.
        screen.send("1g!")
        try screen.wait(for: "/ws$")
        screen.send("sleep 54321\r\u{1D}")
        try screen.wait("the list") { $0.shows("goes on in the background") }
        screen.send("Q")
        #expect(try screen.waitForEnd() == 0)
        try await Patience.until("the end of what was left behind") { !ProcessList.commandLines.contains { $0.contains("sleep 54321") } }
        #expect(Self.isClean(screen))
        #expect(!screen.isAlternate && screen.modes.isSubset(of: [7, 25]))
      }
    }

    @Test("An engine's own interface works on the task's conversation; afterwards the diff is new and the transcript says who was there")
    func engine() async throws {
      try await CarrelProgram.use { carrel in
        try await carrel.add("A ticket")
        try await carrel.ok("wait", "T1")
        let screen = try carrel.terminal(rows: 24, columns: 80)
        try screen.wait(for: "A ticket")
        screen.send("1gE")
        try screen.wait(for: "a shell stands in")
        screen.send("stty size\r")
        try screen.wait(for: "20 78")
        // Nothing else is begun in the workspace meanwhile.
        let message = try await carrel.run("send", "T1", "hello")
        #expect(message.code != 0 && message.errors.contains("own interface"))
        screen.send("echo by hand > by-hand.txt\r")
        screen.send("exit\r")
        try screen.wait(for: "ended with code 0")
        screen.send("xQ")
        #expect(try screen.waitForEnd() == 0)
        try await Patience.until("the new diff") { try await carrel.ok("diff", "T1", "--name-only").lines.contains("by-hand.txt") }
        #expect(try await carrel.ok("transcript", "T1").lines.contains { $0.contains("worked in demo's own interface") })
        #expect(try await carrel.state(of: "T1") == "review")

        // By command as well; when its client goes, it ends.
        let line = "cd \(carrel.repository.path) && exec \(CarrelProgram.path) attach T1"
        let alone = try VirtualTerminal("/bin/sh", ["-c", line], environment: carrel.environment, rows: 24, columns: 80)
        try alone.wait(for: "a shell stands in")
        alone.send("exit 4\r")
        #expect(try alone.waitForEnd() >> 8 == 4)
      }
    }

    @Test("An engine's own interface is refused while a turn runs, and ends with its client, with a stop and with the service")
    func ends() async throws {
      try await CarrelProgram.use { carrel in
        func attach(_ id: String) throws -> VirtualTerminal {
          let line = "cd \(carrel.repository.path) && exec \(CarrelProgram.path) attach \(id)"
          return try VirtualTerminal("/bin/sh", ["-c", line], environment: carrel.environment, rows: 24, columns: 80)
        }
        func visits(_ id: String) async throws -> Int {
          try await carrel.ok("transcript", id).lines.count { $0.contains("worked in demo's own interface") }
        }
        var slow = carrel
        slow.environment["CARREL_DEMO_PACE"] = "1000"
        try await slow.add("A slow ticket")
        try await Patience.until("a running turn") { try await carrel.state(of: "T1") == "running" }
        let refused = try attach("T1")
        #expect(try refused.waitForEnd() != 0)
        #expect(refused.text.joined(separator: " ").contains("is running"))
        try await carrel.ok("discard", "T1", "--yes")
        try await carrel.ok("service", "stop")

        try await carrel.add("Another ticket")
        try await carrel.ok("wait", "T2")
        // Its client is killed.
        let killed = try attach("T2")
        try killed.wait(for: "a shell stands in")
        kill(killed.process, SIGKILL)
        try await Patience.until("the first visit's end") { try await visits("T2") == 1 }
        // The task is stopped.
        let stopped = try attach("T2")
        try stopped.wait(for: "a shell stands in")
        try await carrel.ok("stop", "T2")
        #expect(try stopped.waitForEnd() != 0)
        #expect(try await carrel.state(of: "T2") == "stopped")
        // A stopped task's conversation can be gone on with; the service ends.
        let last = try attach("T2")
        try last.wait(for: "a shell stands in")
        try await carrel.ok("service", "stop")
        #expect(try last.waitForEnd() != 0)
        try await Patience.until("the end of all processes") { carrel.processes.isEmpty }

        // The service is killed: the interface ends with it, and the next one clears the socket away.
        let orphan = try attach("T2")
        try orphan.wait(for: "a shell stands in")
        kill(try await carrel.servicePID(), SIGKILL)
        #expect(try orphan.waitForEnd() != 0)
        try await Patience.until("the end of all processes") { carrel.processes.isEmpty }
        #expect(try Files.list("\(carrel.state)/tty").count == 1)
        try await carrel.ok("ls")
        #expect(try Files.list("\(carrel.state)/tty").isEmpty)
      }
    }

    @Test("carrel shell on a terminal passes nothing through; with redirected output it is plain")
    func command() async throws {
      try await CarrelProgram.use { carrel in
        try await carrel.add("A ticket")
        try await carrel.ok("wait", "T1")
        func terminal(_ words: String) throws -> VirtualTerminal {
          let line = "cd \(carrel.repository.path) && exec \(CarrelProgram.path) shell T1 \(words)"
          return try VirtualTerminal("/bin/sh", ["-c", line], environment: carrel.environment, rows: 24, columns: 80)
        }
        let screen = try terminal("")
        try screen.wait(for: "/ws$")
        screen.send(Self.hostile + "\r")
        try screen.wait("the hostile line") { $0.text.contains { $0.hasPrefix("red end") } }
        screen.send("exit 5\r")
        #expect(try screen.waitForEnd() >> 8 == 5)
        #expect(Self.isClean(screen))

        // What a command wrote stays on the terminal, cleaned.
        let once = try terminal("-- \(Self.hostile)")
        #expect(try once.waitForEnd() == 0)
        #expect(once.text.contains { $0.hasPrefix("red end") })
        #expect(Self.isClean(once))

        // Its output alone goes elsewhere: plain there, and the terminal is not in reach.
        let plain = try await carrel.run("shell", "T1", "--", "printf", #"\033[31mred\n"#)
        #expect(plain.output == "\u{1B}[31mred\n")
        let mixed = try terminal("-- sh -c 'printf \"\\033]0;hostile title\\007words\\n\" >&2; tty' > \(carrel.repository.path)/../tty.txt")
        #expect(try mixed.waitForEnd() != 0)
        #expect(mixed.shows("words"))
        #expect(Self.isClean(mixed))
      }
    }
  }
}
