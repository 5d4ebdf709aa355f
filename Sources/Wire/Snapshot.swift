package import Model

/// Everything that a client shows at the moment it attaches.
package struct Snapshot: Hashable, Sendable, Codable {
  /// All tasks that are not in the archive, listed, in id order.
  package var tasks: [TaskRecord]
  /// The queue.
  package var queue: QueueStatus
  /// The store's last row number: what comes by notice is newer.
  package var seq: Int64
  /// The engines that can be used, default first.
  package var engines: [String]
  /// The default sandbox, for the status line.
  package var sandbox: SandboxSummary
  /// What waits to be published, listed; nil from a service that does not say.
  package var outbox: [OutboxEntry]?
  /// What this operator had seen when they last left; nil: they were never here.
  package var seen: SeenMark?

  /// A snapshot.
  package init(tasks: [TaskRecord], queue: QueueStatus, seq: Int64, engines: [String], sandbox: SandboxSummary, seen: SeenMark? = nil) {
    self.tasks = tasks
    self.queue = queue
    self.seq = seq
    self.engines = engines
    self.sandbox = sandbox
    self.seen = seen
  }
}
