import Forges
import JSON
import Model
import TestSupport
import Testing

/// GitHub's issues against the forge for tests, over HTTPS; each request and answer is held against GitHub's description.
struct GitHubIssueTests {
  private func use(_ body: (ForgeServer) async throws -> Void) async throws {
    try await ForgeServer.use(faces: ["github"]) { server in
      try await server.prepare(token: ForgeServer.canary)
      try await body(server)
    }
  }

  @Test func listsAreFilteredPagedAndWithoutPullRequests() async throws {
    try await use { server in
      try await server.at("issue", "ops/tools", ["title": "Plain", "count": 120])
      try await server.at(
        "issue", "ops/tools", ["title": "Slow start", "labels": ["bug", "a,b"], "milestone": "1.0", "assignees": ["ann"]])
      try await server.at("issue", "ops/tools", ["title": "Closed", "labels": ["bug"], "state": "closed"])
      try await server.at("branch", "ops/tools", ["branch": "work"])
      let forge = server.github()
      let place = server.repository()
      _ = try await forge.open(PullRequestText(title: "Slow too", body: "", head: "work", base: "main"), in: place)
      #expect(try await forge.login() == "ann")

      var all: [ForgeIssue] = []
      var page: Int? = 1
      while let number = page {
        let found = try await forge.issues(place, IssueFilter(), page: number)
        all += found.elements
        page = found.next
      }
      #expect(all.count == 121 && Set(all.map(\.number)).count == 121 && all.first?.title == "Slow start")
      func titles(_ filter: IssueFilter) async throws -> [String] { try await forge.issues(place, filter, page: 1).elements.map(\.title) }
      #expect(try await titles(IssueFilter(labels: ["bug"])) == ["Slow start"])
      #expect(try await titles(IssueFilter(state: .closed)) == ["Closed"])
      #expect(try await titles(IssueFilter(state: .all, labels: ["bug"])) == ["Closed", "Slow start"])
      #expect(try await titles(IssueFilter(milestone: "1.0")) == ["Slow start"])
      #expect(try await titles(IssueFilter(assignee: "@me")) == ["Slow start"])
      #expect(try await titles(IssueFilter(assignee: "ann")) == ["Slow start"])
      #expect(try await titles(IssueFilter(query: "slow")) == ["Slow start"])
      #expect(try await titles(IssueFilter(labels: ["a,b"])) == ["Slow start"])
      #expect(try await titles(IssueFilter(labels: ["bug"], milestone: "1.0", assignee: "@me", query: "START")) == ["Slow start"])
      #expect(try await titles(IssueFilter(query: "nothing")) == [])
      let missing = await server.failure { () throws(ForgeError) in
        _ = try await forge.issues(place, IssueFilter(milestone: "2.0"), page: 1)
      }
      #expect(missing?.kind == .notFound && missing?.text.contains("no milestone “2.0”") == true)
    }
  }

  @Test func anIssueIsReadSaidToLabelledAndClosed() async throws {
    try await use { server in
      try await server.at("issue", "ops/tools", ["title": "One", "body": "Text", "labels": ["old"], "comments": ["first", "second"]])
      let forge = server.github()
      let reference = IssueReference(server.repository(), 1)
      let issue = try await forge.issue(reference)
      #expect(issue.body == "Text" && issue.comments?.map(\.body) == ["first", "second"] && issue.comments?.first?.author == "carol")
      let said = try await forge.comment("third", on: reference)
      #expect(said.author == "ann" && said.body == "third")
      #expect(try await forge.comments(reference).map(\.body) == ["first", "second", "third"])
      // Names with all that may not stand in a path; labels that are not there are made.
      try await forge.label(reference, add: ["needs/review ä", "Old"], remove: ["gone"])
      #expect(try await Set(forge.issue(reference).labels) == ["old", "needs/review ä"])
      try await forge.label(reference, add: [], remove: ["NEEDS/review ä", "gone"])
      #expect(try await forge.issue(reference).labels == ["old"])
      try await forge.setOpen(false, reference)
      #expect(try await forge.issue(reference).isOpen == false)
      try await forge.setOpen(true, reference)
      #expect(try await forge.issue(reference).isOpen)
    }
  }

  @Test func aLongConversationIsReadWhole() async throws {
    try await use { server in
      let comments = (0..<230).map { JSONValue.string("comment \($0)") }
      try await server.at("issue", "ops/tools", JSONValue.object(JSONObject()).with("title", "One").with("comments", .array(comments)))
      let read = try await server.github().comments(IssueReference(server.repository(), 1))
      #expect(read.count == 230 && read.last?.body == "comment 229")
    }
  }

  @Test func aRenamedRepositoryIsFoundUnderItsOldName() async throws {
    try await use { server in
      try await server.at("issue", "ops/tools", ["title": "One"])
      try await server.at("rename", "ops/tools", ["to": "kit"])
      let forge = server.github()
      let old = server.repository()
      #expect(try await forge.facts(old).repository.path == "ops/kit")
      #expect(try await forge.facts(server.repository("OPS/kit")).repository.path == "OPS/kit")
      #expect(try await forge.issues(old, IssueFilter(), page: 1).elements.map(\.title) == ["One"])
      #expect(try await forge.issues(old, IssueFilter(query: "one"), page: 1).elements.map(\.title) == ["One"])
      #expect(try await forge.comment("said", on: IssueReference(old, 1)).body == "said")
      #expect(try await forge.issue(IssueReference(old, 1)).comments?.count == 1)
    }
  }
}
