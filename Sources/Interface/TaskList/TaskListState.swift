package import Model

/// The task list: order, cursor, filter, marks. The row under the cursor keeps its place while the cursor rests on it: the order looks at the task as it was
/// when the cursor came to it, and rows that come or go above are scrolled over.
package struct TaskListState: Hashable, Sendable {
  /// The rows in order.
  package internal(set) var rows: [TaskListRow] = []
  /// The task under the cursor; nil when there is none to show.
  package internal(set) var cursor: TaskID?
  /// The index of the row at the top of the pane.
  package internal(set) var top = 0
  /// The phase of the cursor's task when the rows were last put in order.
  private var cursorPhase: TaskPhase?
  /// The task under the cursor as it was when the cursor came to rest on it.
  package internal(set) var rested: TaskRecord?
  /// The filter line.
  package internal(set) var filter = TextBuffer()
  /// Whether the filter line is being typed.
  package internal(set) var isFiltering = false
  /// The order within sections.
  package internal(set) var sort = TaskSort.need
  /// The sections.
  package internal(set) var group = TaskGroup.state
  /// The marked tasks.
  package internal(set) var marked: Set<TaskID> = []
  /// Where a range of marks began; nil: none is being made.
  package internal(set) var rangeStart: TaskID?
  /// The questions whose tasks are shown one by one.
  package internal(set) var opened: Set<RequestFingerprint> = []
  /// Who asks what.
  private var askers = AskIndex()
  /// The task that is not folded because the cursor is on it.
  private var loose: TaskID?
  /// The marks before the range.
  var marksBeforeRange: Set<TaskID> = []
  /// What the rows were last made of.
  private var last: TaskListInputs?

  /// The tasks shown, in order.
  package var shownTasks: [TaskID] { rows.compactMap(\.task) }

  /// The index of the cursor's row.
  package var cursorRow: Int? { cursor.flatMap { id in rows.firstIndex { $0.task == id } } }

  /// Puts the rows in order again if something changed that they depend on.
  mutating func settle(tasks: [TaskID: TaskRecord], askers: AskIndex, revision: Int, height: Int) {
    guard inputs(tasks, revision, height) != last else { return }
    self.askers = askers
    refresh(tasks: tasks, height: height)
    last = inputs(tasks, revision, height)
  }

  private func inputs(_ tasks: [TaskID: TaskRecord], _ revision: Int, _ height: Int) -> TaskListInputs {
    let kept = rested.flatMap { $0 == tasks[$0.id] ? nil : $0.id }
    return TaskListInputs(
      revision: revision, filter: filter, sort: sort, group: group, height: height, kept: kept, opened: opened,
      isLoose: loose == nil || loose == cursor)
  }

  /// Puts the rows in order again. The cursor stays on its task and, as far as the list allows, on its line of the screen.
  mutating func refresh(tasks: [TaskID: TaskRecord], height: Int) {
    let before = cursorRow
    let screenRow = (before ?? 0) - top
    let filter = TaskFilter(self.filter.text)
    var shown = filter.isEmpty ? Array(tasks.values) : tasks.values.filter { filter.matches($0) }
    if let rested, let index = shown.firstIndex(where: { $0.id == rested.id }) { shown[index] = rested }
    rows = fold(TaskOrder(sort: sort, group: group).rows(of: shown), shown)
    marked.formIntersection(tasks.keys)
    if let row = cursorRow {
      // A task that went to another section by what was done to it is followed there, without leaving half of the list out of sight.
      let moved = rested == nil && cursorPhase != nil && cursorPhase != cursor.flatMap { tasks[$0]?.phase }
      if before == nil || moved { reveal(row, height: height) } else { top = max(0, row - screenRow) }
    } else {
      // Its task is gone from the list: the nearest one.
      rested = nil
      let place = min(before ?? 0, rows.count - 1)
      cursor = rows.dropFirst(max(0, place)).lazy.compactMap(\.task).first ?? rows.lazy.reversed().compactMap(\.task).first
      if let row = cursorRow { reveal(row, height: height) } else { top = 0 }
    }
    top = max(0, min(top, max(0, rows.count - 1)))
    cursorPhase = cursor.flatMap { tasks[$0]?.phase }
  }

  /// The rows with those that ask the same folded.
  private mutating func fold(_ rows: [TaskListRow], _ shown: [TaskRecord]) -> [TaskListRow] {
    let asking = shown.filter { $0.phase == .waiting && $0.requests.first?.isComparable == true }
    guard asking.count > 1 else {
      loose = nil
      return rows
    }
    let known = Dictionary(asking.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var fold = TaskFold(opened: opened, cursor: cursor)
    let folded = fold.fold(rows) { id in known[id].flatMap { task in askers.asks(task).map { ($0, task.requests.first?.title ?? "") } } }
    loose = fold.loose
    return folded
  }

  /// The row that stands for a task, also when that is folded.
  package func row(of id: TaskID) -> TaskListRow? { rows.first { $0.tasks.contains(id) } }

  /// Puts the cursor on a task; the one it leaves takes the place that it has now.
  mutating func moveCursor(to id: TaskID, tasks: [TaskID: TaskRecord], height: Int) {
    let isStale = rested != nil && rested != rested.flatMap { tasks[$0.id] }
    rested = nil
    cursor = id
    if isStale { refresh(tasks: tasks, height: height) }
    rested = tasks[id]
    if let row = cursorRow { reveal(row, height: height) }
  }

  /// Moves the cursor over so many tasks.
  mutating func move(by steps: Int, tasks: [TaskID: TaskRecord], height: Int) {
    let shown = shownTasks
    guard !shown.isEmpty else { return }
    let place = cursor.flatMap { shown.firstIndex(of: $0) } ?? 0
    let (sum, overflow) = place.addingReportingOverflow(steps)
    let next = max(0, min(shown.count - 1, overflow ? (steps > 0 ? .max : 0) : sum))
    moveCursor(to: shown[next], tasks: tasks, height: height)
    extendRange()
  }

  /// Scrolls without moving the cursor, as the mouse wheel does.
  mutating func scroll(by lines: Int, height: Int) {
    top = max(0, min(top + lines, max(0, rows.count - height)))
  }

  /// Marks from where the range began to the cursor.
  mutating func extendRange() {
    guard let rangeStart, let cursor else { return }
    let shown = shownTasks
    guard let first = shown.firstIndex(of: rangeStart), let last = shown.firstIndex(of: cursor) else { return }
    marked = marksBeforeRange.union(shown[min(first, last)...max(first, last)])
  }

  /// Scrolls so that a row can be seen, with the heading above it where that is the row before.
  private mutating func reveal(_ row: Int, height: Int) {
    let height = max(1, height)
    var first = row
    if first > 0, rows[first - 1].task == nil, height > 1 { first -= 1 }
    if first < top { top = first }
    if row >= top + height { top = row - height + 1 }
    top = max(0, min(top, max(0, rows.count - height)))
    if row < top { top = row }
  }
}
