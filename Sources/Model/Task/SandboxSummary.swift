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

  /// Where the credential of its model is.
  package enum Key: String, Hashable, Sendable, Codable, CaseIterable {
    /// With the gateway: what is inside is a dummy.
    case outside
    /// Inside, where the agent can read it.
    case inside
  }

  /// How far.
  package var level: Level
  /// What it may reach.
  package var network: Network
  /// Where the credential of its model is; nil: it has none.
  package var key: Key?

  /// A summary.
  package init(level: Level, network: Network, key: Key? = nil) {
    self.level = level
    self.network = network
    self.key = key
  }

  /// "isolated, network open, key outside".
  package var description: String {
    let place: String =
      switch key {
      case .outside: ", key outside"
      case .inside: ", key inside the sandbox"
      case nil: ""
      }
    return "\(level.rawValue), network \(network.rawValue)" + place
  }
}
