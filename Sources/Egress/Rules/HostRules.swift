package import Model

/// What one task may reach: rules with their sources. A value; nothing in it means that nothing may be reached.
package struct HostRules: Hashable, Sendable, Codable {
  /// The rules, in the order in which they are shown.
  package private(set) var allowed: [HostReport.Allowed]

  /// No rules.
  package init() { allowed = [] }

  /// Adds rules; one that is there already keeps its first source.
  package mutating func add(_ rules: [HostRule], from source: String) {
    for rule in rules where !allowed.contains(where: { $0.rule == rule }) { allowed.append(HostReport.Allowed(rule: rule, source: source)) }
  }

  /// The rule that lets a host and port be reached, if there is one; of several the one that lets it lie in a private network.
  package func rule(for host: NetworkHost, port: UInt16) -> HostRule? {
    let found = allowed.lazy.map(\.rule).filter { $0.matches(host, port: port) }
    return found.first { $0.isPrivate } ?? found.first
  }
}
