import Forges
import JSON
import Model
import TestSupport
import Testing

/// GitHub's pull requests against the forge for tests, over HTTPS; each request and answer is held against GitHub's description.
struct GitHubRequestTests {
  private let text = PullRequestText(title: "Faster start", body: "Closes #1", head: "carrel/faster", base: "main")

  private func use(_ body: (ForgeServer) async throws -> Void) async throws {
    try await ForgeServer.use(faces: ["github"]) { server in
      try await server.prepare(token: ForgeServer.canary)
      try await server.at("branch", "ops/tools", ["branch": "carrel/faster"])
      try await body(server)
    }
  }

  @Test func oneIsOpenedFoundChangedAndMarkedAsReady() async throws {
    try await use { server in
      let forge = server.github()
      let place = server.repository()
      #expect(try await forge.pullRequest(place, head: "carrel/faster") == nil)
      var wanted = text
      wanted.isDraft = true
      wanted.labels = ["agent"]
      let opened = try await forge.open(wanted, in: place)
      #expect(opened.isDraft && opened.state == .open && opened.labels == ["agent"] && opened.remarks == [] && opened.commit.count == 40)
      #expect(try await forge.pullRequest(place, head: "carrel/faster") == opened)
      #expect(try await forge.pullRequest(place, head: "other") == nil)
      #expect(try await forge.pullRequest(place, number: opened.number) == opened)

      try await server.at("branch", "ops/tools", ["branch": "next"])
      try await forge.label(IssueReference(place, opened.number, isRequest: true), add: ["by hand"], remove: [])
      wanted = PullRequestText(title: "Faster still", body: "New", head: "carrel/faster", base: "next", labels: ["AGENT", "reviewed"])
      let changed = try await forge.update(opened.number, to: wanted, in: place)
      #expect(!changed.isDraft && changed.title == "Faster still" && changed.body == "New" && changed.base == "next")
      #expect(Set(changed.labels) == ["agent", "by hand", "reviewed"])
      #expect(try await forge.pullRequest(place, number: opened.number) == changed)
      wanted.isDraft = true
      #expect(try await forge.update(opened.number, to: wanted, in: place).isDraft)
      #expect(try await server.pulls().map { $0["draft"]?.bool } == [true])
    }
  }

  @Test func anUnknownReviewerIsToldAndNothingElseIsLost() async throws {
    try await use { server in
      try await server.control("token", ["token": "token-of-carol", "login": "carol"])
      var wanted = text
      wanted.reviewers = ["nobody", "carol"]
      let opened = try await server.github().open(wanted, in: server.repository())
      #expect(opened.remarks.count == 1 && opened.remarks.first?.contains("nobody") == true)
      #expect(try await server.pulls().first?["reviewers"]?.array == ["carol"])
    }
  }

  @Test func whatTheForgeWillNotHave() async throws {
    try await use { server in
      let forge = server.github()
      let place = server.repository()
      func open(_ text: PullRequestText) async -> ForgeError? {
        await server.failure { () throws(ForgeError) in _ = try await forge.open(text, in: place) }
      }
      var wanted = text
      wanted.base = "nowhere"
      var error = await open(wanted)
      #expect(error?.kind == .refused && error?.text.contains("there is no such base branch") == true)
      wanted = text
      wanted.head = "not-pushed"
      error = await open(wanted)
      #expect(error?.kind == .refused && error?.text.contains("has to be pushed first") == true)
      try await server.at("branch", "ops/tools", ["branch": "same", "commit": .string(String(repeating: "a", count: 40))])
      try await server.at("branch", "ops/tools", ["branch": "main", "commit": .string(String(repeating: "a", count: 40))])
      wanted.head = "same"
      error = await open(wanted)
      #expect(error?.kind == .refused && error?.text.contains("brings nothing") == true)
      let opened = try await forge.open(text, in: place)
      error = await open(text)
      #expect(error?.kind == .refused && error?.text.contains("already exists") == true)
      #expect(try await server.pulls().count == 1)

      try await server.at("touch", "ops/tools", ["number": .integer(Int64(opened.number)), "merged": true])
      #expect(try await forge.pullRequest(place, head: text.head)?.state == .merged)
      error = await server.failure { () throws(ForgeError) in _ = try await forge.update(opened.number, to: text, in: place) }
      #expect(error?.kind == .refused && error?.text.contains("merged meanwhile") == true)
    }
  }

  @Test func whatAReviewSaysAndWhichThreadsAreResolved() async throws {
    try await use { server in
      let forge = server.github()
      let place = server.repository()
      let number = try await forge.open(text, in: place).number
      #expect(try await forge.reviewNotes(place, number: number) == [])
      let comments = (0..<5).map {
        JSONValue.object(JSONObject()).with("path", "a.c").with("line", .integer(Int64($0 + 1))).with("body", "note \($0)").with(
          "resolved", .bool($0 == 3))
      }
      try await server.at(
        "review", "ops/tools",
        JSONValue.object(JSONObject()).with("number", .integer(Int64(number))).with("body", "On the whole").with(
          "comments", .array(comments)))
      try await server.at("review", "ops/tools", ["number": .integer(Int64(number)), "body": "", "state": "APPROVED"])
      let notes = try await forge.reviewNotes(place, number: number)
      #expect(notes.map(\.body) == ["On the whole", "note 0", "note 1", "note 2", "note 3", "note 4"])
      #expect(notes.map(\.line) == [nil, 1, 2, 3, 4, 5] && notes.map(\.path).last == "a.c" && notes.first?.path == nil)
      #expect(notes.filter(\.isResolved).map(\.body) == ["note 3"])
      #expect(Set(notes.map(\.id)).count == 6 && (notes.first?.id ?? 0) < 0)
    }
  }

  @Test func checkRunsAndStatusesAreChecks() async throws {
    try await use { server in
      let place = server.repository()
      let commit = try await server.github().open(text, in: place).commit
      #expect(try await server.github().checks(place, commit: commit) == [])
      for (context, state) in [
        ("check/build", "success"), ("check/test", "pending"), ("check/lint", "failure"), ("jenkins", "pending"), ("jenkins", "success"),
        ("old", "error"),
      ] {
        try await server.at(
          "status", "ops/tools",
          [
            "commit": .string(commit), "context": .string(context), "state": .string(state), "url": "https://ci.lab/1",
            "description": "words",
          ])
      }
      func states(_ forge: GitHubForge) async throws -> [String: CIState] {
        Dictionary(try await forge.checks(place, commit: commit).map { ($0.name, $0.state) }) { $1 }
      }
      #expect(
        try await states(server.github()) == ["build": .passed, "test": .running, "lint": .failed, "jenkins": .passed, "old": .failed])
      // A fine-grained token cannot read check runs: the runs of workflows are what it can see.
      try await server.control("token", ["token": "fine-canary-token", "scopes": ["fine", "actions=read", "statuses=read"]])
      #expect(
        try await states(server.github("fine-canary-token"))
          == ["workflow of build": .passed, "workflow of test": .running, "workflow of lint": .failed, "jenkins": .passed, "old": .failed])
      try await server.control("token", ["token": "fine-canary-token", "scopes": ["fine", "statuses=read"]])
      let error = await server.failure { () throws(ForgeError) in
        _ = try await server.github("fine-canary-token").checks(place, commit: commit)
      }
      #expect(error?.kind == .missingScope && error?.text.contains("checks=read") == true)
    }
  }
}
