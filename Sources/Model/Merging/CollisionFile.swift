/// A file that two tasks touch.
package struct CollisionFile: Hashable, Sendable, Codable {
  /// Its path in the base, or where a conflict leaves it. Not sanitised.
  package var path: String
  /// Why it does not merge, in git's words ("contents", "modify/delete", "binary"); nil: it merges.
  package var conflict: String?
  /// The lines of the base that the first task changes; nil: unknown, or no text.
  package var first: [LineSpan]?
  /// The same of the second task.
  package var second: [LineSpan]?
  /// Whether both do exactly the same to it; nil: no, or a service that does not say.
  package var isSame: Bool?

  /// A file.
  package init(path: String, conflict: String? = nil, first: [LineSpan]? = nil, second: [LineSpan]? = nil, isSame: Bool? = nil) {
    self.path = path
    self.conflict = conflict
    self.first = first
    self.second = second
    self.isSame = isSame
  }

  /// The hunks of the first task that meet one of the second.
  package var meeting: [LineSpan] {
    guard let first, let second else { return [] }
    // Both are in the order of the file.
    var rest = second[...]
    return first.filter { span in
      while let next = rest.first, next.start + next.count < span.start, !next.meets(span) { rest.removeFirst() }
      return rest.prefix { $0.start <= span.start + span.count + 1 }.contains { $0.meets(span) }
    }
  }

  /// How it stands, in words: "contents in 12-14", "other hunks", "the same lines, merges".
  package var words: String {
    if isSame == true { return "the same change" }
    let places = meeting
    let spans = places.prefix(6).map(\.words).joined(separator: ", ") + (places.count > 6 ? " and \(places.count - 6) more" : "")
    if let conflict {
      let isOneLine = places.count == 1 && places[0].count < 2
      return places.isEmpty ? conflict : "\(conflict), \(isOneLine ? "line" : "lines") \(spans)"
    }
    guard first != nil, second != nil else { return "merges" }
    return places.isEmpty ? "other hunks, merges" : "same place (\(spans)), merges"
  }

  /// The same file for whoever looks from the second task.
  package var turned: CollisionFile { CollisionFile(path: path, conflict: conflict, first: second, second: first, isSame: isSame) }
}
