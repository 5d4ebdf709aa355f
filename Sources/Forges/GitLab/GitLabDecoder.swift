import JSON
import Model

/// Reads what GitLab's REST API v4 answers. Pure; what it does not understand is nil. Everything read came from outside.
enum GitLabDecoder {
  /// A project. Groups may stand in groups: all but the last name is the owner.
  static func facts(_ value: JSONValue, host: String) -> ForgeRepositoryFacts? {
    guard let path = value["path_with_namespace"]?.string, let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return nil }
    let rights = value["permissions"]
    let level = max(rights?["project_access"]?["access_level"]?.int ?? 0, rights?["group_access"]?["access_level"]?.int ?? 0)
    // 30: developer (“Roles and permissions”). Administrators have no entry, and may.
    return ForgeRepositoryFacts(
      repository: ForgeRepository(host: host, owner: String(path[..<slash]), name: String(path[path.index(after: slash)...])),
      defaultBranch: value["default_branch"]?.string ?? "", isArchived: value["archived"]?.bool ?? false, canPush: level >= 30,
      cloneURL: value["http_url_to_repo"]?.string ?? "")
  }

  /// An issue without its comments.
  static func issue(_ value: JSONValue) -> ForgeIssue? {
    guard let number = number(value), let title = value["title"]?.string, let updated = moment(value["updated_at"]) else { return nil }
    return ForgeIssue(
      number: number, name: "#\(number)", title: title, body: value["description"]?.string ?? "", labels: labels(value),
      milestone: value["milestone"]?["title"]?.string, assignees: (value["assignees"]?.array ?? []).compactMap { $0["username"]?.string },
      author: author(value), isOpen: value["state"]?.string != "closed", url: value["web_url"]?.string ?? "", updated: updated,
      commentCount: max(0, value["user_notes_count"]?.int ?? 0))
  }

  /// A comment of the conversation; nil for what GitLab itself notes there (`system`), and for comments of a review.
  static func comment(_ value: JSONValue, page: String?) -> IssueComment? {
    guard value["system"]?.bool != true, !isOfReview(value), let id = identifier(value), let created = moment(value["created_at"]) else {
      return nil
    }
    return IssueComment(
      id: id, author: author(value), isBot: isBot(author(value)), body: value["body"]?.string ?? "", created: created,
      url: page.map { "\($0)#note_\(id)" })
  }

  /// The comments of a review in a discussion, in its order.
  static func reviewNotes(_ discussion: JSONValue, page: String?) -> [ReviewNote] {
    (discussion["notes"]?.array ?? []).compactMap { note in
      guard note["system"]?.bool != true, isOfReview(note), let id = identifier(note), let created = moment(note["created_at"]) else {
        return nil
      }
      let position = note["position"]
      return ReviewNote(
        id: id, author: author(note), body: note["body"]?.string ?? "",
        path: position?["new_path"]?.string ?? position?["old_path"]?.string,
        line: position?["new_line"]?.int.flatMap { $0 > 0 ? $0 : nil }, isResolved: note["resolved"]?.bool ?? false, created: created,
        url: page.map { "\($0)#note_\(id)" })
    }
  }

  /// A merge request. Its title is told without the words that make it a draft.
  static func request(_ value: JSONValue) -> PullRequest? {
    guard let number = number(value), let title = value["title"]?.string, let head = value["source_branch"]?.string,
      let base = value["target_branch"]?.string
    else { return nil }
    let (plain, isDraft) = GitLabDraft.split(title)
    return PullRequest(
      number: number, url: value["web_url"]?.string ?? "", state: state(value["state"]?.string),
      isDraft: value["draft"]?.bool ?? value["work_in_progress"]?.bool ?? isDraft, title: plain, body: value["description"]?.string ?? "",
      head: head, base: base, commit: value["sha"]?.string ?? "", labels: labels(value))
  }

  /// Whether a merge request brings a branch of the project itself.
  static func isOwn(_ value: JSONValue) -> Bool {
    guard let source = value["source_project_id"]?.int, let target = value["target_project_id"]?.int else { return true }
    return source == target
  }

  static func number(_ value: JSONValue) -> Int? { value["iid"]?.int.flatMap { $0 > 0 ? $0 : nil } }

  static func identifier(_ value: JSONValue) -> Int64? { value["id"]?.int.map(Int64.init) }

  /// Names, or objects with a name where details were asked for.
  private static func labels(_ value: JSONValue) -> [String] {
    (value["labels"]?.array ?? []).compactMap { $0.string ?? $0["name"]?.string }
  }

  private static func moment(_ value: JSONValue?) -> Timestamp? { value?.string.flatMap { Timestamp(rfc3339: $0) } }

  private static func author(_ value: JSONValue) -> String { value["author"]?["username"]?.string ?? "ghost" }

  /// The users behind tokens of projects and groups are named so (“Project access tokens”, bot users), and GitLab's own.
  private static func isBot(_ login: String) -> Bool {
    let words = login.split(separator: "_", omittingEmptySubsequences: false)
    if words.count >= 3, words[0] == "project" || words[0] == "group", words[2] == "bot" { return words[1].allSatisfy(\.isNumber) }
    return login.hasSuffix("-bot")
  }

  private static func isOfReview(_ note: JSONValue) -> Bool {
    note["resolvable"]?.bool == true || note["type"]?.string == "DiffNote" || note["type"]?.string == "DiscussionNote"
  }

  /// `locked` is a moment in the middle of merging.
  private static func state(_ text: String?) -> PullRequest.State {
    switch text {
    case "merged": .merged
    case "closed": .closed
    default: .open
    }
  }
}
