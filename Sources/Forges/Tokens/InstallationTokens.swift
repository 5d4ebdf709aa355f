package import HTTP
import JSON
package import Model
import Platform
package import Secrets

/// The tokens of a GitHub App's installations: made with the App's key when one is needed, kept in memory, made anew five minutes before they end and when one was
/// refused. One is made at a time for each installation. Source: “Authenticating as a GitHub App installation”, docs.github.com.
package actor InstallationTokens {
  private struct Kept {
    var token: SecretBytes
    var expires: Timestamp
  }

  /// Seconds before its end at which a token is replaced.
  private static let margin = 300.0

  private let app: ForgeApp
  private let host: String
  private let web: String
  private let client: HTTPClient
  private let brake: ForgeBrake
  private let isPlainAllowed: Bool
  private let ledger: SecretLedger
  private let now: @Sendable () -> Timestamp
  /// By the number of the installation.
  private var kept: [Int64: Kept] = [:]
  private var making: [Int64: Task<Result<Kept, ForgeError>, Never>] = [:]
  /// The installation of each owner that was asked for.
  private var installations: [String: Int64] = [:]

  /// Nothing happens until the first token is asked for.
  /// - Parameters:
  ///   - web: where people find the forge.
  ///   - ledger: where the key, every assertion and every token is added.
  package init(
    _ app: ForgeApp, host: String, web: String, client: HTTPClient, brake: ForgeBrake = ForgeBrake(), isPlainAllowed: Bool = false,
    ledger: SecretLedger, now: @escaping @Sendable () -> Timestamp = { .now }
  ) {
    self.app = app
    self.host = host
    self.web = web
    self.client = client
    self.brake = brake
    self.isPlainAllowed = isPlainAllowed
    self.ledger = ledger
    self.now = now
  }

  /// A token for a repository's part of the forge.
  /// - Parameters:
  ///   - repository: whose owner the installation is looked for by, where the configuration names none; nil: the App's only one.
  ///   - fresh: one that is kept is not good any more.
  /// - Throws: `noToken` when the key cannot be used, `refusedToken` when the forge does not take it, `notFound` when the App is not installed there; else as every call.
  package func token(for repository: ForgeRepository?, fresh: Bool) async throws(ForgeError) -> SecretBytes {
    let number = try await installation(of: repository)
    let before = kept[number]
    if !fresh, let before, now().seconds(until: before.expires) > Self.margin { return before.token }
    do throws(ForgeError) { return try await newToken(number).token } catch {
      // The forge has a bad moment: what is not at its end yet is still good.
      if !fresh, error.isPassing, let before, now() < before.expires { return before.token }
      if error.kind == .notFound, app.installation == nil { installations = installations.filter { $0.value != number } }
      throw error
    }
  }

  /// Whoever comes while one is made gets the same.
  private func newToken(_ number: Int64) async throws(ForgeError) -> Kept {
    if let making = making[number] { return try await making.value.get() }
    let begun = Task { () -> Result<Kept, ForgeError> in
      do throws(ForgeError) { return .success(try await self.make(number)) } catch { return .failure(error) }
    }
    making[number] = begun
    let result = await begun.value
    making[number] = nil
    if case .success(let new) = result { kept[number] = new }
    return try result.get()
  }

  private func make(_ number: Int64) async throws(ForgeError) -> Kept {
    let call = ForgeCall("POST", ["app", "installations", String(number), "access_tokens"], doing: doing)
    let (answer, transport) = try await send(call)
    guard let text = answer["token"]?.string, !text.isEmpty, !text.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x7f }),
      let expires = answer["expires_at"]?.string.flatMap({ Timestamp(rfc3339: $0) })
    else { throw transport.unreadable(call, "a token with its end was expected") }
    let token = SecretBytes(text)
    ledger.add(passing: token)
    return Kept(token: token, expires: expires)
  }

  // MARK: Installations

  private func installation(of repository: ForgeRepository?) async throws(ForgeError) -> Int64 {
    if let text = app.installation {
      guard let number = Int64(text), number > 0 else {
        throw ForgeError(
          .noToken, "\(doing): “\(ForgeWords.clean(text))” is no number of an installation; it is the last part of its page's address.")
      }
      return number
    }
    guard let repository else { return try await onlyInstallation() }
    let owner = repository.owner.lowercased()
    if let known = installations[owner] { return known }
    let call = ForgeCall(["repos", repository.owner, repository.name, "installation"], doing: doing)
    do throws(ForgeError) {
      let (answer, transport) = try await send(call)
      guard case .integer(let number)? = answer["id"], number > 0 else {
        throw transport.unreadable(call, "an installation was expected")
      }
      installations[owner] = number
      return number
    } catch {
      guard error.kind == .notFound else { throw error }
      throw ForgeError(
        .notFound,
        "\(doing): it is not installed for \(repository.path), or there is no such repository; install it there (\(web)/apps), or correct the name."
      )
    }
  }

  private func onlyInstallation() async throws(ForgeError) -> Int64 {
    let call = ForgeCall(["app", "installations"], doing: doing)
    let (answer, transport) = try await send(call)
    guard let all = answer.array else { throw transport.unreadable(call, "a list of installations was expected") }
    guard all.count == 1, case .integer(let number)? = all[0]["id"] else {
      let many =
        all.isEmpty
        ? "it is installed nowhere; install it" : "it has \(all.count) installations; name one by app_installation in its [[forge]] table"
      throw ForgeError(.noToken, "\(doing): \(many).")
    }
    return number
  }

  // MARK: Calls as the App

  private var doing: String { "Getting a token for the GitHub App \(ForgeWords.clean(app.id))" }

  private func send(_ call: ForgeCall) async throws(ForgeError) -> (JSONValue, ForgeTransport) {
    let assertion = try await assertion()
    let transport = ForgeTransport(
      host: host, root: GitHubForge.apiRoot(web), pass: ForgePass(assertion), authorization: .bearer, fields: GitHubForge.fields,
      client: client, brake: brake, isPlainAllowed: isPlainAllowed, now: now)
    do throws(ForgeError) { return (try await transport.send(call).body, transport) } catch {
      guard error.kind == .refusedToken else { throw GitHubRefusal.explained(error) }
      let said = error.text.split(separator: "“", maxSplits: 1).last?.split(separator: "”").first.map { ": “\($0)”" } ?? ""
      throw ForgeError(
        .refusedToken,
        "\(doing): \(host) does not take what was signed with \(app.keyFile)\(error.text.contains("“") ? said : ""); look whether the key is this App's and this machine's clock is right."
      )
    }
  }

  private func assertion() async throws(ForgeError) -> SecretBytes {
    let key: SecretBytes
    do throws(SecretError) { key = try await KeyFile.read(app.keyFile) } catch { throw ForgeError(.noToken, "\(doing): \(error.text).") }
    // The key is shown, if ever, line by line.
    ledger.add(
      key.text.split(whereSeparator: \.isNewline).filter { $0.utf8.count >= 32 && !$0.contains("-----") }.map(String.init))
    do throws(RSASignature.Refusal) {
      let made = try AppAssertion.make(issuer: app.id, key: key, now: now())
      ledger.add(passing: made)
      return made
    } catch { throw ForgeError(.noToken, "\(doing): the key file \(app.keyFile) cannot be used: \(error.text).") }
  }
}
