package import Configuration

/// What has to stay free on this machine, in bytes; 0 turns a rule off.
package struct HostLimits: Hashable, Sendable {
  /// Memory that has to stay available beside a new agent's.
  package var freeMemory: Int64
  /// What an agent is expected to take at least.
  package var agentMemory: Int64
  /// Load of a minute per core above which nothing is started beside a running agent.
  package var loadPerCore: Double
  /// Disk space below which no task is started.
  package var freeDisk: Int64
  /// Disk space below which running agents are frozen.
  package var freezeDisk: Int64
  /// Disk space below which the store's ballast is given up.
  package var ballastDisk: Int64
  /// Inodes below which no task is started.
  package var freeInodes: Int64

  /// As configured.
  package init(_ settings: HostSettings) {
    freeMemory = Int64(settings.minFreeMemoryMB) << 20
    agentMemory = Int64(settings.agentMemoryMB) << 20
    loadPerCore = settings.maxLoadPerCore
    freeDisk = Int64(settings.minFreeDiskMB) << 20
    freezeDisk = Int64(settings.freezeDiskMB) << 20
    ballastDisk = Int64(settings.ballastDiskMB) << 20
    freeInodes = Int64(settings.minFreeInodes)
  }
}
