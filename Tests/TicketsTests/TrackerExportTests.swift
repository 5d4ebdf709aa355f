import Model
import Testing
import Tickets

@Suite("Exports of Jira and Linear")
struct TrackerExportTests {
  private func read(_ text: String) -> TicketListReading { TicketList.parse(text, engines: ["claude"]) }

  @Test("Jira's CSV with all its fields, however many and however they are called")
  func jiraAllFields() {
    let own = (0..<300).map { "Custom field (A field with a rather long name that somebody made, number \($0))" }
    let header =
      (["Summary", "Issue key", "Issue id", "Issue Type", "Status", "Project key", "Priority", "Description", "Labels", "Labels"] + own)
      .joined(separator: ",")
    let tail = String(repeating: ",", count: own.count)
    let reading = read(
      header
        + "\n\"Fix it, now\",OPS-7,10007,Bug,To Do,OPS,Highest,\"line one\nline two\",ui,login\(tail)\nOld,OPS-8,10008,Task,Done,OPS,Low,,,\(tail)\n"
    )
    #expect(reading.drafts.count == 1)
    let ticket = reading.drafts.first?.ticket
    #expect(ticket?.id == "OPS-7")
    #expect(ticket?.title == "Fix it, now")
    #expect(ticket?.body == "line one\nline two")
    #expect(ticket?.labels == ["ui", "login"])
    #expect(reading.drafts.first?.priority == 10)
    #expect(reading.remarks == ["1 closed ticket skipped."])
  }

  @Test("Jira's search as JSON: fields, pages by key, documents as text")
  func jiraJSON() {
    let reading = read(
      """
      {"expand":"names","startAt":0,"maxResults":50,"total":2,"issues":[
        {"id":"10007","key":"OPS-7","self":"https://jira.lab/base/rest/api/2/issue/10007","fields":{"summary":"Fix it","description":"Text",
          "labels":["ui"],"status":{"name":"To Do","statusCategory":{"key":"new"}},"priority":{"name":"High"}}},
        {"id":"10008","key":"OPS-8","self":"https://jira.lab/base/rest/api/2/issue/10008","fields":{"summary":"Old",
          "status":{"name":"Erledigt","statusCategory":{"key":"done"}}}}]}
      """)
    #expect(reading.drafts.map(\.ticket.id) == ["OPS-7"])
    #expect(reading.drafts.first?.ticket.url == "https://jira.lab/base/browse/OPS-7")
    #expect(reading.drafts.first?.ticket.body == "Text")
    #expect(reading.drafts.first?.priority == 10)
  }

  @Test("Linear's CSV")
  func linear() {
    let header =
      "ID,Team,Title,Description,Status,Estimate,Priority,Project ID,Project,Creator,Assignee,Labels,Cycle Number,Cycle Name,Created,Updated,Started,Triaged,Completed,Canceled,Archived,Due Date,Parent issue,Roadmaps,UUID,Time in status (minutes),Related to,Blocked by"
    let reading = read(
      header
        + "\nOPS-7,Ops,Fix it,\"What\nis wrong\",In Progress,3,Urgent,,,ann,bo,\"Bug, UI\",4,,2026-01-01,2026-01-02,2026-01-02,,,,,,,,u-1,5,,OPS-9"
        + "\nOPS-8,Ops,Old,,Done,,Low,,,ann,,,,,2026-01-01,2026-01-02,,,2026-01-03,,,,,,u-2,5,,\n")
    #expect(reading.drafts.map(\.ticket.id) == ["OPS-7"])
    let ticket = reading.drafts.first?.ticket
    #expect(ticket?.title == "Fix it")
    #expect(ticket?.body == "What\nis wrong")
    #expect(ticket?.labels == ["Bug", "UI"])
    #expect(ticket?.dependsOn == ["OPS-9"])
    #expect(reading.drafts.first?.priority == 10)
  }

  @Test("What is only a name says by which name it can be fetched")
  func names() {
    let reading = read("https://git.lab/ops/tools/issues/12\n#13\nops/tools#14\nOPS-7\n#15 with words\n#16\n  and a body\n")
    #expect(
      reading.drafts.map(\.fetch) == ["https://git.lab/ops/tools/issues/12", "#13", "ops/tools#14", "OPS-7", nil, nil])
    var draft = reading.drafts[1]
    draft.take(FetchedIssue(name: "#13", problem: "Reading #13: there is no such issue."))
    #expect(draft.problem == "Reading #13: there is no such issue.")
    #expect(!draft.use && draft.fetch == nil)
    draft.take(FetchedIssue(name: "#13", ticket: Ticket(title: "T", labels: ["a"]), repository: "https://git.lab/o/n.git", task: TaskID(4)))
    #expect(draft.use && draft.problem == nil && draft.duplicateOf == TaskID(4))
    #expect(draft.repository == "https://git.lab/o/n.git")
  }
}
