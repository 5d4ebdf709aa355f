/// Something that looks like a secret, in what is about to be published: where, and what it looks like; never what it is.
package struct SecretFinding: Hashable, Sendable, Codable {
  /// The file, or "title", "body", "message".
  package var place: String
  /// The line, from 1.
  package var line: Int
  /// What it looks like ("a GitHub token").
  package var kind: String

  /// A finding.
  package init(place: String, line: Int, kind: String) {
    self.place = place
    self.line = line
    self.kind = kind
  }

  /// `src/a.env:3: a GitHub token`.
  package var text: String { "\(place):\(line): \(kind)" }
}
