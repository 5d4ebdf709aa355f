/// A forge's own name for a ticket at the beginning of a text, or an address: `#12`, `owner/repo#12`, `OPS-12`, an issue URL.
struct TicketReference: Hashable, Sendable {
  /// The name.
  var id: String
  /// The address, for URLs.
  var url: String?
  /// What stands behind it, without the separator.
  var rest: Substring

  /// Words that look like the key of a tracker in front of a number and are none.
  private static let notKeys: Set<String> = [
    "UTF", "UCS", "SHA", "MD", "ISO", "RFC", "HTTP", "TLS", "SSL", "AES", "RSA", "IPV", "CVE", "CWE", "GPT", "IEC", "IEEE", "POSIX", "PEP",
    "ES", "ECMA", "X", "CP", "KOI", "BASE", "ARM", "AMD", "GTK", "QT", "USB", "PS", "RS", "COVID",
  ]

  /// Reads a reference at the beginning; nil when there is none.
  init?(_ text: Substring) {
    guard let first = text.utf8.first else { return nil }
    if first == 0x5B, let close = text.firstIndex(of: "]") {
      // "[OPS-12] title"; a Markdown link "[text](url)" is none.
      let after = text[text.index(after: close)...]
      guard after.first != "(", let inner = TicketReference(text[text.index(after: text.startIndex)..<close]), inner.rest.isEmpty else {
        return nil
      }
      self = inner
      rest = Self.afterSeparator(after) ?? after
      return
    }
    if let found = Self.address(text) ?? Self.hashed(text) ?? Self.key(text) { self = found } else { return nil }
  }

  private init(id: String, url: String? = nil, rest: Substring) {
    self.id = id
    self.url = url
    self.rest = rest
  }

  /// An address at the beginning: its name is read from the forms that forges and trackers use.
  private static func address(_ text: Substring) -> TicketReference? {
    guard text.hasPrefix("https://") || text.hasPrefix("http://") else { return nil }
    var url = text.prefix { !$0.isWhitespace && $0 != ">" && $0 != "|" }
    while let last = url.last, ".,;:)".contains(last) { url = url.dropLast() }
    guard let id = name(ofURL: String(url)) else { return nil }
    return TicketReference(id: id, url: String(url), rest: afterSeparator(text[url.endIndex...]) ?? text[url.endIndex...].dropFirst())
  }

  /// The name of the issue that an address leads to: `owner/repo#12`, `OPS-12`; nil when it is no issue's address.
  static func name(ofURL url: String) -> String? {
    let bare = url.prefix { $0 != "#" && $0 != "?" }
    var parts = bare.split(separator: "/").dropFirst(2).filter { $0 != "-" }
    guard parts.count >= 2 else { return nil }
    for word in ["browse", "issue"] {
      if let at = parts.firstIndex(of: Substring(word)), at + 1 < parts.count, let key = key(parts[at + 1]), key.rest.isEmpty {
        return key.id
      }
    }
    guard let at = parts.lastIndex(where: { ["issues", "issue", "pull", "pulls", "merge_requests", "work_items"].contains($0) }),
      at + 1 < parts.count, at >= 1, parts[at + 1].allSatisfy({ $0.isASCII && $0.isNumber })
    else { return nil }
    let number = parts[at + 1]
    parts = Array(parts[..<at])
    return parts.joined(separator: "/") + "#" + number
  }

  /// `#12` or `owner/repo#12` at the beginning.
  private static func hashed(_ text: Substring) -> TicketReference? {
    let word = text.prefix { !$0.isWhitespace }
    guard let hash = word.firstIndex(of: "#") else { return nil }
    let path = word[..<hash]
    if !path.isEmpty {
      let parts = path.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count >= 2,
        parts.allSatisfy({ part in !part.isEmpty && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) } })
      else { return nil }
    }
    let digits = word[word.index(after: hash)...].prefix { $0.isASCII && $0.isNumber }
    guard (1...9).contains(digits.count), let rest = afterSeparator(text[digits.endIndex...]) else { return nil }
    return TicketReference(id: String(text[..<digits.endIndex]), rest: rest)
  }

  /// `OPS-12` at the beginning, as Jira and Linear write it.
  private static func key(_ text: Substring) -> TicketReference? {
    let letters = text.prefix { $0.isASCII && ($0.isUppercase || $0.isNumber || $0 == "_") }
    guard (2...10).contains(letters.count), letters.first?.isUppercase == true else { return nil }
    var after = text[letters.endIndex...]
    guard after.first == "-" else { return nil }
    after = after.dropFirst()
    let digits = after.prefix { $0.isASCII && $0.isNumber }
    guard (1...7).contains(digits.count), let rest = afterSeparator(text[digits.endIndex...]) else { return nil }
    let separated = text[digits.endIndex...].first.map { $0 != " " } ?? true
    if !separated, notKeys.contains(String(letters)) { return nil }
    return TicketReference(id: String(text[..<digits.endIndex]), rest: rest)
  }

  /// What follows a reference and its separator (`:`, `-`, `–`, `|`, white space); nil when the word simply goes on.
  private static func afterSeparator(_ text: Substring) -> Substring? {
    guard let first = text.first else { return text }
    guard first == ":" || first.isWhitespace else { return nil }
    var rest = text.drop { $0 == ":" || $0.isWhitespace }
    if let dash = rest.first, dash == "-" || dash == "–" || dash == "—" || dash == "|", rest.dropFirst().first == " " {
      rest = rest.dropFirst(2).drop { $0.isWhitespace }
    }
    return rest
  }
}
