/// How a task's brief would change.
package struct BriefChange: Hashable, Sendable, Codable {
  /// Whose.
  package var task: TaskID
  /// The ticket's title.
  package var title: String
  /// The brief as it would be given now.
  package var before: String
  /// The brief as it would be given then.
  package var after: String

  /// A change.
  package init(task: TaskID, title: String, before: String, after: String) {
    self.task = task
    self.title = title
    self.before = before
    self.after = after
  }

  /// A line of the two briefs side by side.
  package struct Line: Hashable, Sendable {
    /// What became of it.
    package enum Kind: Hashable, Sendable { case same, removed, added }
    /// What became of it.
    package var kind: Kind
    /// The text.
    package var text: String
  }

  /// The lines that differ, with so many that do not before and after them; empty when nothing changes. What is added stands in one place, so that what the two
  /// have in common at the beginning and the end is all that they have in common.
  package func lines(context: Int) -> [Line] {
    guard before != after else { return [] }
    let (old, new) = (Self.lines(of: before), Self.lines(of: after))
    let most = min(old.count, new.count)
    var head = 0
    while head < most, old[head] == new[head] { head += 1 }
    var tail = 0
    while tail < most - head, old[old.count - 1 - tail] == new[new.count - 1 - tail] { tail += 1 }
    let above = old[max(0, head - context)..<head].map { Line(kind: .same, text: String($0)) }
    let removed = old[head..<old.count - tail].map { Line(kind: .removed, text: String($0)) }
    let added = new[head..<new.count - tail].map { Line(kind: .added, text: String($0)) }
    let below = old[(old.count - tail)..<min(old.count, old.count - tail + context)].map { Line(kind: .same, text: String($0)) }
    return above + removed + added + below
  }

  private static func lines(of text: String) -> [Substring] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}
