import Model
import Testing
import Tickets

@Suite("JSON")
struct TicketJSONTests {
  @Test("gh issue list --json")
  func github() {
    let text = """
      [
        {"number": 12, "title": "Fix it @codex", "body": "one\\r\\ntwo\\u0000", "url": "https://github.com/o/r/issues/12", "state": "OPEN",
         "labels": [{"id": "x", "name": "bug"}, {"name": "ui"}]},
        {"number": 11, "title": "Old", "body": "", "state": "CLOSED", "labels": []}
      ]
      """
    let reading = read(text)
    #expect(
      reading.drafts.map(\.ticket) == [
        Ticket(id: "#12", title: "Fix it @codex", body: "one\ntwo", url: "https://github.com/o/r/issues/12", labels: ["bug", "ui"])
      ])
    #expect(reading.drafts.map(\.line) == [2])
    #expect(reading.drafts.first?.engine == nil)
    #expect(reading.remarks == ["1 closed ticket skipped."])
  }

  @Test("The forges' own interfaces: page addresses win, pull requests are passed over")
  func forges() {
    let reading = read(
      """
      [{"id": 99, "number": 1, "title": "A", "url": "https://api.x/1", "html_url": "https://x/o/r/issues/1", "state": "open", "body": null},
       {"number": 2, "title": "P", "state": "open", "pull_request": {"url": "u"}}]
      """)
    #expect(reading.drafts.map(\.ticket) == [Ticket(id: "#1", title: "A", url: "https://x/o/r/issues/1")])
    #expect(reading.remarks == ["1 pull request skipped."])
    let gitlab = read(
      #"[{"id": 5000, "iid": 4, "title": "B", "description": "d", "state": "opened", "labels": ["x"], "web_url": "https://g/p/-/issues/4"}]"#
    )
    #expect(gitlab.drafts.map(\.ticket) == [Ticket(id: "#4", title: "B", body: "d", url: "https://g/p/-/issues/4", labels: ["x"])])
    let tea = read(#"[{"index": "7", "title": "C", "state": "open", "body": "e", "labels": "bug, ui", "url": "https://t/o/r/issues/7"}]"#)
    #expect(tea.drafts.map(\.ticket) == [Ticket(id: "#7", title: "C", body: "e", url: "https://t/o/r/issues/7", labels: ["bug", "ui"])])
  }

  @Test("Pages of results, GraphQL and Jira")
  func wrapped() {
    #expect(titles(#"{"total_count": 1, "items": [{"title": "A", "number": 1}]}"#) == ["A"])
    #expect(titles(#"{"data": {"repository": {"issues": {"nodes": [{"title": "A"}, {"title": "B"}]}}}}"#) == ["A", "B"])
    let jira = read(
      #"{"issues": [{"key": "OPS-1", "fields": {"summary": "A", "status": {"name": "To Do", "statusCategory": {"key": "new"}}, "labels": ["x"],"#
        + #" "description": {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "one "}, {"type": "text", "text": "two"}]}]}}},"#
        + #" {"key": "OPS-2", "fields": {"summary": "B", "status": {"name": "Erledigt", "statusCategory": {"key": "done"}}}}]}"#)
    #expect(jira.drafts.map(\.ticket) == [Ticket(id: "OPS-1", title: "A", body: "one two", labels: ["x"])])
    let linear = read(
      #"[{"id": "uuid", "identifier": "ENG-1", "title": "A", "priority": 1, "priorityLabel": "Urgent", "state": {"name": "Todo", "type": "unstarted"}, "labels": {"nodes": [{"name": "x"}]}}]"#
    )
    #expect(linear.drafts.map(\.ticket) == [Ticket(id: "ENG-1", title: "A", labels: ["x"])])
    #expect(linear.drafts.map(\.priority) == [10])
  }

  @Test("JSON lines; a broken line is left out and named")
  func lines() {
    let reading = read("{\"title\": \"A\"}\n{\"title\": \"B\"\n{\"title\": \"C\", \"state\": \"closed\"}\n\n{\"title\": \"D\"}\n")
    #expect(reading.drafts.map(\.ticket.title) == ["A", "D"])
    #expect(reading.drafts.map(\.line) == [1, 5])
    #expect(reading.remarks == ["Line 2: the JSON is cut off; that line was left out.", "1 closed ticket skipped."])
  }

  @Test("Pages one behind the other, and lists of words")
  func concatenated() { #expect(titles(#"[{"title": "A"}][{"title": "B"}]"# + "\n" + #"["C", "D"]"#) == ["A", "B", "C", "D"]) }

  @Test("JSON between other lines")
  func between() { #expect(titles("- a\n{\"title\": \"b\"}\n- c") == ["a", "b", "c"]) }

  @Test("What `add --dry-run --json` prints can be read again")
  func dryRun() {
    let draft = read(
      ##"[{"line": 3, "title": "A", "body": "b", "repo": "/srv/x", "base": "dev", "engine": "codex", "model": "m", "mode": "ask", "priority": 10, "after": ["T3", "#1"], "url": null, "problem": null, "duplicate_of": null}, {"title": "B"}]"##
    ).drafts.first
    #expect(draft?.repository == "/srv/x" && draft?.base == "dev" && draft?.engine == "codex" && draft?.model == "m" && draft?.mode == .ask)
    #expect(draft?.priority == 10)
    #expect(draft?.after == ["T3", "#1"])
  }

  @Test("Without titles there is no text yet")
  func noTitles() {
    let reading = read(#"[{"number": 4, "url": "https://github.com/o/r/issues/4"}]"#)
    #expect(reading.drafts.map(\.ticket.title) == ["o/r#4"])
    #expect(reading.drafts.first?.problem?.hasPrefix("no text yet: o/r#4") == true)
  }

  @Test("Cut off or wrong JSON gives no rows of rubbish, but one remark")
  func broken() {
    #expect(
      read("[{\"title\": \"A\"},\n{\"title\": \"B\"").remarks == ["The JSON that begins on line 1 is cut off; nothing of it was read."])
    #expect(read("[{\"title\": \"A\"},\n{\"title\": \"B\"").drafts.isEmpty)
    #expect(read("[{\"title\": A}]").remarks == ["The JSON on line 1 cannot be read: it is not well-formed, or cut off; it was left out."])
    #expect(read("{\"a\": 1}").remarks == ["The JSON on line 1 has no ticket in it (nothing with a title)."])
    #expect(read("[]").drafts.isEmpty)
  }

  @Test("Brackets that are no JSON stay lines", arguments: ["[ ] a", "{a} is wrong", "[\"x\" is wrong", "[wip] thing"])
  func noJSON(_ text: String) { #expect(titles(text) == [text == "[ ] a" ? "a" : text]) }
}
