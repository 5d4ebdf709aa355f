/// The `[host]` table: what has to stay free on this machine. 0 turns a rule off.
package struct HostSettings: Hashable, Sendable {
  /// Memory in MB that has to stay available beside what a new agent takes.
  package var minFreeMemoryMB = 256
  /// What an agent is expected to take in MB as long as none of its engine has been seen to take more.
  package var agentMemoryMB = 400
  /// The load average of a minute per core above which nothing more is started beside a running agent.
  package var maxLoadPerCore = 4.0
  /// Disk space in MB below which no task is started.
  package var minFreeDiskMB = 1024
  /// Disk space in MB below which running agents are frozen.
  package var freezeDiskMB = 256
  /// Disk space in MB below which the store's ballast is given up.
  package var ballastDiskMB = 64
  /// Free inodes below which no task is started.
  package var minFreeInodes = 10_000

  /// The defaults.
  package init() {}
}
