/// All forges, and what else was found.
package struct ForgeListings: Hashable, Sendable, Codable {
  /// The configured ones in the order of the file, then those that are known.
  package var forges: [ForgeListing]
  /// Logins of other tools for hosts that have no token yet.
  package var offers: [ForgeOffer]

  /// Listings.
  package init(forges: [ForgeListing] = [], offers: [ForgeOffer] = []) {
    self.forges = forges
    self.offers = offers
  }
}
