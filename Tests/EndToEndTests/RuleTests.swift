import JSON
import Model
import Platform
import TestSupport
import Testing

extension EndToEnd {
  @Suite("One answer for many, and canaries, by command line")
  struct RuleTests {
    @Test("Two start, two wait; one answer with a rule answers all, also after the service was killed; the rule is listed and revoked")
    func rulesAndCanaries() async throws {
      try await CarrelProgram.use { carrel in
        let added = try await carrel.ok("add", "-", "--mode", "ask", "--canary", "2", input: "Note one\nNote two\nNote three\nNote four\n")
        #expect(added.errors.contains("2 wait for the canaries T1, T2; they go with `carrel queue go T1`"))
        for id in ["T1", "T2"] { try await carrel.until(id, is: "waiting") }
        #expect(try await carrel.task("T3")["batch"]?["waits"]?.bool == true)
        let answered = try await carrel.ok("answer", "T1", "allow", "--scope", "repo", "--for", "24h")
        #expect(answered.output.hasPrefix("2 tasks are answered by rule R1: always in"))
        try await carrel.killService()
        #expect(try await carrel.ok("rules").output.contains("Run `ls`?"))
        #expect(try await carrel.state(of: "T3") == "queued", "over a restart the others wait")
        let asked = try await carrel.run("brief", "T1", "--batch", "--add", "Mind {title}.")
        #expect(asked.code == 4 && asked.errors.contains("--yes") && asked.output.contains("+ Mind Note four."))
        #expect(try await carrel.ok("brief", "T1", "--batch", "--add", "Mind {title}.", "--yes").output.contains("2 briefs changed: T3 T4"))
        #expect(try await carrel.ok("queue", "go", "T2").output == "2 go: T3 T4\n")
        try await carrel.until("T4", is: "waiting")
        let events = try await carrel.transcript("T4")
        let rule = events.first { $0["kind"] == "answered" }?["by"]?.string ?? ""
        #expect(rule.hasPrefix("rule R1: always in"), "\(rule)")
        let brief = events.first { $0["kind"] == "prompt" }?["text"]?.string ?? ""
        #expect(brief.hasSuffix("Mind Note four.\n"), "\(brief)")
        #expect(try await carrel.ok("rules", "revoke", "R1").output == "R1\trevoked\n")
        #expect(try await carrel.ok("rules").output == "")
        #expect(try await carrel.ok("rules", "--json").json()[0]?["holds"]?.bool == false)
        #expect(try await carrel.run("rules", "revoke", "R1").code == 4)
        #expect(try await carrel.run("queue", "go", "T1").code == 4)
        try await carrel.ok("stop", "T1", "T2", "T3", "T4")
        try await carrel.ok("discard", "T1", "T2", "T3", "T4", "--yes")
      }
    }
  }
}
