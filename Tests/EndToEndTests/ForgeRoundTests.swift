import Glibc
import JSON
import Platform
import TestSupport
import Testing

extension EndToEnd {
  /// The whole way of tickets through a private forge, with what goes wrong on it.
  @Suite("Issues in, pull requests out", .enabled(if: GitHTTPServer.isThere, "there is no git-http-backend or no python3"))
  struct ForgeRoundTests {
    private static let first = "forge-canary-000001"
    private static let second = "forge-canary-000002"

    @Test("Forty issues in, forty pull requests out: a token expires in the middle, the service is killed; none twice, none lost")
    func forty() async throws {
      try await ForgeServer.use { server in
        try await server.prepare(token: Self.first)
        try await server.control("token", ["token": .string(Self.second), "login": "ann"])
        try await server.control(
          "issue", ["owner": "ops", "name": "tools", "title": "Issue", "count": 40, "body": "Do it. [[demo:write made.txt by hand]]"])
        let config = """
          default_engine = "demo"
          max_running = 4
          [publish]
          kind = "pr"
          labels = ["agent"]
          comment = true
          ci = "hold"
          [[forge]]
          kind = "gitea"
          url = "\(server.web)"
          ca_file = "\(server.certificates)"
          """
        try await CarrelProgram.use(config: config) { carrel in
          let token = "\(carrel.root.path)/token"
          try Files.writeAtomically(Array("\(Self.first)\n".utf8), to: token)
          try carrel.configure(config + "\ntoken_file = \"\(token)\"\n")
          let imported = try await carrel.ok("import", "\(server.web)/ops/tools.git").lines
          #expect(imported.count { $0.hasPrefix("queued\t") } == 40, "\(imported)")
          let again = try await carrel.ok("import", "\(server.web)/ops/tools.git").lines
          #expect(again.count { $0.hasPrefix("known\t") } == 40, "\(again)")
          let ids = (1...40).map { "T\($0)" }
          try await Patience.until("all of them in review") {
            try await carrel.tasks().count { $0["state"]?.string == "review" } == 40
          }

          for id in ids.prefix(12) { try await carrel.ok("approve", id, "--tree", try await carrel.tree(id)) }
          try await Patience.until("the first to be out") { try await carrel.ok("outbox", "--json").json().array?.isEmpty == true }
          // The token expires: what is approved now waits, in order.
          try await server.control("expire", ["token": .string(Self.first)])
          for id in ids[12..<26] { try await carrel.run("approve", id, "--tree", try await carrel.tree(id)) }
          let waiting = try await carrel.ok("outbox", "--json").json()
          #expect(waiting.array?.count == 14, "\(waiting)")
          try await Patience.until("word that the token is dead") {
            try await carrel.task("T13")["attention"]?["kind"]?.string == "credential"
          }
          // Another one comes, and the service is killed while they go out.
          try Files.writeAtomically(Array("\(Self.second)\n".utf8), to: token)
          let pid = try await carrel.servicePID()
          try await carrel.ok("outbox", "retry")
          try await Patience.until("some that went out") {
            let pulls = try await server.control("state", ["owner": "ops", "name": "tools"])["pulls"]?.array ?? []
            return pulls.count > 14
          }
          kill(pid, SIGKILL)
          for id in ids.dropFirst(26) {
            try await Patience.until("\(id) to be approved") {
              if ["publishing", "done"].contains(try await carrel.state(of: id)) { return true }
              return try await carrel.run("approve", id, "--tree", try await carrel.tree(id)).code == 0
            }
          }
          try await Patience.until("all of them done") { try await carrel.tasks().allSatisfy { $0["state"]?.string == "done" } }
          try await Patience.until("an empty outbox") { try await carrel.ok("outbox", "--json").json().array?.isEmpty == true }

          let state = try await server.control("state", ["owner": "ops", "name": "tools"])
          let pulls = state["pulls"]?.array ?? []
          #expect(pulls.count == 40)
          #expect(Set(pulls.compactMap { $0["head"]?.string }).count == 40)
          for number in 1...40 {
            let own = pulls.filter {
              $0["body"]?.string?.contains("Closes #\(number)\n") == true || $0["body"]?.string?.hasSuffix("Closes #\(number)") == true
            }
            #expect(own.count == 1, "issue \(number)")
            #expect(own.allSatisfy { $0["labels"]?.array == ["agent"] && $0["base"] == "main" })
          }
          let issues = state["issues"]?.array ?? []
          #expect(issues.allSatisfy { $0["comments"]?.array?.count == 1 && $0["state"] == "open" })
          // The checks of every one are held by its commit, until somebody lets them run.
          let heads = try await carrel.root.run(
            "git", ["--git-dir", "\(server.directory)/ops/tools.git", "log", "--format=%s %b", "--no-walk", "--branches=carrel/*"])
          #expect(heads.split(separator: "[skip ci]").count == 41)
          let shown = try await carrel.task("T1")
          #expect(shown["published"]?["request"]?["ci"]?.string == "held", "\(shown["published"] ?? .null)")
          #expect(carrel.workspaces.isEmpty)
          for canary in [Self.first, Self.second] {
            #expect(Secret(canary).places(in: carrel.state) == [])
            #expect(Secret(canary).places(in: carrel.root.path + "/home") == [])
          }
          #expect(try await server.journal().allSatisfy { !$0.contains("canary") })
        }
      }
    }

