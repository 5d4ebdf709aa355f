import Forges
import HTTP
import JSON
import Model
import Platform
import Secrets
import Synchronization
import TestSupport
import Testing

/// Tokens of a GitHub App, made by a forge for tests that checks each signature with `openssl dgst -verify`.
struct InstallationTokensTests {
  private static let start = Timestamp(milliseconds: 1_790_000_000_000)

  /// A clock that the test moves.
  final class Clock: Sendable {
    let moment = Mutex(InstallationTokensTests.start)
    func forward(_ seconds: Int64) { moment.withLock { $0.milliseconds += seconds * 1000 } }
  }

  /// A forge with an App, its key beside it, and what asks for tokens.
  struct Setting {
    var server: ForgeServer
    var key: String
    var ledger: SecretLedger
    var clock: Clock

    func tokens(installation: String? = nil, id: String = "12345", key: String? = nil) -> InstallationTokens {
      let clock = clock
      return InstallationTokens(
        ForgeApp(id: id, keyFile: key ?? self.key, installation: installation), host: server.host, web: server.web,
        client: HTTPClient(certificates: server.certificates), ledger: ledger, now: { clock.moment.withLock { $0 } })
    }

    func made() async throws -> [String] { (try await server.control("app")["made"]?.array ?? []).compactMap(\.string) }

    func failure(_ tokens: InstallationTokens, _ repository: ForgeRepository? = nil) async -> ForgeError? {
      let error = await server.failure { () throws(ForgeError) in _ = try await tokens.token(for: repository, fresh: false) }
      let lines = (try? Files.readText(key, limit: 1 << 16))?.split(separator: "\n").map(String.init) ?? []
      for secret in lines + ["ghs_", "eyJ"] { #expect(error?.text.contains(secret) != true) }
      return error
    }
  }

  private func use(_ body: (Setting) async throws -> Void) async throws {
    try await ForgeServer.use(faces: ["github"]) { server in
      try await TestRepositoryRoot.use { root in
        try await root.run("openssl", ["genrsa", "-out", "\(root.path)/canary-key.pem", "2048"])
        try await root.run("openssl", ["pkey", "-in", "\(root.path)/canary-key.pem", "-pubout", "-out", "\(root.path)/public.pem"])
        try await root.run("mv", ["\(root.path)/canary-key.pem", "\(root.path)/app.pem"])
        try await root.run("chmod", ["600", "\(root.path)/app.pem"])
        try await server.prepare(token: "token-of-ann")
        try await server.control(
          "app",
          [
            "id": "12345", "public": .string("\(root.path)/public.pem"), "installation": 77, "owner": "ops",
            "now": .integer(Self.start.milliseconds / 1000),
            "lasts": 3600,
          ])
        try await body(Setting(server: server, key: "\(root.path)/app.pem", ledger: SecretLedger(), clock: Clock()))
      }
    }
  }

  @Test func oneIsMadeKeptReplacedBeforeItsEndAndAfterARefusal() async throws {
    try await use { one in
      let tokens = one.tokens()
      let repository = one.server.repository()
      let first = try await tokens.token(for: repository, fresh: false)
      #expect(try await tokens.token(for: one.server.repository("OPS/tools"), fresh: false) == first)
      one.clock.forward(3600 - 301)
      #expect(try await tokens.token(for: repository, fresh: false) == first)
      #expect(try await one.made().count == 1)
      one.clock.forward(2)
      try await one.server.control("app", ["now": .integer(one.clock.moment.withLock { $0.milliseconds } / 1000)])
      let second = try await tokens.token(for: repository, fresh: false)
      let third = try await tokens.token(for: repository, fresh: true)
      #expect(try await one.made() == [first.text, second.text, third.text])
      #expect(Set([first, second, third]).count == 3)
      // What was made and what was signed is known to the ledger, as is each line of the key.
      let redactor = Redactor(one.ledger)
      #expect(redactor.redact("x \(first.text) y \(third.text)") == "x [redacted] y [redacted]")
      let key = try Files.readText(one.key, limit: 1 << 16)
      #expect(redactor.finds(in: Array(key.split(separator: "\n")[3].utf8)))
    }
  }

  @Test func manyAskAtOnceAndOneIsMade() async throws {
    try await use { one in
      let tokens = one.tokens(installation: "77")
      let got = await withTaskGroup(of: SecretBytes?.self) { group in
        for _ in 0..<20 { group.addTask { try? await tokens.token(for: nil, fresh: false) } }
        return await group.reduce(into: Set<SecretBytes?>()) { $0.insert($1) }
      }
      #expect(got.count == 1 && got.first != .some(nil))
      #expect(try await one.made().count == 1)
      // The App's only installation is found without a name or a repository.
      _ = try await one.tokens().token(for: nil, fresh: false)
    }
  }

