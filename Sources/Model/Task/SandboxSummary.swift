/// How a task's agent is shut in; shown on every task.
package struct SandboxSummary: Hashable, Sendable, Codable {
  /// How far (CONTRACT.md, `[sandbox] level`).
  package enum Level: String, Hashable, Sendable, Codable, CaseIterable {
    case isolated, files, none
  }

  /// What it may reach (CONTRACT.md, `[sandbox] network`).
  package enum Network: String, Hashable, Sendable, Codable, CaseIterable {
    case open, engine, none
  }

  /// How far.
  package var level: Level
  /// What it may reach.
  package var network: Network
  /// What limits are in force, in words: "memory 4 GB by cgroup v1", "no CPU limit here".
  package var limits: [String]

  /// A summary.
  package init(level: Level, network: Network, limits: [String] = []) {
    self.level = level
    self.network = network
    self.limits = limits
  }

  /// Older records know no limits.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      level: try values.decode(Level.self, forKey: .level), network: try values.decode(Network.self, forKey: .network),
      limits: try values.decodeIfPresent([String].self, forKey: .limits) ?? [])
  }

  /// "isolated, network open".
  package var description: String { "\(level.rawValue), network \(network.rawValue)" }

  /// "isolated, network open; memory 4 GB by cgroup v1; 512 processes".
  package var details: String { ([description] + limits).joined(separator: "; ") }
}
