/// What a table's row, an object or front matter says about a ticket, by the names that trackers use. Empty texts count as absent.
struct TicketFields: Hashable, Sendable {
  /// What a column means.
  enum Name: Hashable, Sendable {
    case title, body, id, url, labels, state, done, repository, base, engine, model, mode, chain, bestOf, priority, after, dependsOn
  }

  /// What was said.
  private(set) var values: [Name: String] = [:]
  /// Labels, in order.
  var labels: [String] = []
  /// Ids of tickets that come first, as written.
  var dependsOn: [String] = []

  /// The names of columns and keys, in lower case letters and digits only; the first of a row's columns with a meaning gives the value, by this order.
  private static let meanings: [(Name, [String])] = [
    (.title, ["title", "summary", "subject", "headline", "task", "ticket", "issue", "story", "item", "name", "todo", "titel"]),
    (.body, ["body", "description", "details", "detail", "text", "content", "notes", "note", "beschreibung"]),
    (.id, ["identifier", "key", "issuekey", "iid", "number", "index", "#", "no", "nr", "num", "id", "ticketid", "issueid"]),
    (.url, ["htmlurl", "weburl", "url", "permalink", "link", "href"]),
    (.labels, ["labels", "label", "tags", "tag"]),
    (.state, ["state", "status"]),
    (.done, ["done", "closed", "completed", "finished"]),
    (.repository, ["repo", "repository"]),
    (.base, ["base", "basebranch", "branch"]),
    (.engine, ["engine", "agent"]),
    (.model, ["model"]),
    (.mode, ["mode"]),
    (.chain, ["chain"]),
    (.bestOf, ["bestof"]),
    (.priority, ["priority", "prio"]),
    (.after, ["after"]),
    (.dependsOn, ["dependson", "dependencies", "blockedby", "requires"]),
  ]

  private static let byKey: [String: Name] = {
    var table: [String: Name] = [:]
    for (name, keys) in meanings { for key in keys { table[key] = name } }
    return table
  }()

  /// What a column or key means; nil: nothing to us.
  static func meaning(_ column: some StringProtocol) -> Name? { column.utf8.count > 40 ? nil : byKey[column.nameKey] }

  /// How good a name is for its meaning; smaller is better (`title` before `name`).
  static func rank(_ column: some StringProtocol) -> Int {
    let key = column.nameKey
    for (_, keys) in meanings { if let at = keys.firstIndex(of: key) { return at } }
    return Int.max
  }

  /// The value of a name.
  subscript(name: Name) -> String? { values[name] }

  /// Sets a value unless it is empty or one is there already.
  mutating func set(_ name: Name, _ value: String) {
    let text = value.trimmed
    guard !text.isEmpty else { return }
    switch name {
    case .labels: labels += Self.list(text)
    case .dependsOn: dependsOn += Self.list(text)
    default: if values[name] == nil { values[name] = text }
    }
  }

  /// The words of a list written with commas, semicolons or in brackets.
  static func list(_ text: String) -> [String] {
    var inner = text[...]
    if inner.first == "[", inner.last == "]" { inner = inner.dropFirst().dropLast() }
    return inner.split(whereSeparator: { $0 == "," || $0 == ";" }).map { unquoted($0.trimmed) }.filter { !$0.isEmpty }
  }

  /// A text without the quotes around it.
  static func unquoted(_ text: String) -> String {
    guard text.count >= 2, let first = text.first, first == text.last, first == "\"" || first == "'" else { return text }
    return String(text.dropFirst().dropLast())
  }

  /// Whether a state means that nothing is left to do.
  static func isClosed(_ state: String) -> Bool {
    if ["✅", "☑", "✔", "✓", "☑️", "✔️"].contains(state) || state.lowercased() == "[x]" { return true }
    return [
      "closed", "done", "resolved", "completed", "complete", "canceled", "cancelled", "merged", "wontfix", "wontdo", "fixed", "finished",
      "duplicate",
      "erledigt", "geschlossen",
    ].contains(state.nameKey)
  }

  /// Whether a cell of a "done" column says yes.
  static func isYes(_ value: String) -> Bool { isClosed(value) || ["yes", "y", "x", "true", "1", "ja"].contains(value.nameKey) }

  /// A priority as a number: whole numbers, or the words that trackers use.
  static func priority(_ text: String) -> Int? {
    if let number = Int(text) { return number }
    switch text.nameKey {
    case "high", "highest", "urgent", "critical", "blocker", "major", "hoch": return 10
    case "low", "lowest", "minor", "trivial", "niedrig": return -10
    case "normal", "medium", "none", "nopriority", "mittel": return 0
    default: return nil
    }
  }
}
