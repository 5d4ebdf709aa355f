package import Model

/// The rows of the task list in order, kept so that one changed task costs one search and not a new list: sections of sorted places. A collection of rows,
/// each found by its number in a few steps however many there are.
package struct TaskListRows: Hashable, Sendable, RandomAccessCollection {
  private struct Section: Hashable {
    var rank: Int
    var title: String
    var places: [TaskPlace]
    /// The row of its heading, or of its first task where there are no headings.
    var row = 0
    /// The tasks in the sections before.
    var before = 0

    func precedes(_ place: TaskPlace) -> Bool { rank != place.rank ? rank < place.rank : title < place.title }
  }

  private var order: TaskOrder
  private var sections: [Section] = []
  private var places: [TaskID: TaskPlace] = [:]
  /// How many tasks were put into order since the beginning: what a change cost.
  package private(set) var placed = 0

  /// No rows.
  package init(_ order: TaskOrder) { self.order = order }

  /// The rows of tasks.
  package init(_ order: TaskOrder, of tasks: some Sequence<TaskRecord>) {
    self.order = order
    let sorted = tasks.map { TaskPlace($0, sort: order.sort, group: order.group) }.sorted { $0.precedes($1, sort: order.sort) }
    placed = sorted.count
    for place in sorted {
      places[place.id] = place
      append(place)
    }
    number()
  }

  /// The same rows without those of tasks that are not wanted; asks about each task once.
  func filtered(where isWanted: (TaskID) -> Bool) -> TaskListRows {
    var kept = TaskListRows(order)
    for section in sections {
      for place in section.places where isWanted(place.id) {
        kept.places[place.id] = place
        kept.append(place)
      }
    }
    kept.placed = placed
    kept.number()
    return kept
  }

  /// Counts what earlier rows cost.
  mutating func add(work: Int) { placed += work }

  private mutating func append(_ place: TaskPlace) {
    if let last = sections.last, last.rank == place.rank, last.title == place.title {
      sections[sections.count - 1].places.append(place)
    } else {
      sections.append(Section(rank: place.rank, title: place.title, places: [place]))
    }
  }

  private var heading: Int { order.group == .none ? 0 : 1 }

  /// Numbers the rows anew; costs as much as there are sections.
  private mutating func number() {
    var (row, before) = (0, 0)
    for index in sections.indices {
      (sections[index].row, sections[index].before) = (row, before)
      row += heading + sections[index].places.count
      before += sections[index].places.count
    }
  }

  /// Puts a task where it belongs now; whether it went anywhere.
  @discardableResult
  mutating func put(_ task: TaskRecord) -> Bool {
    let place = TaskPlace(task, sort: order.sort, group: order.group)
    placed += 1
    guard places[task.id] != place else { return false }
    remove(task.id)
    places[task.id] = place
    let index = Self.first(in: sections.indices) { !sections[$0].precedes(place) }
    if index == sections.endIndex || sections[index].rank != place.rank || sections[index].title != place.title {
      sections.insert(Section(rank: place.rank, title: place.title, places: []), at: index)
    }
    let at = Self.first(in: sections[index].places.indices) { !sections[index].places[$0].precedes(place, sort: order.sort) }
    sections[index].places.insert(place, at: at)
    number()
    return true
  }

  /// Takes a task out; whether it was there.
  @discardableResult
  mutating func remove(_ id: TaskID) -> Bool {
    guard let (section, index) = find(id) else { return false }
    places[id] = nil
    sections[section].places.remove(at: index)
    if sections[section].places.isEmpty { sections.remove(at: section) }
    number()
    return true
  }

  /// The section of a task and its number there.
  private func find(_ id: TaskID) -> (section: Int, index: Int)? {
    guard let place = places[id] else { return nil }
    let section = Self.first(in: sections.indices) { !sections[$0].precedes(place) }
    guard section < sections.endIndex else { return nil }
    let list = sections[section].places
    let index = Self.first(in: list.indices) { !list[$0].precedes(place, sort: order.sort) }
    return index < list.endIndex && list[index].id == id ? (section, index) : nil
  }

  /// The first number of which something holds that then holds for all that follow.
  private static func first(in range: Range<Int>, where holds: (Int) -> Bool) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Whether a task has a row.
  package func contains(_ id: TaskID) -> Bool { places[id] != nil }

  /// The row of a task.
  package func row(of id: TaskID) -> Int? { find(id).map { sections[$0.section].row + heading + $0.index } }

  /// How many tasks stand above a task.
  package func number(of id: TaskID) -> Int? { find(id).map { sections[$0.section].before + $0.index } }

  /// How many rows are tasks.
  package var taskCount: Int { sections.last.map { $0.before + $0.places.count } ?? 0 }

  /// The task with so many tasks above it; nil beyond the last.
  package func task(number: Int) -> TaskID? {
    guard number >= 0, number < taskCount else { return nil }
    let section = sections[Self.first(in: sections.indices) { sections[$0].before > number } - 1]
    return section.places[number - section.before].id
  }

  // MARK: Rows by number

  /// The number of the first row.
  package var startIndex: Int { 0 }
  /// The number behind the last row.
  package var endIndex: Int { sections.last.map { $0.row + heading + $0.places.count } ?? 0 }

  /// The row of that number, which must be one of `indices`.
  package subscript(position: Int) -> TaskListRow {
    let section = sections[Self.first(in: sections.indices) { sections[$0].row > position } - 1]
    let index = position - section.row - heading
    return index < 0 ? .section(title: section.title, count: section.places.count) : .task(section.places[index].id)
  }
}
