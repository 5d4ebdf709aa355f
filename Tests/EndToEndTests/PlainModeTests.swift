import JSON
import Platform
import TestSupport
import Testing

extension EndToEnd {
  @Suite("The interface as lines of text")
  struct PlainModeTests {
    /// Whether there are no boxes, signs of state, or escape sequences, which a screen reader would spell out and a dumb terminal print as rubbish.
    private func isPlain(_ text: String) -> Bool {
      text.unicodeScalars.allSatisfy { scalar in
        [0x09, 0x0A, 0x0D].contains(scalar.value)
          || (scalar.value >= 0x20 && scalar.value != 0x7F && !(0x2190...0x2BFF).contains(scalar.value))
          || scalar == "\u{2212}"
      }
    }

    @Test("The whole job through a pipe: tickets are written, shown, queued, read, approved and discarded")
    func wholeJob() async throws {
      try await CarrelProgram.use { carrel in
        var run = try await carrel.run("--plain", input: "add\nFirst ticket\nSecond ticket\n.\nyes\n")
        #expect(run.code == 0, "\(run)")
        #expect(run.output.contains("No tasks yet") && run.output.contains("Queue these? yes or no"))
        #expect(isPlain(run.output), "\(run.output)")
        #expect(try await carrel.run("wait", "T1", "T2").code == 0)

        run = try await carrel.run("--plain", input: "list\nT1\nfiles T1\napprove T1\nno\napprove T1\nyes\ndiscard T2\nwhat\n")
        #expect(run.code == 0 && run.output.contains("1. T"), "\(run)")
        #expect(run.output.contains("First ticket") && run.output.contains("Approve and publish T1?"))
        #expect(run.output.components("Nothing was done.") == 2, "\(run)")
        #expect(isPlain(run.output + run.errors), "\(run)")
        try await carrel.until("T1", is: "done")
        #expect(try await carrel.state(of: "T2") == "review", "only yes is yes")
        #expect(try await carrel.remote.git("branch", "--list", "carrel/T1-*") != "")

        run = try await carrel.run("--plain", input: "discard T2\nyes\nlist state:discarded\nquit\n")
        #expect(run.output.contains("Done.") && run.output.contains("discarded"), "\(run)")
        #expect(try await carrel.state(of: "T2") == "discarded")
      }
    }

    @Test("A permission is read out as it comes, and answered by a word")
    func permission() async throws {
      try await CarrelProgram.use { carrel in
        var dumb = carrel
        dumb.environment["TERM"] = "dumb"
        let screen = try dumb.terminal(rows: 24, columns: 80)
        try screen.wait(for: "Type help for the words.")
        #expect(!screen.isAlternate && screen.modes.isSubset(of: [7, 25]), "no screen is taken")
        try await carrel.add("Touch it [[demo:ask]]", "--mode", "ask")
        try screen.wait(for: "T1 permission")
        var answered: Set<String> = []
        try await screen.until("T1 in review") {
          let task = try await carrel.task("T1")
          if let request = task["attention"]?["request"]?.string, task["state"]?.string == "waiting", answered.insert(request).inserted {
            screen.send("allow T1\n")
          }
          return task["state"]?.string == "review"
        }
        try screen.wait(for: "T1 review: 2 files changed")
        #expect(!screen.output.contains(0x1B), "no escape sequence at all")
        screen.send("quit\n")
        #expect(try screen.waitForEnd() == 0)
        try await carrel.ok("discard", "T1", "--yes")
      }
    }

    @Test("`plain = true` is the same as the option; without a terminal the screen says how")
    func configured() async throws {
      try await CarrelProgram.use(config: "default_engine = \"demo\"\nplain = true\n") { carrel in
        #expect(try await carrel.run(input: "quit\n").output.contains("No tasks yet"))
        try carrel.configure("default_engine = \"demo\"\n")
        let run = try await carrel.run(input: "quit\n")
        #expect(run.code == 2 && run.errors.contains("carrel --plain"), "\(run)")
      }
    }
  }
}

extension String {
  /// How often it has these words.
  fileprivate func components(_ words: String) -> Int { split(separator: words, omittingEmptySubsequences: false).count - 1 }
}
