/// What an operator had seen when they last looked: kept by the service for each of them, over detach, a cut line and restarts, for "since you left".
package struct SeenMark: Hashable, Sendable, Codable {
  /// When.
  package var time: Timestamp
  /// What all tasks had cost until then, in US dollars.
  package var costUSD: Double
  /// What each task that could still go on had cost, by its id; nil: nobody noted it.
  package var costs: [String: Double]?

  /// A mark.
  package init(time: Timestamp, costUSD: Double, costs: [String: Double]? = nil) {
    self.time = time
    self.costUSD = costUSD
    self.costs = costs
  }

  /// The mark of a moment. Only what can still cost more is noted task by task.
  package init(time: Timestamp, tasks: some Sequence<TaskRecord>) {
    self.init(time: time, costUSD: 0, costs: [:])
    for task in tasks {
      let cost = task.costUSD.isFinite ? max(0, task.costUSD) : 0
      costUSD += cost
      if !task.phase.isCompletion, cost > 0 { costs?[task.id.description] = cost }
    }
  }

  /// What a task has cost since, in US dollars; nil where it cannot be told apart from what was spent before.
  package func cost(of task: TaskRecord) -> Double? {
    guard task.costUSD.isFinite, task.costUSD > 0 else { return 0 }
    if task.created > time { return task.costUSD }
    guard let costs else { return nil }
    if let before = costs[task.id.description] { return max(0, task.costUSD - before) }
    // It had cost nothing yet, or was complete.
    return task.phase.isCompletion && task.phaseSince <= time ? 0 : task.costUSD
  }
}
