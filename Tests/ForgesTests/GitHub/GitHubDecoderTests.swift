import JSON
import Model
import Testing

@testable import Forges

struct GitHubDecoderTests {
  @Test func anIssueIsReadWithWhatMayBeNull() throws {
    let issue = try #require(
      GitHubDecoder.issue(
        try .parse(
          """
          {"id": 1, "number": 12, "state": "open", "title": "A\\u001b[31mB", "body": null, "user": null, "labels": [{"name": "bug"}, "old"],
           "assignees": [{"login": "ann"}, {"login": null}], "milestone": {"title": "1.0"}, "comments": 3, "html_url": "https://github.com/o/r/issues/12",
           "updated_at": "2026-03-04T05:06:07Z"}
          """)))
    #expect(issue.number == 12 && issue.name == "#12" && issue.body == "" && issue.author == "ghost" && issue.labels == ["bug", "old"])
    #expect(issue.assignees == ["ann"] && issue.milestone == "1.0" && issue.commentCount == 3 && issue.isOpen)
    #expect(issue.updated.description == "2026-03-04T05:06:07Z")
  }

  @Test(arguments: [
    "{}", "[]", "null", #"{"number": 0, "title": "x", "updated_at": "2026-03-04T05:06:07Z"}"#,
    #"{"number": 99999999999999999999, "title": "x", "updated_at": "2026-03-04T05:06:07Z"}"#,
    #"{"number": 1, "title": 5, "updated_at": "x"}"#,
    #"{"number": 1e300, "title": "x", "updated_at": "2026-03-04T05:06:07Z"}"#,
  ])
  func whatIsNoIssueIsNone(_ text: String) throws { #expect(GitHubDecoder.issue(try .parse(text)) == nil) }

  @Test func aPullRequestIsOpenMergedOrClosed() throws {
    func state(_ more: String) throws -> PullRequest? {
      GitHubDecoder.pullRequest(
        try .parse(
          """
          {"number": 5, "title": "t", "html_url": "u", "head": {"ref": "work", "sha": "abc"}, "base": {"ref": "main"}, "labels": [], \(more)}
          """))
    }
    #expect(try state(#""state": "open", "draft": true, "merged_at": null"#)?.state == .open)
    #expect(try state(#""state": "open", "draft": true"#)?.isDraft == true)
    #expect(try state(#""state": "closed", "merged_at": "2026-03-04T05:06:07Z""#)?.state == .merged)
    #expect(try state(#""state": "closed", "merged": true"#)?.state == .merged)
    #expect(try state(#""state": "closed", "merged_at": null"#)?.state == .closed)
  }

  @Test func onlyABranchOfTheRepositoryItselfCounts() throws {
    func brings(_ head: String, _ home: String) throws -> Bool {
      GitHubDecoder.brings(
        try .parse(#"{"head": {"ref": "\#(head)", "repo": \#(home)}, "base": {"repo": {"full_name": "o/r"}}}"#), branch: "work")
    }
    #expect(try brings("work", #"{"full_name": "o/r"}"#))
    #expect(try !brings("other", #"{"full_name": "o/r"}"#))
    #expect(try !brings("work", #"{"full_name": "fork/r"}"#))
    #expect(try !brings("work", "null"))
  }

  @Test(arguments: [
    ("completed", "success", CIState.passed), ("completed", "neutral", .passed), ("completed", "skipped", .passed),
    ("completed", "failure", .failed), ("completed", "timed_out", .failed), ("completed", "cancelled", .failed),
    ("completed", "startup_failure", .failed), ("completed", "action_required", .running), ("queued", "", .running),
    ("in_progress", "", .running), ("waiting", "", .running),
  ])
  func checkRunsComeToOneOfThreeStates(_ status: String, _ conclusion: String, _ state: CIState) {
    let value: JSONValue = [
      "name": "build", "status": .string(status), "conclusion": conclusion.isEmpty ? .null : .string(conclusion),
      "output": ["title": .null],
      "html_url": "h", "details_url": .null,
    ]
    let check = GitHubDecoder.checkRun(value)
    #expect(check?.state == state && check?.url == "h" && check?.name == "build")
  }

  @Test func aLineThatIsGoneIsNone() throws {
    let note = GitHubDecoder.reviewComment(
      try .parse(
        #"{"id": 7, "path": "a.c", "line": null, "original_line": 3, "body": "x", "created_at": "2026-03-04T05:06:07Z", "user": {"login": "carol"}}"#
      ),
      resolved: [7])
    #expect(note?.line == nil && note?.path == "a.c" && note?.isResolved == true && note?.author == "carol")
  }

  @Test func rootsOfTheAPI() {
    #expect(GitHubForge.apiRoot("https://github.com") == "https://api.github.com")
    #expect(GitHubForge.apiRoot("https://github.com/") == "https://api.github.com")
    #expect(GitHubForge.apiRoot("https://corp.ghe.com") == "https://api.corp.ghe.com")
    #expect(GitHubForge.apiRoot("https://git.corp.example") == "https://git.corp.example/api/v3")
    #expect(GitHubForge.apiRoot("https://git.corp.example/api/v3/") == "https://git.corp.example/api/v3")
  }

  @Test func aSearchLooksForWordsAndNothingElse() {
    let repository = ForgeRepository(host: "github.com", owner: "o", name: "r")
    func text(_ filter: IssueFilter) -> String { GitHubSearch.text(filter, in: repository) }
    #expect(text(IssueFilter(query: "slow start")) == "repo:o/r is:issue is:open in:title,body slow start")
    #expect(
      text(IssueFilter(state: .all, query: #"repo:x/y -label:bug NOT "a"#))
        == #"repo:o/r is:issue in:title,body "repo:x/y" "-label:bug" "NOT" "a""#)
    #expect(
      text(IssueFilter(state: .closed, labels: ["good \"first\" issue", "a,b"], milestone: "v 1", assignee: "@me"))
        == #"repo:o/r is:issue is:closed label:"good first issue" label:"a,b" milestone:"v 1" assignee:@me"#)
    #expect(text(IssueFilter(assignee: "ann-b")) == "repo:o/r is:issue is:open assignee:ann-b")
    #expect(text(IssueFilter(assignee: "a is:pr")) == #"repo:o/r is:issue is:open assignee:"a is:pr""#)
    #expect(text(IssueFilter(query: #" "" "#)) == "repo:o/r is:issue is:open")
  }
}
