import Model
import Testing
import Tickets

@Suite("Tickets of issues: bounds, what cannot be seen, comments worth having, images")
struct IssueTicketTests {
  private static let place = IssueReference(ForgeRepository(host: "git.lab", owner: "ops", name: "tools"), 12)

  private func ticket(_ body: String, title: String = "Fix it", comments: [IssueComment]? = nil) -> Ticket {
    IssueTicket.make(
      ForgeIssue(
        number: 12, name: "#12", title: title, body: body, labels: ["bug", "ui"], url: "https://git.lab/ops/tools/issues/12",
        updated: Timestamp(milliseconds: 5), comments: comments), reference: Self.place)
  }

  private func comment(_ body: String, _ author: String = "bo", _ minute: Int64 = 0, isBot: Bool = false) -> IssueComment {
    IssueComment(id: minute, author: author, isBot: isBot, body: body, created: Timestamp(milliseconds: minute * 60_000))
  }

  @Test("An issue as a ticket")
  func plain() {
    let made = ticket("It is broken.\r\nAlways.")
    #expect(made.id == "ops/tools#12")
    #expect(made.body == "It is broken.\nAlways.")
    #expect(made.labels == ["bug", "ui"])
    #expect(made.url == "https://git.lab/ops/tools/issues/12")
    #expect(made.origin?.key == "git.lab/ops/tools#12")
    #expect(made.origin?.updated == Timestamp(milliseconds: 5))
    #expect(ticket("", title: " \n ").title == "ops/tools#12")
  }

  @Test("What nobody sees is not told to anybody: escapes, directions, tags, characters without width")
  func unseen() {
    let made = ticket("a\u{1B}[2Jb\u{202E}c\u{2066}d\u{200B}e\u{E0041}\u{E0042}f\u{07}\u{FEFF}", title: "x\u{1B}]0;pwned\u{07}y\u{202E}")
    #expect(made.body == "abcdef")
    #expect(!made.title.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
    // What scripts and emoji need stays.
    #expect(ticket("👩\u{200D}🚀 می\u{200C}خواهم").body == "👩\u{200D}🚀 می\u{200C}خواهم")
  }

  @Test("A text of a mebibyte is cut between characters, with a sentence")
  func long() {
    let made = ticket(String(repeating: "ä", count: 1 << 19))
    #expect(made.body.utf8.count < IssueTicket.bodyBytes + 300)
    #expect(
      made.body.contains("Only the first 64 KiB of this text were taken; about 960 KiB more stand at https://git.lab/ops/tools/issues/12."))
    #expect(!made.body.contains("\u{FFFD}"))
    #expect(ticket(String(repeating: "a", count: IssueTicket.bodyBytes)).body.utf8.count == IssueTicket.bodyBytes)
  }

  @Test("Comments worth having, oldest first, the newest of many")
  func comments() {
    let made = ticket(
      "Text.",
      comments: [
        comment("+1"), comment("Thanks!", "cy", 1), comment("👍", "cy", 2), comment("Build failed", "ci", 3, isBot: true),
        comment("Merged", "dependabot[bot]", 4), comment(OwnComment.marked("Opened a pull request", task: TaskID(5)), "ada", 5),
        comment("It needs the new schema.\n\n![shot](/attachments/1)", "bo\u{202E}", 6), comment("me too", "x", 7),
      ])
    #expect(
      made.body
        == "Text.\n\n## Comments\n\nbo wrote on 1970-01-01 00:06:\n\nIt needs the new schema.\n\n[image: shot](https://git.lab/attachments/1)"
    )
    let many = ticket("", comments: (0..<50).map { comment("Comment number \($0) says something.", "bo", Int64($0)) })
    #expect(many.body.contains("[30 older comments were left out.]"))
    #expect(!many.body.contains("number 29 "))
    #expect(many.body.contains("number 49 "))
    let huge = ticket("", comments: (0..<20).map { comment(String(repeating: "word ", count: 20_000), "bo", Int64($0)) })
    #expect(huge.body.utf8.count < IssueTicket.commentBytes + 2000)
    #expect(huge.body.contains("[The rest of this comment was left out.]"))
  }

  @Test("Images stay as links, also relative ones and tags; code stays as it is")
  func images() {
    #expect(
      ticket("See ![](https://x.lab/a.png) and ![a b](b.png \"t\")").body == "See [image](https://x.lab/a.png) and [image: a b](b.png)")
    #expect(ticket("<img width=\"3\" alt=\"shot\" src=\"/user/1.png\" />").body == "[image: shot](https://git.lab/user/1.png)")
    #expect(ticket("```\n![x](y)\n```").body == "```\n![x](y)\n```")
    #expect(ticket("![broken](", title: "a").body == "![broken](")
    #expect(ticket("![a](data:image/png;base64,AAAA)").body == "[image: a](data:image/png;base64,AAAA)")
  }

  @Test("The digest is of what was taken")
  func digest() {
    let one = ticket("Text.", comments: [comment("It needs the new schema.")])
    #expect(one.origin?.digest == ticket("Text.", comments: [comment("It needs the new schema."), comment("+1", "x", 9)]).origin?.digest)
    #expect(one.origin?.digest != ticket("Text.", comments: []).origin?.digest)
    #expect(one.origin?.digest != ticket("Text!", comments: [comment("It needs the new schema.")]).origin?.digest)
    #expect(TextDigest.of(["ab", "c"]) != TextDigest.of(["a", "bc"]))
  }

  @Test("A tracker's issue has the tracker's name")
  func tracker() {
    let made = IssueTicket.make(
      ForgeIssue(number: 0, name: "OPS-7", title: "T", url: "javascript:alert(1)", updated: Timestamp(milliseconds: 0)),
      tracker: "jira.lab/OPS-7")
    #expect(made.id == "OPS-7")
    #expect(made.url == nil)
    #expect(made.origin?.key == "jira.lab/ops-7")
    #expect(made.origin?.name == "OPS-7")
  }
}
