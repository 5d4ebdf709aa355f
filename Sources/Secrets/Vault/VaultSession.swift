import HTTP
import JSON
import Platform

/// Reads secrets from HashiCorp Vault or OpenBao (KV version 2), with a token of its own that it logs in for, renews after two thirds of its lease, replaces when it
/// cannot be renewed any more, and revokes at the end; or with one that it was given, which is renewed, but never revoked. Nothing happens before the first read.
/// A refusal is never tried again with the same token, and with another one once.
package actor VaultSession {
  /// The token as it is held.
  struct Held {
    var token: SecretBytes
    /// Whether we logged in for it.
    var isOurs: Bool
    /// Which server it is for.
    var place: String
    /// When it ends, by `uptime`; nil: never.
    var expires: Double?
    /// The lease that it had first, in seconds.
    var lease: Double
    var isRenewable: Bool
  }

  let access: VaultAccess
  let ledger: SecretLedger
  let uptime: @Sendable () -> Double
  private let home: String
  private let sleep: @Sendable (Double) async -> Void
  private var client: (file: String?, client: HTTPClient)?
  var held: Held?
  /// Grows with every token.
  private(set) var generation = 0
  private var login: Task<Result<Held, SecretError>, Never>?
  private var renewal: Task<Void, Never>?
  private var kept: [VaultReference: (value: SecretBytes, until: Double)] = [:]
  private var isClosed = false

  /// A session; nothing happens until the first read.
  /// - Parameters:
  ///   - ledger: where every token and value is added.
  ///   - home: the operator's home, for `.vault-token`.
  ///   - uptime: seconds on a clock that only runs forward.
  ///   - sleep: waits so many seconds, or until its Swift task is cancelled.
  package init(
    _ access: VaultAccess, ledger: SecretLedger, home: String, uptime: @escaping @Sendable () -> Double,
    sleep: @escaping @Sendable (Double) async -> Void
  ) {
    self.access = access
    self.ledger = ledger
    self.home = home
    self.uptime = uptime
    self.sleep = sleep
  }

  /// A field's value. It is kept as long as the vault leases it, which for KV is not at all.
  /// - Parameters:
  ///   - variables: what clients handed over, for what the access leaves out.
  ///   - fresh: what was kept is passed over.
  /// - Throws: `SecretError.vault`, with what the operator can do.
  package func read(_ reference: VaultReference, variables: [String: String], fresh: Bool = false) async throws(SecretError) -> SecretBytes
  {
    if !fresh, let known = kept[reference], uptime() < known.until { return known.value }
    kept[reference] = nil
    let doing = "Reading \(reference) from the vault"
    guard !isClosed else { throw .vault(doing, reason: "the service is ending") }
    let server = try server(variables, doing)
    let path = reference.request(mount: access.mount)
    let before = generation
    var holding = try await token(server, variables, doing)
    var answer = try await server.send("GET", path, token: holding.token, doing: doing)
    if answer.status == 403, holding.isOurs, generation == before {
      // It may have been revoked or used up since: one new login, one more try.
      forget(holding)
      holding = try await token(server, variables, doing)
      answer = try await server.send("GET", path, token: holding.token, doing: doing)
    }
    guard answer.isSuccess else {
      if answer.status == 403, !holding.isOurs { forget(holding) }
      if answer.status == 404 { throw .vault(doing, reason: VaultSecret.absence(answer, reference)) }
      throw .vault(doing, reason: await server.explanation(of: answer, doing: doing))
    }
    let value = try VaultSecret.field(of: answer, reference, doing)
    ledger.add(value)
    if let lease = answer.body["lease_duration"]?.double, lease > 0 { kept[reference] = (value, uptime() + lease) }
    return value
  }

  /// Ends the session: a token that we logged in for is revoked. Nothing can be read afterwards.
  package func close() async {
    isClosed = true
    renewal?.cancel()
    kept = [:]
    _ = await login?.value
    guard let ending = held else { return }
    held = nil
    await revoke(ending)
  }

  // MARK: The server

  private func server(_ variables: [String: String], _ doing: String) throws(SecretError) -> VaultServer {
    func variable(_ name: String) -> String? {
      [variables["BAO_\(name)"], variables["VAULT_\(name)"]].compactMap { $0 }.first { !$0.isEmpty }
    }
    guard var address = access.address ?? variable("ADDR") else {
      throw .vault(doing, reason: "no vault is configured; set [vault] address, or VAULT_ADDR where you run carrel")
    }
    while address.hasSuffix("/") { address.removeLast() }
    guard let place = HTTPAddress(address), !address.contains("@"), !address.contains("?"), !address.contains("#") else {
      throw .vault(doing, reason: "the vault's address is none; it looks like https://vault.example:8200")
    }
    guard place.scheme == "https" || place.isLoopback else {
      throw .vault(doing, reason: "\(address) is not encrypted, and a token would be sent in the clear; use https")
    }
    let file = (access.certificates ?? variable("CACERT")).map { $0.hasPrefix("~/") ? home + $0.dropFirst(1) : $0 }
    if client == nil || client?.file != file {
      client = (file, file.map { HTTPClient(certificates: $0) } ?? HTTPClient())
    }
    return VaultServer(
      address: address, namespace: access.namespace ?? variable("NAMESPACE"), client: client?.client ?? HTTPClient(),
      seconds: access.seconds)
  }

  // MARK: The token

  private func token(_ server: VaultServer, _ variables: [String: String], _ doing: String) async throws(SecretError) -> Held {
    let place = "\(server.address) \(server.namespace ?? "")"
    if let held, held.place == place, held.expires.map({ uptime() < $0 }) ?? true {
      // A token that is given may be another one by now.
      guard case .token = access.login else { return held }
      if try await given(variables, doing) == held.token { return held }
    }
    return try await newLogin(server, place, variables)
  }

  /// One at a time; whoever comes meanwhile gets the same token.
  private func newLogin(_ server: VaultServer, _ place: String, _ variables: [String: String]) async throws(SecretError) -> Held {
    if let login { return try await login.value.get() }
    let begun = Task { () -> Result<Held, SecretError> in
      do throws(SecretError) { return .success(try await self.begin(server, place, variables)) } catch { return .failure(error) }
    }
    login = begun
    let result = await begun.value
    login = nil
    return try result.get()
  }

  private func begin(_ server: VaultServer, _ place: String, _ variables: [String: String]) async throws(SecretError) -> Held {
    let old = held
    let made = try await logIn(server, place, variables)
    ledger.add(passing: made.token)
    held = made
    generation += 1
    scheduleRenewal(server, variables)
    if let old, old.token != made.token { await revoke(old, server) }
    return made
  }

  /// The token that the operator gives, in the order that the `vault` program has too.
  func given(_ variables: [String: String], _ doing: String) async throws(SecretError) -> SecretBytes {
    if case .token(let source?) = access.login {
      if let token = try await source.secret(clientVariables: variables) { return token }
      throw .vault(doing, reason: "the vault's token (\(source)) is not there")
    }
    for name in ["BAO_TOKEN", "VAULT_TOKEN"] { if let token = variables[name], !token.isEmpty { return SecretBytes(token) } }
    let file = "\(home)/.vault-token"
    if Files.exists(file), let token = try await CredentialSource.file(file).secret(clientVariables: [:]) { return token }
    throw .vault(doing, reason: "there is no token; set VAULT_TOKEN where you run carrel, log in with `vault login`, or set [vault] auth")
  }

  private func forget(_ gone: Held) {
    guard held?.token == gone.token else { return }
    held = nil
    renewal?.cancel()
  }

  private func revoke(_ gone: Held, _ server: VaultServer? = nil) async {
    guard gone.isOurs else { return }
    let parts = gone.place.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard let address = parts.first, let client = client?.client else { return }
    let namespace = parts.count > 1 && !parts[1].isEmpty ? parts[1] : nil
    let server = server ?? VaultServer(address: address, namespace: namespace, client: client, seconds: min(access.seconds, 5))
    // In a task of its own: it is done even when the one that asks for it is being ended.
    await Task {
      _ = try? await server.send("POST", "auth/token/revoke-self", token: gone.token, doing: "Giving the vault's token back")
    }.value
  }

  // MARK: Renewal

  private func scheduleRenewal(_ server: VaultServer, _ variables: [String: String]) {
    renewal?.cancel()
    guard !isClosed, let held, held.isRenewable, let expires = held.expires else { return }
    let number = generation
    let seconds = max(1, (expires - uptime()) * 2 / 3)
    renewal = Task { [weak self, sleep] in
      await sleep(seconds)
      if !Task.isCancelled { await self?.renew(number, server, variables) }
    }
  }

  /// `auth/token/renew-self`. At the longest life of a token its lease shrinks: then there is a new login.
  private func renew(_ number: Int, _ server: VaultServer, _ variables: [String: String]) async {
    guard number == generation, let old = held, !isClosed else { return }
    let body: JSONValue = ["increment": .string("\(Int(min(old.lease, 1e9)))s")]
    let answer = try? await server.send("POST", "auth/token/renew-self", token: old.token, body: body, doing: "Renewing the vault's token")
    guard number == generation, !isClosed else { return }
    let lease = answer?.body["auth"]?["lease_duration"]?.double ?? 0
    if let answer, answer.isSuccess, lease > old.lease / 3 {
      held?.expires = uptime() + lease
      held?.isRenewable = answer.body["auth"]?["renewable"]?.bool ?? false
      return scheduleRenewal(server, variables)
    }
    let isFinal = answer.map { $0.isSuccess || $0.status == 400 || $0.status == 403 } ?? false
    guard isFinal else {
      // Nobody there, or out of order: once more before it ends, then the next read logs in.
      if let expires = old.expires, expires - uptime() > 15 { scheduleRenewal(server, variables) }
      return
    }
    guard old.isOurs else {
      if answer?.isSuccess == true { held?.expires = uptime() + lease } else { forget(old) }
      return
    }
    _ = try? await newLogin(server, old.place, variables)
  }
}
