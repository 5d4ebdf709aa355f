/// How a task's change stands to the branch that it is to go into, as the mirror has that branch.
package struct MergeStanding: Hashable, Sendable, Codable {
  /// How it stands.
  package enum Kind: String, Hashable, Sendable, Codable {
    /// It merges.
    case merges
    /// It does not.
    case conflicts
    /// The branch has all of it already.
    case nothingLeft
  }

  /// How it stands.
  package var kind: Kind
  /// The branch; nil: it stands on a commit or a tag, which does not move.
  package var branch: String?
  /// The commit that it was held against.
  package var commit: String
  /// The files that do not merge, with the reason as in `CollisionFile.conflict`; at most `most`.
  package var files: [CollisionFile]

  /// The most files that are kept.
  package static let most = 50

  /// A standing.
  package init(_ kind: Kind, branch: String?, commit: String, files: [CollisionFile] = []) {
    self.kind = kind
    self.branch = branch
    self.commit = commit
    self.files = Array(files.prefix(Self.most))
  }

  /// What the list says of it; nil: nothing, since it merges.
  package var words: String? {
    let place = branch ?? String(commit.prefix(10))
    switch kind {
    case .merges: return nil
    case .nothingLeft: return "\(place) has all of it already"
    case .conflicts:
      let names = files.prefix(3).map(\.path).joined(separator: ", ") + (files.count > 3 ? " and \(files.count - 3) more" : "")
      return "does not merge onto \(place): \(names)"
    }
  }
}
