package import Model

/// A repository and the forge that it is on.
package struct ForgePlace: Sendable {
  /// The forge, with its token.
  package var forge: any Forge
  /// The repository there.
  package var repository: ForgeRepository

  /// A place.
  package init(forge: any Forge, repository: ForgeRepository) {
    self.forge = forge
    self.repository = repository
  }
}
