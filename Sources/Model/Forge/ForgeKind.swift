/// The kinds of forges that Carrel speaks to. Forgejo answers Gitea's API; GitHub Enterprise answers GitHub's.
package enum ForgeKind: String, Hashable, Sendable, Codable, CaseIterable {
  case gitea, forgejo, github, gitlab

  /// How people write it.
  package var title: String {
    switch self {
    case .gitea: "Gitea"
    case .forgejo: "Forgejo"
    case .github: "GitHub"
    case .gitlab: "GitLab"
    }
  }
}
