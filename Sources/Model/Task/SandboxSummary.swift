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
  /// What limits are in force, in words: "memory 4 GB by cgroup v1", "no CPU limit here".
  package var limits: [String]

  /// A summary.
  package init(level: Level, network: Network, key: Key? = nil, limits: [String] = []) {
    self.level = level
    self.network = network
    self.key = key
    self.limits = limits
  }

  /// Older records know no limits.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      level: try values.decode(Level.self, forKey: .level), network: try values.decode(Network.self, forKey: .network),
      key: try values.decodeIfPresent(Key.self, forKey: .key), limits: try values.decodeIfPresent([String].self, forKey: .limits) ?? [])
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

  /// "isolated, network engine, key outside; memory 4 GB by cgroup v1; 512 processes".
  package var details: String { ([description] + limits).joined(separator: "; ") }
}
