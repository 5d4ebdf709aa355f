/// A rough reading of Swift source, good enough for looking for words.
enum SwiftCode {
  /// The lines without comments and without the insides of string literals.
  static func stripped(_ lines: [String]) -> [String] {
    var result: [String] = []
    var inBlock = false
    var closing: String?
    for line in lines {
      var kept = ""
      var rest = line[...]
      while !rest.isEmpty {
        if let end = closing {
          guard let found = rest.firstRange(of: end) else { break }
          rest = rest[found.upperBound...]
          closing = nil
        } else if inBlock {
          guard let end = rest.firstRange(of: "*/") else { break }
          rest = rest[end.upperBound...]
          inBlock = false
        } else if rest.hasPrefix("//") {
          break
        } else if rest.hasPrefix("/*") {
          inBlock = true
          rest = rest.dropFirst(2)
        } else if let (open, end) = literal(rest) {
          rest = rest.dropFirst(open)
          if end.hasPrefix("\"\"\"") {
            closing = end
          } else {
            rest = afterLiteral(rest, end)
          }
          kept += "\"\""
        } else if let first = rest.popFirst() {
          kept.append(first)
        }
      }
      result.append(kept)
    }
    return result
  }

  /// The length of a string literal's opening and its closing mark, when one begins here.
  private static func literal(_ text: Substring) -> (Int, String)? {
    let pounds = text.prefix { $0 == "#" }.count
    let rest = text.dropFirst(pounds)
    guard rest.hasPrefix("\"") else { return nil }
    let marks = rest.hasPrefix("\"\"\"") ? 3 : 1
    return (pounds + marks, String(repeating: "\"", count: marks) + String(repeating: "#", count: pounds))
  }

  /// What follows a literal of one line; interpolations count as inside.
  private static func afterLiteral(_ text: Substring, _ end: String) -> Substring {
    var rest = text
    var depth = 0
    let escape = "\\" + String(repeating: "#", count: end.count - 1)
    while !rest.isEmpty {
      if depth == 0, rest.hasPrefix(end) { return rest.dropFirst(end.count) }
      if rest.hasPrefix(escape + "(") {
        depth += 1
        rest = rest.dropFirst(escape.count + 1)
      } else if rest.hasPrefix(escape), depth == 0 {
        rest = rest.dropFirst(escape.count + 1)
      } else if depth > 0, let (open, inner) = literal(rest) {
        rest = afterLiteral(rest.dropFirst(open), inner)
      } else {
        if depth > 0, rest.first == "(" { depth += 1 }
        if depth > 0, rest.first == ")" { depth -= 1 }
        rest = rest.dropFirst()
      }
    }
    return rest
  }

  /// The words of a line: letters, digits and `_`.
  static func words(_ line: String) -> [Substring] { line.split { !($0.isLetter || $0.isNumber || $0 == "_") } }
}
