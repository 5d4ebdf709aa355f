/// What a source or a publish target is, read from its text; decides which transport git may use. Pure.
package enum RepositoryAddress: Hashable, Sendable {
  /// A directory of this machine, absolute.
  case directory(String)
  /// A URL with its scheme (`https http ssh file`), or the scp form (scheme `ssh`).
  case remote(url: String, scheme: String, host: String, path: String)

  /// Reads an absolute directory, a URL or the scp form; nil for anything else, also for what could be taken for an option.
  package init?(_ text: String) {
    guard !text.isEmpty, !text.hasPrefix("-"), !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return nil }
    if text.hasPrefix("/") {
      self = .directory(text)
      return
    }
    if let separator = text.firstRange(of: "://") {
      let scheme = text[..<separator.lowerBound].lowercased()
      let rest = text[separator.upperBound...]
      guard ["https", "http", "ssh", "file"].contains(scheme) else { return nil }
      let slash = rest.firstIndex(of: "/") ?? rest.endIndex
      let authority = rest[..<slash]
      let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
      guard scheme == "file" || (!host.isEmpty && !host.hasPrefix("-")), slash != rest.endIndex else { return nil }
      self = .remote(url: text, scheme: scheme, host: String(host), path: String(rest[slash...].dropFirst()))
      return
    }
    guard let colon = text.firstIndex(of: ":"), !text[..<colon].contains("/"), colon != text.startIndex else { return nil }
    let host = text[..<colon].split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    let path = text[text.index(after: colon)...]
    guard !host.isEmpty, !host.hasPrefix("-"), !path.isEmpty, !path.hasPrefix("-"), !path.hasPrefix(":") else { return nil }
    self = .remote(url: text, scheme: "ssh", host: String(host), path: String(path))
  }

  /// The text that git is given.
  package var text: String {
    switch self {
    case .directory(let path): path
    case .remote(let url, _, _, _): url
    }
  }

  /// What git calls the transport, for `GIT_ALLOW_PROTOCOL`.
  var transport: String {
    switch self {
    case .directory: "file"
    case .remote(_, let scheme, _, _): scheme
    }
  }

  /// Whether a password stands in the URL.
  package var hasPassword: Bool { passwordRange != nil }

  /// The same address without the password in it.
  package var withoutPassword: String {
    guard let range = passwordRange else { return text }
    var copy = text
    copy.removeSubrange(range)
    return copy
  }

  /// Of http(s) the whole user part, which is a name that is asked for anyway or a token; of the others from the colon to before the `@`.
  private var passwordRange: Range<String.Index>? {
    guard case .remote(let url, let scheme, _, _) = self, let separator = url.firstRange(of: "://") else { return nil }
    let rest = url[separator.upperBound...]
    let authority = rest[..<(rest.firstIndex(of: "/") ?? rest.endIndex)]
    guard let at = authority.lastIndex(of: "@") else { return nil }
    if scheme == "https" || scheme == "http" { return authority.startIndex..<url.index(after: at) }
    return authority[..<at].firstIndex(of: ":").map { $0..<at }
  }
}
