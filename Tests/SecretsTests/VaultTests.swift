import Glibc
import HTTP
import JSON
import Platform
import Secrets
import Synchronization
import TestSupport
import Testing

@Suite struct VaultTests {
  /// A session on a stub, with a clock that the test turns.
  final class Desk: Sendable {
    let stub: VaultStub
    let ledger = SecretLedger()
    let session: VaultSession
    let clock = Clock()

    /// Time that goes on when the test says so, and sleeps that end then.
    final class Clock: Sendable {
      let state = Mutex((now: 0.0, sleepers: [(until: Double, wake: CheckedContinuation<Void, Never>)]()))

      var now: Double { state.withLock { $0.now } }

      func rest(_ seconds: Double) async {
        await withCheckedContinuation { continuation in
          state.withLock { $0.sleepers.append((until: $0.now + seconds, wake: continuation)) }
        }
      }

      /// When the next sleeper wakes; waits until there is one.
      func nextWake() async throws -> Double {
        try await Patience.until("somebody sleeping") { self.state.withLock { !$0.sleepers.isEmpty } }
        return state.withLock { $0.sleepers.map(\.until).min() ?? 0 }
      }

      func turn(to time: Double) {
        let woken = state.withLock { state in
          state.now = time
          let due = state.sleepers.filter { $0.until <= time }
          state.sleepers.removeAll { $0.until <= time }
          return due
        }
        for sleeper in woken { sleeper.wake.resume() }
      }
    }

    init(
      _ login: VaultAccess.Login = .token(nil), seconds: Double = 20, home: String = "/nonexistent",
      _ change: (inout VaultStub.State) -> Void = { _ in }
    )
      throws
    {
      stub = try VaultStub(change)
      let namespace = stub.state.withLock { $0.namespace }
      var access = VaultAccess(address: stub.server.address + "/", namespace: namespace, login: login, seconds: seconds)
      access.mount = "secret"
      session = VaultSession(
        access, ledger: ledger, home: home, uptime: { [clock] in clock.now }, sleep: { [clock] in await clock.rest($0) })
    }

    func read(_ text: String = "secret/carrel/app#token", _ variables: [String: String] = ["VAULT_TOKEN": "hvs.root-token"]) async
      -> Result<String, SecretError>
    {
      guard let reference = VaultReference(text) else { return .failure(.vault("", reason: "no reference")) }
      do throws(SecretError) { return .success(try await session.read(reference, variables: variables).text) } catch {
        return .failure(error)
      }
    }

    func text(_ reference: String = "secret/carrel/app#token", _ variables: [String: String] = ["VAULT_TOKEN": "hvs.root-token"]) async
      -> String
    {
      switch await read(reference, variables) {
      case .success(let value): "value \(value)"
      case .failure(let error): error.text
      }
    }

    /// Ends what sleeps, so that nothing is left.
    func end() async {
      await session.close()
      clock.turn(to: 1e12)
    }
  }

  private let appRole = VaultAccess.Login.appRole(roleID: "role-1", secretID: .variable("SECRET_ID"))
  private let secretID = ["SECRET_ID": "secret-id-canary"]

  @Test func references() {
    #expect(VaultReference("secret/app#key")?.path == ["secret", "app"])
    #expect(VaultReference("team/kv/app/db?version=3#pass word")?.version == 3)
    #expect(VaultReference("team/kv/app/db?version=3#pass word")?.description == "team/kv/app/db?version=3#pass word")
    for bad in [
      "", "secret", "secret/app", "secret#key", "/app#key", "a//b#key", "a/../b#key", "a/b#", "a/b?version=0#k", "a/b?v=1#k", "a/b\n#k",
    ] {
      #expect(VaultReference(bad) == nil, "\(bad)")
    }
  }

  @Test("A field is read with the given token, the present version or an older one")
  func reading() async throws {
    let desk = try Desk { $0.namespace = "team" }
    #expect(await desk.read() == .success("second-value-2"))
    #expect(await desk.read("secret/carrel/app?version=1#token") == .success("first-value-1"))
    #expect(await desk.read("secret/carrel/app#port") == .success("8080"))
    #expect(desk.stub.paths.contains("GET /v1/secret/data/carrel/app?version=1"))
    #expect(Redactor(desk.ledger).redact("x second-value-2 hvs.root-token") == "x [redacted] [redacted]")
    await desk.end()
    #expect(desk.stub.state.withLock { $0.revoked }.isEmpty, "a token that was given is not ours to revoke")
    #expect(await desk.text().contains("the service is ending"))
  }

