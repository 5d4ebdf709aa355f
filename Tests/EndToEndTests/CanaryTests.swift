import FoundationEssentials
import JSON
import Platform
import Synchronization
import TestSupport
import Testing

extension EndToEnd {
  /// Secrets that are used in every way that there is, and then looked for in everything that was written or could be seen.
  @Suite("Canary secrets")
  struct CanaryTests {
    /// One secret of each kind.
    private struct Canaries {
      let key = Canaries.make("sk-model")
      let fileKey = Canaries.make("sk-second")
      let git = Canaries.make("gto")
      let header = Canaries.make("mcp")
      let secretID = Canaries.make("sid")

      var all: [(name: String, secret: Secret)] {
        [("model key", key), ("second key", fileKey), ("git token", git), ("MCP key", header), ("secret id", secretID)].map {
          ($0.0, Secret($0.1))
        }
      }

      private static func make(_ kind: String) -> String { "\(kind)-Canary/\(UUID().uuidString)+x=" }
    }

    private func stub(_ canaries: Canaries) throws -> VaultStub {
      try VaultStub { state in
        state.secrets["secret/engines/loud"] = [["key": .string(canaries.key)]]
        state.secrets["secret/git"] = [["token": .string(canaries.git)]]
        state.secretID = canaries.secretID
      }
    }

    private func configuration(_ vault: VaultStub, _ loud: String, _ root: String) -> String {
      """
      max_running = 4
      default_engine = "loud"
      [engine.loud]
      protocol = "command"
      command = "\(loud)"
      key_env = "LOUD_KEY"
      key_vault = "secret/engines/loud#key"
      [engine.second]
      protocol = "command"
      command = "\(loud)"
      key_env = "SECOND_KEY"
      key_file = "\(root)/keys/second"
      [mcp.docs]
      url = "http://127.0.0.1:9/mcp"
      header_env = { Authorization = "DOCS_AUTHORIZATION" }
      [git]
      vault = "secret/git#token"
      [vault]
      address = "\(vault.server.address)"
      auth = "approle"
      role_id = "role-1"
      secret_id_file = "\(root)/keys/secret-id"
      """
    }

