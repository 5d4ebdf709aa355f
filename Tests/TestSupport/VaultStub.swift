package import JSON
package import Synchronization

/// A server that follows the API of HashiCorp Vault and OpenBao as it is documented: KV version 2, the login methods, tokens with leases, `sys/health`. It refuses what
/// the real one refuses, and what the documentation does not know is status 404.
package final class VaultStub: Sendable {
  /// A token and what is left of it.
  package struct Token: Sendable {
    /// Seconds that are left.
    package var ttl: Int
    /// Whether it can be renewed.
    package var renewable: Bool
    /// How many more seconds renewals may give in all.
    package var left: Int
    /// How many more requests it is good for; nil: any number.
    package var uses: Int?
    /// Whether its policies let it read.
    package var mayRead = true

    /// A token.
    package init(ttl: Int, renewable: Bool, left: Int, uses: Int? = nil, mayRead: Bool = true) {
      self.ttl = ttl
      self.renewable = renewable
      self.left = left
      self.uses = uses
      self.mayRead = mayRead
    }
  }

  /// What it knows, and what it saw.
  package struct State: Sendable {
    /// The tokens that are good.
    package var tokens: [String: Token] = [:]
    /// By mount and path: the versions' fields; an empty object stands for a deleted one, nil for a destroyed one.
    package var secrets: [String: [JSONValue?]] = [:]
    /// The lease of what is read, in seconds.
    package var lease = 0
    /// What `sys/health` says; everything but 200 makes all else fail.
    package var health = 200
    /// The only namespace that there is.
    package var namespace: String?
    /// The status that reads get whatever they ask; nil: as it should be.
    package var readStatus: Int?
    /// Whether requests are never answered.
    package var hangs = false
    /// The lease of a new token, in seconds.
    package var ttl = 3600
    /// How long a token may live in all.
    package var longest = 1_000_000
    /// How many requests a new token is good for.
    package var uses: Int?
    /// The secret id that AppRole takes.
    package var secretID = "secret-id-canary"
    /// How many logins there were.
    package var logins = 0
    /// How many renewals there were.
    package var renewals = 0
    /// The tokens that were revoked.
    package var revoked: [String] = []
    /// What renewals asked for.
    package var increments: [String] = []
    fileprivate var nextToken = 1
  }

  /// What it knows, and what it saw.
  package let state = Mutex(State())
  /// The listening server.
  package let server: LoopbackServer

  /// A server with a secret `secret/carrel/app` of two versions and the token `hvs.root-token`.
  /// - Throws: when the system has no port.
  package init(_ change: (inout State) -> Void = { _ in }) throws {
    let box = Box()
    server = try LoopbackServer { request, _, connection in box.stub?.serve(request, connection) }
    box.held.withLock { $0 = Weak(stub: self) }
    state.withLock { state in
      state.secrets["secret/carrel/app"] = [["token": "first-value-1"], ["token": "second-value-2", "port": 8080, "deep": ["a": 1]]]
      state.tokens["hvs.root-token"] = Token(ttl: 0, renewable: false, left: 0)
      change(&state)
    }
  }

  private struct Weak: Sendable { weak var stub: VaultStub? }

  private final class Box: Sendable {
    let held = Mutex(Weak())
    var stub: VaultStub? { held.withLock { $0.stub } }
  }

  /// Changes what it knows.
  package func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

  /// How many secrets were asked for.
  package var reads: Int { server.requests.filter { $0.method == "GET" && $0.path.hasPrefix("/v1/secret/") }.count }
  /// All requests: method and path.
  package var paths: [String] { server.requests.map { "\($0.method) \($0.path)" } }

  private func serve(_ request: LoopbackRequest, _ connection: LoopbackServer.Connection) {
    if state.withLock({ $0.hangs }) { return connection.waitForClose() }
    let (status, body) = state.withLock { answer(request, &$0) }
    connection.answer(status, body.serialized(), headers: ["Content-Type: application/json"])
  }

  private func answer(_ request: LoopbackRequest, _ state: inout State) -> (Int, JSONValue) {
    guard request.path.hasPrefix("/v1/") else { return (404, ["errors": []]) }
    let whole = request.path.dropFirst(4)
    let path = String(whole.prefix { $0 != "?" })
    let query = whole.count > path.count ? String(whole.dropFirst(path.count + 1)) : ""
    if path == "sys/health" { return (state.health, ["sealed": .bool(state.health == 503)]) }
    guard request.headers["x-vault-request"] == "true" else { return (400, ["errors": ["missing X-Vault-Request header"]]) }
    guard request.headers["x-vault-namespace"] == state.namespace else { return (404, ["errors": ["no handler for route"]]) }
    if state.health == 503 { return (503, ["errors": ["Vault is sealed"]]) }
    if state.health != 200 { return (state.health == 429 ? 503 : state.health, ["errors": []]) }
    let body = (try? JSONValue.parse(request.body)) ?? .null
    if path.hasPrefix("auth/"), path.contains("/login") { return logIn(request.method, path, body, &state) }
    guard let token = request.headers["x-vault-token"], var known = state.tokens[token] else {
      return (403, ["errors": ["permission denied"]])
    }
    if let uses = known.uses {
      guard uses > 0 else { return (403, ["errors": ["permission denied"]]) }
      known.uses = uses - 1
      state.tokens[token] = known
    }
    switch (request.method, path) {
    case ("GET", "auth/token/lookup-self"):
      return (200, ["data": ["ttl": .integer(Int64(known.ttl)), "renewable": .bool(known.renewable)]])
    case ("POST", "auth/token/renew-self"):
      state.renewals += 1
      state.increments.append(body["increment"]?.string ?? "")
      guard known.renewable else { return (400, ["errors": ["lease is not renewable"]]) }
      let given = min(state.ttl, known.left)
      known.left -= given
      known.ttl = given
      state.tokens[token] = known
      return (200, ["auth": ["client_token": .string(token), "lease_duration": .integer(Int64(given)), "renewable": true]])
    case ("POST", "auth/token/revoke-self"):
      state.revoked.append(token)
      state.tokens[token] = nil
      return (204, .null)
    case ("GET", _): return read(path, query, known, state)
    default: return (405, ["errors": ["unsupported operation"]])
    }
  }

  private func logIn(_ method: String, _ path: String, _ body: JSONValue, _ state: inout State) -> (Int, JSONValue) {
    guard method == "POST" || method == "PUT" else { return (405, ["errors": ["unsupported operation"]]) }
    let isGood =
      switch path {
      case "auth/approle/login", "auth/team/approle/login":
        body["role_id"]?.string == "role-1" && body["secret_id"]?.string == state.secretID
      case "auth/userpass/login/ann%20b": body["password"]?.string == "pass-word-canary"
      case "auth/jwt/login": body["jwt"]?.string == "header.payload.signature" && body["role"]?.string == "ci"
      default: false
      }
    guard isGood else { return (400, ["errors": ["invalid role or secret ID"]]) }
    state.logins += 1
    let token = "hvs.session-token-\(state.nextToken)"
    state.nextToken += 1
    state.tokens[token] = Token(ttl: state.ttl, renewable: true, left: state.longest - state.ttl, uses: state.uses)
    return (200, ["auth": ["client_token": .string(token), "lease_duration": .integer(Int64(state.ttl)), "renewable": true]])
  }

  private func read(_ path: String, _ query: String, _ token: Token, _ state: State) -> (Int, JSONValue) {
    if let status = state.readStatus { return (status, ["errors": ["as the test wants it"]]) }
    guard token.mayRead else { return (403, ["errors": ["1 error occurred:\n\t* permission denied\n\n"]]) }
    var names = path.split(separator: "/").map(String.init)
    guard let data = names.firstIndex(of: "data") else {
      return (404, ["errors": [], "warnings": ["Invalid path for a versioned K/V secrets engine."]])
    }
    names.remove(at: data)
    guard let versions = state.secrets[names.joined(separator: "/")] else { return (404, ["errors": []]) }
    let number = query.hasPrefix("version=") ? Int(query.dropFirst(8)) ?? 0 : versions.count
    guard versions.indices.contains(number - 1) else { return (404, ["errors": []]) }
    var metadata: JSONValue = ["version": .integer(Int64(number)), "deletion_time": "", "destroyed": false]
    guard let fields = versions[number - 1] else {
      metadata = ["version": .integer(Int64(number)), "deletion_time": "", "destroyed": true]
      return (404, ["data": ["data": .null, "metadata": metadata]])
    }
    if fields.object?.isEmpty == true {
      metadata = ["version": .integer(Int64(number)), "deletion_time": "2026-01-02T03:04:05.6Z", "destroyed": false]
      return (404, ["data": ["data": .null, "metadata": metadata]])
    }
    return (200, ["lease_duration": .integer(Int64(state.lease)), "data": ["data": fields, "metadata": metadata]])
  }
}
