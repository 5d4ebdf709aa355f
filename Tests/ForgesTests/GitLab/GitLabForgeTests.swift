import Forges
import HTTP
import JSON
import Model
import Secrets
import TestSupport
import Testing

/// GitLab against the forge for tests, over HTTPS, in a project in groups in groups; each request and answer is held against GitLab's description.
struct GitLabForgeTests {
  private static let path = "ops/lab/tools"
  private let text = PullRequestText(title: "Faster start", body: "Closes #1", head: "carrel/faster", base: "main")

  private func use(_ body: (ForgeServer, GitLabForge, ForgeRepository) async throws -> Void) async throws {
    try await ForgeServer.use(faces: ["gitlab"], prefix: "/lab") { server in
      try await server.prepare(token: ForgeServer.canary, owner: "ops/lab", name: "tools")
      try await server.at("branch", Self.path, ["branch": "carrel/faster"])
      try await body(server, server.gitlab(), server.repository(Self.path))
    }
  }

  @Test func listsAreFilteredAndPaged() async throws {
    try await use { server, forge, place in
      try await server.at("issue", Self.path, ["title": "Plain", "count": 120])
      try await server.at(
        "issue", Self.path, ["title": "Slow start", "labels": ["bug", "two words"], "milestone": "1.0", "assignees": ["ann"]])
      try await server.at("issue", Self.path, ["title": "Closed", "labels": ["bug"], "state": "closed"])
      _ = try await forge.open(text, in: place)
      var all: [ForgeIssue] = []
      var page: Int? = 1
      while let number = page {
        let found = try await forge.issues(place, IssueFilter(), page: number)
        all += found.elements
        page = found.next
      }
      #expect(all.count == 121 && Set(all.map(\.number)).count == 121 && all.first?.title == "Slow start")
      #expect(all.first?.url.contains("/ops/lab/tools/-/issues/121") == true)
      func titles(_ filter: IssueFilter) async throws -> [String] { try await forge.issues(place, filter, page: 1).elements.map(\.title) }
      #expect(try await titles(IssueFilter(state: .all, labels: ["bug"])) == ["Closed", "Slow start"])
      #expect(try await titles(IssueFilter(state: .closed)) == ["Closed"])
      #expect(
        try await titles(IssueFilter(labels: ["bug", "two words"], milestone: "1.0", assignee: "@me", query: "START")) == ["Slow start"])
      #expect(try await titles(IssueFilter(query: "nothing")) == [])
    }
  }

  @Test func issuesAndRequestsAreNumberedApart() async throws {
    try await use { server, forge, place in
      try await server.at("issue", Self.path, ["title": "One", "labels": ["old"], "comments": ["of the issue"]])
      let request = try await forge.open(text, in: place)
      #expect(request.number == 1)
      let issue = IssueReference(place, 1)
      let pull = IssueReference(place, 1, isRequest: true)
      #expect(try await forge.comment("on the request", on: pull).author == "ann")
      #expect(try await forge.comments(issue).map(\.body) == ["of the issue"])
      #expect(try await forge.comments(pull).map(\.body) == ["on the request"])
      #expect(try await forge.issue(issue).comments?.first?.url?.contains("#note_") == true)
      try await forge.label(pull, add: ["new here"], remove: [])
      try await forge.label(issue, add: ["found"], remove: ["old", "gone"])
      #expect(try await forge.issue(issue).labels == ["found"])
      #expect(try await forge.pullRequest(place, number: 1).labels == ["new here"])
      try await forge.setOpen(false, issue)
      #expect(try await forge.issue(issue).isOpen == false)
      #expect(try await forge.pullRequest(place, number: 1).state == .open)
      // What an agent wrote is no order to GitLab; the server for tests notes one that is sent.
      _ = try await forge.comment("Done.\n/close\n/assign @ann", on: issue)
      #expect(try await forge.comments(issue).last?.body == "Done.\n\\/close\n\\/assign @ann")
    }
  }

  @Test func oneIsOpenedFoundAndChanged() async throws {
    try await use { server, forge, place in
      try await server.control("token", ["token": "token-of-carol", "login": "carol"])
      #expect(try await forge.pullRequest(place, head: text.head) == nil)
      var wanted = text
      wanted.isDraft = true
      wanted.labels = ["agent"]
      wanted.reviewers = ["nobody", "carol"]
      wanted.body = "First\n/merge"
      let opened = try await forge.open(wanted, in: place)
      #expect(opened.isDraft && opened.title == "Faster start" && opened.labels == ["agent"] && opened.commit.count == 40)
      #expect(opened.remarks.count == 1 && opened.remarks.first?.contains("nobody") == true)
      #expect(try await server.pulls(Self.path).first?["reviewers"]?.array == ["carol"])
      #expect(try await server.pulls(Self.path).first?["title"]?.string == "Draft: Faster start")
      #expect(try await forge.pullRequest(place, head: text.head)?.number == opened.number)
      try await server.at("branch", Self.path, ["branch": "next"])
      try await forge.label(IssueReference(place, 1, isRequest: true), add: ["by hand"], remove: [])
      wanted = PullRequestText(title: "Faster still", body: "New", head: text.head, base: "next", labels: ["Agent", "reviewed"])
      let changed = try await forge.update(1, to: wanted, in: place)
      #expect(!changed.isDraft && changed.title == "Faster still" && changed.base == "next" && changed.body == "New")
      #expect(Set(changed.labels) == ["agent", "by hand", "reviewed"])

      let again = await server.failure { () throws(ForgeError) in
        _ = try await forge.open(PullRequestText(title: "x", body: "", head: text.head, base: "next"), in: place)
      }
      #expect(
        again?.kind == .refused && again?.text.contains("Another open merge request") == true
          && again?.text.contains("look at it first") == true)
      let missing = await server.failure { () throws(ForgeError) in
        _ = try await forge.open(PullRequestText(title: "x", body: "", head: "not-pushed", base: "main"), in: place)
      }
      #expect(missing?.kind == .refused && missing?.text.contains("was pushed") == true)
      let number = try await server.pulls(Self.path).first?["number"] ?? 0
      try await server.at("touch", Self.path, ["number": number, "merged": true])
      #expect(try await forge.pullRequest(place, head: text.head)?.state == .merged)
      let merged = await server.failure { () throws(ForgeError) in _ = try await forge.update(1, to: text, in: place) }
      #expect(merged?.kind == .refused && merged?.text.contains("merged meanwhile") == true)
    }
  }

  @Test func reviewsAndChecks() async throws {
    try await use { server, forge, place in
      let opened = try await forge.open(text, in: place)
      let number = try await server.pulls(Self.path).first?["number"] ?? 0
      try await server.at(
        "review", Self.path,
        [
          "number": number, "body": "On the whole",
          "comments": [["path": "a.c", "line": 3, "body": "why?", "resolved": true], ["path": "b.c", "line": 1, "body": "no"]],
        ])
      _ = try await forge.comment("beside it", on: IssueReference(place, opened.number, isRequest: true))
      let notes = try await forge.reviewNotes(place, number: opened.number)
      #expect(
        notes.map(\.body) == ["On the whole", "why?", "no"] && notes.map(\.path) == [nil, "a.c", "b.c"] && notes.map(\.line) == [nil, 3, 1])
      #expect(notes.map(\.isResolved) == [false, true, false])
      #expect(try await forge.comments(IssueReference(place, opened.number, isRequest: true)).map(\.body) == ["beside it"])

      #expect(try await forge.checks(place, commit: opened.commit) == [])
      for (context, state) in [
        ("build", "pending"), ("build", "success"), ("lint", "warning"), ("test", "failure"), ("pipeline/skipped", "success"),
      ] {
        try await server.at("status", Self.path, ["commit": .string(opened.commit), "context": .string(context), "state": .string(state)])
      }
      let checks = try await forge.checks(place, commit: opened.commit)
      #expect(checks.map(\.name).prefix(3) == ["build", "lint", "test"] && checks.map(\.state) == [.passed, .passed, .failed, .none])
      #expect(try await forge.startChecks(place, number: opened.number))
      #expect(try await forge.checks(place, commit: opened.commit).last?.state == .running)
      try await server.at("touch", Self.path, ["number": number, "body": "no pipeline"])
      let without = await server.failure { () throws(ForgeError) in _ = try await forge.startChecks(place, number: opened.number) }
      #expect(without?.text.contains("No stages / jobs") == true)
      #expect(checks.last?.text == "skipped" && checks.last?.url?.contains("/-/pipelines/") == true)
    }
  }

  @Test func whatGitLabSaysNoWith() async throws {
    try await use { server, forge, place in
      try await server.at("issue", Self.path, ["title": "One"])
      let issue = IssueReference(place, 1)
      func failure(_ token: String?, writes: Bool = false) async -> ForgeError? {
        await server.failure { () throws(ForgeError) in
          if writes { _ = try await server.gitlab(token).comment("x", on: issue) } else { _ = try await server.gitlab(token).issue(issue) }
        }
      }
      #expect(try await forge.standing() == ForgeStanding(login: "ann", version: "18.5.0", scopes: ["api"]))
      #expect(await failure("canary-of-nobody")?.kind == .refusedToken)
      #expect(await failure(nil)?.kind == .notFound)
      try await server.control("token", ["token": "canary-read", "scopes": ["read_api"]])
      #expect(await failure("canary-read") == nil)
      let scope = await failure("canary-read", writes: true)
      #expect(scope?.kind == .missingScope && scope?.text.contains("scope api") == true)
      try await server.control("token", ["token": "canary-none", "scopes": ["read_user"]])
      #expect(await failure("canary-none")?.kind == .missingScope)
      let absent = await server.failure { () throws(ForgeError) in _ = try await forge.facts(server.repository("ops/lab/none")) }
      #expect(absent?.kind == .notFound)
      try await server.control(
        "fault", ["kind": "status", "status": 429, "headers": ["Retry-After": "7", "RateLimit-Reset": "5"], "match": "/issues"])
      let rate = await failure(ForgeServer.canary)
      #expect(rate?.kind == .rateLimit && rate?.retryAfter == 7)
      try await server.control("fault", ["kind": "html", "match": "/issues"])
      #expect(await failure(ForgeServer.canary)?.kind == .notUnderstood)
      try await server.at("change", Self.path, ["archived": true])
      let archived = await failure(ForgeServer.canary, writes: true)
      #expect(archived?.kind == .archived)
      try await server.at("change", Self.path, ["archived": false])
      try await server.at("rename", Self.path, ["to": "kit"])
      #expect(try await forge.facts(place).repository.path == "ops/lab/kit")
      #expect(try await forge.issue(issue).title == "One")
      let moved = await failure(ForgeServer.canary, writes: true)
      #expect(moved?.kind == .notFound && moved?.text.contains("new address") == true)
      try await server.control("expire", ["token": .string(ForgeServer.canary)])
      let expired = await failure(ForgeServer.canary)
      #expect(expired?.kind == .refusedToken && expired?.text.contains("Token is expired") == true)
    }
  }
}