  @Test func aTokenThatEndsInTheMiddleIsReplacedOnce() async throws {
    try await use { one in
      try await one.server.at("issue", "ops/tools", ["title": "One", "count": 3])
      let clock = one.clock
      let site = ForgeSite(
        kind: .github, host: one.server.host, web: one.server.web, certificates: one.server.certificates,
        app: ForgeApp(id: "12345", keyFile: one.key))
      let directory = ConfiguredForges([site], ledger: one.ledger, now: { clock.moment.withLock { $0 } }) { _, _ throws(SecretError) in nil
      }
      let place = try #require(try await directory.place(of: "\(one.server.web)/ops/tools.git", fresh: false))
      #expect(place.repository == one.server.repository())
      _ = try await place.forge.comment("first", on: IssueReference(place.repository, 1))
      #expect(try await place.forge.login() == "carrel[bot]")
      let first = try #require(try await one.made().first)
      try await one.server.control("expire", ["token": .string(first)])
      _ = try await place.forge.comment("second", on: IssueReference(place.repository, 1))
      #expect(try await one.made().count == 2)
      #expect(try await place.forge.comments(IssueReference(place.repository, 1)).map(\.body) == ["first", "second"])
      // Another place is given what is kept; one that is asked for afresh gets another.
      _ = try await directory.place(of: place.repository, fresh: false)
      #expect(try await one.made().count == 2)
      _ = try await directory.place(of: place.repository, fresh: true)
      #expect(try await one.made().count == 3)
      #expect(try await one.server.journal().allSatisfy { !$0.contains("ghs_") && !$0.contains("eyJ") })
    }
  }

  @Test func whatWasSignedIsNotRepeated() async throws {
    try await TestRepositoryRoot.use { root in
      try await root.run("openssl", ["genrsa", "-out", "\(root.path)/app.pem", "2048"])
      try await root.run("chmod", ["600", "\(root.path)/app.pem"])
      let server = try LoopbackServer { request, _, connection in
        let body: JSONValue = ["message": .string("not taken: \(request.headers["authorization"] ?? "")")]
        connection.answer(401, body.serialized(), headers: ["Content-Type: application/json"])
      }
      let ledger = SecretLedger()
      let tokens = InstallationTokens(
        ForgeApp(id: "1", keyFile: "\(root.path)/app.pem", installation: "7"), host: "git.corp", web: server.address, client: HTTPClient(),
        isPlainAllowed: true, ledger: ledger)
      do throws(ForgeError) {
        _ = try await tokens.token(for: nil, fresh: false)
        Issue.record("it was not refused")
      } catch { #expect(error.kind == .refusedToken && !error.text.contains("eyJ") && error.text.contains("not taken"), "\(error.text)") }
      // Signed once: what was refused is not tried again with the same.
      #expect(server.requests.map(\.path) == ["/api/v3/app/installations/7/access_tokens"])
      let shown = try #require(server.requests.first?.headers["authorization"])
      #expect(shown.hasPrefix("Bearer eyJ") && Redactor(ledger).redact(shown) == "Bearer [redacted]")
    }
  }

  @Test func whatCanBeWrongWithAnApp() async throws {
    try await use { one in
      let repository = one.server.repository()
      var error = await one.failure(one.tokens(key: one.key + ".none"), repository)
      #expect(error?.kind == .noToken && error?.text.contains("No such file") == true)
      try await TestRepositoryRoot.use { root in
        let open = "\(root.path)/open.pem"
        try await root.run("cp", [one.key, open])
        try await root.run("chmod", ["640", open])
        error = await one.failure(one.tokens(key: open), repository)
        #expect(error?.kind == .noToken && error?.text.contains("chmod 600") == true)
        try await root.run("openssl", ["genrsa", "-out", "\(root.path)/other.pem", "2048"])
        error = await one.failure(one.tokens(key: "\(root.path)/other.pem"), repository)
        #expect(
          error?.kind == .refusedToken && error?.text.contains("could not be decoded") == true && error?.text.contains("clock") == true)
        try Files.writeAtomically(Array("canary, and no key".utf8), to: "\(root.path)/text.pem")
        try await root.run("chmod", ["600", "\(root.path)/text.pem"])
        error = await one.failure(one.tokens(key: "\(root.path)/text.pem"), repository)
        #expect(error?.kind == .noToken && error?.text.contains("no private key") == true)
      }
      error = await one.failure(one.tokens(id: "999"), repository)
      #expect(error?.kind == .refusedToken)
      error = await one.failure(one.tokens(), one.server.repository("elsewhere/tools"))
      #expect(error?.kind == .notFound && error?.text.contains("not installed for elsewhere/tools") == true)
      error = await one.failure(one.tokens(installation: "78"))
      #expect(error?.kind == .notFound)
      error = await one.failure(one.tokens(installation: "seventy"))
      #expect(error?.kind == .noToken && error?.text.contains("no number") == true)
      try await one.server.control("app", ["suspended": true])
      error = await one.failure(one.tokens(), repository)
      #expect(error?.kind == .refusedToken && error?.text.contains("suspended") == true)
      try await one.server.control("app", ["suspended": false])
      // This machine's clock is ahead by a minute: that is borne. By an hour: it is said.
      one.clock.forward(45)
      #expect(await one.failure(one.tokens(), repository) == nil)
      one.clock.forward(3600)
      error = await one.failure(one.tokens(), repository)
      #expect(error?.kind == .refusedToken && error?.text.contains("clock") == true)
      let keys = try Files.readText(one.key, limit: 1 << 16).split(separator: "\n").dropFirst().dropLast().map(String.init)
      #expect(try await one.server.journal().allSatisfy { line in !keys.contains { line.contains($0) } })
    }
  }
}
