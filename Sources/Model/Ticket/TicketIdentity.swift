/// By what a ticket is the same as another (CONTRACT.md, "Ticket lists it understands"): its URL, else its repository, title and body.
package struct TicketIdentity: Hashable, Sendable, Codable {
  /// What two same tickets share, normalised and not long; stable between releases, so that it can be stored.
  package let key: String

  /// The identity of a ticket that is to be worked on in a repository (directory or URL).
  package init(_ ticket: Ticket, repository: String) {
    if let url = ticket.url, let normal = Self.normalised(url: url) {
      key = "url\n" + normal
    } else {
      key =
        "text\n" + Self.normalised(repository: repository) + "\n" + Self.words(ticket.title) + "\n" + Self.digest(Self.words(ticket.body))
    }
  }

  /// The key of a ticket's identity, for stores.
  package static func identity(of ticket: Ticket, repository: String) -> String { TicketIdentity(ticket, repository: repository).key }

  /// The identity that a stored key stands for.
  package init(key: String) { self.key = key }

  /// A short text as it is; a long one by its length and two FNV-1a sums (http://www.isthe.com/chongo/tech/comp/fnv/) from different beginnings.
  private static func digest(_ text: String) -> String {
    guard text.utf8.count > 120 else { return text }
    var first: UInt64 = 0xCBF2_9CE4_8422_2325
    var second: UInt64 = 0x9E37_79B9_7F4A_7C15
    for byte in text.utf8 {
      first = (first ^ UInt64(byte)) &* 0x100_0000_01B3
      second = (second ^ UInt64(byte)) &* 0x100_0000_01B3
      second ^= second >> 29
    }
    return "\(text.utf8.count):" + String(first, radix: 16) + ":" + String(second, radix: 16)
  }

  /// Scheme and host in lower case, without query, fragment and closing slashes; nil when nothing is left.
  private static func normalised(url: String) -> String? {
    var rest = url.prefix { $0 != "#" && $0 != "?" }
    while rest.last == "/" || rest.last == " " { rest = rest.dropLast() }
    while rest.first == " " { rest = rest.dropFirst() }
    guard !rest.isEmpty else { return nil }
    let parts = rest.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[1].isEmpty else { return String(rest) }
    let scheme = parts[0].lowercased() == "http:" ? "https:" : parts[0].lowercased()
    return ([scheme, "", parts[2].lowercased()] + parts.dropFirst(3).map(String.init)).joined(separator: "/")
  }

  /// Without closing slashes and `.git`.
  private static func normalised(repository: String) -> String {
    var rest = repository[...]
    while rest.count > 1, rest.last == "/" { rest = rest.dropLast() }
    if rest.hasSuffix("/.git") { rest = rest.dropLast(5) } else if rest.hasSuffix(".git") { rest = rest.dropLast(4) }
    return String(rest)
  }

  /// The words one space apart: line ends and indentation do not make another ticket.
  private static func words(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var gap = false
    for byte in text.utf8 {
      if byte == 0x20 || (0x09...0x0D).contains(byte) {
        gap = true
      } else {
        if gap, !bytes.isEmpty { bytes.append(0x20) }
        gap = false
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
