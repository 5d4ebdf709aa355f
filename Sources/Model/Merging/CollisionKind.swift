/// How the changes of two tasks stand to each other, the harmless first.
package enum CollisionKind: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
  /// They touch no file in common, or change it in the same way.
  case none
  /// They touch the same files and merge.
  case shared
  /// They do not merge.
  case conflict

  /// The harmless first.
  package static func < (left: CollisionKind, right: CollisionKind) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .none: 0
    case .shared: 1
    case .conflict: 2
    }
  }
}
