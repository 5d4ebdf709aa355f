/// A review comment on a pull request: on a line, on a file, or on the whole. Everything in it came from outside.
package struct ReviewNote: Hashable, Sendable, Codable {
  /// The forge's number of it.
  package var id: Int64
  /// The login of who wrote it.
  package var author: String
  /// Markdown.
  package var body: String
  /// The file; nil: on the whole.
  package var path: String?
  /// The line of the new file, from 1; nil: on the file, or on a line that is gone.
  package var line: Int?
  /// Whether the forge says that it is dealt with.
  package var isResolved: Bool
  /// When it was written.
  package var created: Timestamp
  /// Where it stands.
  package var url: String?

  /// A comment.
  package init(
    id: Int64, author: String, body: String, path: String? = nil, line: Int? = nil, isResolved: Bool = false, created: Timestamp,
    url: String? = nil
  ) {
    self.id = id
    self.author = author
    self.body = body
    self.path = path
    self.line = line
    self.isResolved = isResolved
    self.created = created
    self.url = url
  }
}
