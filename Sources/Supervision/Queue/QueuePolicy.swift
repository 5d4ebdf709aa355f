package import Model
package import Workspaces

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
    /// What is free for workspaces; nil: it is not known.
    package var room: DiskRoom?
    /// What the workspaces take that tasks are still to be given.
    package var needs: [TaskID: DiskRoom] = [:]
    /// What the machine can bear; nil: nothing is asked of it.
    package var host: HostSituation?
    /// The moment.
    package var now: Timestamp

    /// A situation.
    package init(
      paused: Bool, maxRunning: Int, maxLive: Int, busyAgents: Int = 0, deadCredentials: [String: String] = [:], obstacle: String? = nil,
      host: HostSituation? = nil, now: Timestamp
    ) {
      self.paused = paused
      self.maxRunning = maxRunning
      self.maxLive = maxLive
      self.busyAgents = busyAgents
      self.deadCredentials = deadCredentials
      self.obstacle = obstacle
      self.host = host
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
    /// Whether a task waits for room on the disk, of which nobody tells.
    package var lacksRoom = false
    /// When to look again although nothing happened (the first end of a back-off).
    package var lookAgain: Timestamp?
    /// Whether a task waits for the machine, of which nobody tells when it has room again.
    package var waitsForHost = false
  }

  /// Sorts the queued tasks into those that start and those that wait. Order: priority, then id.
  package static func admit(_ tasks: [TaskRecord], _ situation: Situation) -> Verdict {
    var verdict = Verdict()
    let known = Dictionary(tasks.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var free = situation.maxRunning - tasks.count { $0.phase.holdsSlot }
    var freeAgents = situation.maxLive - situation.busyAgents
    var room = situation.room
    // Those that are being made have not taken their room yet.
    for task in tasks where task.phase == .preparing { if let need = situation.needs[task.id] { room?.take(need) } }
    var host = situation.host
    var firstInLine: TaskID?
    let queued = tasks.filter { $0.phase == .queued }.sorted { ($1.priority, $0.id) < ($0.priority, $1.id) }
    for task in queued {
      if let dead = situation.deadCredentials[task.engine] {
        verdict.parked[task.id] = dead
        continue
      }
      if let reason = dependency(of: task, known) ?? task.batch?.obstacle({ known[$0]?.phase }) {
        verdict.held[task.id] = reason
        continue
      }
      if let moment = task.notBefore, situation.now < moment {
        verdict.lookAgain = min(verdict.lookAgain ?? moment, moment)
        verdict.held[task.id] =
          task.detail.hasPrefix("retry") || task.detail.hasPrefix("waiting for disk") ? task.detail : "not before \(moment)"
        continue
      }
      if situation.paused {
        verdict.held[task.id] = "the queue is paused"
      } else if let obstacle = situation.obstacle ?? host?.diskObstacle {
        verdict.held[task.id] = obstacle
        verdict.waitsForHost = true
      } else if free <= 0 {
        verdict.held[task.id] = ""
      } else if let need = situation.needs[task.id], let shortage = room?.shortage(of: need) {
        verdict.held[task.id] = shortage
        verdict.lacksRoom = true
      } else if freeAgents <= 0 {
        verdict.held[task.id] = "all \(situation.maxLive) agents are busy"
      } else if let firstInLine {
        // A smaller one does not overtake: the first would wait for ever.
        verdict.held[task.id] = "behind \(firstInLine), which waits for the machine"
      } else if let reason = host?.obstacle(for: task.engine) {
        verdict.held[task.id] = reason
        verdict.waitsForHost = true
        firstInLine = task.id
      } else {
        verdict.start.append(task.id)
        if let need = situation.needs[task.id] { room?.take(need) }
        free -= 1
        freeAgents -= 1
        host?.start(task.engine)
      }
    }
    return verdict
  }

  /// Why a task's dependencies hold it, or nil.
  private static func dependency(of task: TaskRecord, _ known: [TaskID: TaskRecord]) -> String? {
    // One that is brought back from its pull request has begun long ago.
    if task.published?.request != nil { return nil }
    for id in task.dependsOn {
      guard let other = known[id] else { return "after \(id), which does not exist" }
      if task.startsFrom == id {
        if let reason = beginning(with: other) { return reason }
        continue
      }
      // Of attempts at one ticket the one that is taken counts.
      let attempts = (other.group?.members ?? []).compactMap { known[$0] }
      if other.phase == .done || attempts.contains(where: { $0.phase == .done }) { continue }
      let isOver = other.phase == .discarded || other.phase == .failed || other.phase == .stopped
      return "after \(id)" + (isOver && attempts.allSatisfy(\.phase.isEnd) ? ", which is \(other.phase.rawValue)" : "")
    }
    return nil
  }

  /// Why a task cannot begin with another's work yet, or nil: it can as soon as that work lies in review, handed over.
  private static func beginning(with other: TaskRecord) -> String? {
    switch other.phase {
    case .review, .publishing, .done: other.handedCommit == nil ? "after \(other.id)" : nil
    case .discarded, .failed, .stopped: "after \(other.id), which is \(other.phase.rawValue)"
    default: "after \(other.id)"
    }
  }
}
