internal import Platform

/// What this machine can do beyond the least that an isolated sandbox needs; `SandboxProbe` finds it out by trying.
package struct SandboxFeatures: Hashable, Sendable {
  /// Whether programs inside can be kept from making user namespaces of their own (`--disable-userns`, bubblewrap 0.8).
  package var disablesNamespaces: Bool
  /// The newest Landlock version that the kernel and the warden know; 0: none, and so no level `files`.
  package var landlock: Int
  /// How memory, processes and CPU can be limited.
  package var groups: ControlGroups
  /// Whether memory can be watched where no control group limits it.
  package var watchesMemory: Bool
  /// Whether the service is root's: then the number of processes is limited by control groups alone, since the kernel's rlimit does not hold for root.
  package var isRoot: Bool

  /// What Debian 12's bubblewrap has, on a machine without Landlock and control groups.
  package init(disablesNamespaces: Bool = true, landlock: Int = 0, groups: ControlGroups = .none) {
    self.disablesNamespaces = disablesNamespaces
    self.landlock = landlock
    self.groups = groups
    watchesMemory = MemoryWatch.isPossible
    isRoot = Environment.uid == 0
  }

  /// What is in force of some limits at a level, in words for a task's line: "memory 4 GB by cgroup v1", "no process limit here".
  package func words(for limits: SandboxLimits, isolated: Bool) -> [String] {
    var words: [String] = []
    if limits.memoryMB > 0 {
      let memory = "memory \(SandboxLimits.words(megabytes: limits.memoryMB))"
      words.append(
        groups.holds(.memory) ? "\(memory) by \(groups.words)" : watchesMemory ? "\(memory) by a watchdog" : "no memory limit here")
    } else {
      words.append("no memory limit")
    }
    if limits.processes > 0 {
      if hasProcessGroup(isolated: isolated), groups.holds(.pids) {
        words.append("\(limits.processes) processes by \(groups.words)")
      } else {
        words.append(isolated && !isRoot ? "\(limits.processes) processes" : "no process limit here")
      }
    }
    if limits.cpuPercent > 0 || limits.cpuWeight > 0 {
      let cpu = [
        limits.cpuPercent > 0 ? "CPU \(limits.cpuPercent) %" : nil, limits.cpuWeight > 0 ? "CPU weight \(limits.cpuWeight)" : nil,
      ].compactMap { $0 }.joined(separator: ", ")
      words.append(groups.holds(.cpu) ? "\(cpu) by \(groups.words)" : "no CPU limit here")
    }
    if limits.fileMB > 0 { words.append("files up to \(SandboxLimits.words(megabytes: limits.fileMB))") }
    if isolated { words.append("scratch \(SandboxLimits.words(megabytes: limits.temporaryMB))") }
    return words
  }

  /// Whether a control group, not an rlimit, holds the number of processes.
  func hasProcessGroup(isolated: Bool) -> Bool { isRoot || !isolated }
}
