import JSON
package import Model

/// Linear by its GraphQL API, pages by cursor. Sources: Linear's developer documents (Getting started, Filtering, Pagination, Rate limiting).
package struct LinearTracker: IssueTracker {
  package let name: String
  package let kind = TrackerKind.linear
  /// Where its pages are, whatever the API's host is.
  package let host: String

  private let access: TrackerAccess
  private let transport: ForgeTransport

  /// Issues of a page.
  private static let pageSize = 50

  private static let fields = """
    identifier title description url updatedAt state { type } labels(first: 20) { nodes { name } } projectMilestone { name } \
    assignee { displayName } creator { displayName }
    """

  /// A client; nothing happens until the first call.
  package init(_ access: TrackerAccess) {
    self.access = access
    name = access.name
    host = access.host == "api.linear.app" ? "linear.app" : access.host
    transport = access.transport(root: access.address)
  }

  package func issues(_ filter: IssueFilter, cursor: String?) async throws(ForgeError) -> TrackerPage {
    let query = """
      query($filter: IssueFilter, $after: String) { issues(first: \(Self.pageSize), after: $after, filter: $filter, orderBy: updatedAt) \
      { nodes { \(Self.fields) comments(first: 1) { nodes { id } } } pageInfo { hasNextPage endCursor } } }
      """
    let call = call("Listing issues of \(name)", query, [("filter", try Self.filter(filter, name)), ("after", JSONValue(cursor))])
    let data = try await data(of: call)
    guard let list = data["issues"]?["nodes"]?.array else { throw transport.unreadable(call, "a list of issues was expected") }
    let more = data["issues"]?["pageInfo"]
    let next = more?["hasNextPage"]?.bool == true ? more?["endCursor"]?.string : nil
    return TrackerPage(list.prefix(Self.pageSize * 2).compactMap { Self.read($0, withComments: false) }, next: next == cursor ? nil : next)
  }

  package func issue(_ key: String) async throws(ForgeError) -> ForgeIssue {
    let query = """
      query($id: String!) { issue(id: $id) { \(Self.fields) comments(last: 100) \
      { nodes { body createdAt url user { displayName } botActor { name } } } } }
      """
    let call = call("Reading \(key) of \(name)", query, [("id", .string(key))])
    guard let issue = try await data(of: call)["issue"].flatMap({ Self.read($0, withComments: true) }) else {
      throw ForgeError(.notFound, "\(call.doing): there is no such issue, or the token may not see it; look at its name.")
    }
    return issue
  }

  private func call(_ doing: String, _ query: String, _ variables: [(String, JSONValue)]) -> ForgeCall {
    var object = JSONObject()
    for (key, value) in variables { object.append(key, value) }
    return ForgeCall("POST", ["graphql"], doing: doing, body: ["query": .string(query), "variables": .object(object)])
  }

  /// What the answer holds. GraphQL says with a status of success what went wrong.
  private func data(of call: ForgeCall) async throws(ForgeError) -> JSONValue {
    let body = try await access.send(call, over: transport).body
    if let error = body["errors"]?[0] {
      let code = error["extensions"]?["code"]?.string ?? error["extensions"]?["type"]?.string ?? ""
      let words = ForgeWords.clean(error["extensions"]?["userPresentableMessage"]?.string ?? error["message"]?.string ?? "")
      let kind: ForgeError.Kind =
        switch code.uppercased() {
        case "RATELIMITED": .rateLimit
        case "AUTHENTICATION_ERROR", "AUTHENTICATION ERROR": .refusedToken
        case "FORBIDDEN": .missingScope
        default: words.lowercased().contains("not found") ? .notFound : .refused
        }
      throw ForgeError(
        kind, "\(call.doing): \(host) will not have it (“\(words)”); look at the query and at the token of [[tracker]] name = \"\(name)\".",
        retryAfter: kind == .rateLimit ? 60 : nil)
    }
    guard let data = body["data"] else { throw transport.unreadable(call, "data was expected") }
    return data
  }

  // MARK: Pure

  /// The filter as Linear's API takes it; a query that is a JSON object is Linear's own filter.
  static func filter(_ filter: IssueFilter, _ name: String) throws(ForgeError) -> JSONValue {
    var all: [JSONValue] = []
    let ended: JSONValue = ["completed", "canceled"]
    switch filter.state {
    case .open: all.append(["state": ["type": ["nin": ended]]])
    case .closed: all.append(["state": ["type": ["in": ended]]])
    case .all: break
    }
    for label in filter.labels { all.append(["labels": ["some": ["name": ["eq": .string(label)]]]]) }
    if let milestone = filter.milestone { all.append(["projectMilestone": ["name": ["eq": .string(milestone)]]]) }
    if let assignee = filter.assignee {
      all.append(["assignee": assignee == "@me" ? ["isMe": ["eq": true]] : ["displayName": ["eq": .string(assignee)]]])
    }
    if let query = filter.query, query.contains(where: { !$0.isWhitespace }) {
      if query.first(where: { !$0.isWhitespace }) == "{" {
        guard let own = try? JSONValue.parse(query), own.object != nil else {
          throw ForgeError(
            .refused, "Listing issues of \(name): the query begins like a filter of Linear's and is no whole JSON; correct it.")
        }
        all.append(own)
      } else {
        all.append(["or": [["title": ["containsIgnoreCase": .string(query)]], ["description": ["containsIgnoreCase": .string(query)]]]])
      }
    }
    return all.isEmpty ? .object(JSONObject()) : ["and": .array(all)]
  }

  private static func read(_ value: JSONValue, withComments: Bool) -> ForgeIssue? {
    guard let key = value["identifier"]?.string.flatMap({ TrackerKey.reading($0) }) else { return nil }
    let comments = value["comments"]?["nodes"]?.array ?? []
    let state = value["state"]?["type"]?.string
    var issue = ForgeIssue(
      number: 0, name: key, title: value["title"]?.string ?? "", body: value["description"]?.string ?? "",
      labels: (value["labels"]?["nodes"]?.array ?? []).compactMap { $0["name"]?.string },
      milestone: value["projectMilestone"]?["name"]?.string, assignees: [value["assignee"]?["displayName"]?.string].compactMap { $0 },
      author: value["creator"]?["displayName"]?.string ?? "", isOpen: state != "completed" && state != "canceled",
      url: value["url"]?.string ?? "", updated: moment(value["updatedAt"]), commentCount: comments.count)
    if withComments {
      let read = comments.map { comment in
        IssueComment(
          id: 0, author: comment["user"]?["displayName"]?.string ?? comment["botActor"]?["name"]?.string ?? "",
          isBot: comment["user"]?.object == nil, body: comment["body"]?.string ?? "", created: moment(comment["createdAt"]),
          url: comment["url"]?.string)
      }
      issue.comments = read.sorted { $0.created < $1.created }
    }
    return issue
  }

  private static func moment(_ value: JSONValue?) -> Timestamp {
    value?.string.flatMap { Timestamp(rfc3339: $0) } ?? Timestamp(milliseconds: 0)
  }
}
