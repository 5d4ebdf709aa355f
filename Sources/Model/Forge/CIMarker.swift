/// The words in a commit's message by which forges skip its checks.
package enum CIMarker {
  /// The marker that a kind of forge honours at the head of what is pushed: GitHub (docs, "Skipping workflow runs"), GitLab (docs, "Skip a pipeline"), Gitea and
  /// Forgejo (`[actions] SKIP_WORKFLOW_STRINGS`) have this one in common.
  package static func text(for kind: ForgeKind) -> String {
    switch kind {
    case .github, .gitlab, .gitea, .forgejo: "[skip ci]"
    }
  }

  /// A message that carries the marker in a paragraph of its own behind the subject, so that trailers stay the last one.
  package static func marked(_ message: String, _ marker: String) -> String {
    if message.contains(marker) { return message }
    var lines = message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.isEmpty { return marker }
    lines.insert(contentsOf: ["", marker], at: 1)
    return lines.joined(separator: "\n")
  }
}
