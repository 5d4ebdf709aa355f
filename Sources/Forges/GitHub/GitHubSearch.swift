import Model

/// An issue filter in the words of GitHub's search. Pure. Source: “Searching issues and pull requests” in GitHub's documentation.
enum GitHubSearch {
  /// The text of the search.
  /// - Parameter assignee: a login, or `@me`.
  static func text(_ filter: IssueFilter, in repository: ForgeRepository) -> String {
    var words = ["repo:\(repository.path)", "is:issue"]
    if filter.state != .all { words.append("is:\(filter.state.rawValue)") }
    words += filter.labels.map { "label:\(quoted($0))" }
    if let milestone = filter.milestone { words.append("milestone:\(quoted(milestone))") }
    if let assignee = filter.assignee { words.append("assignee:\(isLogin(assignee) ? assignee : quoted(assignee))") }
    let wanted = (filter.query ?? "").split(whereSeparator: \.isWhitespace).map { plain(String($0)) }.filter { !$0.isEmpty }
    if !wanted.isEmpty { words += ["in:title,body"] + wanted }
    return words.joined(separator: " ")
  }

  /// A word that is looked for and means nothing else: qualifiers (`repo:`), negations and operators are quoted.
  private static func plain(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "_" }
    return isPlain && !["AND", "OR", "NOT"].contains(word) ? word : word.allSatisfy { $0 == "\"" || $0 == "\\" } ? "" : quoted(word)
  }

  private static func isLogin(_ text: String) -> Bool {
    text == "@me"
      || text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  /// Quotation marks cannot be written inside of quotation marks there.
  private static func quoted(_ text: String) -> String {
    "\"\(text.filter { $0 != "\"" && $0 != "\\" && !$0.isNewline })\""
  }
}
