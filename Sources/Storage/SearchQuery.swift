/// What an operator seeks, as a query that SQLite's FTS5 takes whatever was typed: words that must all stand in one passage, by their beginnings; `"…"` stands
/// for words in a row, whole; `!` or `-` before either shuts passages out. Everything is quoted, so that nothing typed is a query language.
struct SearchQuery: Hashable {
  /// Terms that are looked at; further ones are passed over.
  static let mostTerms = 16
  /// Characters that are looked at.
  static let mostCharacters = 500

  /// The query; nil when there is no word to seek.
  let expression: String?

  /// Reads what was typed.
  init(_ text: String) {
    var wanted: [String] = []
    var unwanted: [String] = []
    var rest = text.prefix(Self.mostCharacters)[...]
    while wanted.count + unwanted.count < Self.mostTerms {
      rest = rest.drop { $0.isWhitespace }
      guard let first = rest.first else { break }
      let isNegated = (first == "!" || first == "-") && rest.dropFirst().first.map { !$0.isWhitespace } == true
      if isNegated { rest = rest.dropFirst() }
      let term: Substring
      var isWhole = false
      if rest.first == "\"" {
        rest = rest.dropFirst()
        term = rest.prefix { $0 != "\"" }
        rest = rest.dropFirst(term.count)
        isWhole = rest.first == "\""
        rest = rest.dropFirst(isWhole ? 1 : 0)
      } else {
        term = rest.prefix { !$0.isWhitespace }
        rest = rest.dropFirst(term.count)
      }
      guard let quoted = Self.quoted(term, isWhole: isWhole) else { continue }
      if isNegated { unwanted.append(quoted) } else { wanted.append(quoted) }
    }
    guard !wanted.isEmpty else {
      expression = nil
      return
    }
    let all = "(" + wanted.joined(separator: " AND ") + ")"
    expression = unwanted.isEmpty ? all : "\(all) NOT (\(unwanted.joined(separator: " OR ")))"
  }

  /// A term as a string of FTS5; nil when it holds no letter and no figure, since it would match nothing.
  private static func quoted(_ term: Substring, isWhole: Bool) -> String? {
    guard term.unicodeScalars.contains(where: isWord) else { return nil }
    var text = "\""
    for scalar in term.unicodeScalars {
      // A quote is doubled; what could end the text for the C library is a blank.
      if scalar == "\"" { text += "\"\"" } else { text.unicodeScalars.append(scalar.value < 0x20 ? " " : scalar) }
    }
    return text + (isWhole ? "\"" : "\" *")
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber, .letterNumber, .otherNumber:
      true
    default: false
    }
  }
}
