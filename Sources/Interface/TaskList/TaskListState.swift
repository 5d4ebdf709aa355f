package import Model

/// The task list: order, cursor, filter, marks. The row under the cursor keeps its place while the cursor rests on it: the order looks at the task as it was
/// when the cursor came to it, and rows that come or go above are scrolled over. A key costs what it changes, however many tasks there are.
package struct TaskListState: Hashable, Sendable {
  /// The rows without a filter, and those that the filter keeps.
  private var all = TaskListRows(TaskOrder(sort: .need, group: .state))
  private var kept = TaskListRows(TaskOrder(sort: .need, group: .state))
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
  package internal(set) var marked: Set<TaskID> = [] {
    didSet { markings &+= 1 }
  }
  /// Grows with every change of the marks.
  private(set) var markings = 0
  /// Where a range of marks began; nil: none is being made.
  package internal(set) var rangeStart: TaskID?
  /// The questions whose tasks are shown one by one.
  package internal(set) var opened: Set<RequestFingerprint> = []
  /// Who asks what.
  private var askers = AskIndex()
  /// The rows with those that ask the same folded; nil where none are.
  private var folded: FoldedRows?
  /// The task that is not folded because the cursor is on it.
  private var loose: TaskID?
  /// Whether something changed that the folded rows are made of.
  private var isUnfolded = false
  /// The marks before the range.
  var marksBeforeRange: Set<TaskID> = []
  /// The task to which the range was last drawn.
  private var rangeEnd: TaskID?
  /// What the rows were last made of.
  private var last: TaskListInputs?
  private var asked = TaskFilter("")
  /// Tasks that were asked whether the filter keeps them, since the beginning.
  private var matched = 0

  /// How many tasks were looked at since the beginning, to be put in order or held against the filter: the work of the list.
  package var work: Int { all.placed + matched }

  /// The rows in order, one for each task.
  private var single: TaskListRows { asked.isEmpty ? all : kept }

  /// The rows in order.
  package var rows: ShownRows { ShownRows(single: single, folded: folded) }

  /// The tasks shown, in order.
  package var shownTasks: [TaskID] { rows.compactMap(\.task) }

  /// The index of the cursor's row.
  package var cursorRow: Int? { cursor.flatMap { rows.row(of: $0) } }

  /// Puts the rows in order again if something changed that they depend on.
  /// - Parameter touched: the tasks that changed since the last time, if they are as many as `revision` grew by; then only they are looked at.
  mutating func settle(tasks: [TaskID: TaskRecord], askers: AskIndex, revision: Int, touched: [TaskID], height: Int) {
    var now = inputs(tasks, revision, height)
    guard now != last else { return }
    let before = cursorRow
    if self.askers.version != askers.version || last?.opened != opened { isUnfolded = true }
    self.askers = askers
    if let last, last.sort == sort, last.group == group, revision &- last.revision == touched.count {
      for id in touched { place(id, tasks) }
      if let stayed = last.kept, stayed != now.kept {
        place(stayed, tasks)
        isUnfolded = true
      }
      if last.filter != filter { narrow(tasks) }
    } else {
      rebuild(tasks)
    }
    fold(tasks)
    keepPlace(before, tasks: tasks, height: height)
    now.isLoose = true
    last = now
  }

  private func inputs(_ tasks: [TaskID: TaskRecord], _ revision: Int, _ height: Int) -> TaskListInputs {
    let kept = rested.flatMap { $0 == tasks[$0.id] ? nil : $0.id }
    return TaskListInputs(
      revision: revision, filter: filter, sort: sort, group: group, height: height, kept: kept, opened: opened, isLoose: isLoose)
  }

  /// Whether the task that is not folded because of the cursor is the one under it.
  private var isLoose: Bool {
    if let loose { return loose == cursor }
    guard let cursor, let folded else { return true }
    return folded.places[cursor] != nil || !single.contains(cursor)
  }

  /// Folds the rows of tasks that ask the same, if something changed that this depends on. Where nothing is asked twice it looks at no task.
  private mutating func fold(_ tasks: [TaskID: TaskRecord]) {
    guard isUnfolded || !isLoose else { return }
    isUnfolded = false
    (folded, loose) = (nil, nil)
    guard askers.isShared else { return }
    rangeEnd = nil
    let single = single
    var fold = TaskFold(opened: opened, cursor: cursor)
    let rows = fold.fold(Array(single)) { id in
      guard let task = rested?.id == id ? rested : tasks[id], task.phase == .waiting, let first = task.requests.first, first.isComparable
      else { return nil }
      return askers.asks(task).map { ($0, first.title) }
    }
    loose = fold.loose
    let isAnyFolded = rows.contains { row in
      switch row {
      case .folded, .asking: true
      case .task, .section: false
      }
    }
    if isAnyFolded { folded = FoldedRows(rows) }
  }

  /// Makes all rows anew.
  private mutating func rebuild(_ tasks: [TaskID: TaskRecord]) {
    let work = all.placed
    let rested = rested.flatMap { tasks[$0.id] == nil ? nil : $0 }
    all = TaskListRows(TaskOrder(sort: sort, group: group), of: tasks.values.map { $0.id == rested?.id ? rested ?? $0 : $0 })
    all.add(work: work)
    isUnfolded = true
    marked.formIntersection(tasks.keys)
    asked = TaskFilter("")
    narrow(tasks)
  }

  /// Holds the tasks against the filter; where it only grew narrower, those that it had kept.
  private mutating func narrow(_ tasks: [TaskID: TaskRecord]) {
    let wanted = TaskFilter(filter.text)
    let known = wanted.narrows(asked) ? single : all
    asked = wanted
    isUnfolded = true
    guard !wanted.isEmpty else { return }
    matched += known.taskCount
    kept = known.filtered { id in tasks[id].map { wanted.matches(id == rested?.id ? rested ?? $0 : $0) } ?? false }
  }

  /// Puts one task where it belongs now.
  private mutating func place(_ id: TaskID, _ tasks: [TaskID: TaskRecord]) {
    guard let now = tasks[id] else {
      if all.remove(id) { isUnfolded = true }
      kept.remove(id)
      return
    }
    let task = rested?.id == id ? rested ?? now : now
    if all.put(task) { isUnfolded = true }
    guard !asked.isEmpty else { return }
    matched += 1
    let changed = asked.matches(task) ? kept.put(task) : kept.remove(id)
    if changed { isUnfolded = true }
  }

  /// Keeps the cursor on its task and, as far as the list allows, on its line of the screen.
  private mutating func keepPlace(_ before: Int?, tasks: [TaskID: TaskRecord], height: Int) {
    let screenRow = (before ?? 0) - top
    if let row = cursorRow {
      // A task that went to another section by what was done to it is followed there, without leaving half of the list out of sight.
      let moved = rested == nil && cursorPhase != nil && cursorPhase != cursor.flatMap { tasks[$0]?.phase }
      if before == nil || moved { reveal(row, height: height) } else { top = max(0, row - screenRow) }
    } else {
      // Its task is gone from the list: the nearest one.
      rested = nil
      let place = max(0, min(before ?? 0, rows.count - 1))
      cursor = rows.dropFirst(place).lazy.compactMap(\.task).first ?? rows.lazy.reversed().compactMap(\.task).first
      fold(tasks)
      if let row = cursorRow { reveal(row, height: height) } else { top = 0 }
    }
    top = max(0, min(top, max(0, rows.count - 1)))
    cursorPhase = cursor.flatMap { tasks[$0]?.phase }
    if rangeStart != nil { drawRange() }
  }

  /// The row that stands for a task, also when that is folded.
  package func row(of id: TaskID) -> TaskListRow? {
    rows.row(of: id).map { rows[$0] } ?? rows.first { $0.tasks.contains(id) }
  }

  /// Puts the cursor on a task; the one it leaves takes the place that it has now.
  mutating func moveCursor(to id: TaskID, tasks: [TaskID: TaskRecord], height: Int) {
    let left = rested
    rested = nil
    cursor = id
    if let left, left != tasks[left.id] {
      place(left.id, tasks)
      isUnfolded = true
      last?.kept = nil
    }
    fold(tasks)
    rested = tasks[id]
    if let row = cursorRow { reveal(row, height: height) }
    cursorPhase = tasks[id]?.phase
  }

  /// Moves the cursor over so many tasks.
  mutating func move(by steps: Int, tasks: [TaskID: TaskRecord], height: Int) {
    guard rows.taskCount > 0 else { return }
    let place = cursor.flatMap { rows.number(of: $0) } ?? 0
    let (sum, overflow) = place.addingReportingOverflow(steps)
    let next = max(0, min(rows.taskCount - 1, overflow ? (steps > 0 ? .max : 0) : sum))
    guard let id = rows.task(number: next) else { return }
    moveCursor(to: id, tasks: tasks, height: height)
    extendRange()
  }

  /// Scrolls without moving the cursor, as the mouse wheel does.
  mutating func scroll(by lines: Int, height: Int) {
    top = max(0, min(top + lines, max(0, rows.count - height)))
  }

  /// Begins a range of marks at the cursor.
  mutating func beginRange() {
    marksBeforeRange = marked
    rangeStart = cursor
    rangeEnd = nil
    drawRange()
  }

  /// Marks from where the range began to the cursor. Looks only at the rows over which the cursor went.
  mutating func extendRange() {
    let rows = rows
    guard let rangeStart, let cursor, let start = number(of: rangeStart), let end = rows.number(of: cursor) else { return }
    guard let from = rangeEnd.flatMap({ rows.number(of: $0) }) else { return drawRange() }
    for number in min(from, end)...max(from, end) {
      let isInside = number >= min(start, end) && number <= max(start, end)
      for id in rows.members(number: number) {
        if isInside {
          marked.insert(id)
        } else if !marksBeforeRange.contains(id) {
          marked.remove(id)
        }
      }
    }
    rangeEnd = cursor
  }

  /// The same from the beginning, for when rows came or went.
  private mutating func drawRange() {
    guard let rangeStart, let cursor, let start = number(of: rangeStart), let end = rows.number(of: cursor) else { return }
    marked = marksBeforeRange.union((min(start, end)...max(start, end)).flatMap { rows.members(number: $0) })
    rangeEnd = cursor
  }

  /// How many tasks stand above the row that stands for a task.
  private func number(of id: TaskID) -> Int? { rows.number(of: id) ?? row(of: id)?.task.flatMap { rows.number(of: $0) } }

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
