package import Model

/// Decides which queued tasks start now: the one place on every start path (pure). Starts that an operator asks for directly (an answer, a message to
/// a reviewed task) have the right of way: they are never held, and count.
package enum QueuePolicy {
  /// What is known when deciding.
  package struct Situation: Hashable, Sendable {
    /// Whether the queue is paused.
    package var paused: Bool
    /// Most tasks in `preparing` and `running`.
    package var maxRunning: Int
    /// Most live agents.
    package var maxLive: Int
    /// Live agents that may not be ended now (working ones).
    package var busyAgents: Int
    /// Engines whose credential is known to be dead, with the message.
    package var deadCredentials: [String: String]
    /// Why nothing can start at all (disk full), or nil.
    package var obstacle: String?
    /// The moment.
    package var now: Timestamp

    /// A situation.
    package init(
      paused: Bool, maxRunning: Int, maxLive: Int, busyAgents: Int = 0, deadCredentials: [String: String] = [:], obstacle: String? = nil,
      now: Timestamp
    ) {
      self.paused = paused
      self.maxRunning = maxRunning
      self.maxLive = maxLive
      self.busyAgents = busyAgents
      self.deadCredentials = deadCredentials
      self.obstacle = obstacle
      self.now = now
    }
  }

  /// What comes out.
  package struct Verdict: Hashable, Sendable {
    /// Tasks to start, in order.
    package var start: [TaskID] = []
    /// Why the others wait, in words for the list.
    package var held: [TaskID: String] = [:]
    /// Tasks whose credential is dead, with the message.
    package var parked: [TaskID: String] = [:]
    /// When to look again although nothing happened (the first end of a back-off).
    package var lookAgain: Timestamp?
  }

  /// Sorts the queued tasks into those that start and those that wait. Order: priority, then id.
  package static func admit(_ tasks: [TaskRecord], _ situation: Situation) -> Verdict {
    var verdict = Verdict()
    let phases = Dictionary(tasks.map { ($0.id, $0.phase) }, uniquingKeysWith: { first, _ in first })
    var free = situation.maxRunning - tasks.count { $0.phase.holdsSlot }
    var freeAgents = situation.maxLive - situation.busyAgents
    let queued = tasks.filter { $0.phase == .queued }.sorted { ($1.priority, $0.id) < ($0.priority, $1.id) }
    for task in queued {
      if let dead = situation.deadCredentials[task.engine] {
        verdict.parked[task.id] = dead
        continue
      }
      if let reason = dependency(of: task, phases) {
        verdict.held[task.id] = reason
        continue
      }
      if let moment = task.notBefore, situation.now < moment {
        verdict.lookAgain = min(verdict.lookAgain ?? moment, moment)
        verdict.held[task.id] = task.detail.hasPrefix("retry") ? task.detail : "not before \(moment)"
        continue
      }
      if situation.paused {
        verdict.held[task.id] = "the queue is paused"
      } else if let obstacle = situation.obstacle {
        verdict.held[task.id] = obstacle
      } else if free <= 0 {
        verdict.held[task.id] = ""
      } else if freeAgents <= 0 {
        verdict.held[task.id] = "all \(situation.maxLive) agents are busy"
      } else {
        verdict.start.append(task.id)
        free -= 1
        freeAgents -= 1
      }
    }
    return verdict
  }

  /// Why a task's dependencies hold it, or nil.
  private static func dependency(of task: TaskRecord, _ phases: [TaskID: TaskPhase]) -> String? {
    for other in task.dependsOn {
      switch phases[other] {
      case .done: continue
      case nil: return "after \(other), which does not exist"
      case .discarded, .failed, .stopped: return "after \(other), which is \(phases[other]?.rawValue ?? "")"
      default: return "after \(other)"
      }
    }
    return nil
  }
}
