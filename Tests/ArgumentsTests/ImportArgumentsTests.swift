import Arguments
import Model
import Testing

/// `carrel import` on the command line.
@Suite struct ImportArgumentsTests {
  private func parsed(_ words: String...) -> Invocation? { try? ArgumentParser.parse(["import"] + words).get() }

  private func refused(_ words: String...) -> String? {
    guard case .failure(let problem) = ArgumentParser.parse(["import"] + words) else { return nil }
    return problem.message
  }

  @Test func theDefaultsAreTheOpenIssuesOfThisDirectory() {
    var options = ImportOptions()
    #expect(parsed() == .importIssues(options))
    #expect(options.limit == 200 && options.filter.state == .open)
    options.repository = "ops/tools"
    #expect(parsed("ops/tools") == .importIssues(options))
  }

  @Test func filters() {
    var options = ImportOptions()
    options.filter = IssueFilter(state: .all, labels: ["bug", "good first issue"], milestone: "2.0", assignee: "@me", query: "login fails")
    options.limit = 40
    #expect(
      parsed(
        "-l", "bug", "--label", "good first issue", "--milestone", "2.0", "--assignee", "@me", "--query", "login fails", "--state", "all",
        "--limit", "40") == .importIssues(options))
    #expect(refused("--state", "merged")?.contains("is none of open, closed, all") == true)
    #expect(refused("--limit", "0")?.contains("less than 1") == true)
    #expect(refused("one", "two") != nil)
  }

  @Test func howTheTasksAreWorkedOnIsAsWithAdd() {
    var options = ImportOptions()
    options.add.engines = ["codex", "claude"]
    options.add.mode = .ask
    options.add.priority = 3
    options.add.canaries = 2
    options.add.again = true
    options.add.dryRun = true
    options.add.json = true
    options.updates = true
    options.tracker = "jira"
    #expect(
      parsed(
        "--from", "jira", "-e", "codex,claude", "--mode", "ask", "-p", "3", "--canary", "2", "--again", "--dry-run", "--json", "--update")
        == .importIssues(options))
    #expect(refused("--then-go")?.contains("needs --canary") == true)
    #expect(refused("--chain", "a", "--steps", "plan") != nil)
  }

  @Test func toTellATaskNothingIsRead() {
    var options = ImportOptions()
    options.told = [TaskID(3), TaskID(4)]
    #expect(parsed("--tell", "T3", "--tell", "T4") == .importIssues(options))
    #expect(refused("--tell", "T3", "--label", "bug")?.contains("--tell alone") == true)
    #expect(refused("--tell", "x")?.contains("no task id") == true)
  }
}
