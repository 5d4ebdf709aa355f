package import Model

/// The `[sandbox]` table.
package struct SandboxSettings: Hashable, Sendable {
  /// How far agents are shut in.
  package var level = SandboxSummary.Level.isolated
  /// What they may reach.
  package var network = SandboxSummary.Network.engine
  /// Hosts that may be reached besides the engine's own, with `network = "engine"`.
  package var allowHosts: [HostRule] = []
  /// Most memory of a task's processes in MB; 0: no limit.
  package var memoryMB = 0
  /// Most processes of a task; 0: no limit.
  package var processes = 512

  /// Most CPU time of a task's processes in hundredths of one core; 0: no limit.
  package var cpuPercent = 0
  /// The share of the CPU of a task's processes when it is scarce, 1 to 10,000 (usual: 100); 0: as the system does it.
  package var cpuWeight = 0
  /// The size of a task's `/tmp`, `/var/tmp` and `/dev/shm` in MB, each.
  package var temporaryMB = 512
  /// The largest file that a task can write, in MB; 0: no limit.
  package var fileMB = 0

  /// The defaults.
  package init() {}
}
