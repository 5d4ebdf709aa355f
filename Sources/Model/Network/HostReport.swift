/// How a task's network stands: what it may reach, and what came of it.
package struct HostReport: Hashable, Sendable, Codable {
  /// A rule and where it comes from.
  package struct Allowed: Hashable, Sendable, Codable {
    /// The rule.
    package var rule: HostRule
    /// Where it comes from, in words: "claude", "[sandbox] allow_hosts".
    package var source: String

    /// An entry.
    package init(rule: HostRule, source: String) {
      self.rule = rule
      self.source = source
    }
  }

  /// What holds for its sandbox.
  package var network: SandboxSummary.Network
  /// What it may reach, with `network = "engine"`.
  package var allowed: [Allowed]
  /// What happened, most recent first.
  package var uses: [HostUse]

  /// A report.
  package init(network: SandboxSummary.Network, allowed: [Allowed], uses: [HostUse]) {
    self.network = network
    self.allowed = allowed
    self.uses = uses
  }
}
