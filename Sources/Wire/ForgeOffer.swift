package import Model

/// A login of another tool that was found on this machine, and the lines of the configuration that would use it.
package struct ForgeOffer: Hashable, Sendable, Codable {
  /// Which tool: `gh`, `tea` or `glab`.
  package var tool: String
  /// The forge's kind.
  package var kind: ForgeKind
  /// The forge's host.
  package var host: String
  /// Who is logged in there, when the tool says so.
  package var user: String?
  /// A `[[forge]]` table.
  package var lines: [String]

  /// An offer.
  package init(tool: String, kind: ForgeKind, host: String, user: String?, lines: [String]) {
    self.tool = tool
    self.kind = kind
    self.host = host
    self.user = user
    self.lines = lines
  }
}
