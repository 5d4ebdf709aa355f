internal import Model
internal import Screen
internal import Wire

/// Runs the page of tasks that are in each other's way. It asks when it opens and when a task of it changed, one question at a time; while nothing changes nothing is
/// asked.
enum ConflictsUpdate {
  static func open(_ state: inout InterfaceState) -> [Effect] {
    var page = ConflictsState()
    page.source = state.selected?.repository.source
    place(state.selected?.id, &page, state)
    state.modals.append(.page(PageState(.conflicts(page))))
    return state.connection == .attached ? [ask(CollisionQuestion(), &state)] : []
  }

  /// Puts the cursor on a task's row, and on the first task that it is in conflict with.
  private static func place(_ task: TaskID?, _ page: inout ConflictsState, _ state: InterfaceState) {
    guard let matrix = page.report(state.conflicts)?.matrix, let task, let row = matrix.tasks.firstIndex(of: task) else { return }
    page.row = row
    let pair = matrix.collisions(of: task).first
    page.column = pair.flatMap { matrix.tasks.firstIndex(of: $0.other(than: task)) } ?? matrix.tasks.count
  }

  static func run(_ command: Command, _ page: ConflictsState, _ state: inout InterfaceState) -> [Effect] {
    var page = page
    let report = page.report(state.conflicts)
    switch command {
    case .leave:
      guard page.part != .matrix else {
        state.modals.removeLast()
        return []
      }
      (page.part, page.line) = (.matrix, 0)
    case .conflictsOpen, .pageChoose: return enter(page, report, &state)
    case .conflictsTrain:
      page.line = 0
      page.part = page.part == .train ? .matrix : .train
      put(page, &state)
      guard page.part == .train, let report, report.rehearsal == nil, state.connection == .attached else { return [] }
      return [ask(CollisionQuestion(repository: report.matrix.repository, rehearses: true), &state)]
    case .conflictsRepository:
      let sources = (state.conflicts ?? []).map(\.matrix.repository)
      guard sources.count > 1 else {
        state.say(.info, "There is no other repository with changes.")
        return []
      }
      let at = sources.firstIndex { $0 == report?.matrix.repository } ?? 0
      page = ConflictsState()
      page.source = sources[(at + 1) % sources.count]
    case .conflictsFetch:
      guard state.connection == .attached else {
        state.say(.info, "The service cannot be reached now.")
        return []
      }
      state.say(.info, "Fetching…")
      return [
        ask(
          CollisionQuestion(repository: report?.matrix.repository, fetches: true, rehearses: report?.rehearsal != nil), &state)
      ]
    case .taskRebase:
      guard let task = self.task(page, report, state) else { return [] }
      if let reason = Availability.reason(against: .taskRebase, for: task, state) {
        state.say(.info, reason)
        return []
      }
      state.modals.append(.dialog(RebaseDialog.dialog([task])))
      return []
    default: move(command, report, &page, state)
    }
    put(page, &state)
    return []
  }

  /// The task of the row, or of the step.
  private static func task(_ page: ConflictsState, _ report: CollisionReport?, _ state: InterfaceState) -> TaskRecord? {
    guard let report else { return nil }
    let ids = page.part == .train ? report.rehearsal?.steps.map(\.task) ?? report.matrix.order : report.matrix.tasks
    let place = page.part == .train ? page.line : page.row
    return ids.indices.contains(place) ? state.tasks[ids[place]] : nil
  }

  private static func enter(_ page: ConflictsState, _ report: CollisionReport?, _ state: inout InterfaceState) -> [Effect] {
    var page = page
    guard let report, let task = task(page, report, state) else { return [] }
    if page.part == .matrix {
      guard ConflictsLines.hasSomething(page, report.matrix) else {
        state.say(.info, "They have nothing in common.")
        return []
      }
      (page.part, page.line) = (.pair, 0)
      put(page, &state)
      return []
    }
    state.modals = []
    state.list.moveCursor(to: task.id, tasks: state.tasks, height: state.listHeight)
    WorkspaceUpdate.focus(.diff, &state)
    return []
  }

  private static func move(_ command: Command, _ report: CollisionReport?, _ page: inout ConflictsState, _ state: InterfaceState) {
    let height = max(1, state.layout.middle.height - 2)
    let matrix = report?.matrix
    func moved(_ place: Int, _ count: Int) -> Int {
      let next =
        switch command {
        case .moveDown: place + 1
        case .moveUp: place - 1
        case .moveFirst: 0
        case .moveLast: count - 1
        case .movePageDown: place + height
        case .movePageUp: place - height
        case .moveHalfDown: place + height / 2
        case .moveHalfUp: place - height / 2
        default: place
        }
      return max(0, min(next, count - 1))
    }
    switch page.part {
    case .matrix:
      let count = matrix?.tasks.count ?? 0
      page.row = moved(page.row, count)
      if command == .conflictsLeft { page.column -= 1 }
      if command == .conflictsRight { page.column += 1 }
      if command == .conflictsNext || command == .conflictsPrevious, let matrix { seek(command == .conflictsNext, matrix, &page) }
      page.column = max(0, min(page.column, count))
    case .train: page.line = moved(page.line, report?.rehearsal?.steps.count ?? matrix?.order.count ?? 0)
    case .pair:
      guard let report else { return }
      let lines = ConflictsLines.pair(page, report, state, width: max(1, state.layout.middle.width - 2)).count
      page.line = moved(page.line, max(1, lines - height + 1))
    }
  }

