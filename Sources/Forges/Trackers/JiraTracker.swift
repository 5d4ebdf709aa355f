import JSON
package import Model
import Synchronization

/// Jira by its REST API: version 3 of the cloud (`/rest/api/3/search/jql`, pages by `nextPageToken`), version 2 of what runs on one's own machines
/// (`/rest/api/2/search`, pages by `startAt`). Sources: Atlassian's "The Jira Cloud platform REST API" (Issue search, Issues) and "Jira Data Center REST API".
package final class JiraTracker: IssueTracker {
  package let name: String
  package let kind = TrackerKind.jira
  package let host: String

  private let access: TrackerAccess
  private let transport: ForgeTransport
  /// The version of the API; nil: the cloud's is tried first, for the address does not say.
  private let version: Mutex<Int?>

  /// Issues of a page.
  private static let pageSize = 50
  private static let fields = "summary,description,labels,status,assignee,reporter,updated,fixVersions,comment"

  /// A client; nothing happens until the first call.
  package init(_ access: TrackerAccess) {
    self.access = access
    name = access.name
    host = access.host
    transport = access.transport(root: access.address)
    version = Mutex(access.host.hasSuffix(".atlassian.net") ? 3 : access.user == nil ? 2 : nil)
  }

  package func issues(_ filter: IssueFilter, cursor: String?) async throws(ForgeError) -> TrackerPage {
    let jql = JiraQuery.text(filter)
    let known = version.withLock { $0 }
    if known != 2 {
      do throws(ForgeError) {
        let page = try await cloudPage(jql, cursor)
        version.withLock { $0 = 3 }
        return page
      } catch {
        guard known == nil, error.kind == .notFound else { throw error }
      }
    }
    let page = try await serverPage(jql, cursor)
    version.withLock { $0 = 2 }
    return page
  }

  private func cloudPage(_ jql: String, _ cursor: String?) async throws(ForgeError) -> TrackerPage {
    var call = ForgeCall(
      ["rest", "api", "3", "search", "jql"], doing: "Listing issues of \(name)",
      query: [("jql", jql), ("maxResults", String(Self.pageSize)), ("fields", Self.fields)])
    if let cursor { call.query.append(("nextPageToken", cursor)) }
    let body = try await access.send(call, over: transport).body
    let next = body["isLast"]?.bool == true ? nil : body["nextPageToken"]?.string
    return TrackerPage(try issues(in: body, of: call), next: next.flatMap { $0 == cursor ? nil : $0 })
  }

  private func serverPage(_ jql: String, _ cursor: String?) async throws(ForgeError) -> TrackerPage {
    let start = max(0, min(cursor.flatMap { Int($0) } ?? 0, 1_000_000))
    let call = ForgeCall(
      ["rest", "api", "2", "search"], doing: "Listing issues of \(name)",
      query: [("jql", jql), ("startAt", String(start)), ("maxResults", String(Self.pageSize)), ("fields", Self.fields)])
    let body = try await access.send(call, over: transport).body
    let issues = try issues(in: body, of: call)
    let count = body["issues"]?.array?.count ?? 0
    let total = body["total"]?.int ?? 0
    return TrackerPage(issues, next: count > 0 && start + count < total ? String(start + count) : nil)
  }

  private func issues(in body: JSONValue, of call: ForgeCall) throws(ForgeError) -> [ForgeIssue] {
    guard let list = body["issues"]?.array else { throw transport.unreadable(call, "a list of issues was expected") }
    return list.prefix(Self.pageSize * 2).compactMap { JiraIssue.read($0, address: access.address, withComments: false) }
  }

  package func issue(_ key: String) async throws(ForgeError) -> ForgeIssue {
    let number = version.withLock { $0 } ?? 2
    let call = ForgeCall(
      ["rest", "api", String(number), "issue", key], doing: "Reading \(key) of \(name)", query: [("fields", Self.fields)])
    let body = try await access.send(call, over: transport).body
    guard let issue = JiraIssue.read(body, address: access.address, withComments: true) else {
      throw transport.unreadable(call, "an issue was expected")
    }
    return issue
  }
}
