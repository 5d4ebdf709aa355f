/// Which repositories a table of the configuration speaks of: the source or the remote, or their beginning up to a `/` or `:`.
package struct RepositoryMatch: Hashable, Sendable {
  /// As it is written, `~/` replaced.
  package var text: String

  /// A match.
  package init(_ text: String) { self.text = text }

  /// Whether it speaks of a repository.
  package func takes(_ location: RepositoryLocation) -> Bool {
    let wanted = Self.normalised(text)
    return [location.source, location.publishTo].contains { place in
      let text = Self.normalised(place)
      guard text.hasPrefix(wanted), !wanted.isEmpty else { return false }
      guard let next = text.dropFirst(wanted.count).first else { return true }
      return next == "/" || next == ":"
    }
  }

  /// Without closing slashes and `.git`.
  private static func normalised(_ text: String) -> String {
    var rest = text[...]
    while rest.count > 1, rest.last == "/" { rest = rest.dropLast() }
    return String(rest.hasSuffix(".git") && !rest.hasSuffix("/.git") ? rest.dropLast(4) : rest)
  }
}
