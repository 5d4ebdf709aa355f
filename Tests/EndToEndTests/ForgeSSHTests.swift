import Glibc
import JSON
import Platform
import TestSupport
import Testing

extension EndToEnd {
  /// A forge whose git is reached by ssh, with the key in the operator's agent.
  @Suite(
    "A forge over ssh",
    .enabled(if: GitHTTPServer.isThere && PrivateSSH.isPossible, "there is no git-http-backend, no python3, or no sshd"))
  struct ForgeSSHTests {
    @Test("Issues in by the API, branches out by ssh; without the operator's agent they wait, and go on when a client brings another")
    func agentComesAndGoes() async throws {
      try await ForgeServer.use { server in
        try await server.prepare(token: "forge-canary")
        try await server.control(
          "issue", ["owner": "ops", "name": "tools", "title": "Issue", "count": 3, "body": "[[demo:write made.txt by hand]]"])
        try await CarrelProgram.use { carrel in
          let ssh = try await PrivateSSH(carrel)
          let token = "\(carrel.root.path)/token"
          try Files.writeAtomically(Array("forge-canary\n".utf8), to: token)
          try carrel.configure(
            """
            default_engine = "demo"
            [git]
            ssh_config = "\(try await ssh.serveGit(host: "git.lab", directory: server.directory))"
            [publish]
            kind = "pr"
            [[forge]]
            kind = "gitea"
            url = "\(server.web)"
            ca_file = "\(server.certificates)"
            ssh_host = "git.lab"
            token_file = "\(token)"

            """)
          let remote = "\(Environment.userName ?? "root")@git.lab:ops/tools.git"
          var operated = carrel
          func pulls() async throws -> Int {
            try await server.control("state", ["owner": "ops", "name": "tools"])["pulls"]?.array?.count ?? 0
          }
          try await ssh.withAgent("first") { socket in
            operated.environment["SSH_AUTH_SOCK"] = socket
            let imported = try await operated.ok("import", remote)
            #expect(imported.lines.count { $0.hasPrefix("queued\t") } == 3, "\(imported)")
            for id in ["T1", "T2", "T3"] { try await operated.until(id, is: "review") }
            try await operated.ok("approve", "T1", "--tree", try await operated.tree("T1"))
            try await operated.until("T1", is: "done")
            #expect(try await pulls() == 1)
          }
          // The operator's line dropped, and the agent with it.
          for id in ["T2", "T3"] { try await operated.run("approve", id, "--tree", try await operated.tree(id)) }
          try await Patience.until("word that the login is refused") {
            try await operated.task("T2")["attention"]?["kind"]?.string == "credential"
          }
          let waiting = try await operated.ok("outbox")
          #expect(waiting.lines.count == 2 && waiting.output.contains("git.lab:ops/tools.git refused the login"), "\(waiting)")
          #expect(try await pulls() == 1)
          try await ssh.withAgent("second") { socket in
            operated.environment["SSH_AUTH_SOCK"] = socket
            try await operated.ok("ls")
            for id in ["T2", "T3"] { try await operated.until(id, is: "done") }
            try await Patience.until("an empty outbox") { try await operated.ok("outbox", "--json").json().array?.isEmpty == true }
          }
          #expect(try await pulls() == 3)
          let branches = try await carrel.root.run(
            "git", ["--git-dir", "\(server.directory)/ops/tools.git", "for-each-ref", "--format=%(refname)", "refs/heads/carrel"])
          #expect(branches.split(separator: "\n").count == 3)
          #expect(try await server.journal().allSatisfy { !$0.contains("git-upload-pack") && !$0.contains("git-receive-pack") })
          #expect(carrel.workspaces.isEmpty)
        }
      }
    }
  }
}
