/// What a forge said of a pull request when it was asked once. Everything in it came from outside.
package struct RequestReading: Hashable, Sendable {
  /// The kind of the forge.
  package var kind: ForgeKind
  /// The request.
  package var pull: PullRequest
  /// The checks of its newest commit; nil: not asked for, or the token may not see them.
  package var checks: [CICheck]?
  /// Review comments and comments of the conversation, oldest first; nil: not asked for, or the token may not see them.
  package var notes: [ReviewNote]?
  /// The login that the token belongs to.
  package var login: String?

  /// A reading.
  package init(kind: ForgeKind, pull: PullRequest, checks: [CICheck]? = nil, notes: [ReviewNote]? = nil, login: String? = nil) {
    self.kind = kind
    self.pull = pull
    self.checks = checks
    self.notes = notes
    self.login = login
  }

  /// Review comments and comments of the conversation as one list, oldest first, without what Carrel itself wrote.
  /// - Parameter login: whose token it is; nil: not known, then nothing is left out.
  package static func notes(_ review: [ReviewNote], _ conversation: [IssueComment], login: String?) -> [ReviewNote] {
    let said = conversation.map { ReviewNote(id: $0.id, author: $0.author, body: $0.body, created: $0.created, url: $0.url) }
    let others = (review + said).filter { note in note.author != login || !OwnComment.isMarked(note.body) }
    return others.enumerated().sorted { ($0.element.created, $0.offset) < ($1.element.created, $1.offset) }.map(\.element)
  }
}
