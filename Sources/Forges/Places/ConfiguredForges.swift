import HTTP
package import Model
package import Secrets
internal import Synchronization

/// The forges that the configuration names, and those that are known without: asks for a token when one is needed, and keeps none for longer than a place. Any
/// caller, any order.
package final class ConfiguredForges: ForgeDirectory {
  /// Gives what a source holds now (nil: a variable that nobody set), added to the ledger before; with `true` nothing that was kept from an earlier time.
  package typealias Reading = @Sendable (CredentialSource, Bool) async throws(SecretError) -> SecretBytes?

  private struct Line {
    var client: HTTPClient
    var brake: ForgeBrake
  }

  /// All of them; configured ones come before those that are known.
  package let sites: [ForgeSite]
  private let reading: Reading
  private let lines = Mutex<[String: Line]>([:])

  /// A directory.
  /// - Parameter sites: the configured ones; of those that are known by themselves, these take the place.
  package init(_ sites: [ForgeSite], reading: @escaping Reading) {
    self.sites = sites + ForgeSite.known.filter { known in !sites.contains { $0.host == known.host } }
    self.reading = reading
  }

  package func place(of address: String, fresh: Bool) async throws(ForgeError) -> ForgePlace? {
    guard let (site, repository) = ForgeAddress.repository(address, sites) else { return nil }
    return ForgePlace(forge: try await forge(site, for: repository, fresh: fresh), repository: repository)
  }

  package func place(of repository: ForgeRepository, fresh: Bool) async throws(ForgeError) -> ForgePlace {
    guard let site = sites.first(where: { $0.host == repository.host }) else {
      throw ForgeError(
        .notFound, "Looking for \(repository.path): no forge is configured for \(repository.host) any more; add a [[forge]] table for it.")
    }
    return ForgePlace(forge: try await forge(site, for: repository, fresh: fresh), repository: repository)
  }

  package func issue(_ text: String, beside remote: String?) -> IssueReference? { ForgeAddress.issue(text, beside: remote, sites) }

  /// The site that a git remote is on by http or https, exactly by host and port: whose token may be sent there.
  package func site(ofRemote address: String) -> ForgeSite? {
    guard let remote = RemoteText(address), !remote.isSSH else { return nil }
    return sites.first { site in
      guard let web = RemoteText(site.web, mayBeBare: true) else { return false }
      return web.scheme == remote.scheme && web.host == remote.host && web.portOrUsual == remote.portOrUsual
        && (remote.scheme == "https" || site.isPlainAllowed)
    }
  }

  package func gitAccess(of remote: String, fresh: Bool) async throws(ForgeError) -> ForgeGitAccess? {
    guard let site = site(ofRemote: remote), site.isConfigured else { return nil }
    let repository = ForgeAddress.repository(remote, sites)?.repository
    return ForgeGitAccess(token: try await token(site, for: repository, fresh: fresh), certificates: site.certificates)
  }

  /// The forge of a site, for a repository or for none in particular.
  /// - Throws: `noToken` and what the token's source says.
  package func forge(_ site: ForgeSite, for repository: ForgeRepository? = nil, fresh: Bool = false) async throws(ForgeError) -> any Forge {
    let pass = ForgePass { fresh throws(ForgeError) in try await self.token(site, for: repository, fresh: fresh) }
    _ = try await pass.token(fresh: fresh)
    let line = line(to: site)
    guard let forge = ForgeMaker.make(site, pass, line.client, line.brake) else {
      throw ForgeError(.refused, "Speaking to \(site.host): \(site.kind.title) is not spoken to by this version; use another that does.")
    }
    return forge
  }

  /// The token of a site now.
  /// - Throws: `noToken` when its source gives none, and why.
  package func token(_ site: ForgeSite, for repository: ForgeRepository? = nil, fresh: Bool) async throws(ForgeError) -> SecretBytes? {
    guard let source = site.source else { return nil }
    do throws(SecretError) {
      if let token = try await reading(source, fresh) { return token }
    } catch {
      throw ForgeError(.noToken, "Getting the token for \(site.host): \(error.text)")
    }
    throw ForgeError(
      .noToken,
      "Getting the token for \(site.host): \(source) is not there; set it where you run carrel, or name another source in its [[forge]] table."
    )
  }

  private func line(to site: ForgeSite) -> Line {
    lines.withLock { lines in
      if let line = lines[site.host] { return line }
      let client = site.certificates.map { HTTPClient(certificates: $0) } ?? HTTPClient()
      let line = Line(client: client, brake: ForgeBrake())
      lines[site.host] = line
      return line
    }
  }
}
