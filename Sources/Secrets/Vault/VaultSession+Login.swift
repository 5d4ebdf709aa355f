import JSON

/// The ways to a token (HashiCorp Vault API, "Auth methods": AppRole, Userpass, JWT, Token; OpenBao has the same).
extension VaultSession {
  /// A new token, by the method that is configured.
  func logIn(_ server: VaultServer, _ place: String, _ variables: [String: String]) async throws(SecretError) -> Held {
    let doing = "Logging in to the vault"
    switch access.login {
    case .token:
      return try await lookUp(try await given(variables, doing), server, place)
    case .appRole(let roleID, let source):
      var body = JSONObject()
      body["role_id"] = .string(roleID)
      if let source { body["secret_id"] = .string(try await word(source, "secret id", variables, doing)) }
      return try await logIn(server, place, "auth/\(mount("approle"))/login", .object(body), doing)
    case .userpass(let name, let source):
      let body: JSONValue = ["password": .string(try await word(source, "password", variables, doing))]
      return try await logIn(server, place, "auth/\(mount("userpass"))/login/\(VaultReference.encoded(name))", body, doing)
    case .jwt(let role, let source):
      var body = JSONObject()
      body["jwt"] = .string(try await word(source, "JWT", variables, doing))
      if let role { body["role"] = .string(role) }
      return try await logIn(server, place, "auth/\(mount("jwt"))/login", .object(body), doing)
    }
  }

  private func mount(_ usual: String) -> String {
    (access.loginMount ?? usual).split(separator: "/").map { VaultReference.encoded(String($0)) }.joined(separator: "/")
  }

  private func word(
    _ source: CredentialSource, _ name: String, _ variables: [String: String], _ doing: String
  ) async throws(SecretError) -> String {
    guard let secret = try await source.secret(clientVariables: variables) else {
      throw .vault(doing, reason: "the \(name) (\(source)) is not there")
    }
    ledger.add(secret)
    return secret.text
  }

  private func logIn(
    _ server: VaultServer, _ place: String, _ path: String, _ body: JSONValue, _ doing: String
  ) async throws(SecretError) -> Held {
    let answer = try await server.send("POST", path, body: body, doing: doing)
    guard answer.isSuccess else {
      if answer.status == 400 || answer.status == 403 {
        let said = answer.complaint.map { " (\($0))" } ?? ""
        throw .vault(doing, reason: "the vault does not accept these credentials\(said); look at the [vault] table")
      }
      throw .vault(doing, reason: await server.explanation(of: answer, doing: doing))
    }
    guard let auth = answer.body["auth"], let token = auth["client_token"]?.string, !token.isEmpty else {
      throw .vault(doing, reason: "its answer holds no token; is \(server.address) a vault?")
    }
    let lease = max(0, auth["lease_duration"]?.double ?? 0)
    return Held(
      token: SecretBytes(token), isOurs: true, place: place, expires: lease > 0 ? uptime() + lease : nil, lease: lease,
      isRenewable: auth["renewable"]?.bool ?? false)
  }

  /// What is known of a token that was given: `auth/token/lookup-self`. One that may not look itself up is used as it is.
  private func lookUp(_ token: SecretBytes, _ server: VaultServer, _ place: String) async throws(SecretError) -> Held {
    let doing = "Looking up the vault's token"
    // Known before the first request that carries it.
    ledger.add(token)
    let answer = try await server.send("GET", "auth/token/lookup-self", token: token, doing: doing)
    var found = Held(token: token, isOurs: false, place: place, expires: nil, lease: 0, isRenewable: false)
    if answer.status == 403 { return found }
    guard answer.isSuccess else { throw .vault(doing, reason: await server.explanation(of: answer, doing: doing)) }
    found.lease = max(0, answer.body["data"]?["ttl"]?.double ?? 0)
    if found.lease > 0 { found.expires = uptime() + found.lease }
    found.isRenewable = answer.body["data"]?["renewable"]?.bool ?? false
    return found
  }
}
