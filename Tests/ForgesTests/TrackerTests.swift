import Forges
import HTTP
import JSON
import Model
import Secrets
import TestSupport
import Testing

/// Jira and Linear as their documents describe them, over a real server on the loopback.
@Suite struct TrackerTests {
  private func jira(_ server: LoopbackServer, user: String? = nil, plain: Bool = true, token: String? = "jira-secret-token")
    -> any IssueTracker
  {
    TrackerAccess(
      name: "jira", kind: .jira, address: server.address + "/base/", user: user, client: HTTPClient(certificates: nil),
      isPlainAllowed: plain
    ) { _ in token.map { SecretBytes($0) } }.tracker()
  }

  private func linear(_ server: LoopbackServer) -> any IssueTracker {
    TrackerAccess(name: "linear", kind: .linear, address: server.address, client: HTTPClient(certificates: nil), isPlainAllowed: true) {
      _ in
      SecretBytes("lin_api_key")
    }.tracker()
  }

  private static func issue(_ number: Int, document: Bool = false) -> String {
    let text =
      document
      ? #"{"type":"doc","version":1,"content":[{"type":"heading","attrs":{"level":2},"content":[{"type":"text","text":"Why"}]},{"type":"bulletList","content":[{"type":"listItem","content":[{"type":"paragraph","content":[{"type":"text","text":"a "},{"type":"text","text":"link","marks":[{"type":"link","attrs":{"href":"https://x.lab"}}]}]}]}]},{"type":"codeBlock","attrs":{"language":"swift"},"content":[{"type":"text","text":"let a = 1"}]}]}"#
      : #""Text \#(number)""#
    return """
      {"id":"\(number)","key":"OPS-\(number)","fields":{"summary":"Issue \(number)","description":\(text),"labels":["ui"],
        "status":{"name":"To Do","statusCategory":{"key":"new"}},"assignee":{"displayName":"Ann"},"reporter":{"displayName":"Bo"},
        "fixVersions":[{"name":"2.0"}],"updated":"2026-11-02T09:30:00.000+0100",
        "comment":{"total":1,"comments":[{"id":"5","author":{"displayName":"Cy"},"body":"Needs the schema.","created":"2026-11-02T09:31:00.000+0100"}]}}}
      """
  }

