import Configuration
import Forges
import Platform
import Secrets
import Supervision
import Wire

/// The forges as `carrel forges` lists them.
struct ForgeList: Sendable {
  let forges: ConfiguredForges
  /// What logins of other tools are looked for with.
  let environment: [String: String]

  /// Those of a configuration, with a shelf where their tokens come from.
  static func directory(_ settings: Settings, _ shelf: CredentialShelf) -> ConfiguredForges {
    ConfiguredForges(settings.forges.map(\.site)) { source, fresh throws(SecretError) in
      try await shelf.value(from: source, fresh: fresh).map { SecretBytes($0) }
    }
  }

  /// All of them; with `check` each that is configured is asked.
  func listings(check: Bool) async -> ForgeListings {
    var listings: [ForgeListing] = []
    for site in forges.sites {
      var listing = ForgeListing(kind: site.kind, host: site.host, url: site.web, isConfigured: site.isConfigured, token: site.sourceText)
      if check, site.isConfigured {
        do throws(ForgeError) {
          let standing = try await forges.forge(site).standing()
          (listing.login, listing.version, listing.scopes) = (standing.login, standing.version, standing.scopes)
        } catch {
          listing.problem = error.text
        }
      }
      listings.append(listing)
    }
    let environment = environment
    let logins = await runBlocking { ForgeLogins.found(environment) }
    let offers = logins.filter { login in !forges.sites.contains { $0.host == login.host && $0.sourceText != nil } }
    return ForgeListings(
      forges: listings, offers: offers.map { ForgeOffer(tool: $0.tool, kind: $0.kind, host: $0.host, user: $0.user, lines: $0.lines) })
  }
}
