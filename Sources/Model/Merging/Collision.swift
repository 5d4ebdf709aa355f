/// What the changes of two tasks have in common. Pairs without any are not kept.
package struct Collision: Hashable, Sendable, Codable {
  /// The task with the lower number.
  package var first: TaskID
  /// The other one.
  package var second: TaskID
  /// How they stand to each other; never `none`.
  package var kind: CollisionKind
  /// The files, those that do not merge first, else in the order of their paths; at most `most`.
  package var files: [CollisionFile]
  /// How many files there are.
  package var count: Int

  /// The most files that are kept of a pair.
  package static let most = 200

  /// What two tasks have in common.
  package init(_ first: TaskID, _ second: TaskID, _ kind: CollisionKind, files: [CollisionFile]) {
    self.first = first
    self.second = second
    self.kind = kind
    let sorted = files.sorted { left, right in
      if (left.conflict == nil) != (right.conflict == nil) { return left.conflict != nil }
      return left.path.utf8.lexicographicallyPrecedes(right.path.utf8)
    }
    self.files = Array(sorted.prefix(Self.most))
    count = files.count
  }

  /// The files that do not merge.
  package var conflicts: [CollisionFile] { files.filter { $0.conflict != nil } }

  /// The other task of the pair.
  package func other(than task: TaskID) -> TaskID { task == first ? second : first }
}
