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

  /// Money used by all tasks, in US dollars.
  package var totalCost: Double { tasks.values.reduce(0) { $0 + ($1.costUSD.isFinite ? max(0, $1.costUSD) : 0) } }

  /// Tokens used by all tasks.
  package var totalTokens: Int { tasks.values.reduce(TokenCount()) { $0 + $1.tokens }.totalClamped }

  /// Bytes in all workspaces.
  package var totalBytes: Int64 {
    tasks.values.reduce(0) { sum, task in
      let (value, overflow) = sum.addingReportingOverflow(max(0, task.workspaceBytes))
      return overflow ? .max : value
    }
  }

  /// Tasks that need the operator.
  package var attentionCount: Int { tasks.values.count { $0.attention != nil } }

  /// Makes the effect that sends a request, and remembers what it was for.
  mutating func send(_ request: Request, for purpose: Pending) -> Effect {
    let id = nextRequest
    nextRequest += 1
    pending[id] = purpose
    return .request(id: id, request)
  }

  /// Shows a line at the bottom. Warnings and errors also go to the log.
  mutating func say(_ level: NoticeLevel, _ text: String) {
    toast = Toast(level, text)
    if level != .info { note(level, text) }
  }

  /// Adds a line to the log.
  mutating func note(_ level: NoticeLevel, _ text: String) {
    log.append(LogLine(time: now, level: level, text: text))
    if log.count > Self.logLimit { log.removeFirst(log.count - Self.logLimit) }
  }
}

extension TokenCount {
  /// All of them; the most that fits when the figures from outside are absurd.
  fileprivate var totalClamped: Int {
    [input, output, cacheRead, cacheWrite].reduce(0) { sum, part in
      let (value, overflow) = sum.addingReportingOverflow(max(0, part))
      return overflow ? .max : value
    }
  }
}
