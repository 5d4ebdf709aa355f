/// What the machine can bear, for one decision about the queue (pure): every start that is decided takes its share.
package struct HostSituation: Hashable, Sendable {
  /// What is left.
  package var reading: HostReading
  /// What has to stay.
  package var limits: HostLimits
  /// What agents of an engine were seen to take, in bytes.
  package var seen: [String: Int64]
  /// What is set apart for agents that start now and have not taken it yet, in bytes.
  package var reserved: Int64
  /// Agents that work or start.
  package var agents: Int

  /// A situation.
  package init(reading: HostReading, limits: HostLimits, seen: [String: Int64] = [:], reserved: Int64 = 0, agents: Int = 0) {
    self.reading = reading
    self.limits = limits
    self.seen = seen
    self.reserved = reserved
    self.agents = agents
  }

  /// What a new agent of an engine is expected to take: what was seen, but at least the setting.
  package func estimate(of engine: String) -> Int64 { max(limits.agentMemory, seen[engine] ?? 0) }

  /// Why no task at all can start, or nil.
  package var diskObstacle: String? {
    if limits.freeDisk > 0, let free = reading.freeDisk, free < limits.freeDisk {
      return "the disk is nearly full: \(SizeText.gigabytes(free)) free, \(SizeText.gigabytes(limits.freeDisk)) are needed to start a task"
    }
    if limits.freeInodes > 0, let free = reading.freeInodes, free < limits.freeInodes {
      return "the disk is nearly full: \(free) inodes free, \(limits.freeInodes) are needed to start a task"
    }
    return nil
  }

  /// Why an agent of an engine cannot be started now, or nil.
  package func obstacle(for engine: String) -> String? {
    let estimate = estimate(of: engine)
    if let available = reading.availableMemory, limits.freeMemory > 0 || limits.agentMemory > 0 {
      let left = available - reserved
      if left < estimate + limits.freeMemory {
        let takes = "\(SizeText.gigabytes(left)) available, an agent of \(engine) takes about \(SizeText.gigabytes(estimate))"
        return "waiting for memory: \(takes)" + (left < estimate ? "" : " and \(SizeText.gigabytes(limits.freeMemory)) stay free")
      }
    }
    // What follows passes with the work of others: it holds nothing back when nothing of ours runs.
    guard agents > 0 else { return nil }
    if limits.freeMemory > 0, let pressure = reading.memoryPressure, pressure > Self.mostMemoryPressure {
      return "waiting for memory: everything stood still for want of it in \(Int(min(pressure, 100)))% of the last ten seconds"
    }
    if limits.loadPerCore > 0, let load = reading.loadPerCore, load > limits.loadPerCore {
      // The average lags behind by a minute: where the kernel says so, a load that is over holds nothing.
      if let pressure = reading.processorPressure, pressure < Self.leastProcessorPressure { return nil }
      return
        "waiting for the machine: its load is \(SizeText.tenths(load)) per core, at most \(SizeText.tenths(limits.loadPerCore)) is wanted"
    }
    return nil
  }

  /// An agent of an engine is started.
  package mutating func start(_ engine: String) {
    reserved += estimate(of: engine)
    agents += 1
  }

  /// Percent of time without any progress above which memory counts as short.
  private static var mostMemoryPressure: Double { 20 }
  /// Percent of time with something waiting for a core below which no load is real.
  private static var leastProcessorPressure: Double { 10 }
}
