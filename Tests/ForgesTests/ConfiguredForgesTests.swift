import Forges
import JSON
import Model
import Secrets
import Synchronization
import TestSupport
import Testing

/// Whose token goes where.
@Suite struct ConfiguredForgesTests {
  static let sites = [
    ForgeSite(kind: .gitea, host: "git.lab", web: "https://git.lab/git", certificates: "/etc/lab.pem", source: .variable("LAB")),
    ForgeSite(kind: .gitea, host: "old.lab:3000", web: "http://old.lab:3000", isPlainAllowed: true, source: .variable("OLD")),
  ]

  static func directory(_ sites: [ForgeSite] = sites, asked: Asked = Asked()) -> ConfiguredForges {
    ConfiguredForges(sites) { source, fresh throws(SecretError) in
      asked.list.withLock { $0.append("\(source)\(fresh ? ", afresh" : "")") }
      switch source {
      case .variable("LAB"): return SecretBytes("lab-token-0001")
      case .variable("OLD"): return SecretBytes("old-token-0001")
      case .variable: return nil
      default: throw .command("pass show x", reason: "it ended with 1")
      }
    }
  }

  final class Asked: Sendable { let list = Mutex<[String]>([]) }

  @Test(
    "git gets a forge's token at exactly its scheme, host and port, and nowhere else",
    arguments: [
      ("https://git.lab/git/ops/tools.git", "lab-token-0001"), ("https://GIT.lab:443/git/ops/tools.git", "lab-token-0001"),
      ("https://git.lab/other/x.git", "lab-token-0001"), ("http://old.lab:3000/ops/tools.git", "old-token-0001"),
      ("http://git.lab/git/ops/tools.git", nil), ("https://git.lab:8443/git/ops/tools.git", nil),
      ("https://git.lab.evil/git/ops/tools.git", nil),
      ("https://old.lab:3000/ops/tools.git", nil), ("http://old.lab/ops/tools.git", nil), ("git@git.lab:ops/tools.git", nil),
      ("ssh://git@git.lab/ops/tools.git", nil), ("/srv/x", nil), ("https://github.com/a/b", nil), ("https://git.lab@evil.lab/a/b", nil),
    ] as [(String, String?)])
  func gitTokens(_ remote: String, _ wanted: String?) async throws {
    let access = try await Self.directory().gitAccess(of: remote, fresh: false)
    #expect(access?.token?.text == wanted)
    #expect(access?.certificates == (wanted == "lab-token-0001" ? "/etc/lab.pem" : nil))
  }

  @Test("a place has its forge and its repository; what cannot be had says why")
  func places() async throws {
    let asked = Asked()
    let directory = Self.directory(asked: asked)
    let place = try #require(try await directory.place(of: "https://git.lab/git/ops/tools.git", fresh: false))
    #expect(place.repository.path == "ops/tools" && place.forge.kind == .gitea && place.forge.host == "git.lab")
    _ = try await directory.place(of: place.repository, fresh: true)
    #expect(asked.list.withLock { $0 } == ["LAB from the environment", "LAB from the environment, afresh"])
    #expect(try await directory.place(of: "https://elsewhere.lab/a/b", fresh: false) == nil)
    let gone = await GiteaForgeTests.failure { () async throws(ForgeError) in
      try await directory.place(of: ForgeRepository(host: "gone.lab", owner: "a", name: "b"), fresh: false)
    }
    #expect(gone?.kind == .notFound && gone?.text.contains("[[forge]]") == true)
    for (source, word) in [
      (CredentialSource.variable("NONE"), "NONE from the environment is not there"), (.command("pass show x"), "it ended with 1"),
    ] {
      let other = Self.directory([ForgeSite(kind: .gitea, host: "git.lab", source: source)])
      let error = await GiteaForgeTests.failure { () async throws(ForgeError) in try await other.place(of: "git@git.lab:a/b", fresh: false)
      }
      #expect(error?.kind == .noToken && error?.text.contains(word) == true)
    }
  }

  @Test("a configured table takes the place of what is known by itself")
  func known() {
    #expect(Self.directory().sites.map(\.host) == ["git.lab", "old.lab:3000", "github.com", "gitlab.com"])
    let own = Self.directory([ForgeSite(kind: .github, host: "github.com", source: .variable("LAB"))])
    #expect(own.sites.map(\.host) == ["github.com", "gitlab.com"])
    #expect(own.sites[0].source != nil)
  }

  @Test("a directory speaks to a forge with its own authority below its own path")
  func real() async throws {
    try await ForgeServer.use { server in
      try await server.prepare(token: "lab-token-0001")
      try await server.control("issue", ["owner": "ops", "name": "tools", "title": "Lamp"])
      let site = ForgeSite(
        kind: .forgejo, host: server.host, web: server.web, certificates: server.certificates, sshHosts: ["git.lab"],
        source: .variable("LAB"))
      let directory = Self.directory([site])
      for remote in ["\(server.web)/ops/tools.git", "git@git.lab:ops/tools.git"] {
        let place = try #require(try await directory.place(of: remote, fresh: false))
        #expect(try await place.forge.login() == "ann")
        let reference = try #require(directory.issue("#1", beside: remote))
        #expect(try await place.forge.issue(reference).title == "Lamp")
        #expect(directory.issue("\(server.web)/ops/tools/issues/1", beside: nil) == reference)
      }
    }
  }
}
