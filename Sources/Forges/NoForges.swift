package import Model

/// Where no forge is configured.
package struct NoForges: ForgeDirectory {
  /// None.
  package init() {}

  package func place(of address: String, fresh: Bool) async throws(ForgeError) -> ForgePlace? { nil }

  package func place(of repository: ForgeRepository, fresh: Bool) async throws(ForgeError) -> ForgePlace {
    throw ForgeError(
      .notFound, "Looking for \(repository.path): no forge is configured for \(repository.host); add a [[forge]] table for it.")
  }

  package func issue(_ text: String, beside remote: String?) -> IssueReference? { nil }
}
