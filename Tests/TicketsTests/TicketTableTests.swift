import Model
import Testing
import Tickets

@Suite("Tables, separated values and front matter")
struct TicketTableTests {
  @Test("A Markdown table with all columns")
  func table() {
    let text = """
      | # | Summary | Description | Status | Labels | Engine | Priority | Depends on |
      |--:|:--------|-------------|--------|--------|--------|----------|-----------|
      | 1 | Fix \\| it | one<br>two | open | bug, ui | codex | High | |
      | 2 | Old | | Done | | | | |
      | 3 | [New](https://git.lab/o/r/issues/3) | | ☐ | | | | 1 |
      """
    let reading = read(text)
    #expect(reading.drafts.count == 2)
    #expect(reading.drafts.first?.ticket == Ticket(id: "#1", title: "Fix | it", body: "one\ntwo", labels: ["bug", "ui"]))
    #expect(reading.drafts.first?.engine == "codex")
    #expect(reading.drafts.first?.priority == 10)
    #expect(reading.drafts.last?.after == ["#1"])
    #expect(reading.drafts.last?.ticket.url == "https://git.lab/o/r/issues/3")
    #expect(reading.remarks == ["1 closed ticket skipped."])
  }

  @Test("A table without a known title uses its first other column")
  func tableWithoutTitle() { #expect(titles("| id | What |\n|--|--|\n| 1 | Fix it |\n| 2 | Next |") == ["Fix it", "Next"]) }

  @Test("Comma separated values: quotes, line ends in quotes, blank lines")
  func commaSeparated() {
    let text = "id,title,body,state\n1,\"Fix, it\",\"line one\nline \"\"two\"\"\n\nthree\",open\n2,Old,,closed\n\n3,Next,text,\n"
    let reading = read(text)
    #expect(reading.drafts.map(\.ticket.title) == ["Fix, it", "Next"])
    #expect(reading.drafts.first?.ticket.body == "line one\nline \"two\"\n\nthree")
    #expect(reading.drafts.map(\.line) == [2, 8])
    #expect(reading.drafts.map(\.ticket.id) == ["#1", "#3"])
    #expect(reading.remarks == ["1 closed ticket skipped."])
  }

  @Test("Semicolons and tabs", arguments: [";", "\t"])
  func otherSeparators(_ separator: String) {
    let text = [["Title", "Priority"], ["a, b", "low"], ["c", "7"]].map { $0.joined(separator: separator) }.joined(separator: "\r\n")
    let reading = read(text)
    #expect(reading.drafts.map(\.ticket.title) == ["a, b", "c"])
    #expect(reading.drafts.map(\.priority) == [-10, 7])
  }

  @Test("Jira's export: the key wins over the id, labels in several columns")
  func jira() {
    let reading = read("Summary,Issue key,Issue id,Status,Labels,Labels\nFix it,OPS-1,10001,To Do,a,b\nOld,OPS-2,10002,Done,,\n")
    #expect(reading.drafts.map(\.ticket) == [Ticket(id: "OPS-1", title: "Fix it", labels: ["a", "b"])])
  }

  @Test("Sentences with commas are no header", arguments: ["Fix title, body and url\nNext, please", "title, only a line", "a,b\nc,d"])
  func noHeader(_ text: String) { #expect(titles(text) == text.split(separator: "\n").map(String.init)) }

  @Test("A quote that is never closed leaves out that row only")
  func unclosedQuote() {
    let reading = read("title,body\na,\"open\nb,c\n")
    #expect(reading.drafts.map(\.ticket.title) == ["b"])
    #expect(reading.remarks == ["Line 2: a quoted cell is never closed; that row was left out."])
  }

  @Test("The rows of gh issue list without a terminal")
  func issueList() {
    let reading = read("12\tOPEN\tFix it\tbug, ui\t2026-01-01T00:00:00Z\n11\tCLOSED\tOld\t\t2026-01-01T00:00:00Z\n")
    #expect(reading.drafts.map(\.ticket) == [Ticket(id: "#12", title: "Fix it", labels: ["bug", "ui"])])
    #expect(reading.remarks == ["1 closed ticket skipped."])
  }

  @Test("Front matter holds for the rows below it; a title's own words go first")
  func frontMatter() {
    let reading = read(
      "---\nrepo: https://git.lab/o/r\nbase: main # the trunk\nengine: 'claude'\nmodel: opus\nmode: plan\npriority: high\nowner: me\n---\n- a\n- b @codex !low {repo=/srv/x}\n"
    )
    let first = reading.drafts.first
    #expect(first?.repository == "https://git.lab/o/r")
    #expect(first?.base == "main")
    #expect(first?.engine == "claude")
    #expect(first?.model == "opus")
    #expect(first?.mode == .plan)
    #expect(first?.priority == 10)
    let second = reading.drafts.last
    #expect(second?.engine == "codex" && second?.priority == -10 && second?.repository == "/srv/x" && second?.base == "main")
    #expect(reading.remarks == ["Front matter that means nothing here: owner."])
  }

  @Test("Further front matter replaces the first")
  func severalFrontMatters() {
    #expect(read("---\nrepo: /a\n---\n- x\n\n---\nrepo: /b\nbase: dev\n---\n- y\n").drafts.map(\.repository) == ["/a", "/b"])
  }

  @Test("Front matter with a title is one ticket, as task files have it")
  func taskFile() {
    let reading = read(
      "---\nid: task-7\ntitle: Fix it\nlabels:\n  - bug\n  - ui\ndependencies: [OPS-9]\n---\n\n# Description\ntext\n\n- [ ] step\n")
    #expect(
      reading.drafts.map(\.ticket) == [
        Ticket(id: "task-7", title: "Fix it", body: "# Description\ntext\n\n- [ ] step", labels: ["bug", "ui"], dependsOn: ["OPS-9"])
      ])
    #expect(reading.remarks == ["Not in this list, so not waited for: task-7 depends on OPS-9."])
  }

  @Test("Wrong values are problems of the row")
  func wrongValues() {
    #expect(read("title,engine\na,gpt\n").drafts.first?.problem == "no engine is called “gpt”; there are claude, codex")
    #expect(read("title,mode\na,yolo\n").drafts.first?.problem == "no mode is called “yolo”; there are auto, ask and plan")
    let priority = read("title,priority\na,P1\n")
    #expect(priority.drafts.map(\.problem) == [nil])
    #expect(priority.remarks == ["The priority “P1” means nothing here: whole numbers, high, normal and low do."])
  }
}
