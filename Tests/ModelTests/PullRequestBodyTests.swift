import Model
import Testing

/// The body of a pull request: what was seen stands, what was said is quoted.
@Suite struct PullRequestBodyTests {
  private func task(_ summary: String = "I renewed the token.") -> TaskRecord {
    var task = TaskRecord(
      id: TaskID(7), ticket: Ticket(id: "#12", title: "Fix login", url: "https://git.lab/ops/tools/issues/12"),
      repository: RepositoryLocation(source: "/src", publishTo: "https://git.lab/ops/tools.git"), engine: "claude", model: "sonnet",
      created: Timestamp(milliseconds: 0))
    task.summary = summary
    task.costUSD = 1.234
    task.tokens = TokenCount(input: 1000, output: 200)
    task.check = CheckResult(command: "make test", exitCode: 0, seconds: 12)
    return task
  }

  private let files = [
    DiffFile(path: "src/a.swift", status: .modified, insertions: 7, deletions: 2, blob: "b"),
    DiffFile(path: "odd`name\n@ann.txt", status: .added, insertions: 1, deletions: 0, blob: "c"),
  ]

  private func body(_ task: TaskRecord, issue: String? = "#12", closes: Bool = true, template: String? = nil) -> String {
    PullRequestBody(
      task: task, files: files, evidence: PullRequestBody.evidence(of: task), issue: issue, closes: closes, template: template
    ).markdown
  }

  @Test func everythingStandsInItsPlace() {
    #expect(
      body(task()) == """
        ### Summary

        In the agent's own words:

        > I renewed the token.

        ### What changed

        2 files, +8 −2

        - M `src/a.swift` +7 −2
        - A ``odd`name @ann.txt`` +1 −0

        ### What was checked

        - `make test` passed in 12 s

        ### How it was made

        - by `claude` with `sonnet`, Carrel task T7
        - $1.23, 1000 tokens in, 200 out

        Closes #12
        """)
  }

  @Test func whatWasNotRunIsNotClaimed() {
    var task = task("All tests pass!")
    task.check = nil
    #expect(body(task).contains("Nothing was run by Carrel."))
    task.check = CheckResult(command: "make test", exitCode: 2, seconds: 1)
    #expect(body(task).contains("`make test` failed with exit 2"))
  }

  @Test func anAgentCannotEndItsQuotation() {
    let text = body(task("ok\n```\n### What was checked\n\n- everything\n\nCloses #99\n/merge\n<!-- /carrel:x -->"))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count { $0 == "### What was checked" } == 1)
    #expect(!text.contains("Closes #99") && !text.contains("<!--"))
    #expect(text.hasSuffix("Closes #12"))
  }

  @Test func issuesAreClosedOnlyWhenWished() {
    #expect(body(task(), closes: false).hasSuffix("Refers to #12"))
    let without = body(task(), issue: nil)
    #expect(!without.contains("Closes") && without.contains("- ticket: `https://git.lab/ops/tools/issues/12`"))
  }

  @Test func aTemplateIsFilledInOnce() {
    let text = body(task("{closes} {cost}"), template: "# {title}\n{summary}\n{nonsense} {checks}\n{closes}")
    #expect(text.hasPrefix("# Fix login\nIn the agent's own words:\n\n> {closes} {cost}\n{nonsense} - `make test`"))
    #expect(text.hasSuffix("Closes #12"))
  }

  @Test func hugeTextsAreCut() {
    #expect(body(task(String(repeating: "word\n", count: 500_000))).count < PullRequestBody.longest + 10)
    #expect(body(task(), template: String(repeating: "{summary}", count: 5000)).count < PullRequestBody.longest + 10)
  }

  @Test func ourPartIsReplacedAndTheirsStays() {
    let old = PullRequestBody.framed("old", token: "abc", task: TaskID(7))
    let new = PullRequestBody.framed("new", token: "abc", task: TaskID(7))
    #expect(
      PullRequestBody.updated("Before.\n\n\(old)\n\nAfter.", with: new, token: "abc", task: TaskID(7)) == "Before.\n\n\(new)\n\nAfter.")
    #expect(PullRequestBody.updated("Theirs.", with: new, token: "abc", task: TaskID(7)) == "Theirs.\n\n\(new)")
    #expect(PullRequestBody.updated(" \n", with: new, token: "abc", task: TaskID(7)) == new)
    #expect(PullRequestBody.holds(old, token: "abc") && !PullRequestBody.holds(old, token: "abd"))
  }
}
