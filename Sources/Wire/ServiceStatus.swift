package import Model

/// How the service itself is.
package struct ServiceStatus: Hashable, Sendable, Codable {
  /// Its process id.
  package var pid: Int
  /// Its version.
  package var version: String
  /// When it was started.
  package var started: Timestamp
  /// Attached and other clients.
  package var clients: Int
  /// The queue.
  package var queue: QueueStatus
  /// Tasks by phase.
  package var phases: [String: Int]

  /// A status.
  package init(pid: Int, version: String, started: Timestamp, clients: Int, queue: QueueStatus, phases: [String: Int]) {
    self.pid = pid
    self.version = version
    self.started = started
    self.clients = clients
    self.queue = queue
    self.phases = phases
  }
}
