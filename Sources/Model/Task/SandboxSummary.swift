/// How a task's agent is shut in; shown on every task.
package struct SandboxSummary: Hashable, Sendable, Codable {
  /// How far (CONTRACT.md, `[sandbox] level`).
  package enum Level: String, Hashable, Sendable, Codable, CaseIterable {
    case isolated, files, none

    /// What holds of a network that was asked for: only an isolated sandbox has one of its own, so that everything else is open.
    package func network(_ asked: Network) -> Network { self == .isolated ? asked : .open }
  }

  /// What it may reach (CONTRACT.md, `[sandbox] network`).
  package enum Network: String, Hashable, Sendable, Codable, CaseIterable {
    case open, engine, none
  }

  /// How far.
  package var level: Level
  /// What it may reach.
  package var network: Network

  /// A summary.
  package init(level: Level, network: Network) {
    self.level = level
    self.network = network
  }

  /// "isolated, network open".
  package var description: String { "\(level.rawValue), network \(network.rawValue)" }
}
