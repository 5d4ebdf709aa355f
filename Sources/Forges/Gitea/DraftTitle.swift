/// The prefix by which Gitea and Forgejo know that a pull request is not ready (`WORK_IN_PROGRESS_PREFIXES`, by default `WIP:` and `[WIP]`). Pure.
enum DraftTitle {
  private static let prefixes = ["wip:", "[wip]"]

  /// A title without such a prefix, and whether it had one.
  static func split(_ title: String) -> (title: String, isDraft: Bool) {
    for prefix in prefixes where title.lowercased().hasPrefix(prefix) {
      let rest = title.dropFirst(prefix.count).drop { $0 == " " }
      return (rest.isEmpty ? title : String(rest), true)
    }
    return (title, false)
  }

  /// A title as the forge is to have it.
  static func join(_ title: String, isDraft: Bool) -> String {
    let plain = split(title).title
    return isDraft ? "WIP: \(plain)" : plain
  }
}
