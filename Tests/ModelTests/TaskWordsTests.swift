import Model
import Testing

@Suite("Branch names")
struct BranchPatternTests {
  private func make(_ title: String, _ pattern: String = "carrel/{id}-{slug}") -> String {
    BranchPattern.make(pattern: pattern, id: TaskID(12), title: title)
  }

  @Test(
    "A title becomes a slug",
    arguments: [
      ("Fix flaky login test", "carrel/T12-fix-flaky-login-test"), ("  Über größe: 50 % — naïve!", "carrel/T12-ueber-groesse-50-naive"),
      ("日本語", "carrel/T12"), ("", "carrel/T12"),
      ("..//.lock @{x} ~^:?*[\\", "carrel/T12-lock-x"),
      ("A very long title that goes on and on and on until nobody reads it", "carrel/T12-a-very-long-title-that-goes-on-and-on-and-on"),
      (String(repeating: "x", count: 90), "carrel/T12-" + String(repeating: "x", count: 49)),
    ])
  func slugs(_ title: String, _ name: String) { #expect(make(title) == name) }

  @Test(
    "Any pattern gives a name that git takes, with the id in it",
    arguments: [
      ("{slug}", "a-b-T12"), ("x..y/{id}", "x.y/T12"), ("/{id}/", "T12"), ("{id}.lock", "T12"), ("-{id}-{slug}-", "T12-a-b"),
      ("a b~{id}", "a-b-T12"), ("", "T12"), ("feature", "feature-T12"),
      (String(repeating: "p", count: 80) + "{id}", "carrel/T12"),
    ])
  func patterns(_ pattern: String, _ name: String) { #expect(make("a b", pattern) == name) }
}

@Suite("Commit messages")
struct CommitMessageTests {
  @Test("Title and reference, summary, trailers")
  func whole() {
    let ticket = Ticket(id: "#12", title: "Fix\n it", url: "https://git.lab/o/r/issues/12")
    #expect(
      CommitMessage.compose(ticket: ticket, summary: "\nRenewed the token.\n\nTests added.\u{7}\n", engine: "claude", model: "sonnet")
        == "Fix it (#12)\n\nRenewed the token.\n\nTests added.\n\nTicket: https://git.lab/o/r/issues/12\nAgent: claude (sonnet)\n")
  }

  @Test("Nothing but a title")
  func bare() {
    #expect(CommitMessage.compose(ticket: Ticket(title: "Fix it"), summary: "", engine: "codex", model: nil) == "Fix it\n\nAgent: codex\n")
  }

  @Test("A reference that the title has already is not repeated; a long summary is cut")
  func limits() {
    #expect(
      CommitMessage.compose(ticket: Ticket(id: "OPS-1", title: "OPS-1: x"), summary: "", engine: "e", model: nil).hasPrefix("OPS-1: x\n"))
    let long = CommitMessage.compose(ticket: Ticket(title: "x"), summary: String(repeating: "word ", count: 9000), engine: "e", model: nil)
    #expect(long.count < 4100 && long.hasSuffix("word …\n\nAgent: e\n"))
  }
}

@Suite("Briefs")
struct BriefTemplateTests {
  @Test("The standard brief with everything")
  func whole() {
    let ticket = Ticket(id: "#12", title: "Fix it", body: "It fails.\n\n{check} stays", url: "https://x/12", labels: ["bug", "ui"])
    #expect(
      BriefTemplate.render(ticket: ticket, notes: "Use tabs.", base: "main", check: "make test", template: nil) == """
        You are working on one ticket. The current directory is a clone of the repository, made for this ticket alone.

        # Fix it

        Ticket: #12 https://x/12
        Labels: bug, ui

        It fails.

        {check} stays

        ## About this repository
        Use tabs.

        ## Rules
        - Work only in this directory. Do not push and do not create branches: the change is taken from the files you leave.
        - The work starts from the branch main.
        - Before you end, run this check and make it pass: make test
        - End with a short summary of what you changed and why; it becomes the text of the commit.

        """)
  }

  @Test("What is not known is left out, with its heading")
  func bare() {
    #expect(
      BriefTemplate.render(ticket: Ticket(title: "Fix it"), notes: nil, base: nil, check: nil, template: nil) == """
        You are working on one ticket. The current directory is a clone of the repository, made for this ticket alone.

        # Fix it

        ## Rules
        - Work only in this directory. Do not push and do not create branches: the change is taken from the files you leave.
        - End with a short summary of what you changed and why; it becomes the text of the commit.

        """)
  }

  @Test("A template of one's own; unknown places and braces stay")
  func own() {
    let text = BriefTemplate.render(
      ticket: Ticket(title: "T {body}"), notes: nil, base: "b", check: nil, template: "{title} {x} { {base}\n\n{body}\n{")
    #expect(text == "T {body} {x} { b\n\n{\n")
  }
}

@Suite("Identities of tickets")
struct TicketIdentityTests {
  private func same(_ left: Ticket, _ right: Ticket, _ first: String = "/r", _ second: String = "/r") -> Bool {
    TicketIdentity(left, repository: first) == TicketIdentity(right, repository: second)
  }

  @Test("By address, whatever else is written")
  func byAddress() {
    let ticket = Ticket(title: "a", url: "https://Git.Lab/o/r/issues/1")
    #expect(same(ticket, Ticket(title: "b", url: "http://git.lab/o/r/issues/1/#note"), "/r", "/s"))
    #expect(!same(ticket, Ticket(title: "a", url: "https://git.lab/o/r/issues/2")))
    #expect(!same(ticket, Ticket(title: "a", url: "https://git.lab/O/r/issues/1")))
  }

  @Test("Else by repository, title and body; white space does not count")
  func byText() {
    #expect(same(Ticket(title: "a  b", body: "c\n d\n"), Ticket(title: "a b ", body: "c d"), "/r", "/r.git/"))
    #expect(!same(Ticket(title: "a", body: "c"), Ticket(title: "a", body: "d")))
    #expect(!same(Ticket(title: "a"), Ticket(title: "a"), "/r", "/s"))
    let long = String(repeating: "word ", count: 1000)
    #expect(same(Ticket(title: "a", body: long), Ticket(title: "a", body: long + "\n")))
    #expect(!same(Ticket(title: "a", body: long + "x"), Ticket(title: "a", body: long + "y")))
    #expect(TicketIdentity.identity(of: Ticket(title: "a", body: long), repository: "/r").utf8.count < 100)
  }

  @Test("Keys stay as they are between releases")
  func stable() {
    #expect(TicketIdentity.identity(of: Ticket(title: "a", body: "b"), repository: "/r") == "text\n/r\na\nb")
    #expect(TicketIdentity.identity(of: Ticket(title: "a", url: "https://x/1"), repository: "/r") == "url\nhttps://x/1")
    #expect(
      TicketIdentity.identity(of: Ticket(title: "a", body: String(repeating: "b", count: 200)), repository: "/r")
        == "text\n/r\na\n200:7be7307d29558b25:535ea80004490ed9")
  }
}
