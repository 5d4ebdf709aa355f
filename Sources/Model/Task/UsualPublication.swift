/// In which way tasks are published when nobody says: everywhere, and where a repository has a way of its own. What the configuration says, for an interface.
package struct UsualPublication: Hashable, Sendable {
  /// Of a table that speaks of some repositories.
  package struct Rule: Hashable, Sendable {
    /// Of which.
    package var match: RepositoryMatch
    /// The way; nil: as everywhere.
    package var kind: Publication.Kind?

    /// A rule.
    package init(match: RepositoryMatch, kind: Publication.Kind?) {
      self.match = match
      self.kind = kind
    }
  }

  /// The way where no rule says another; nil: not said, which means a branch.
  package var kind: Publication.Kind?
  /// The rules.
  package var rules: [Rule]

  /// Without arguments: nothing is said.
  package init(kind: Publication.Kind? = nil, rules: [Rule] = []) {
    self.kind = kind
    self.rules = rules
  }

  /// The way of a repository's tasks: the rule with the longest match counts.
  package func kind(of location: RepositoryLocation) -> Publication.Kind {
    var best: Rule?
    for rule in rules where rule.match.takes(location) {
      if rule.match.text.utf8.count > best?.match.text.utf8.count ?? -1 { best = rule }
    }
    return best?.kind ?? kind ?? .branch
  }
}
