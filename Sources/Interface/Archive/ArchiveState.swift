package import Model

/// The archive page: what is sought, and what was found of it.
package struct ArchiveState: Hashable, Sendable {
  /// A row of the page.
  enum Row: Hashable {
    /// A task, by its number among the results.
    case task(Int)
    /// A place of it.
    case hit(Int, Int)
  }

  /// What is typed.
  package internal(set) var query = TextBuffer()
  /// The text that the results are of; nil: none came yet.
  package internal(set) var answered: String?
  /// The tasks found so far.
  package internal(set) var results: [SearchResult] = []
  /// Whether there are further ones.
  package internal(set) var more = false
  /// What is to be said about the results.
  package internal(set) var remark: String?
  /// The row under the cursor.
  package internal(set) var cursor = 0

  /// A page on which nothing is sought yet.
  package init() {}

  /// The text to seek.
  var wanted: String {
    let text = query.text
    guard let first = text.firstIndex(where: { !$0.isWhitespace }), let last = text.lastIndex(where: { !$0.isWhitespace }) else {
      return ""
    }
    return String(text[first...last])
  }

  /// The rows, a task's places below it; its title is the task's own row.
  var rows: [Row] {
    results.indices.flatMap { index in
      [Row.task(index)] + results[index].hits.indices.filter { results[index].hits[$0].kind != .title }.map { Row.hit(index, $0) }
    }
  }
}
