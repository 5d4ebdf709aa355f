package import Model

/// A text being written to an agent.
package struct ComposerState: Hashable, Sendable {
  /// Whom it is for.
  package var target: ComposerTarget
  /// The text.
  package var buffer: TextBuffer
  /// How many messages back in the history; 0: the text being written.
  package var historyPlace = 0
  /// The text being written, while one of the history stands in its place.
  package var unsent = ""

  /// A composer.
  package init(target: ComposerTarget, text: String = "") {
    self.target = target
    buffer = TextBuffer(text)
  }

  /// What its border says.
  package func title(_ tasks: [TaskID: TaskRecord]) -> String {
    switch target {
    case .message(let ids):
      ids.count == 1 ? "Message to \(ids[0]) \(tasks[ids[0]]?.ticket.title ?? "")" : "Message to \(ids.count) tasks: \(Self.names(ids))"
    case .denial(let id, _): "No, and why: \(id)"
    case .question(let id, _, let text): "Answer to \(id): \(text)"
    case .comment(_, let target): "Comment on \(target.words)"
    case .comments(let id): "All comments to \(id)"
    case .brief(let id): "Added to the brief (places: {title} {id} {url} {labels}): \(id)"
    case .model(let ids): "Model for \(Self.names(ids))"
    }
  }

  static func names(_ ids: [TaskID]) -> String {
    ids.prefix(8).map(\.description).joined(separator: " ") + (ids.count > 8 ? " …" : "")
  }
}
