import Model
import Testing
import Tickets

@Suite("Headings")
struct TicketHeadingTests {
  @Test("Headings with a body under them")
  func bodies() {
    let reading = read("# Fix login\nIt fails.\n\n- step\n\n# Rotate keys\nAll of them. \n")
    #expect(reading.drafts.map(\.ticket.title) == ["Fix login", "Rotate keys"])
    #expect(reading.drafts.map(\.ticket.body) == ["It fails.\n\n- step", "All of them."])
    #expect(reading.drafts.map(\.line) == [1, 6])
  }

  @Test("The one heading above others names the list")
  func documentTitle() {
    let reading = read("# Sprint 12\n\nSome words.\n\n## Fix login\nIt fails.\n### Steps\n1. go\n## OPS-3: Rotate @codex\n")
    #expect(reading.drafts.map(\.ticket.title) == ["Fix login", "Rotate"])
    #expect(reading.drafts.first?.ticket.body == "It fails.\n### Steps\n1. go")
    #expect(reading.drafts.last?.ticket.id == "OPS-3")
    #expect(reading.drafts.last?.engine == "codex")
    #expect(reading.remarks == ["The text below “Sprint 12” is taken as an introduction."])
  }

  @Test("One issue with its parts is one ticket")
  func oneIssue() {
    let reading = read("# Login fails\n## Steps to reproduce\n1. open\n## Expected behaviour\nno\n")
    #expect(reading.drafts.map(\.ticket.title) == ["Login fails"])
    #expect(reading.drafts.first?.ticket.body == "## Steps to reproduce\n1. open\n## Expected behaviour\nno")
  }

  @Test("Headings above lists are sections; what stands under Done is skipped")
  func sections() {
    let reading = read("# Board\n## Todo\n- [ ] a\n- [ ] b\n## Doing\n## Done\n- [x] c\n- d\n")
    #expect(reading.drafts.map(\.ticket.title) == ["a", "b"])
    #expect(reading.remarks == ["2 done items skipped."])
  }

  @Test("A heading inside a fence is none; a hash without a space neither")
  func noHeadings() {
    let reading = read("# Fix it\n```\n# comment\n```\n#12 stays\n# Rotate\ntext\n")
    #expect(reading.drafts.map(\.ticket.title) == ["Fix it", "Rotate"])
    #expect(reading.drafts.first?.ticket.body == "```\n# comment\n```\n#12 stays")
  }

  @Test("Items above the first heading, and titles underlined")
  func mixed() {
    let reading = read("- loose\n\nFix it\n======\nbody\n")
    #expect(reading.drafts.map(\.ticket) == [Ticket(title: "loose"), Ticket(title: "Fix it", body: "body")])
  }
}
