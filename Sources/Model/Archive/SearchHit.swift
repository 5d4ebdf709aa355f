/// A place of a task in which a text was found.
package struct SearchHit: Hashable, Sendable, Codable {
  /// Which part of the task.
  package var kind: PassageKind
  /// The transcript's row; 0 for what is no part of the transcript.
  package var seq: Int64
  /// When it was written.
  package var time: Timestamp
  /// The changed file's path as git prints it, for `diff`.
  package var path: String?
  /// The words around it.
  package var snippet: [SnippetRun]

  /// A place.
  package init(kind: PassageKind, seq: Int64, time: Timestamp, path: String? = nil, snippet: [SnippetRun]) {
    self.kind = kind
    self.seq = seq
    self.time = time
    self.path = path
    self.snippet = snippet
  }
}
