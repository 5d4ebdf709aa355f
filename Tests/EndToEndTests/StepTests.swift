import JSON
import Platform
import TestSupport
import Testing

extension EndToEnd {
  @Suite("Steps, attempts side by side, checks")
  struct StepTests {
    static let config = """
      default_engine = "demo"
      max_running = 2

      [chain.careful]
      steps = [
        { name = "plan", engine = "demo", mode = "plan" },
        { name = "implement", engine = "demo" },
        { name = "publish", publish = "branch" },
      ]

      """

    @Test("A chain waits for its plan's approval, goes on over a crash, and publishes by itself")
    func chain() async throws {
      try await CarrelProgram.use(config: Self.config) { carrel in
        try await carrel.add("Say hello [[demo:write hello.txt Hello there]]", "--chain", "careful")
        #expect(try await carrel.run("wait", "T1").code == 6)
        let planning = try await carrel.task("T1")
        #expect(planning["attention"]?["kind"]?.string == "plan")
        #expect(planning["step"]?["name"]?.string == "plan" && planning["step"]?["of"]?.int == 3)
        #expect(try await carrel.ok("show", "T1").output.contains("step 1/3 plan (demo) of careful, then implement, publish"))
        try await carrel.killService()
        #expect(try await carrel.run("answer", "T1", "allow").code == 0)
        #expect(try await carrel.run("wait", "T1", "--until", "end").code == 0)
        let task = try await carrel.task("T1")
        #expect(task["state"]?.string == "done")
        let branch = try #require(task["published"]?["ref"]?.string)
        #expect(try await carrel.remote.git("show", "\(branch):hello.txt") == "Hello there")
        let steps = task["steps"]?.array ?? []
        #expect(steps.compactMap { $0["name"]?.string } == ["plan", "implement", "publish"])
        #expect(steps.first?["handed_on"]?.string?.contains("Plan") == true)
        #expect(try await carrel.ok("transcript", "T1").output.contains("This is step 2/3 implement (demo)."))
        try await Patience.until("an empty desk") { carrel.workspaces.isEmpty }
        try await carrel.ok("service", "stop")
        try await carrel.nothingIsLeft()
      }
    }

    @Test("Three attempts are compared, one is approved, the others are discarded, nothing is left")
    func attempts() async throws {
      try await CarrelProgram.use { carrel in
        try carrel.configure(
          "default_engine = \"demo\"\n[[repo]]\nmatch = \"\(carrel.repository.path)\"\nsetup = \"echo ready > $HOME/ready\"\n"
            + "check = \"cat $HOME/ready && test -e hello.txt\"\n")
        let ids = try await carrel.add("Say hello [[demo:write hello.txt Hello there]]", "--best-of", "3", "--engine", "demo")
        #expect(ids == ["T1", "T2", "T3"])
        #expect(try await carrel.run("wait", "--all").code == 0)
        let table = try await carrel.ok("compare", "T2").lines
        #expect(table.count == 4 && table[0].hasPrefix("ID") && table[1].hasPrefix("T1") && table[1].contains("passed"))
        #expect(table[1].hasSuffix("T2 T3"))
        let compared = try await carrel.ok("compare", "T2", "--json").json()
        #expect(compared["members"]?.array?.count == 3)
        #expect(compared["pairs"]?.array?.allSatisfy { $0["identical"]?.bool == true } == true)
        #expect(compared["members"]?.array?.first?["check"]?["exit_code"]?.int == 0)
        #expect(compared["members"]?.array?.first?["check"]?["tail"]?.string == "ready\n")
        let tree = try await carrel.tree("T2")
        let approved = try await carrel.ok("approve", "T2", "--tree", tree, "--discard-others").lines
        #expect(approved.dropFirst() == ["T1\tdiscarded", "T3\tdiscarded"])
        #expect(try await carrel.state(of: "T1") == "discarded")
        try await Patience.until("an empty desk") { carrel.workspaces.isEmpty }
        try await carrel.ok("undelete", "T3")
        try await carrel.ok("discard", "--others", "T2", "--yes")
        try await Patience.until("an empty desk") { carrel.workspaces.isEmpty }
        #expect(try await carrel.run("compare", "T9").code == 3)
        try await carrel.ok("service", "stop")
        try await carrel.nothingIsLeft()
      }
    }
  }
}
