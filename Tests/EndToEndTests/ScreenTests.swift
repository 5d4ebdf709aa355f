import Glibc
import JSON
import Platform
import TestSupport
import Testing

extension EndToEnd {
  @Suite("One screen")
  struct ScreenTests {
    @Test(
      "The whole job by keys: paste, sheet, queue, approve, message, discard, permission, detach and attach",
      arguments: [(50, 200), (24, 80)])
    func wholeJob(rows: Int, columns: Int) async throws {
      try await CarrelProgram.use { carrel in
        let screen = try carrel.terminal(rows: rows, columns: columns)
        try screen.wait(for: "Paste a ticket list here")
        #expect(screen.text.dropFirst().first?.filter { $0 == "┌" }.count == (columns == 200 ? 3 : 1))

        // A paste opens the sheet; nothing is queued before Enter.
        screen.paste("- [ ] First ticket\n- [x] Already done\n- [ ] Second ticket\n")
        try screen.wait(for: "2 of 2 will be queued")
        #expect(screen.shows("First ticket") && screen.shows("Second ticket"))
        #expect(try await carrel.tasks().isEmpty)
        screen.send("\r")
        try screen.wait(for: "T2")
        try await screen.until("both in review") { try await carrel.run("wait", "T1", "T2").code == 0 }
        try screen.wait(for: "review")

        // Approve one: the dialog shows what will happen, y confirms.
        screen.send("1gA")
        try screen.wait(for: "Approve and publish T")
        let approved = screen.shows("Approve and publish T1") ? "T1" : "T2"
        try screen.wait(for: "Branch")
        #expect(try await carrel.state(of: approved) == "review")
        screen.send("y")
        try await screen.until("\(approved) to be published") { try await carrel.state(of: approved) == "done" }
        #expect(try await carrel.remote.git("branch", "--list", "carrel/\(approved)-*") != "")

        // A message to the other one starts another turn.
        let other = approved == "T1" ? "T2" : "T1"
        try await screen.first(other)
        screen.send("gm")
        try screen.wait("the composer") { $0.cursor.visible }
        screen.send("More please [[demo:write more.txt more]]")
        try screen.wait(for: "More please")
        screen.send("\r")
        try await screen.until("the second turn's change") { try await carrel.prompts(other).count == 2 }
        try await screen.until("\(other) in review") { try await carrel.run("wait", other).code == 0 }
        #expect(try await carrel.ok("diff", other, "--name-only").lines.contains("more.txt"))

        // Discard asks, and the default is no.
        try await screen.first(other)
        screen.send("gD")
        try screen.wait(for: "Discard \(other)?")
        screen.send("\r")
        try screen.wait("the end of the dialog") { !$0.shows("Discard \(other)?") }
        #expect(try await carrel.state(of: other) == "review")
        screen.send("1gD")
        try screen.wait(for: "Discard \(other)?")
        screen.send("y")
        try await screen.until("\(other) to be discarded") { try await carrel.state(of: other) == "discarded" }

        // Permissions are answered by keys until nothing more is asked.
        try await carrel.add("Touch it [[demo:ask]]", "--mode", "ask")
        var answered: Set<String> = []
        try await screen.until("T3 in review") {
          let task = try await carrel.task("T3")
          if let request = task["attention"]?["request"]?.string, task["state"]?.string == "waiting", answered.insert(request).inserted {
            try await screen.first("T3")
            try screen.wait(for: "permission")
            screen.send("g\r")
            try screen.wait(for: "y allow")
            screen.send("y")
          }
          return task["state"]?.string == "review"
        }
        #expect(answered.count >= 2)
        #expect(try await carrel.ok("diff", "T3", "--name-only").lines.contains("approved.txt"))

        // Detach and attach: the tasks went on being there.
        screen.send("Q")
        #expect(try screen.waitForEnd() == 0)
        #expect(!screen.isAlternate && screen.modes.isSubset(of: [7, 25]))
        let again = try carrel.terminal(rows: rows, columns: columns)
        try again.wait(for: "Touch it")
        #expect(again.shows("First ticket") && again.shows("Second ticket"))
        again.send("Q")
        #expect(try again.waitForEnd() == 0)
        try await carrel.ok("discard", "T3", "--yes")
        #expect(carrel.workspaces.isEmpty)
      }
    }

