package import Model
internal import Wire

extension InterfaceState {
  /// The task under the cursor.
  package var selected: TaskRecord? { list.cursor.flatMap { tasks[$0] } }

  /// What an action acts on: the marked tasks if there are any, else the one under the cursor; in id order.
  package var targets: [TaskRecord] {
    if list.marked.isEmpty { return selected.map { [$0] } ?? [] }
    return list.marked.sorted().compactMap { tasks[$0] }
  }

  /// The attempts at a task's ticket that are known here, itself among them.
  func attempts(with task: TaskRecord) -> [TaskRecord] { task.group.map { $0.members.compactMap { tasks[$0] } } ?? [task] }

  /// Takes what a task is now; the sums and the list are then brought up to date by this task alone.
  mutating func put(_ task: TaskRecord) {
    let isCounted = tallied == revision
    let old = tasks[task.id]
    tasks[task.id] = task
    touched.append(task.id)
    if isCounted, tally.replace(old, with: task) { tallied = revision }
  }

  /// Tasks that need the operator.
  package var attentionCount: Int { tally.sections[.needYou] ?? 0 }

  /// Whether nobody looks at the terminal: it lost the focus, or, where it does not tell of that, nothing was typed for a minute.
  var isAway: Bool { !hasFocus || (!reportsFocus && lastInput.seconds(until: now) >= 60) }

  /// Makes the effect that sends a request, and remembers what it was for.
  mutating func send(_ request: Request, for purpose: Pending) -> Effect {
    let id = nextRequest
    nextRequest += 1
    pending[id] = purpose
    return .request(id: id, request)
  }

  /// Shows a line at the bottom. Warnings and errors also go to the log, and an error that was not read keeps its place.
  mutating func say(_ level: NoticeLevel, _ text: String) {
    let isKept = toast?.level == .error && level != .error
    if !isKept { toast = Toast(level, text) }
    if level != .info || isKept { note(level, text) }
  }

  /// Adds a line to the log.
  mutating func note(_ level: NoticeLevel, _ text: String) {
    log.append(LogLine(time: now, level: level, text: text))
    if log.count > Self.logLimit { log.removeFirst(log.count - Self.logLimit) }
  }
}
