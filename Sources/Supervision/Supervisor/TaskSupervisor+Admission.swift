import Agents
import Configuration
import Model
import Platform
import Workspaces

/// Which queued tasks start, and when to look again: the one place on every start path.
extension TaskSupervisor {
  /// Lets the queue look soon; many calls make one look.
  func scheduleAdmission() {
    guard !admissionPending else { return }
    admissionPending = true
    let before = admission
    // Whoever waits for the last look waits for all: one may be at its end still when the next begins.
    admission = Task {
      await self.admit()
      await before?.value
    }
  }

  /// Looks at the queue once. What is decided is noted in the same breath, so that several looks at once cannot give a slot twice.
  func admit() async {
    admissionPending = false
    guard !isShuttingDown else { return }
    let obstacle = frozen ? frozenBecause.map { "all agents are frozen: \($0)" } ?? "all agents are frozen" : nil
    let all = records.values.map { record in
      var copy = record
      if starting[record.id] != nil { copy.phase = .preparing }
      return copy
    }
    let now = desk.now()
    let idle = live.all.compactMap { records[$0] }.filter { !$0.phase.holdsSlot && starting[$0.id] == nil }
    let lasting = idle.count { desk.engines.engine(named: $0.engine)?.capabilities.losesNothing != true }
    let busy = all.count { $0.phase.holdsSlot } + lasting
    // Each task with a slot has an agent or gets one; idle agents whose conversation would be lost may not be ended either.
    var situation = QueuePolicy.Situation(
      paused: paused, maxRunning: desk.settings.maxRunning, maxLive: desk.settings.maxLive,
      busyAgents: busy, deadCredentials: deadCredentials, obstacle: obstacle, host: hostSituation(all, now), now: now)
    situation.room = desk.workspaces.room()
    for record in all where record.workspacePath == nil && (record.phase == .queued || record.phase == .preparing) {
      situation.needs[record.id] = desk.workspaces.need(of: record.repository)
    }
    let verdict = QueuePolicy.admit(all, situation)
    var again = verdict.lookAgain
    // Nobody tells when there is memory or room on the disk again.
    if verdict.waitsForHost || verdict.lacksRoom, !frozen {
      let later = Timestamp(milliseconds: now.milliseconds + 15_000)
      again = min(again ?? later, later)
    }
    wakeUp(at: again)
    makeRoom(busy + verdict.start.count + idle.count - lasting - desk.settings.maxLive, idle)
    for id in verdict.start { start(id) }
    for (id, text) in verdict.parked {
      if let record = records[id], record.attention?.kind != .credential { await runner(for: record).handleQuietly(.credentialDead(text)) }
    }
    for (id, text) in verdict.held.sorted(by: { $0.key < $1.key }) {
      if let record = records[id], record.detail != text { await runner(for: record).handleQuietly(.held(text)) }
    }
    tellQueue()
    watchDisk()
    weighAgents()
  }

  private func start(_ id: TaskID) {
    guard let record = records[id] else { return }
    let runner = runner(for: record)
    let room = room
    let beginning = inheritance(of: record)
    starting[id] = Task {
      await room?.value
      if let beginning { await runner.handleQuietly(beginning) }
      await runner.handleQuietly(.admitted)
      // When it was refused (stopped meanwhile), its slot is free for another.
      if self.starting.removeValue(forKey: id) != nil { self.scheduleAdmission() }
    }
  }

  /// What a task begins with that goes on from another's work; nil for every other task.
  private func inheritance(of record: TaskRecord) -> TaskInput? {
    guard let giver = record.startsFrom.flatMap({ records[$0] }), let commit = giver.handedCommit, record.workspacePath == nil,
      record.published == nil
    else {
      return nil
    }
    var outcomes = giver.chain?.outcomes ?? []
    if let last = giver.chain?.current, !last.isPublishing {
      outcomes.append(
        StepOutcome(name: last.name, engine: giver.engine, model: giver.model, isPlan: false, text: giver.summary, check: giver.check))
    }
    return .inherited(commit: commit, branch: giver.baseBranch, outcomes, unticked: giver.untickedHandedOver)
  }

  /// Ends idle agents that lose nothing by it, longest idle first, so that the new ones fit under `max_live`.
  private func makeRoom(_ excess: Int, _ idle: [TaskRecord]) {
    guard excess > 0 else { return }
    let before = room
    let candidates = idle.sorted { $0.phaseSince < $1.phaseSince }.map { runner(for: $0) }
    room = Task {
      await before?.value
      var left = excess
      for runner in candidates where left > 0 {
        // One that is gone by now has made its room too.
        if await runner.park() || !self.live.all.contains(runner.id) { left -= 1 }
      }
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