    @Test(
      "Comments on a request bring the task back to work, the second approval brings the same request up to date, and held checks are let go"
    )
    func again() async throws {
      try await ForgeServer.use { server in
        let place: JSONValue = ["owner": "ops", "name": "tools"]
        func pulls() async throws -> [JSONValue] { try await server.control("state", place)["pulls"]?.array ?? [] }
        try await server.prepare(token: Self.first)
        try await server.control("issue", ["owner": "ops", "name": "tools", "title": "Fix it", "body": "[[demo:write a.txt one]]"])
        try await CarrelProgram.use { carrel in
          let token = "\(carrel.root.path)/token"
          try Files.writeAtomically(Array("\(Self.first)\n".utf8), to: token)
          try carrel.configure(
            """
            default_engine = "demo"
            [publish]
            kind = "pr"
            ci = "hold"
            [[forge]]
            kind = "gitea"
            url = "\(server.web)"
            ca_file = "\(server.certificates)"
            token_file = "\(token)"
            """)
          func git(_ arguments: String...) async throws -> String {
            try await carrel.root.run("git", ["--git-dir", "\(server.directory)/ops/tools.git"] + arguments)
          }
          func approve() async throws {
            try await carrel.ok("wait", "T1")
            try await carrel.ok("approve", "T1", "--tree", try await carrel.tree("T1"))
            try await carrel.until("T1", is: "done")
            try await Patience.until("an empty outbox") { try await carrel.ok("outbox", "--json").json().array?.isEmpty == true }
          }
          try await carrel.ok("import", "\(server.web)/ops/tools.git")
          try await approve()
          let opened = try #require(try await pulls().first)
          let number = opened["number"] ?? .null
          let branch = try #require(opened["head"]?.string)
          #expect(opened["body"]?.string?.contains("Closes #1") == true)
          #expect(try await git("log", "-1", "--format=%B", branch).contains("[skip ci]"))

          // Somebody reviews it; what is written there goes to the agent as text from outside.
          let comment: JSONValue = ["path": "a.txt", "line": 1, "body": "And the other one, please. [[demo:write b.txt two]]"]
          try await server.control("review", ["owner": "ops", "name": "tools", "number": number, "comments": [comment]])
          try await carrel.ok("refresh", "T1")
          #expect(try await carrel.task("T1")["attention"]?["kind"]?.string == "pull_request")
          try await carrel.ok("send", "T1", "--reviews")
          try await approve()
          #expect(try await pulls().count == 1)
          #expect(try await pulls().first?["number"] == number)
          #expect(try await git("show", "\(branch):b.txt").hasPrefix("two") == true)
          #expect(try await git("rev-list", "--count", "main..\(branch)").hasPrefix("2"))

          // A person lets the checks run: the same files, without the marker.
          let before = try await git("rev-parse", "\(branch)^{tree}")
          try await carrel.ok("release", "T1", "--yes")
          #expect(try await !git("log", "-1", "--format=%B", branch).contains("[skip ci]"))
          #expect(try await git("rev-parse", "\(branch)^{tree}") == before)
          #expect(try await carrel.task("T1")["published"]?["request"]?["held_by"]?.isNull != false)
          #expect(try await pulls().count == 1)
        }
      }
    }
  }
}
