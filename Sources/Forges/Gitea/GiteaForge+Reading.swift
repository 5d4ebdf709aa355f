import JSON
import Model

/// What the API's objects say in ours; nil where they are not what the description says.
extension GiteaForge {
  func issue(_ value: JSONValue, in repository: ForgeRepository) -> ForgeIssue? {
    guard let number = value["number"]?.int, number > 0, let title = value["title"]?.string else { return nil }
    guard value["pull_request"]?.object == nil else { return nil }
    return ForgeIssue(
      number: number, name: "#\(number)", title: title, body: value["body"]?.string ?? "", labels: Self.labels(value),
      milestone: value["milestone"]?["title"]?.string, assignees: (value["assignees"]?.array ?? []).compactMap { $0["login"]?.string },
      author: Self.login(value["user"]), isOpen: value["state"]?.string == "open", url: value["html_url"]?.string ?? "",
      updated: Self.moment(value["updated_at"]), commentCount: max(0, value["comments"]?.int ?? 0))
  }

  func comment(_ value: JSONValue) -> IssueComment? {
    guard let id = value["id"]?.int else { return nil }
    return IssueComment(
      id: Int64(id), author: Self.login(value["user"]), isBot: Self.isBot(value["user"]), body: value["body"]?.string ?? "",
      created: Self.moment(value["created_at"]), url: Self.text(value["html_url"]))
  }

  func request(_ value: JSONValue) -> PullRequest? {
    guard let number = value["number"]?.int, number > 0, let title = value["title"]?.string,
      let head = Self.head(value), let base = value["base"]?["ref"]?.string
    else { return nil }
    let state: PullRequest.State = value["merged"]?.bool == true ? .merged : value["state"]?.string == "open" ? .open : .closed
    let (plain, isMarked) = DraftTitle.split(title)
    return PullRequest(
      number: number, url: value["html_url"]?.string ?? "", state: state, isDraft: value["draft"]?.bool ?? isMarked, title: plain,
      body: value["body"]?.string ?? "", head: head, base: base, commit: value["head"]?["sha"]?.string ?? "", labels: Self.labels(value))
  }

  /// The branch that a request brings; once it is deleted the forge says it as the label alone, and the ref is one of its own.
  static func head(_ value: JSONValue) -> String? {
    guard let ref = value["head"]?["ref"]?.string else { return nil }
    return ref.hasPrefix("refs/pull/") ? value["head"]?["label"]?.string ?? ref : ref
  }

  /// Whether a request brings a branch of the repository that it goes into.
  static func isOwn(_ value: JSONValue) -> Bool {
    guard let from = value["head"]?["repo_id"]?.int, let into = value["base"]?["repo_id"]?.int else { return false }
    return from == into
  }

  static func labels(_ value: JSONValue) -> [String] { (value["labels"]?.array ?? []).compactMap { $0["name"]?.string } }

  static func login(_ value: JSONValue?) -> String { value?["login"]?.string ?? "" }

  /// Users with numbers below zero are the forge's own: its Actions, or nobody any more.
  static func isBot(_ value: JSONValue?) -> Bool {
    let login = login(value).lowercased()
    return login.hasSuffix("[bot]") || (value?["id"]?.int ?? 0) < 0 && login != "ghost"
  }

  static func moment(_ value: JSONValue?) -> Timestamp { (value?.string).flatMap { Timestamp(rfc3339: $0) } ?? Timestamp(milliseconds: 0) }

  static func text(_ value: JSONValue?) -> String? { (value?.string).flatMap { $0.isEmpty ? nil : $0 } }
}
