package import JSON
package import Model

/// The attempts at one ticket side by side, for `carrel compare`.
package enum ComparisonText {
  /// The table, a head first; below it what is worth saying about the trees.
  package static func lines(_ comparison: Comparison, now: Timestamp) -> [String] {
    let rows = [Comparison.heads] + comparison.tasks.map { comparison.cells(of: $0, now: now).map(PlainText.line) }
    var widths = [Int](repeating: 0, count: Comparison.heads.count)
    for row in rows { for (index, cell) in row.enumerated() { widths[index] = max(widths[index], cell.count) } }
    var lines = rows.map { row in
      var line = row.enumerated().map { $1 + String(repeating: " ", count: widths[$0] - $1.count) }.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
    let failed = comparison.tasks.filter { $0.check.map { !$0.passed } ?? false }
    for task in failed {
      guard let check = task.check else { continue }
      lines += ["", "\(task.id): \(PlainText.line(check.command)) \(PlainText.line(check.words))"]
      lines += check.lastLines(5).map { "    \(PlainText.line($0))" }
    }
    return lines
  }

  /// One JSON document: the members with their numbers, and which of their trees are the same, pair by pair.
  package static func json(_ comparison: Comparison, now: Timestamp) -> JSONValue {
    var pairs: [JSONValue] = []
    for (index, left) in comparison.tasks.enumerated() {
      for right in comparison.tasks.dropFirst(index + 1) {
        pairs.append([
          "a": .string(left.id.description), "b": .string(right.id.description),
          "identical": left.diff == nil || right.diff == nil ? .null : .bool(comparison.twins(of: left).contains(right.id)),
        ])
      }
    }
    let members: [JSONValue] = comparison.tasks.map { task in
      guard case .object(var members) = TaskJSON.object(task) else { return .null }
      members.append("seconds", .double(Comparison.seconds(of: task, now: now)))
      return .object(members)
    }
    return ["members": .array(members), "pairs": .array(pairs)]
  }
}
