import FoundationEssentials
import JSON
import Platform
import TestSupport
import Testing

extension EndToEnd {
  /// The whole program with a private forge: HTTPS with a lab's authority, below a path, behind tokens.
  @Suite("A private forge", .enabled(if: GitHTTPServer.isThere, "there is no git-http-backend or no python3"))
  struct ForgeTests {
    @Test("carrel forges says where tokens come from, whom they belong to, and offers what other tools are logged in to")
    func listing() async throws {
      try await ForgeServer.use { server in
        try await server.prepare(token: "forge-canary-000001")
        try await CarrelProgram.use { carrel in
          let root = carrel.root.path
          try Files.writeAtomically(Array("forge-canary-000001\n".utf8), to: "\(root)/token")
          try carrel.configure(
            """
            default_engine = "demo"
            [[forge]]
            kind = "gitea"
            url = "\(server.web)"
            ca_file = "\(server.certificates)"
            token_file = "\(root)/token"
            [[forge]]
            kind = "forgejo"
            host = "127.0.0.1:\(server.port)"
            url = "https://127.0.0.1:\(server.port)/git"
            token_file = "\(root)/token"
            """)
          try Files.makeDirectory("\(root)/config/gh")
          let hosts = "ghe.lab:\n    user: bob\n    oauth_token: forge-canary-000003\n\(server.host):\n    user: ann\n"
          try Files.writeAtomically(Array(hosts.utf8), to: "\(root)/config/gh/hosts.yml")
          let plain = try await carrel.ok("forges").output
          #expect(plain.contains("gh is logged in to ghe.lab as bob"))
          #expect(plain.contains("    token_command = \"gh auth token --hostname ghe.lab\""))
          #expect(!plain.contains("gh is logged in to \(server.host)"), "that one has a token")
          #expect(plain.contains("\(server.host): Gitea, \(server.web), token from the file \(root)/token"))
          #expect(plain.contains("github.com: GitHub, no token"))
          let checked = try await carrel.run("forges", "--check")
          #expect(checked.code == 1)
          #expect(checked.output.contains("answers ann") && checked.output.contains("Gitea 1.24.0"))
          #expect(checked.output.contains("certificate") && checked.output.contains("ca_file"))
          let json = try JSONValue.parse(try await carrel.run("forges", "--check", "--json").output)
          #expect(json["forges"]?[0]?["login"] == "ann" && json["forges"]?[1]?["problem"]?.string != nil)
          #expect(!"\(plain)\(checked)\(json)".contains("forge-canary"))
        }
      }
    }

    @Test(
      "A task is cloned and pushed with the forge's token and authority; a token that expires is replaced; none of them is written anywhere"
    )
    func cloneAndPush() async throws {
      try await ForgeServer.use { server in
        try await server.prepare(token: "forge-canary-000001")
        try await server.control("token", ["token": "forge-canary-000002", "login": "ann"])
        try await CarrelProgram.use { carrel in
          let root = carrel.root.path
          try Files.writeAtomically(Array("forge-canary-000001\n".utf8), to: "\(root)/token")
          try carrel.configure(
            """
            default_engine = "demo"
            [git]
            token_command = "echo wrong-canary-0000009"
            [[forge]]
            kind = "gitea"
            url = "\(server.web)"
            ca_file = "\(server.certificates)"
            token_file = "\(root)/token"
            """)
          try await carrel.add("One [[demo:write a.txt a]]\nTwo [[demo:write b.txt b]]", "--repo", "\(server.web)/ops/tools.git")
          try await carrel.ok("wait", "--all")
          try await carrel.ok("approve", "T1", "--tree", try await carrel.tree("T1"), "--branch", "one")
          try await server.control("expire", ["token": "forge-canary-000001"])
          let tree = try await carrel.tree("T2")
          let refused = try await carrel.ok("approve", "T2", "--tree", tree, "--branch", "two")
          #expect(refused.output.hasPrefix("T2\tbranch\twaiting\t"), "\(refused)")
          try Files.writeAtomically(Array("forge-canary-000002\n".utf8), to: "\(root)/token")
          try await carrel.ok("outbox", "retry")
          try await carrel.until("T2", is: "done")
          let pushed = try await carrel.root.run(
            "git", ["--git-dir", "\(server.directory)/ops/tools.git", "show", "one:a.txt", "two:b.txt"])
          #expect(pushed == "ab" || pushed == "a\nb\n")
          #expect(try await server.journal().allSatisfy { !$0.contains("canary") })
          #expect(!"\(refused)".contains("canary"))
          let written = try await carrel.root.outcome("grep", ["-rlaE", "(forge|wrong)-canary", carrel.state])
          #expect(written.text == "", "a token stands in a file")
        }
      }
    }
  }
}
