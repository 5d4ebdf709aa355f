import JSON
import Model

/// Reads Jira's issues. Everything in them came from outside: what is missing or of another kind counts as absent.
enum JiraIssue {
  /// The most comments that are looked at.
  private static let mostComments = 200

  static func read(_ value: JSONValue, address: String, withComments: Bool) -> ForgeIssue? {
    guard let key = value["key"]?.string.flatMap({ TrackerKey.reading($0) }), let fields = value["fields"] else { return nil }
    let comments = fields["comment"]?["comments"]?.array ?? []
    var issue = ForgeIssue(
      number: 0, name: key, title: fields["summary"]?.string ?? "", body: text(fields["description"]),
      labels: (fields["labels"]?.array ?? []).compactMap(\.string), milestone: fields["fixVersions"]?[0]?["name"]?.string,
      assignees: [person(fields["assignee"])].compactMap { $0 }, author: person(fields["reporter"]) ?? "",
      isOpen: fields["status"]?["statusCategory"]?["key"]?.string != "done", url: "\(address)/browse/\(key)",
      updated: moment(fields["updated"]), commentCount: max(comments.count, min(fields["comment"]?["total"]?.int ?? 0, 100_000)))
    if withComments {
      issue.comments = comments.suffix(mostComments).map { comment in
        IssueComment(
          id: comment["id"]?.string.flatMap { Int64($0) } ?? 0, author: person(comment["author"]) ?? "",
          isBot: comment["author"]?["accountType"]?.string == "app", body: text(comment["body"]), created: moment(comment["created"]))
      }
    }
    return issue
  }

  private static func person(_ value: JSONValue?) -> String? { value?["displayName"]?.string ?? value?["name"]?.string }

  /// Version 2 gives texts, version 3 documents.
  private static func text(_ value: JSONValue?) -> String {
    guard let value else { return "" }
    return value.string ?? AtlassianDocument.text(value)
  }

  /// `2026-11-02T09:30:00.000+0000`, which lacks a colon that RFC 3339 wants.
  private static func moment(_ value: JSONValue?) -> Timestamp {
    var text = value?.string ?? ""
    if text.utf8.count > 5, let sign = text.utf8.dropLast(4).last, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
      text.insert(":", at: text.index(text.endIndex, offsetBy: -2))
    }
    return Timestamp(rfc3339: text) ?? Timestamp(milliseconds: 0)
  }
}
