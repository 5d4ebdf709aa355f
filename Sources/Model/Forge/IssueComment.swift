/// A comment on an issue or on a pull request's conversation. Everything in it came from outside.
package struct IssueComment: Hashable, Sendable, Codable {
  /// The forge's number of it.
  package var id: Int64
  /// The login of who wrote it.
  package var author: String
  /// Whether a program wrote it, as far as the forge says.
  package var isBot: Bool
  /// Markdown.
  package var body: String
  /// When it was written.
  package var created: Timestamp
  /// Where it stands.
  package var url: String?

  /// A comment.
  package init(id: Int64, author: String, isBot: Bool = false, body: String, created: Timestamp, url: String? = nil) {
    self.id = id
    self.author = author
    self.isBot = isBot
    self.body = body
    self.created = created
    self.url = url
  }
}
