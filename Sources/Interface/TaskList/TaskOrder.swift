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
  package func rows(of tasks: some Sequence<TaskRecord>) -> [TaskListRow] {
    let places = tasks.map { TaskPlace($0, sort: sort, group: group) }.sorted { $0.precedes($1, sort: sort) }
    var rows: [TaskListRow] = []
    rows.reserveCapacity(places.count + 8)
    var index = 0
    while index < places.count {
      let head = places[index].group
      let end = places[index...].firstIndex { $0.group != head } ?? places.count
      if group != .none { rows.append(.section(title: head.title, count: end - index)) }
      for place in places[index..<end] { rows.append(.task(place.id)) }
      index = end
    }
    return rows
  }
}
