/// What a task's programs did with one host: reached it, or were refused it. Never a path, never what was sent.
package struct HostUse: Hashable, Sendable, Codable {
  /// The host in its one spelling, or, where it has none, what was asked for as far as it can be shown.
  package var host: String
  /// The port; 0 where none could be read.
  package var port: UInt16
  /// Why it was refused the last time; nil: it was reached.
  package var reason: String?
  /// Whether an operator can allow it as it stands.
  package var canBeAllowed: Bool
  /// How often it was refused.
  package var refusals: Int
  /// How often it was connected.
  package var connections: Int
  /// Bytes to it.
  package var sent: Int64
  /// Bytes from it.
  package var received: Int64

  /// A host that nothing has happened with yet.
  package init(host: String, port: UInt16) {
    self.host = host
    self.port = port
    canBeAllowed = false
    refusals = 0
    connections = 0
    sent = 0
    received = 0
  }

  /// `example.org:443`.
  package var place: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  /// Whether it was refused the last time it was asked for.
  package var isBlocked: Bool { reason != nil }
}
