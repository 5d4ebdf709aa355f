package import Model

/// Sums over all tasks, for the top line; a changed task costs one step. Figures from outside may be absurd: sums stop at the most that fits.
package struct TaskTally: Hashable, Sendable {
  /// Tasks by section.
  package private(set) var sections: [TaskSection: Int] = [:]
  /// Tasks that hold an agent or wait for one's answer.
  package private(set) var live = 0
  /// Money used, in millionths of a US dollar: whole numbers, so that what is taken away leaves nothing behind.
  private var micros: Int64 = 0
  /// Tokens used.
  package private(set) var tokens = 0
  /// Tasks whose age on the screen grows: they have not ended and are not in review.
  package private(set) var ageing = 0
  /// Bytes in all workspaces.
  package private(set) var bytes: Int64 = 0
  /// Whether a sum stopped at the most that fits: then nothing can be taken away from it.
  private var isFull = false

  /// Money used, in US dollars.
  package var costUSD: Double { Double(micros) / 1e6 }

  /// The sums of no task.
  package init() {}

  /// The sums.
  package init(_ tasks: some Sequence<TaskRecord>) {
    for task in tasks { count(task, 1) }
  }

  /// Puts a task in the place of what it was. False when the sums must be made anew, since one of them is full.
  package mutating func replace(_ old: TaskRecord?, with new: TaskRecord) -> Bool {
    guard !isFull else { return false }
    if let old { count(old, -1) }
    count(new, 1)
    return !isFull
  }

  private mutating func count(_ task: TaskRecord, _ times: Int) {
    let section = TaskSection(task)
    let number = (sections[section] ?? 0) + times
    sections[section] = number == 0 ? nil : number
    if !task.phase.isEnd, task.phase != .review { ageing += times }
    if task.phase.holdsSlot || task.phase == .waiting { live += times }
    if task.costUSD.isFinite { micros = sum(micros, Int64((max(0, min(task.costUSD, 1e9)) * 1e6).rounded()), times) }
    for part in [task.tokens.input, task.tokens.output, task.tokens.cacheRead, task.tokens.cacheWrite] { tokens = sum(tokens, part, times) }
    bytes = sum(bytes, task.workspaceBytes, times)
  }

  private mutating func sum<Value: FixedWidthInteger>(_ sum: Value, _ figure: Value, _ times: Int) -> Value {
    let figure = max(0, figure)
    let (value, overflow) = times < 0 ? sum.subtractingReportingOverflow(figure) : sum.addingReportingOverflow(figure)
    isFull = isFull || overflow
    return overflow ? .max : value
  }
}
