package import Model

/// Puts tasks into sections and order. Pure.
package struct TaskOrder: Hashable, Sendable {
  /// By what.
  package var sort: TaskSort
  /// In which sections.
  package var group: TaskGroup

  /// An order.
  package init(sort: TaskSort, group: TaskGroup) {
    self.sort = sort
    self.group = group
  }

  /// The rows: a heading before each section that has tasks.
  package func rows(of tasks: [TaskRecord]) -> [TaskListRow] {
    let keyed = tasks.map { (task: $0, section: section(of: $0)) }
    let sorted = keyed.sorted { left, right in
      if left.section != right.section { return left.section < right.section }
      return precedes(left.task, right.task)
    }
    var counts: [SectionKey: Int] = [:]
    for entry in sorted { counts[entry.section, default: 0] += 1 }
    var rows: [TaskListRow] = []
    var last: SectionKey?
    for entry in sorted {
      if entry.section != last, group != .none {
        rows.append(.section(title: entry.section.title, count: counts[entry.section] ?? 0))
        last = entry.section
      }
      rows.append(.task(entry.task.id))
    }
    return rows
  }

  private struct SectionKey: Hashable, Comparable {
    var rank: Int
    var title: String
    static func < (left: SectionKey, right: SectionKey) -> Bool { (left.rank, left.title) < (right.rank, right.title) }
  }

  private func section(of task: TaskRecord) -> SectionKey {
    let section = TaskSection(task)
    switch group {
    case .state: return SectionKey(rank: section.rawValue, title: section.title)
    case .repository: return SectionKey(rank: 0, title: task.repository.name)
    case .engine: return SectionKey(rank: 0, title: task.engine)
    case .none: return SectionKey(rank: 0, title: "")
    }
  }

  private func precedes(_ left: TaskRecord, _ right: TaskRecord) -> Bool {
    switch sort {
    case .need: break
    case .id: return left.id < right.id
    case .title: if left.ticket.title != right.ticket.title { return left.ticket.title < right.ticket.title }
    case .newest: if left.phaseSince != right.phaseSince { return left.phaseSince > right.phaseSince }
    case .cost: if left.costUSD != right.costUSD { return left.costUSD > right.costUSD }
    case .size: if Self.size(left) != Self.size(right) { return Self.size(left) > Self.size(right) }
    }
    let sections = (TaskSection(left), TaskSection(right))
    if sections.0 != sections.1 { return sections.0.rawValue < sections.1.rawValue }
    switch sections.0 {
    case .needYou:
      let ranks = (Self.rank(left), Self.rank(right))
      if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
      if let first = left.attention?.since, let second = right.attention?.since, first != second { return first < second }
    case .running, .review: if left.phaseSince != right.phaseSince { return left.phaseSince < right.phaseSince }
    case .queued: if left.priority != right.priority { return left.priority > right.priority }
    case .done: if left.phaseSince != right.phaseSince { return left.phaseSince > right.phaseSince }
    }
    return left.id < right.id
  }

  private static func rank(_ task: TaskRecord) -> Int {
    task.attention.flatMap { Attention.Kind.allCases.firstIndex(of: $0.kind) } ?? Attention.Kind.allCases.count
  }

  private static func size(_ task: TaskRecord) -> Double {
    task.diff.map { Double($0.insertions) + Double($0.deletions) } ?? 0
  }
}