  @Test func jiraOfOnesOwnGoesThroughItsPages() async throws {
    let server = try LoopbackServer { request, _, connection in
      let start = request.path.contains("startAt=50") ? 50 : 0
      let issues = (start..<min(start + 50, 60)).map { Self.issue($0 + 1) }.joined(separator: ",")
      connection.answer(200, #"{"startAt":\#(start),"total":60,"issues":[\#(issues)]}"#)
    }
    let tracker = jira(server)
    let first = try await tracker.issues(
      IssueFilter(labels: ["a \"b"], milestone: "2.0", assignee: "@me", query: "login fails"), cursor: nil)
    #expect(first.issues.count == 50)
    #expect(first.next == "50")
    let issue = try #require(first.issues.first)
    #expect(issue.name == "OPS-1")
    #expect(issue.title == "Issue 1")
    #expect(issue.url == server.address + "/base/browse/OPS-1")
    #expect(issue.updated.description == "2026-11-02T08:30:00Z")
    #expect(
      issue.milestone == "2.0" && issue.assignees == ["Ann"] && issue.author == "Bo" && issue.commentCount == 1 && issue.comments == nil)
    let second = try await tracker.issues(IssueFilter(), cursor: first.next)
    #expect(second.issues.count == 10)
    #expect(second.next == nil)
    let path = server.requests[0].path
    #expect(path.hasPrefix("/base/rest/api/2/search?jql="))
    #expect(
      path.contains(
        ForgeCall.encoded(
          #"text ~ "login fails" AND statusCategory != Done AND labels = "a \"b" AND fixVersion = "2.0" AND assignee = currentUser()"#)))
    #expect(server.requests.allSatisfy { $0.headers["authorization"] == "Bearer jira-secret-token" && !$0.path.contains("secret") })
  }

  @Test func jirasCloudGoesThroughItsPagesByTokenAndReadsDocuments() async throws {
    let server = try LoopbackServer { request, _, connection in
      if request.path.contains("/issue/OPS-7") { return connection.answer(200, Self.issue(7, document: true)) }
      let isSecond = request.path.contains("nextPageToken=next%2Bone")
      connection.answer(
        200,
        isSecond
          ? #"{"isLast":true,"issues":[\#(Self.issue(2))]}"# : #"{"isLast":false,"nextPageToken":"next+one","issues":[\#(Self.issue(1))]}"#)
    }
    let tracker = jira(server, user: "ada@ops.lab")
    let first = try await tracker.issues(IssueFilter(query: "project = OPS ORDER BY created ASC"), cursor: nil)
    #expect(first.next == "next+one")
    #expect(try await tracker.issues(IssueFilter(), cursor: first.next).next == nil)
    let whole = try await tracker.issue("OPS-7")
    #expect(whole.body == "## Why\n\n- a [link](https://x.lab)\n\n```swift\nlet a = 1\n```")
    #expect(whole.comments?.map(\.body) == ["Needs the schema."])
    #expect(server.requests[0].path.contains("/rest/api/3/search/jql"))
    #expect(
      server.requests[0].path.contains(ForgeCall.encoded("(project = OPS) AND statusCategory != Done ORDER BY created ASC")))
    // RFC 7617: name and token in base64.
    #expect(server.requests[0].headers["authorization"] == "Basic YWRhQG9wcy5sYWI6amlyYS1zZWNyZXQtdG9rZW4=")
  }

  @Test func aServerWithAUserIsRecognisedByWhatItDoesNotHave() async throws {
    let server = try LoopbackServer { request, _, connection in
      if request.path.contains("/api/3/") { return connection.answer(404, "{}") }
      connection.answer(200, #"{"total":1,"issues":[\#(Self.issue(1))]}"#)
    }
    let tracker = jira(server, user: "ada")
    #expect(try await tracker.issues(IssueFilter(), cursor: nil).issues.count == 1)
    #expect(try await tracker.issues(IssueFilter(), cursor: nil).issues.count == 1)
    #expect(server.requests.map { $0.path.contains("/api/3/") } == [true, false, false])
  }

  @Test func linearGoesThroughItsPages() async throws {
    let server = try LoopbackServer { request, _, connection in
      let body = (try? JSONValue.parse(request.body)) ?? .null
      let node =
        #"{"identifier":"OPS-1","title":"T","description":"D","url":"https://linear.app/o/issue/OPS-1/t","updatedAt":"2026-11-02T09:30:00.000Z","state":{"type":"started"},"labels":{"nodes":[{"name":"Bug"}]},"assignee":{"displayName":"ann"},"creator":null,"comments":{"nodes":[{"id":"c","body":"Yes, it fails.","createdAt":"2026-11-02T09:31:00Z","user":{"displayName":"bo"}},{"body":"auto","createdAt":"2026-11-02T09:30:30Z","botActor":{"name":"Slack"}}]}}"#
      if body["variables"]?["id"] != nil { return connection.answer(200, #"{"data":{"issue":\#(node)}}"#) }
      let isSecond = body["variables"]?["after"]?.string == "c1"
      connection.answer(
        200,
        #"{"data":{"issues":{"nodes":[\#(node)],"pageInfo":{"hasNextPage":\#(!isSecond),"endCursor":"c1"}}}}"#)
    }
    let tracker = linear(server)
    let first = try await tracker.issues(IssueFilter(labels: ["Bug"], assignee: "@me", query: "login"), cursor: nil)
    #expect(first.issues.map(\.name) == ["OPS-1"])
    #expect(first.issues.first?.labels == ["Bug"])
    #expect(first.next == "c1")
    #expect(try await tracker.issues(IssueFilter(), cursor: "c1").next == nil)
    let whole = try await tracker.issue("OPS-1")
    #expect(whole.comments?.map(\.author) == ["Slack", "bo"])
    #expect(whole.comments?.map(\.isBot) == [true, false])
    #expect(server.requests.allSatisfy { $0.headers["authorization"] == "lin_api_key" && $0.path == "/graphql" })
    let filter = try #require(try? JSONValue.parse(server.requests[0].body))["variables"]?["filter"]?["and"]?.array
    #expect(filter?.count == 4)
    #expect(tracker.key(ofPage: "https://linear.app/o/issue/OPS-1/t") == nil)
  }

  @Test func whatGoesWrongIsOneSentenceThatNamesTheTracker() async throws {
    let answers: [(Int, String, ForgeError.Kind)] = [
      (401, "{}", .refusedToken), (403, #"{"errorMessages":["no"]}"#, .missingScope), (404, "{}", .notFound), (429, "{}", .rateLimit),
      (502, "<html>", .server), (200, "<html>", .notUnderstood), (200, #"{"issues":"#, .notUnderstood), (200, #"{"a":1}"#, .notUnderstood),
      (400, #"{"errorMessages":["Error in the JQL Query: expecting ')'"]}"#, .refused),
    ]
    for (status, body, kind) in answers {
      let server = try LoopbackServer { _, _, connection in connection.answer(status, body) }
      await #expect {
        try await jira(server).issues(IssueFilter(), cursor: nil)
      } throws: { error in
        guard let error = error as? ForgeError else { return false }
        return error.kind == kind && error.text.hasSuffix(".") && !error.text.contains("[[forge]]") && !error.text.contains("secret-token")
          && error.text.hasPrefix("Listing issues of jira: ")
      }
    }
    let server = try LoopbackServer { _, _, connection in connection.answer(200, "{}") }
    await #expect { try await jira(server, plain: false).issues(IssueFilter(), cursor: nil) } throws: { error in
      (error as? ForgeError)?.text.contains("insecure_http = true in its [[tracker]]") == true
    }
    #expect(server.requests.isEmpty)
  }

  @Test func linearsErrorsComeWithSuccess() async throws {
    let server = try LoopbackServer { _, _, connection in
      connection.answer(200, #"{"errors":[{"message":"Entity not found: Issue","extensions":{"code":"INPUT_ERROR"}}]}"#)
    }
    await #expect { try await linear(server).issue("OPS-9") } throws: { ($0 as? ForgeError)?.kind == .notFound }
    await #expect { try await linear(server).issues(IssueFilter(query: "{ broken"), cursor: nil) } throws: {
      ($0 as? ForgeError)?.text.contains("no whole JSON") == true
    }
  }

  @Test(
    arguments: [
      ("https://jira.lab/browse/OPS-7", "OPS-7"), ("https://JIRA.lab/browse/ops-7?focused=1#c", "OPS-7"),
      ("https://other.lab/browse/OPS-7", nil), ("https://jira.lab/issues/OPS-7", nil), ("OPS-7", nil),
    ] as [(String, String?)]) func pages(_ address: String, _ key: String?)
  {
    let tracker = TrackerAccess(name: "jira", kind: .jira, address: "https://jira.lab", client: HTTPClient()) { _ in nil }.tracker()
    #expect(tracker.key(ofPage: address) == key)
  }

  @Test func keys() {
    #expect(TrackerKey.reading("ops_2-17") == "OPS_2-17")
    for text in [
      "", "-", "OPS", "OPS-", "-7", "7-7", "OPS-7-8", "OPS-x", "O PS-7", "OPS-1234567890", String(repeating: "A", count: 21) + "-1",
    ] {
      #expect(TrackerKey.reading(text) == nil)
    }
  }

  @Test func hostileIssuesAreReadWithoutHarm() async throws {
    var deep = #"{"type":"paragraph","content":[{"type":"text","text":"x"}]}"#
    for _ in 0..<80 { deep = #"{"type":"blockquote","content":[\#(deep)]}"# }
    let body =
      #"{"total":99999999999999999999,"issues":[{"key":7},{"key":"OPS-1"},null,{"key":"../../etc-1","fields":{}},{"key":"OPS-2","fields":{"summary":7,"labels":"x","description":{"type":"doc","content":[\#(deep)]},"updated":"2026-99-99","comment":{"total":-5,"comments":{}}}}]}"#
    let server = try LoopbackServer { _, _, connection in connection.answer(200, body) }
    let page = try await jira(server).issues(IssueFilter(), cursor: "-99999999999999999999")
    #expect(page.issues.map(\.name) == ["OPS-2"])
    #expect(page.issues.first?.title == "")
    #expect(page.issues.first?.updated == Timestamp(milliseconds: 0))
    #expect(page.next == nil)
  }
}
