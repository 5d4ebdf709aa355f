/// What stands before the words of a list item: bullet, number, check box.
struct TicketMarker: Hashable, Sendable {
  /// Whether there is any marker.
  var present = false
  /// Whether the item is marked as done.
  var done = false
  /// The text behind the marker.
  var rest: Substring

  private static let bullets: Set<Character> = ["•", "‣", "◦", "▪", "●", "○", "·", "–", "—", "⁃", "∙"]
  private static let open: Set<Character> = ["☐", "⬜", "🔲", "▢", "□"]
  private static let ticked: Set<Character> = ["☑", "☒", "✅", "✔", "✓", "🗹"]

  /// Reads the marker of a line's content: in this order, each at most once, a bullet, a number, a check box.
  init(_ content: some StringProtocol) {
    rest = Substring(content)
    bullet()
    number()
    checkBox()
    if rest.hasPrefix("~~"), rest.hasSuffix("~~"), rest.count > 4 {
      done = true
      rest = rest.dropFirst(2).dropLast(2)
    }
  }

  private mutating func bullet() {
    guard let first = rest.first else { return }
    let after = rest.dropFirst()
    if first == "-" || first == "*" || first == "+" {
      guard let next = after.first, next == " " || next == "\t" else { return }
    } else if !Self.bullets.contains(first) {
      return
    }
    take(after)
  }

  private mutating func number() {
    var text = rest
    let bracket = text.first == "("
    if bracket { text = text.dropFirst() }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard (1...4).contains(digits.count) else { return }
    text = text.dropFirst(digits.count)
    guard let close = text.first, close == ")" || (close == "." && !bracket) else { return }
    text = text.dropFirst()
    guard text.isEmpty || text.first == " " || text.first == "\t" else { return }
    take(text)
  }

  private mutating func checkBox() {
    guard let first = rest.first else { return }
    if first == "[" {
      let inner = rest.dropFirst().prefix(2)
      guard inner.count == 2, inner.last == "]", let mark = inner.first, " xX-~/✓✔".contains(mark) else { return }
      let after = rest.dropFirst(3)
      guard after.isEmpty || after.first == " " || after.first == "\t" else { return }
      done = "xX-~✓✔".contains(mark)
      take(after)
    } else if Self.open.contains(first) {
      take(rest.dropFirst())
    } else if Self.ticked.contains(Self.bare(first)) {
      done = true
      take(rest.dropFirst())
    }
  }

  /// A sign without a variation selector.
  private static func bare(_ sign: Character) -> Character {
    guard sign.unicodeScalars.count > 1, let first = sign.unicodeScalars.first else { return sign }
    return Character(first)
  }

  private mutating func take(_ after: Substring) {
    present = true
    rest = after.drop { $0 == " " || $0 == "\t" }
  }
}