    @Test(
      "Keys, tokens and headers are in no file, row, log, answer, argument or foreign environment, in 14 spellings",
      .enabled(if: GitHTTPServer.isThere, "there is no git-http-backend or no python3"))
    func nowhere() async throws {
      let canaries = Canaries()
      let vault = try stub(canaries)
      try await CarrelProgram.use { carrel in
        var carrel = carrel
        let root = carrel.root.path
        let loud = try LoudEngine.write(in: "\(root)/programs")
        try Files.makeDirectory("\(root)/keys")
        try Files.writeAtomically(Array(canaries.secretID.utf8), to: "\(root)/keys/secret-id")
        try Files.writeAtomically(Array(canaries.fileKey.utf8), to: "\(root)/keys/second")
        try carrel.configure(configuration(vault, loud, root))
        carrel.environment["DOCS_AUTHORIZATION"] = "Bearer \(canaries.header)"
        let bare = try await carrel.root.bare("served/greeter.git", of: carrel.repository)
        let server = try await GitHTTPServer("\(root)/served", token: canaries.git)
        let url = "\(server.address)/greeter.git"

        try await carrel.add(
          "Tell all\nTell it again @second", "--repo", url)
        for id in ["T1", "T2"] {
          try await Patience.until("\(id) to have told all", deadline: 60) {
            try await carrel.ok("transcript", id).output.contains(LoudEngine.mark)
          }
        }
        // What is known by now is taken out of what operators write, too.
        try await carrel.add("Fetch with \(canaries.git) @demo", "--repo", url)
        try await carrel.until("T3", is: "review")
        // While the agents run: processes, and all that was written so far.
        look(canaries, carrel, "while agents run")
        try lookAtProcesses(canaries, carrel)
        for id in ["T1", "T2"] { try Files.writeAtomically([], to: "\(carrel.state)/tasks/\(id)/ws/go") }
        try await carrel.ok("wait", "--all")
        for id in ["T1", "T2", "T3"] {
          for (what, text) in [
            ("transcript", try await carrel.ok("transcript", id).output), ("rows", try await carrel.ok("transcript", id, "--json").output),
            ("record", try await carrel.ok("show", id, "--json").output), ("diff", try await carrel.ok("diff", id).output),
          ] {
            for canary in canaries.all {
              #expect(canary.secret.spellings(in: Array(text.utf8)) == [], "the \(canary.name) in the \(what) of \(id)")
            }
          }
        }
        #expect(try await carrel.ok("transcript", "T1").output.contains("[redacted]"), "there was something to take out")
        let branch = try await carrel.ok("approve", "T1", "--tree", try await carrel.tree("T1"), "--branch", "loud")
        #expect(branch.output.contains("loud"))
        #expect(try await bare.git("rev-parse", "loud").count == 40)
        // A name that is taken, a remote that refuses: texts of git's.
        try server.accept(only: "something-else")
        let refused = try await carrel.ok("approve", "T2", "--tree", try await carrel.tree("T2"))
        #expect(refused.output.hasPrefix("T2\tbranch\twaiting\t"), "\(refused)")
        for canary in canaries.all { #expect(canary.secret.spellings(in: Array((refused.output + refused.errors).utf8)) == []) }
        _ = try await carrel.run("doctor")
        _ = try await carrel.run("engines")
        look(canaries, carrel, "while the service runs")
        try lookAtProcesses(canaries, carrel)
        try await carrel.ok("outbox", "drop", "T2", "--yes")
        try await carrel.ok("discard", "T2", "T3", "--yes")
        try await carrel.ok("service", "stop")
        look(canaries, carrel, "at the end")
        #expect(vault.state.withLock { $0.revoked } == ["hvs.session-token-1"])
        #expect(Secret("hvs.session-token-1").places(in: root) == [])

        // The search finds what is there, in every spelling.
        for form in Secret(canaries.key).forms {
          let planted = "\(carrel.state)/planted"
          try Files.writeAtomically(Array("x".utf8) + form.bytes + Array("y".utf8), to: planted)
          #expect(Secret(canaries.key).places(in: root) == [planted], "\(form.name)")
          try Files.remove(planted)
        }
        await server.end()
      }
    }

    /// Everything under the test's directory, but for where the secrets come from, what the operator put into a ticket's own workspace, and the agents' own homes.
    private func look(_ canaries: Canaries, _ carrel: CarrelProgram, _ when: String) {
      let root = carrel.root.path
      let known = ["\(root)/keys", "\(root)/served.tokens"]
      let inside = ((try? Files.list("\(carrel.state)/tasks")) ?? []).flatMap { name in
        ["home", "ws"].map { "\(carrel.state)/tasks/\(name)/\($0)" }
      }
      for canary in canaries.all {
        #expect(canary.secret.places(in: root, except: known + inside) == [], "the \(canary.name) \(when)")
      }
    }

    /// No process has one in its arguments; outside of sandboxes none has one in its environment, but for what the operator's own shell handed to us.
    private func lookAtProcesses(_ canaries: Canaries, _ carrel: CarrelProgram) throws {
      let all = ProcessList.all
      #expect(all.contains { $0.isInside && !$0.environment.isEmpty }, "sandboxes are looked into")
      for canary in canaries.all {
        for process in all {
          #expect(canary.secret.spellings(in: process.arguments) == [], "the \(canary.name) in the arguments of \(process.pid)")
          if process.isInside { continue }
          if canary.name == "MCP key" { continue }
          #expect(canary.secret.spellings(in: process.environment) == [], "the \(canary.name) in the environment of \(process.pid)")
        }
      }
    }

    @Test(
      "A token that expires between fetch and push: its source is asked once more, and the push goes through",
      .enabled(if: GitHTTPServer.isThere, "there is no git-http-backend or no python3"))
    func expiredToken() async throws {
      try await CarrelProgram.use { carrel in
        let root = carrel.root.path
        // Gives what is in the file, but an old one as often as the test says.
        let script = """
          #!/bin/sh
          cd "$(dirname "$0")" || exit 1
          echo asked >> asked
          if [ -s stale ]; then mv stale stale.gone; cat old; else cat token; fi
          """
        try Files.makeDirectory("\(root)/source")
        try Files.writeAtomically(Array(script.utf8), to: "\(root)/source/give", mode: 0o755)
        try Files.writeAtomically(Array("first-token-0001".utf8), to: "\(root)/source/token")
        try carrel.configure("default_engine = \"demo\"\n[git]\ntoken_command = \"\(root)/source/give\"\n")
        let bare = try await carrel.root.bare("served/greeter.git", of: carrel.repository)
        let server = try await GitHTTPServer("\(root)/served", token: "first-token-0001")
        func asked() -> Int { ((try? Files.readText("\(root)/source/asked", limit: 1 << 16)) ?? "").split(separator: "\n").count }

        try await carrel.add("One [[demo:write a.txt a]]\nTwo [[demo:write b.txt b]]", "--repo", "\(server.address)/greeter.git")
        try await carrel.ok("wait", "--all")
        let before = asked()
        // The old one expires; the source still gives it once.
        try server.accept(only: "second-token-0002")
        try Files.writeAtomically(Array("first-token-0001".utf8), to: "\(root)/source/old")
        try Files.writeAtomically(Array("second-token-0002".utf8), to: "\(root)/source/token")
        try Files.writeAtomically(Array("once".utf8), to: "\(root)/source/stale")
        try await carrel.ok("approve", "T1", "--tree", try await carrel.tree("T1"), "--branch", "one")
        #expect(try await bare.git("show", "one:a.txt") == "a")
        #expect(asked() - before == 2)

        // One that stays refused is said in one sentence, after the source was asked once more; the branch waits for another.
        try server.accept(only: "third-token-0003")
        let tree = try await carrel.tree("T2")
        let again = asked()
        let refused = try await carrel.ok("approve", "T2", "--tree", tree, "--branch", "two")
        #expect(refused.output.hasPrefix("T2\tbranch\twaiting\t"), "\(refused)")
        #expect(asked() - again == 2)
        #expect(!"\(refused)".contains("second-token-0002"))
        #expect(try await carrel.tree("T2") == tree)
        try Files.writeAtomically(Array("third-token-0003".utf8), to: "\(root)/source/token")
        try await carrel.ok("outbox", "retry")
        try await carrel.until("T2", is: "done")
        #expect(try await bare.git("show", "two:b.txt") == "b")
        await server.end()
      }
    }

    @Test("The service leaves no core dump, and other processes cannot read its memory")
    func privateMemory() async throws {
      try await CarrelProgram.use { carrel in
        try await carrel.ok("service", "start")
        let pid = try await carrel.servicePID()
        let limits = try Files.readText("/proc/\(pid)/limits", limit: 1 << 16)
        let core = limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") } ?? ""
        #expect(core.split(separator: " ").dropFirst(4).prefix(2) == ["0", "0"], "\(core)")
        // What cannot be dumped belongs to root in /proc, whoever runs it (proc(5), "/proc/pid"); as root nothing shows it.
        if Environment.uid == 0 { return }
        let owner = try await carrel.root.run("stat", ["-c", "%u", "/proc/\(pid)/mem"])
        #expect(owner == "0\n")
      }
    }
  }
}