  /// To the next cell, row by row, that does not merge.
  private static func seek(_ forward: Bool, _ matrix: CollisionMatrix, _ page: inout ConflictsState) {
    let width = matrix.tasks.count + 1
    var places: [Int] = []
    for collision in matrix.collisions where collision.kind == .conflict {
      guard let first = matrix.tasks.firstIndex(of: collision.first), let second = matrix.tasks.firstIndex(of: collision.second) else {
        continue
      }
      places.append(first * width + second)
    }
    for (row, task) in matrix.tasks.enumerated() where matrix.standings[task]?.kind == .conflicts { places.append(row * width + width - 1) }
    places.sort()
    let here = page.row * width + page.column
    let next = forward ? places.first { $0 > here } ?? places.first : places.last { $0 < here } ?? places.last
    guard let next else { return }
    (page.row, page.column) = (next / width, next % width)
  }

  /// A click puts the cursor on a cell; on the cell under the cursor it opens it.
  static func click(_ mouse: MouseEvent, _ page: ConflictsState, _ state: inout InterfaceState) -> [Effect] {
    guard let report = page.report(state.conflicts) else { return [] }
    var page = page
    let rect = state.layout.middle
    if page.part == .train {
      let place = ConflictsView.firstStep(page, report, rect: rect) + mouse.row - rect.row - 1 - ConflictsView.aboveSteps
      let count = report.rehearsal?.steps.count ?? report.matrix.order.count
      if mouse.row - rect.row - 1 >= ConflictsView.aboveSteps, place < count { page.line = max(0, place) }
    } else if page.part == .matrix {
      let layout = ConflictsLayout(page, report.matrix, rect: rect)
      guard let place = layout.place(column: mouse.column, row: mouse.row) else { return [] }
      if place.row == page.row, place.column == page.column { return enter(page, report, &state) }
      page.row = place.row
      page.column = place.column ?? page.column
    }
    put(page, &state)
    return []
  }

  // MARK: Questions and answers

  private static func ask(_ question: CollisionQuestion, _ state: inout InterfaceState) -> Effect {
    state.send(.conflicts(question), for: .conflicts(question))
  }

  private static func isAsking(_ state: InterfaceState) -> Bool {
    state.pending.values.contains {
      if case .conflicts = $0 { return true }
      return false
    }
  }

  /// A task changed: while the page is open and the change matters to it, it asks again, once the last question is answered.
  static func changed(_ task: TaskRecord, _ old: TaskRecord?, _ state: inout InterfaceState) -> [Effect] {
    guard let index = state.modals.firstIndex(where: \.isConflicts), case .page(let shown) = state.modals[index],
      case .conflicts(var page) = shown.kind
    else { return [] }
    let matters =
      task.diff?.tree != old?.diff?.tree || task.baseCommit != old?.baseCommit || task.takenOut != old?.takenOut
      || (task.phase != old?.phase && (task.phase.isEnd || task.phase == .review || old?.phase.isEnd == true))
    guard matters, state.connection == .attached else { return [] }
    guard !isAsking(state) else {
      page.isStale = true
      state.modals[index] = .page(PageState(.conflicts(page)))
      return []
    }
    return [again(page, &state)]
  }

  private static func again(_ page: ConflictsState, _ state: inout InterfaceState) -> Effect {
    guard page.part == .train, let report = page.report(state.conflicts) else { return ask(CollisionQuestion(), &state) }
    return ask(CollisionQuestion(repository: report.matrix.repository, rehearses: true), &state)
  }

  /// Takes the reports in: of one repository in its place, else all of them.
  static func take(_ reports: [CollisionReport], _ question: CollisionQuestion, _ state: inout InterfaceState) -> [Effect] {
    let isFirst = state.conflicts == nil
    if question.repository == nil {
      state.conflicts = reports
    } else {
      var known = state.conflicts ?? []
      for report in reports {
        if let place = known.firstIndex(where: { $0.matrix.repository == report.matrix.repository }) {
          known[place] = report
        } else {
          known.append(report)
        }
      }
      state.conflicts = known
    }
    for remark in reports.flatMap(\.remarks) { state.say(.warning, remark) }
    if question.fetches, reports.allSatisfy(\.remarks.isEmpty) { state.say(.info, "The mirror is up to date.") }
    guard let index = state.modals.firstIndex(where: \.isConflicts), case .page(let shown) = state.modals[index],
      case .conflicts(var page) = shown.kind
    else { return [] }
    if isFirst, let task = state.selected?.id { place(task, &page, state) }
    let count = page.report(state.conflicts)?.matrix.tasks.count ?? 0
    page.row = max(0, min(page.row, count - 1))
    page.column = max(0, min(page.column, count))
    let wasStale = page.isStale
    page.isStale = false
    state.modals[index] = .page(PageState(.conflicts(page)))
    return wasStale ? [again(page, &state)] : []
  }

  private static func put(_ page: ConflictsState, _ state: inout InterfaceState) {
    state.replaceModal(.page(PageState(.conflicts(page))))
  }
}

extension Modal {
  /// Whether it is the page of tasks that are in each other's way.
  fileprivate var isConflicts: Bool {
    if case .page(let page) = self, case .conflicts = page.kind { return true }
    return false
  }
}
