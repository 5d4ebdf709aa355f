import JSON
import Model

/// Reads what GitHub's REST API (version 2022-11-28) answers. Pure; what it does not understand is nil. Everything read came from outside.
enum GitHubDecoder {
  /// A repository.
  static func facts(_ value: JSONValue, host: String) -> ForgeRepositoryFacts? {
    guard let path = value["full_name"]?.string, let slash = path.firstIndex(of: "/"), let branch = value["default_branch"]?.string else {
      return nil
    }
    return ForgeRepositoryFacts(
      repository: ForgeRepository(host: host, owner: String(path[..<slash]), name: String(path[path.index(after: slash)...])),
      defaultBranch: branch, isArchived: value["archived"]?.bool ?? false, canPush: value["permissions"]?["push"]?.bool ?? false,
      cloneURL: value["clone_url"]?.string ?? "")
  }

  /// An issue without its comments; pull requests are issues as well.
  static func issue(_ value: JSONValue) -> ForgeIssue? {
    guard let number = number(value), let title = value["title"]?.string, let updated = moment(value["updated_at"]) else { return nil }
    return ForgeIssue(
      number: number, name: "#\(number)", title: title, body: value["body"]?.string ?? "", labels: labels(value["labels"]),
      milestone: value["milestone"]?["title"]?.string, assignees: (value["assignees"]?.array ?? []).compactMap { $0["login"]?.string },
      author: login(value), isOpen: value["state"]?.string != "closed", url: value["html_url"]?.string ?? "", updated: updated,
      commentCount: max(0, value["comments"]?.int ?? 0))
  }

  /// Whether an issue is a pull request.
  static func isPullRequest(_ value: JSONValue) -> Bool { value["pull_request"].map { !$0.isNull } ?? false }

  /// A comment of an issue's or a pull request's conversation.
  static func comment(_ value: JSONValue) -> IssueComment? {
    guard let id = identifier(value), let created = moment(value["created_at"]) else { return nil }
    return IssueComment(
      id: id, author: login(value), isBot: value["user"]?["type"]?.string == "Bot", body: value["body"]?.string ?? "", created: created,
      url: value["html_url"]?.string)
  }

  /// A pull request.
  static func pullRequest(_ value: JSONValue) -> PullRequest? {
    guard let number = number(value), let title = value["title"]?.string, let head = value["head"]?["ref"]?.string,
      let base = value["base"]?["ref"]?.string, let commit = value["head"]?["sha"]?.string
    else { return nil }
    let isMerged = value["merged"]?.bool ?? false || value["merged_at"].map { !$0.isNull } ?? false
    return PullRequest(
      number: number, url: value["html_url"]?.string ?? "",
      state: isMerged ? .merged : value["state"]?.string == "closed" ? .closed : .open, isDraft: value["draft"]?.bool ?? false,
      title: title,
      body: value["body"]?.string ?? "", head: head, base: base, commit: commit, labels: labels(value["labels"]))
  }

  /// Whether a pull request brings a branch of the repository itself, by this name. A forge that does not understand its filter gives all of them.
  static func brings(_ value: JSONValue, branch: String) -> Bool {
    guard value["head"]?["ref"]?.string == branch else { return false }
    guard let home = value["base"]?["repo"]?["full_name"]?.string else { return true }
    return value["head"]?["repo"]?["full_name"]?.string == home
  }

  /// A comment on a line or a file of a pull request.
  static func reviewComment(_ value: JSONValue, resolved: Set<Int64>) -> ReviewNote? {
    guard let id = identifier(value), let created = moment(value["created_at"]) else { return nil }
    let isOnLine = value["subject_type"]?.string != "file" && value["side"]?.string != "LEFT"
    return ReviewNote(
      id: id, author: login(value), body: value["body"]?.string ?? "", path: value["path"]?.string,
      line: isOnLine ? value["line"]?.int.flatMap { $0 > 0 ? $0 : nil } : nil, isResolved: resolved.contains(id), created: created,
      url: value["html_url"]?.string)
  }

  /// What a review says on the whole, by its number below zero, since reviews and comments are counted apart; nil when it says nothing, or is not sent yet.
  static func review(_ value: JSONValue) -> ReviewNote? {
    guard let id = identifier(value), id > 0, let created = moment(value["submitted_at"]), let body = value["body"]?.string, !body.isEmpty,
      value["state"]?.string != "PENDING"
    else { return nil }
    return ReviewNote(
      id: -id, author: login(value), body: body, isResolved: value["state"]?.string == "DISMISSED", created: created,
      url: value["html_url"]?.string)
  }

  /// The numbers of the comments in threads that are resolved, and where the next page begins: GraphQL's `reviewThreads`.
  static func resolvedThreads(_ value: JSONValue) -> (comments: [Int64], next: String?)? {
    guard let threads = value["data"]?["repository"]?["pullRequest"]?["reviewThreads"], let nodes = threads["nodes"]?.array else {
      return nil
    }
    let comments = nodes.filter { $0["isResolved"]?.bool == true }.flatMap { thread in
      (thread["comments"]?["nodes"]?.array ?? []).compactMap {
        $0["fullDatabaseId"]?.string.flatMap { Int64($0) } ?? whole($0["databaseId"])
      }
    }
    let page = threads["pageInfo"]
    return (comments, page?["hasNextPage"]?.bool == true ? page?["endCursor"]?.string : nil)
  }

  static func number(_ value: JSONValue) -> Int? { value["number"]?.int.flatMap { $0 > 0 ? $0 : nil } }

  static func labels(_ value: JSONValue?) -> [String] { (value?.array ?? []).compactMap { $0["name"]?.string ?? $0.string } }

  static func moment(_ value: JSONValue?) -> Timestamp? { value?.string.flatMap { Timestamp(rfc3339: $0) } }

  private static func login(_ value: JSONValue) -> String { value["user"]?["login"]?.string ?? "ghost" }

  private static func identifier(_ value: JSONValue) -> Int64? { whole(value["id"]) }

  private static func whole(_ value: JSONValue?) -> Int64? {
    if case .integer(let number)? = value { number } else { nil }
  }
}
