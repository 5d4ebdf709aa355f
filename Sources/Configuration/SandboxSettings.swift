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

  /// The defaults.
  package init() {}
}
