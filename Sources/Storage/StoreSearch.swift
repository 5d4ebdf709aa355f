internal import Model

/// Finds passages.
struct StoreSearch {
  /// Where to read.
  let connection: Connection
  /// Passages that are looked at, newest first; what a common word finds beyond them is not counted.
  static let mostPassages = 20_000
  /// Places that are shown of a task.
  static let mostHits = 5

  private struct Found {
    var task: TaskID
    var count = 0
    var hasTitle = false
    var time: Int64 = 0
    var rows: [Int64] = []
    var titleRow: Int64?
  }

  /// A page of what a query finds.
  func page(_ query: SearchQuery, limit: Int, offset: Int) throws(StorageError) -> SearchPage {
    guard let expression = query.expression else {
      return SearchPage(results: [], more: false, remark: "Type a word that holds a letter or a figure.")
    }
    let (found, isCut) = try tasks(expression)
    let first = max(0, min(offset, found.count))
    let last = first + max(0, min(limit, found.count - first))
    let chosen = found[first..<last].map { one in (one, Array(((one.titleRow.map { [$0] } ?? []) + one.rows).prefix(Self.mostHits))) }
    let snippets = try snippets(of: chosen.flatMap(\.1), expression)
    var results: [SearchResult] = []
    let queries = StoreQueries(connection)
    for (one, rows) in chosen {
      guard let task = try queries.task(one.task) else { continue }
      var hits: [SearchHit] = []
      for row in rows { if let snippet = snippets[row], let hit = try hit(row, snippet) { hits.append(hit) } }
      results.append(SearchResult(task: task.listed, count: one.count, hits: hits))
    }
    return SearchPage(
      results: results, more: last < found.count,
      remark: isCut ? "Only the newest \(Self.mostPassages) places were looked at: add a word." : nil)
  }

  /// The tasks that a query finds, best first.
  private func tasks(_ expression: String) throws(StorageError) -> ([Found], isCut: Bool) {
    connection.doing = "searching"
    let statement = try connection.statement(
      """
      SELECT passage.id, passage.task, passage.kind, passage.time
      FROM (SELECT rowid AS id FROM passage_words WHERE passage_words MATCH ?1 ORDER BY rowid DESC LIMIT \(Self.mostPassages)) AS found
      JOIN passage ON passage.id = found.id ORDER BY passage.id DESC
      """)
    defer { statement.reset() }
    try statement.bind(1, expression)
    var found: [TaskID: Found] = [:]
    var seen = 0
    while try statement.step() {
      seen += 1
      let task = TaskID(Int(statement.integer(1)))
      var one = found[task] ?? Found(task: task)
      one.count += 1
      one.time = max(one.time, statement.integer(3))
      if statement.integer(2) == PassageKind.title.stored {
        one.titleRow = statement.integer(0)
      } else if one.rows.count < Self.mostHits {
        one.rows.append(statement.integer(0))
      }
      found[task] = one
    }
    let sorted = found.values.sorted { left, right in
      if (left.titleRow == nil) != (right.titleRow == nil) { return left.titleRow != nil }
      return left.time != right.time ? left.time > right.time : left.task > right.task
    }
    return (sorted, seen >= Self.mostPassages)
  }

  /// The marked words of passages, all by one pass over what the query finds: asked one by one, each would have it found anew.
  private func snippets(of rows: [Int64], _ expression: String) throws(StorageError) -> [Int64: String] {
    guard let first = rows.min(), let last = rows.max() else { return [:] }
    let statement = try connection.statement(
      """
      SELECT rowid, snippet(passage_words, 0, char(2), char(3), '…', 24) FROM passage_words
      WHERE passage_words MATCH ?1 AND rowid BETWEEN ?2 AND ?3 AND +rowid IN (SELECT value FROM json_each(?4))
      """)
    defer { statement.reset() }
    try statement.bind(1, expression)
    try statement.bind(2, first)
    try statement.bind(3, last)
    try statement.bind(4, "[\(rows.map(String.init).joined(separator: ","))]")
    var found: [Int64: String] = [:]
    while try statement.step() { found[statement.integer(0)] = statement.text(1) }
    return found
  }

  private func hit(_ row: Int64, _ snippet: String) throws(StorageError) -> SearchHit? {
    let statement = try connection.statement("SELECT seq, time, kind, path FROM passage WHERE id = ?1")
    defer { statement.reset() }
    try statement.bind(1, row)
    guard try statement.step() else { return nil }
    return SearchHit(
      kind: PassageKind(stored: statement.integer(2)), seq: statement.integer(0), time: Timestamp(milliseconds: statement.integer(1)),
      path: statement.optionalText(3), snippet: Self.runs(snippet))
  }

  /// A marked text as pieces; blanks and line ends in a row become one blank.
  static func runs(_ marked: String) -> [SnippetRun] {
    var runs: [SnippetRun] = []
    var text = ""
    var isMatch = false
    var wasBlank = true
    func flush() {
      if !text.isEmpty { runs.append(SnippetRun(text, isMatch: isMatch)) }
      text = ""
    }
    for character in marked {
      if character == Passage.matchStart || character == Passage.matchEnd {
        flush()
        isMatch = character == Passage.matchStart
      } else if character.isWhitespace {
        if !wasBlank { text.append(" ") }
        wasBlank = true
      } else {
        text.append(character)
        wasBlank = false
      }
    }
    flush()
    return runs
  }
}
