/// The words of a list item, understood: title, forge's name, address, overrides.
struct TicketTitle: Hashable, Sendable {
  /// The longest title; what is longer is cut and stands whole in the body.
  static let longest = 200

  /// One line; the reference itself when there is nothing else.
  var title = ""
  /// The forge's own name.
  var id: String?
  /// The address.
  var url: String?
  /// What its end said.
  var overrides: TicketOverrides
  /// Whether there is only a reference and no words.
  var bare = false
  /// The whole text, when the title had to be cut.
  var whole: String?

  /// Reads the text behind the marker; without engines no overrides are taken.
  init(_ text: Substring, engines: [String]?) {
    var rest = text
    overrides = engines.map { TicketOverrides(takingFrom: &rest, engines: $0) } ?? TicketOverrides()
    rest = Substring(rest.trimmed)
    if rest.first == "<", rest.last == ">", rest.dropFirst().hasPrefix("http") { rest = rest.dropFirst().dropLast() }
    if rest.first == "[", let link = Self.link(rest) {
      url = link.url
      rest = link.rest
      id = TicketReference.name(ofURL: link.url)
    }
    if let reference = TicketReference(rest) {
      id = reference.id
      url = reference.url ?? url
      rest = reference.rest
      bare = rest.isEmpty
    } else if Self.isAddress(rest) {
      url = String(rest)
      bare = true
    } else {
      reference(atEndOf: &rest)
    }
    title = bare ? id ?? url ?? "" : Self.withoutEmphasis(rest).singleLine
    if title.utf8.count > Self.longest, title.count > Self.longest {
      whole = title
      let cut = title.prefix(Self.longest - 1)
      let words = cut.lastIndex(of: " ").map { cut[..<$0] } ?? cut
      title = (words.isEmpty ? cut : words) + "…"
    }
  }

  /// Whether the text is one address and nothing else.
  private static func isAddress(_ text: Substring) -> Bool {
    (text.hasPrefix("https://") || text.hasPrefix("http://")) && !text.contains(where: { $0.isWhitespace })
  }

  /// `[text](url)` at the beginning, with what follows it joined to the text.
  private static func link(_ text: Substring) -> (rest: Substring, url: String)? {
    var depth = 0
    for index in text.indices {
      if text[index] == "[" { depth += 1 }
      if text[index] == "]" { depth -= 1 }
      guard depth == 0 else { continue }
      let after = text[text.index(after: index)...]
      guard after.hasPrefix("(http"), let close = after.firstIndex(of: ")") else { return nil }
      let url = after[..<close].dropFirst()
      guard !url.contains(where: { $0.isWhitespace }) else { return nil }
      let label = text[text.index(after: text.startIndex)..<index]
      return (Substring((label + after[after.index(after: close)...]).trimmed), String(url))
    }
    return nil
  }

  /// `… (#12)` or an issue's address at the end.
  private mutating func reference(atEndOf text: inout Substring) {
    guard let start = text.lastIndex(where: { $0.isWhitespace }) else { return }
    var word = text[text.index(after: start)...]
    let bracketed = word.first == "(" && word.last == ")"
    if bracketed { word = word.dropFirst().dropLast() }
    guard bracketed || word.hasPrefix("http"), let found = TicketReference(word), found.rest.isEmpty else { return }
    id = id ?? found.id
    url = url ?? found.url
    text = Substring(text[..<start].trimmed)
    while let last = text.last, last == ":" || last == "-" || last == "–" || last.isWhitespace { text = text.dropLast() }
  }

  /// `**Title**` and `**Title**: more` without the stars.
  private static func withoutEmphasis(_ text: Substring) -> Substring {
    for mark in ["**", "__"] where text.hasPrefix(mark) {
      let inner = text.dropFirst(2)
      guard let first = mark.first else { continue }
      var at = inner.startIndex
      while let close = inner[at...].firstIndex(of: first) {
        if inner[close...].hasPrefix(mark) {
          guard close > inner.startIndex else { return text }
          return inner[..<close] + inner[inner.index(close, offsetBy: 2)...]
        }
        at = inner.index(after: close)
      }
    }
    return text
  }
}
