import Agents
import Configuration
import Model
import Platform

/// Which queued tasks start, and when to look again: the one place on every start path.
extension TaskSupervisor {
  /// Lets the queue look soon; many calls make one look.
  func scheduleAdmission() {
    guard !admissionPending else { return }
    admissionPending = true
    admission = Task { await self.admit() }
  }

  /// Looks at the queue once. What is decided is noted in the same breath, so that several looks at once cannot give a slot twice.
  func admit() async {
    admissionPending = false
    guard !isShuttingDown else { return }
    let live = await liveRunners()
    var idle = 0
    var parkable = 0
    for runner in live {
      let canPark = await runner.canPark
      if records[runner.id]?.phase.holdsSlot == false { if canPark { parkable += 1 } else { idle += 1 } }
    }
    let obstacle = desk.obstacle()
    guard !isShuttingDown else { return }
    let all = records.values.map { record in
      var copy = record
      if starting[record.id] != nil { copy.phase = .preparing }
      return copy
    }
    let now = desk.now()
    let busy = all.count { $0.phase.holdsSlot } + idle
    // Each task with a slot has an agent or gets one; idle agents that cannot be resumed may not be ended either.
    let verdict = QueuePolicy.admit(
      all,
      QueuePolicy.Situation(
        paused: paused, maxRunning: desk.settings.maxRunning, maxLive: desk.settings.maxLive,
        busyAgents: busy, deadCredentials: deadCredentials, obstacle: obstacle, now: now))
    var again = verdict.lookAgain
    // Nobody tells when there is room on the disk again.
    if obstacle != nil {
      let later = Timestamp(milliseconds: now.milliseconds + 30_000)
      again = min(again ?? later, later)
    }
    wakeUp(at: again)
    let excess = busy + verdict.start.count + parkable - desk.settings.maxLive
    let room = Task { await self.makeRoom(excess, live) }
    for id in verdict.start { start(id, after: room) }
    for (id, text) in verdict.parked {
      if let record = records[id], record.attention?.kind != .credential { await runner(for: record).handleQuietly(.credentialDead(text)) }
    }
    for (id, text) in verdict.held.sorted(by: { $0.key < $1.key }) {
      if let record = records[id], record.detail != text { await runner(for: record).handleQuietly(.held(text)) }
    }
    await tellQueue()
  }

  private func start(_ id: TaskID, after room: Task<Void, Never>) {
    guard let record = records[id] else { return }
    let runner = runner(for: record)
    starting[id] = Task {
      await room.value
      await runner.handleQuietly(.admitted)
      // When it was refused (stopped meanwhile), its slot is free for another.
      if self.starting.removeValue(forKey: id) != nil { self.scheduleAdmission() }
    }
  }

  /// Ends idle agents that can be resumed, longest idle first, so that the new ones fit under `max_live`.
  private func makeRoom(_ count: Int, _ live: [TaskRunner]) async {
    guard count > 0 else { return }
    var excess = count
    let idle = live.compactMap { runner in records[runner.id].map { (runner, $0.phaseSince) } }.sorted { $0.1 < $1.1 }
    for (runner, _) in idle where excess > 0 {
      if await runner.park() { excess -= 1 }
    }
  }

  private func wakeUp(at moment: Timestamp?) {
    lookAgain?.cancel()
    lookAgain = nil
    guard let moment else { return }
    let desk = desk
    lookAgain = Task {
      await desk.sleep(max(0.05, desk.now().seconds(until: moment)))
      if !Task.isCancelled { self.scheduleAdmission() }
    }
  }
}
