import Configuration
import Model
import Platform
import Storage

/// What the machine can bear: asked at every look at the queue, and while agents write to the disk. While nothing runs and nothing waits, nothing is asked.
extension TaskSupervisor {
  /// The machine's situation now.
  func hostSituation(_ tasks: [TaskRecord], _ now: Timestamp) -> HostSituation {
    governor.reading = desk.host.read()
    var situation = HostSituation(reading: governor.reading, limits: HostLimits(desk.settings.host), seen: governor.seen)
    // An idle agent in review holds nobody back: else a machine that is always busy would start nothing.
    situation.agents = tasks.count { $0.phase.holdsSlot }
    for task in tasks {
      let isYoung = task.phase == .running && task.phaseSince.seconds(until: now) < HostGovernor.secondsToGrow
      if task.phase == .preparing || isYoung { situation.reserved += situation.estimate(of: task.engine) }
    }
    return situation
  }

  /// Measures what the live agents take, unless that was done a moment ago. What comes out is for the next decision.
  func weighAgents() {
    guard !live.all.isEmpty, desk.uptime() - governor.weighedAt >= HostGovernor.secondsBetweenWeighings else { return }
    governor.weighedAt = desk.uptime()
    let gauge = desk.host
    Task {
      for (id, bytes) in await gauge.agents() {
        if let record = self.records[id], self.live.all.contains(id) { self.governor.note(bytes, of: id, engine: record.engine) }
      }
    }
  }

  // MARK: The disk

  /// Whether agents may write to the disk, or stand still until there is room on it.
  private var needsDiskWatch: Bool {
    !isShuttingDown && governor.reading.freeDisk != nil && (records.values.contains { $0.phase.holdsSlot } || governor.mark >= .frozen)
  }

  /// Looks at the disk as long as that is needed.
  func watchDisk() {
    guard needsDiskWatch else {
      diskWatch?.cancel()
      diskWatch = nil
      return
    }
    guard diskWatch == nil else { return }
    let desk = desk
    let limits = HostLimits(desk.settings.host)
    diskWatch = Task {
      while !Task.isCancelled, self.needsDiskWatch {
        await self.lookAtDisk()
        await desk.sleep(DiskMark.secondsToNextLook(self.governor.reading.freeDisk, limits))
      }
      if !Task.isCancelled { self.diskWatch = nil }
    }
  }

  /// Does what the disk's mark asks for: freezes and thaws the agents, gives the ballast up and takes it again.
  func lookAtDisk() async {
    governor.reading = desk.host.read()
    let before = governor.mark
    let now = DiskMark.at(governor.reading.freeDisk, HostLimits(desk.settings.host), before: before)
    guard now != before else { return }
    governor.mark = now
    if now == .last, before < .last, await desk.log.releaseBallast() { governor.hasDroppedBallast = true }
    if now >= .frozen, before < .frozen {
      await freezeForRoom(true)
    } else if now < .frozen, before >= .frozen {
      await restoreBallast()
      await freezeForRoom(false)
      announce(.message(.info, "There is room on the disk again: the agents go on."))
      scheduleAdmission()
    }
    if now > before, let trouble = governor.trouble { announce(.message(.error, trouble)) }
    tellQueue()
  }

  /// Holds the store's reserve again when there is room.
  func restoreBallast() async {
    governor.hasDroppedBallast = !(await desk.log.restoreBallast())
  }

  /// Lets every agent stand still, or go on.
  private func freezeForRoom(_ stands: Bool) async {
    // What an operator froze goes on by an operator's word alone.
    if stands ? frozen : frozenBecause == nil { return }
    do throws(SupervisionError) { try await setFrozen(stands, because: "the disk is full") } catch {
      announce(.message(.error, error.text))
    }
  }

  /// Takes over what an earlier service froze for want of room, and looks whether there is some now.
  func resumeDiskWatch() async {
    if frozenBecause != nil, desk.host.read().freeDisk != nil { governor.mark = .frozen }
    await lookAtDisk()
    await restoreBallast()
  }
}
