/// The queue as a whole, for status lines and `carrel queue`.
package struct QueueStatus: Hashable, Sendable, Codable {
  /// Whether no new task is started.
  package var paused: Bool
  /// Most tasks that run at once.
  package var maxRunning: Int
  /// Most live agent processes.
  package var maxLive: Int
  /// Live agent processes now.
  package var live: Int
  /// One message for the operator about the whole, such as a dead credential; nil when all is well.
  package var trouble: String?
  /// What the machine has left, one line; nil from a service that does not say so.
  package var host: String?

  /// A status.
  package init(paused: Bool, maxRunning: Int, maxLive: Int, live: Int, trouble: String? = nil, host: String? = nil) {
    self.paused = paused
    self.maxRunning = maxRunning
    self.maxLive = maxLive
    self.live = live
    self.trouble = trouble
    self.host = host
  }
}
