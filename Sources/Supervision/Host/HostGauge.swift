package import Model
import Platform

/// Reads what the machine has left. Closures, so that stories have a machine of their own.
package struct HostGauge: Sendable {
  /// What is left now. A few small files of the kernel: it does not block.
  package var read: @Sendable () -> HostReading
  /// What the processes of each task take now, in bytes. Walks `/proc` on a thread of its own.
  package var agents: @Sendable () async -> [TaskID: Int64]

  /// A gauge.
  package init(read: @escaping @Sendable () -> HostReading, agents: @escaping @Sendable () async -> [TaskID: Int64] = { [:] }) {
    self.read = read
    self.agents = agents
  }

  /// Knows nothing: nothing is held back for it.
  package static let none = HostGauge(read: { HostReading() })

  /// This machine, with the disk of the state directory and the tasks in `tasks`.
  package static func system(state: String, tasks: String) -> HostGauge {
    HostGauge(
      read: { KernelFiles().reading(of: state) },
      agents: { await runBlocking { AgentMemory(tasks: tasks).measure() } })
  }
}