  @Test("What is not there is told apart: never written, deleted, destroyed, no such field, no text")
  func absence() async throws {
    let desk = try Desk {
      $0.secrets["secret/gone"] = [["a": "b"], [:]]
      $0.secrets["secret/burnt"] = [nil]
    }
    #expect(await desk.text("secret/none#a") == "Reading secret/none#a from the vault: there is nothing")
    #expect(await desk.text("secret/data/none#a").contains("leave the “data” out"))
    #expect(await desk.text("secret/carrel/app?version=9#token").contains("nothing with version 9"))
    #expect(await desk.text("secret/gone#a").contains("version 2 was deleted at 2026-01-02T03:04:05.6Z"))
    #expect(await desk.text("secret/burnt#a").contains("version 1 was destroyed"))
    #expect(await desk.text("secret/carrel/app#key").contains("no field “key”, but deep, port, token"))
    #expect(await desk.text("secret/carrel/app#deep").contains("holds no text"))
    await desk.end()
  }

  @Test("403 is told, and not tried again with the same token")
  func forbidden() async throws {
    let desk = try Desk { $0.tokens["hvs.poor-token"] = VaultStub.Token(ttl: 60, renewable: false, left: 0, mayRead: false) }
    #expect(await desk.text("secret/carrel/app#token", ["VAULT_TOKEN": "hvs.poor-token"]).contains("policies do not allow it"))
    #expect(desk.stub.reads == 1)
    #expect(await desk.text("secret/carrel/app#token", ["VAULT_TOKEN": "hvs.gone-token"]).contains("the token has expired"))
    #expect(desk.stub.reads == 2)
    #expect(
      await desk.read("secret/carrel/app#token", ["BAO_TOKEN": "hvs.root-token", "VAULT_TOKEN": "hvs.gone-token"])
        == .success("second-value-2"))
    await desk.end()
  }

  @Test("A login of ours that was refused is made anew once, never twice")
  func oneNewLogin() async throws {
    let desk = try Desk(appRole)
    #expect(await desk.read("secret/carrel/app#token", secretID) == .success("second-value-2"))
    desk.stub.change { $0.tokens = [:] }
    #expect(await desk.read("secret/carrel/app#token", secretID) == .success("second-value-2"))
    #expect(desk.stub.state.withLock { $0.logins } == 2)
    desk.stub.change { state in
      for name in state.tokens.keys { state.tokens[name]?.mayRead = false }
      state.readStatus = 403
    }
    let before = desk.stub.reads
    #expect(await desk.text("secret/carrel/app#token", secretID).contains("the vault refuses it"))
    #expect(desk.stub.reads - before == 2)
    #expect(desk.stub.state.withLock { $0.logins } == 3)
    await desk.end()
  }

  @Test("AppRole, userpass and JWT log in; the token is revoked at the end, once")
  func logins() async throws {
    let ways: [(VaultAccess.Login, [String: String])] = [
      (appRole, secretID), (.userpass(name: "ann b", password: .variable("P")), ["P": "pass-word-canary"]),
      (.jwt(role: "ci", token: .variable("J")), ["J": "header.payload.signature"]),
    ]
    for (login, variables) in ways {
      let desk = try Desk(login)
      async let first = desk.read("secret/carrel/app#token", variables)
      async let second = desk.read("secret/carrel/app?version=1#token", variables)
      #expect(await first == .success("second-value-2"))
      #expect(await second == .success("first-value-1"))
      #expect(desk.stub.state.withLock { $0.logins } == 1, "one login serves all")
      for secret in variables.values { #expect(Redactor(desk.ledger).redact(secret) == "[redacted]") }
      #expect(Redactor(desk.ledger).redact("hvs.session-token-1") == "[redacted]")
      await desk.end()
      await desk.session.close()
      #expect(desk.stub.state.withLock { $0.revoked } == ["hvs.session-token-1"])
      for request in desk.stub.server.requests { for secret in variables.values { #expect(!request.path.contains(secret)) } }
    }
  }

  @Test func loginsThatFail() async throws {
    let desk = try Desk(appRole)
    #expect(await desk.text("secret/carrel/app#token", ["SECRET_ID": "wrong-secret-id"]).contains("does not accept these credentials"))
    #expect(await desk.text("secret/carrel/app#token", [:]).contains("the secret id (SECRET_ID from the environment) is not there"))
    await desk.end()
    let none = try Desk()
    #expect(await none.text("secret/carrel/app#token", [:]).contains("set VAULT_TOKEN"))
    await none.end()
  }

  @Test("A lease is renewed after two thirds of it, and replaced by a new login at its longest life")
  func renewal() async throws {
    let desk = try Desk(appRole) {
      $0.ttl = 300
      $0.longest = 650
    }
    #expect(await desk.read("secret/carrel/app#token", secretID) == .success("second-value-2"))
    #expect(try await desk.clock.nextWake() == 200)
    desk.clock.turn(to: 200)
    #expect(try await desk.clock.nextWake() == 400)
    #expect(desk.stub.state.withLock { $0.increments } == ["300s"])
    #expect(desk.stub.state.withLock { $0.logins } == 1)
    // 50 seconds are left of its longest life.
    desk.clock.turn(to: 400)
    #expect(try await desk.clock.nextWake() == 600)
    #expect(desk.stub.state.withLock { $0.renewals } == 2)
    #expect(desk.stub.state.withLock { $0.logins } == 2)
    try await Patience.until("the old token's end") { desk.stub.state.withLock { $0.revoked } == ["hvs.session-token-1"] }
    #expect(await desk.read("secret/carrel/app#token", secretID) == .success("second-value-2"))
    await desk.end()
    #expect(desk.stub.state.withLock { $0.revoked } == ["hvs.session-token-1", "hvs.session-token-2"])
  }

  @Test("A token that could not be renewed in time is replaced by the next read")
  func lateRenewal() async throws {
    let desk = try Desk(appRole) { $0.ttl = 300 }
    #expect(await desk.read("secret/carrel/app#token", secretID) == .success("second-value-2"))
    _ = try await desk.clock.nextWake()
    desk.stub.change { $0.health = 503 }
    desk.clock.turn(to: 200)
    _ = try await desk.clock.nextWake()
    desk.stub.change { $0.health = 200 }
    desk.clock.turn(to: 301)
    #expect(await desk.read("secret/carrel/app#token", secretID) == .success("second-value-2"))
    #expect(desk.stub.state.withLock { $0.logins } == 2)
    await desk.end()
  }

  @Test("A value is kept as long as it is leased, and asked for anew when that is wanted")
  func leases() async throws {
    let desk = try Desk { $0.lease = 60 }
    _ = await desk.read()
    _ = await desk.read()
    #expect(desk.stub.reads == 1)
    let reference = try #require(VaultReference("secret/carrel/app#token"))
    _ = try await desk.session.read(reference, variables: ["VAULT_TOKEN": "hvs.root-token"], fresh: true)
    #expect(desk.stub.reads == 2)
    desk.clock.turn(to: 61)
    _ = await desk.read()
    #expect(desk.stub.reads == 3)
    desk.stub.change { $0.lease = 0 }
    desk.clock.turn(to: 130)
    _ = await desk.read()
    _ = await desk.read()
    #expect(desk.stub.reads == 5, "KV leases nothing: nothing is kept")
    await desk.end()
  }

  @Test(
    "The state of the server is told in one sentence",
    arguments: [
      (503, "is sealed; unseal it"), (429, "is a standby; set [vault] address"), (472, "secondary for disaster recovery"),
      (473, "performance standby"), (501, "is not initialised"),
    ])
  func states(_ status: Int, _ words: String) async throws {
    let desk = try Desk { $0.health = status }
    let text = await desk.text()
    #expect(text.contains(words), "\(text)")
    #expect(desk.stub.server.requests.count <= 3, "nothing is tried again")
    await desk.end()
  }

  @Test func rateLimitAndErrors() async throws {
    let desk = try Desk { $0.readStatus = 429 }
    #expect(await desk.text().contains("too many requests now (as the test wants it)"))
    desk.stub.change { $0.readStatus = 500 }
    #expect(await desk.text().contains("answers with status 500"))
    desk.stub.change { $0.readStatus = 307 }
    #expect(await desk.text().contains("is a standby and sends us to another host"))
    await desk.end()
  }

  @Test("A server that never answers, one that is gone, and one without encryption")
  func slowAndGone() async throws {
    let slow = try Desk(seconds: 0.2) { $0.hangs = true }
    let said = await slow.text()
    #expect(said.contains("did not answer within 0.2 s"), "\(said)")
    let gone = try VaultSession(
      VaultAccess(address: "http://127.0.0.1:\(LoopbackServer.closedPort())"), ledger: SecretLedger(), home: "/", uptime: { 0 },
      sleep: { _ in })
    let reference = try #require(VaultReference("a/b#c"))
    await #expect { try await gone.read(reference, variables: ["VAULT_TOKEN": "t"]) } throws: {
      ($0 as? SecretError)?.text.contains("nobody answers at") == true
    }
    for (address, words) in [("http://vault.lab:8200", "is not encrypted"), ("vault.lab", "is none"), ("ftp://x", "is none")] {
      let wrong = VaultSession(VaultAccess(address: address), ledger: SecretLedger(), home: "/", uptime: { 0 }, sleep: { _ in })
      await #expect { try await wrong.read(reference, variables: [:]) } throws: { ($0 as? SecretError)?.text.contains(words) == true }
    }
    let nowhere = VaultSession(VaultAccess(), ledger: SecretLedger(), home: "/", uptime: { 0 }, sleep: { _ in })
    await #expect { try await nowhere.read(reference, variables: [:]) } throws: {
      ($0 as? SecretError)?.text.contains("set [vault] address") == true
    }
    await slow.end()
  }

  @Test("The token of `vault login` is taken from its file, if nobody else can read it")
  func tokenFile() async throws {
    try await TestRepositoryRoot.use { root in
      let file = "\(root.path)/.vault-token"
      try Files.writeAtomically(Array("hvs.root-token\n".utf8), to: file, mode: 0o644)
      let desk = try Desk(home: root.path)
      #expect(await desk.text("secret/carrel/app#token", [:]).contains("chmod 600"))
      chmod(file, 0o600)
      #expect(await desk.read("secret/carrel/app#token", [:]) == .success("second-value-2"))
      await desk.end()
    }
  }
}