    @Test("The terminal is as it was after a signal and a crash", arguments: [SIGTERM, SIGHUP, SIGSEGV])
    func signals(signal: Int32) async throws {
      try await CarrelProgram.use { carrel in
        var carrel = carrel
        // Swift's own handler would hold a signal that was only sent for a real crash, and ask what to do.
        carrel.environment["SWIFT_BACKTRACE"] = "enable=no"
        let screen = try carrel.terminal(rows: 24, columns: 80)
        let before = screen.line
        try screen.wait(for: "Paste a ticket list here")
        #expect(screen.isAlternate && screen.modes.contains(2004))
        #expect(screen.line.c_lflag & tcflag_t(ECHO) == 0)
        kill(screen.process, signal)
        try screen.waitForEnd()
        #expect(!screen.isAlternate)
        #expect(screen.modes.isSubset(of: [7, 25]), "\(screen.modes)")
        #expect(screen.line.c_lflag == before.c_lflag && screen.line.c_iflag == before.c_iflag && screen.line.c_oflag == before.c_oflag)
      }
    }

    @Test("A resize at any moment is followed, also while text streams in")
    func resizes() async throws {
      try await CarrelProgram.use { carrel in
        var slow = carrel
        slow.environment["CARREL_DEMO_PACE"] = "30"
        let screen = try slow.terminal(rows: 50, columns: 200)
        try screen.wait(for: "Paste a ticket list here")
        try await slow.add((1...4).map { "Ticket number \($0)" }.joined(separator: "\n"))
        for (rows, columns) in [(24, 80), (60, 200), (12, 50), (6, 30), (30, 120), (24, 80), (50, 200)] {
          screen.resize(rows: rows, columns: columns)
          try screen.wait("a frame of \(columns)x\(rows)") { terminal in
            let text = terminal.text
            if columns < 40 { return text.contains { !$0.isEmpty } }
            return text.contains { $0.contains("Ticket number 4") } && (columns < 60 || text[rows - 1].contains("help"))
          }
        }
        try await screen.until("all in review") { try await slow.tasks().allSatisfy { $0["state"]?.string == "review" } }
        screen.send("Q")
        #expect(try screen.waitForEnd() == 0)
        try await slow.ok("discard", "T1", "T2", "T3", "T4", "--yes")
      }
    }

    @Test(
      "A lost connection: over ssh the list is pasted, the client is killed, a new one finishes",
      .enabled(if: PrivateSSH.isPossible, "ssh or sshd is not installed"))
    func overSSH() async throws {
      try await CarrelProgram.use { carrel in
        var slow = carrel
        slow.environment["CARREL_DEMO_PACE"] = "20"
        let ssh = try await PrivateSSH(slow)
        let first = try ssh.terminal(rows: 40, columns: 160)
        try first.wait(for: "Paste a ticket list here")
        first.paste("Over the wire\nAnd another\n")
        try first.wait(for: "2 of 2 will be queued")
        first.send("\r")
        try first.wait(for: "T2")
        kill(first.process, SIGKILL)
        try first.waitForEnd()
        #expect(try await slow.run("wait", "--all").code == 0)

        let second = try ssh.terminal(rows: 24, columns: 80)
        // What happened meanwhile comes first.
        try second.wait(for: "While you were away")
        try second.wait(for: "Over the wire")
        second.send("\u{1b}")
        try second.wait("the list") { !$0.shows("While you were away") }
        second.send("gA")
        try second.wait(for: "Approve and publish T")
        let id = second.shows("Approve and publish T1?") ? "T1" : "T2"
        second.send("y")
        try await second.until("\(id) published") { try await slow.state(of: id) == "done" }
        let other = id == "T1" ? "T2" : "T1"
        try await second.first(other)
        second.send("A")
        try second.wait(for: "Approve and publish \(other)?")
        second.send("y")
        try await second.until("\(other) published") { try await slow.state(of: other) == "done" }
        second.send("Q")
        try second.waitForEnd()
        #expect(try await slow.tasks().allSatisfy { $0["state"]?.string == "done" })
        #expect(try await slow.remote.git("branch", "--list", "carrel/*").split(separator: "\n").count == 2)
        #expect(slow.workspaces.isEmpty)
      }
    }
  }
}
