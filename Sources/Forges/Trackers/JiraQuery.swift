import Model

/// A filter in Jira's query language (Atlassian's "Use advanced search with JQL"). Pure.
enum JiraQuery {
  static func text(_ filter: IssueFilter) -> String {
    var parts: [String] = []
    var order = "ORDER BY updated DESC"
    if let query = filter.query, query.contains(where: { !$0.isWhitespace }) {
      let (own, sorting) = split(query)
      if isLanguage(own) {
        if !own.isEmpty { parts.append("(\(own))") }
        if let sorting { order = sorting }
      } else {
        parts.append("text ~ \(quoted(query))")
      }
    }
    switch filter.state {
    case .open: parts.append("statusCategory != Done")
    case .closed: parts.append("statusCategory = Done")
    case .all: break
    }
    parts += filter.labels.map { "labels = \(quoted($0))" }
    if let milestone = filter.milestone { parts.append("fixVersion = \(quoted(milestone))") }
    if let assignee = filter.assignee { parts.append("assignee = \(assignee == "@me" ? "currentUser()" : quoted(assignee))") }
    // The cloud refuses a search without any condition.
    if parts.isEmpty { parts.append("updated >= -3650d") }
    return parts.joined(separator: " AND ") + " " + order
  }

  /// The condition, and how it is to be sorted.
  private static func split(_ query: String) -> (String, String?) {
    let lower = query.lowercased()
    guard lower.utf8.count == query.utf8.count, let at = lower.ranges(of: "order by").last else { return (query, nil) }
    let offset = lower.utf8.distance(from: lower.startIndex, to: at.lowerBound)
    let place = query.utf8.index(query.startIndex, offsetBy: offset)
    return (String(query[..<place].reversed().drop { $0.isWhitespace }.reversed()), String(query[place...]))
  }

  /// Whether it is written in the language, and not just words to look for.
  private static func isLanguage(_ query: String) -> Bool {
    if query.isEmpty || query.contains(where: { "=~<>".contains($0) }) { return true }
    let words = query.lowercased().split(separator: " ")
    return words.count > 2 && (words.contains("in") || words.contains("is")) && query.contains { "()".contains($0) }
      || words.contains("empty")
  }

  /// A string of the language.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars where scalar.value >= 0x20 {
      if scalar == "\"" || scalar == "\\" { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }
}
