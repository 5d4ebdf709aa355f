/// The words before the title by which GitLab knows a merge request that is not ready. Pure. Source: “Draft merge requests”: `Draft:`, `[Draft]`, `(Draft)`.
enum GitLabDraft {
  /// `WIP:` and `[WIP]` are of GitLab before 14.0.
  private static let prefixes = ["draft:", "[draft]", "(draft)", "wip:", "[wip]"]

  /// A title without such words, and whether it had them. Several of them count as one.
  static func split(_ title: String) -> (title: String, isDraft: Bool) {
    var rest = title[...]
    var isDraft = false
    while let prefix = prefixes.first(where: { rest.lowercased().hasPrefix($0) }) {
      rest = rest.dropFirst(prefix.count).drop { $0 == " " }
      isDraft = true
    }
    return rest.isEmpty ? (title, isDraft) : (String(rest), isDraft)
  }

  /// A title as GitLab is to have it.
  static func join(_ title: String, isDraft: Bool) -> String {
    let plain = split(title).title
    return isDraft ? "Draft: \(plain)" : plain
  }
}
