package import Model

/// Checks a list of drafts before they become tasks (pure): dependencies among rows and tasks, cycles, engines, limits.
package enum EnqueuePlan {
  /// The dependencies of each used draft, in order: ids of known tasks, and positions (from 0) among the used drafts.
  package struct Dependencies: Hashable, Sendable {
    /// Known tasks.
    package var tasks: [TaskID] = []
    /// Positions among the used drafts.
    package var rows: [Int] = []
  }

  /// Resolves `after` of each draft. `known` are existing tasks. A draft's problem is set when something does not exist or the rows run in a circle.
  /// - Returns: dependencies in the order of `drafts` (also of unused ones, which are empty).
  package static func resolve(_ drafts: inout [TicketDraft], general: [String], known: Set<TaskID>) -> [Dependencies] {
    var result = [Dependencies](repeating: Dependencies(), count: drafts.count)
    let ids = Dictionary(
      drafts.indices.filter { drafts[$0].use && drafts[$0].ticket.id != nil }.map { (drafts[$0].ticket.id ?? "", $0) },
      uniquingKeysWith: { first, _ in first })
    for index in drafts.indices where drafts[index].use {
      for word in general + drafts[index].after {
        if word.hasPrefix("#"), let row = Int(word.dropFirst()), drafts.indices.contains(row - 1), drafts[row - 1].use, row - 1 != index {
          result[index].rows.append(row - 1)
        } else if let id = TaskID(parsing: word), known.contains(id) {
          result[index].tasks.append(id)
        } else {
          drafts[index].problem = "after \(word): there is no such task or row"
        }
      }
      for word in drafts[index].ticket.dependsOn {
        if let row = ids[word], row != index { result[index].rows.append(row) }
      }
    }
    for index in circular(result) { drafts[index].problem = "its rows wait for each other in a circle" }
    return result
  }

  /// Rows that wait for themselves.
  private static func circular(_ dependencies: [Dependencies]) -> [Int] {
    dependencies.indices.filter { start in
      var open = dependencies[start].rows
      var seen = Set<Int>()
      while let row = open.popLast() {
        if row == start { return true }
        if seen.insert(row).inserted { open += dependencies[row].rows }
      }
      return false
    }
  }
}
