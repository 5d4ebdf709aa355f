/// A pattern of file names: `*` and `?` within a name, `**` over directories, `[…]`, `{a,b}`. Without a slash it means files of that name anywhere.
struct GlobPattern: Sendable {
  private let pattern: LinePattern

  /// Reads a pattern.
  /// - Throws: when it makes no sense.
  init(_ text: String) throws(ToolProblem) {
    var text = text
    while text.hasPrefix("./") { text.removeFirst(2) }
    if !text.contains("/") { text = "**/" + text }
    pattern = try LinePattern(try Self.expression(Array(text)))
  }

  /// Whether the path, relative to where the pattern holds, is one of those.
  func matches(_ path: String) -> Bool { pattern.matches(path) }

  private static func expression(_ text: [Character]) throws(ToolProblem) -> String {
    var result = "^"
    var index = 0
    var braces = 0
    while index < text.count {
      let character = text[index]
      index += 1
      switch character {
      case "*":
        guard index < text.count, text[index] == "*" else {
          result += "[^/]*"
          continue
        }
        while index < text.count, text[index] == "*" { index += 1 }
        if index < text.count, text[index] == "/" {
          index += 1
          result += "(?:.*/)?"
        } else {
          result += ".*"
        }
      case "?": result += "[^/]"
      case "[":
        guard let end = text[index...].firstIndex(of: "]"), end > index else {
          result += "\\["
          continue
        }
        let inside = text[index..<end]
        result += "[" + (inside.first == "!" ? "^" + String(inside.dropFirst()) : String(inside)) + "]"
        index = end + 1
      case "{":
        braces += 1
        result += "(?:"
      case "}" where braces > 0:
        braces -= 1
        result += ")"
      case "," where braces > 0: result += "|"
      default:
        result += character.isLetter || character.isNumber || character == "/" || character == "_" ? String(character) : "\\\(character)"
      }
    }
    guard braces == 0 else { throw ToolProblem("The file pattern has a `{` without `}`.") }
    return result + "$"
  }
}
