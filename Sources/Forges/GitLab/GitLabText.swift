/// Text for GitLab, which takes lines that begin with a slash for orders (`/merge`, `/close`, `/assign`) and carries them out for whoever the token belongs to. Pure.
/// Source: “GitLab quick actions”.
enum GitLabText {
  /// The text with a backslash before each such line, which Markdown does not show. Also in blocks of code, where it is seen: two readings of where a block ends
  /// would be an order from an agent.
  static func withoutOrders(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    var isAtStart = true
    for scalar in text.unicodeScalars {
      if isAtStart, scalar == "/" { result.unicodeScalars.append("\\") }
      result.unicodeScalars.append(scalar)
      switch scalar {
      case "\n", "\r", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}": isAtStart = true
      case " ", "\t": break
      default: isAtStart = isAtStart && scalar.properties.generalCategory == .format
      }
    }
    return result
  }
}
