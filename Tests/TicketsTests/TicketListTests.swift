import Model
import Testing
import Tickets

/// A list read with the engines that the tests know.
func read(_ text: String) -> TicketListReading { TicketList.parse(text, engines: ["claude", "codex"]) }

/// The titles of the rows.
func titles(_ text: String) -> [String] { read(text).drafts.map(\.ticket.title) }

@Suite("Lines, bullets, numbers and check lists")
struct PlainListTests {
  @Test("Each plain line is a ticket, with the line that it stands on")
  func plainLines() {
    let reading = read("Fix the login\n\n  \nRotate the keys\n")
    #expect(reading.drafts.map(\.ticket.title) == ["Fix the login", "Rotate the keys"])
    #expect(reading.drafts.map(\.line) == [1, 4])
    #expect(reading.remarks == [])
    #expect(reading.drafts.allSatisfy { $0.use && $0.problem == nil })
  }

  @Test(
    "Bullets and numbers are taken off",
    arguments: ["- a", "* a", "+ a", "• a", "•a", "– a", "1. a", "12) a", "(3) a", "- 1. a", "- [ ] a", "[ ] a", "☐ a", "1. [ ] a"])
  func markers(_ line: String) { #expect(titles(line) == ["a"]) }

  @Test(
    "What only looks like a marker stays",
    arguments: ["-v is broken", "*.txt is ignored", "1.5 upgrade", "2024 report", "--help lies", "**/x matches"])
  func noMarkers(_ line: String) { #expect(titles(line) == [line]) }

  @Test("Done items are skipped with what is below them, and it is said")
  func doneItems() {
    let reading = read("- [x] old\n  its body\n- [ ] new\n  its body\n- [X] older\n✅ oldest\n- ~~gone~~\n- [-] dropped")
    #expect(reading.drafts.map(\.ticket.title) == ["new"])
    #expect(reading.drafts.map(\.ticket.body) == ["its body"])
    #expect(reading.remarks == ["5 done items skipped."])
  }

  @Test("Indented lines belong to the item above, also past blank lines, and keep their shape")
  func indentedLines() {
    let reading = read("- Fix it\n  - step one\n    - detail\n\n  more\n\t* tabbed\n- Next")
    #expect(reading.drafts.map(\.ticket.title) == ["Fix it", "Next"])
    #expect(reading.drafts.first?.ticket.body == "- step one\n  - detail\n\nmore\n  * tabbed")
  }

  @Test("A code fence belongs to the item above, whatever is in it")
  func fences() {
    let reading = read("- Fix it\n```sh\n# not a heading\n- not an item\n```\n- Next")
    #expect(reading.drafts.map(\.ticket.title) == ["Fix it", "Next"])
    #expect(reading.drafts.first?.ticket.body == "```sh\n# not a heading\n- not an item\n```")
  }

  @Test("A fence around the whole list is only wrapping")
  func fenceAround() { #expect(titles("```markdown\n- a\n- b\n```\n") == ["a", "b"]) }

  @Test("A list that is indented as a whole is read as if it were not")
  func indentedList() {
    let reading = read("    - a\n      body\n    - b\n")
    #expect(reading.drafts.map(\.ticket.title) == ["a", "b"])
    #expect(reading.drafts.first?.ticket.body == "body")
  }

  @Test("An introduction that ends with a colon above a list is no ticket, and it is said")
  func introduction() {
    let reading = read("Please do:\n\n- a\n- b")
    #expect(reading.drafts.map(\.ticket.title) == ["a", "b"])
    #expect(reading.remarks == ["Line 1, “Please do:”, is taken as an introduction."])
  }

  @Test("Lines drawn across and comments are nothing")
  func rules() { #expect(titles("a\n---\nb\n***\n<!-- hidden -->\nc") == ["a", "b", "c"]) }

  @Test("A mixture of everything")
  func mixture() {
    let text =
      "Plain one\r\n- bullet\r\n1) number\r\n\r\n| Title | Status |\r\n|---|---|\r\n| cell | open |\r\n| old | done |\r\n\r\nOPS-7: keyed\r\nhttps://git.lab/a/b/issues/9\r\n"
    let reading = read(text)
    #expect(reading.drafts.map(\.ticket.title) == ["Plain one", "bullet", "number", "cell", "keyed", "a/b#9"])
    #expect(reading.drafts.map(\.line) == [1, 2, 3, 7, 10, 11])
    #expect(reading.remarks == ["1 closed ticket skipped."])
  }

  @Test("A title that is too long is cut at a word; the body has it whole")
  func longTitle() {
    let text = String(repeating: "word ", count: 100) + "end"
    let draft = read(text).drafts.first
    #expect(draft.map { $0.ticket.title.count <= 200 && $0.ticket.title.hasSuffix(" word…") } == true)
    #expect(draft?.ticket.body == text)
  }

  @Test("Emphasis around a title is taken off")
  func emphasis() { #expect(titles("1. **Fix login**: it fails\n- **Rotate**\n- a ** b") == ["Fix login: it fails", "Rotate", "a ** b"]) }

  @Test("The same ticket twice is a problem, in words")
  func duplicates() {
    let reading = read("- Fix it\n- Other\n- Fix  it\n- https://git.lab/a/b/issues/9 Text\n- https://git.lab/a/b/issues/9/ Other text")
    #expect(reading.drafts.map(\.problem) == [nil, nil, "the same as row 1 (line 1)", nil, "the same as row 4 (line 4)"])
    #expect(reading.drafts.map(\.use) == [true, true, false, true, false])
  }
}

@Suite("Overrides at the end of a title")
struct OverrideTests {
  @Test("All of them, in any order")
  func all() {
    let draft = read("Fix it {repo=https://git.lab/a/b.git} ^T3 !high @codex ^#2\nOther").drafts.first
    #expect(draft?.ticket.title == "Fix it")
    #expect(draft?.engine == "codex")
    #expect(draft?.priority == 10)
    #expect(draft?.after == ["T3", "#2"])
    #expect(draft?.repository == "https://git.lab/a/b.git")
    #expect(draft?.problem == nil)
  }

  @Test("Priorities", arguments: [("!high", 10), ("!low", -10), ("!normal", 0)])
  func priorities(_ word: String, _ value: Int) { #expect(read("a \(word)").drafts.first?.priority == value) }

  @Test(
    "What is not exact stays title",
    arguments: [
      "Mail to @bob", "Ping @Codex", "Fix a@codex", "It is !important", "!high is not read at the beginning", "Use ^T", "Use ^t3",
      "Use ^#0",
      "Use ^#x", "Set {repo=}", "Set {repo=a b}", "Set {model=x}", "x{repo=y}", "@codex first", "Hello !High",
    ])
  func inexact(_ title: String) {
    let draft = read(title).drafts.first
    #expect(draft?.ticket.title == title)
    #expect(draft?.engine == nil && draft?.priority == nil && draft?.repository == nil && draft?.after == [])
  }

  @Test("Only one engine and one priority are taken; the rest stays")
  func twice() { #expect(read("Fix @claude @codex").drafts.first.map { [$0.ticket.title, $0.engine ?? ""] } == ["Fix @claude", "codex"]) }

  @Test("Nothing but overrides is a ticket without a title")
  func onlyOverrides() { #expect(read("- @codex !high").drafts.map(\.problem) == ["no title: write what is to be done"]) }

  @Test("Rows that are not there, and circles")
  func rows() {
    #expect(read("a ^#9").drafts.first?.problem == "waits for row 9, but the list has 1 rows")
    #expect(read("a ^#1").drafts.first?.problem == "waits for itself")
    let circle = read("a ^#2\nb ^#1\nc ^#1\nd").drafts.map { $0.problem != nil }
    #expect(circle == [true, true, true, false])
  }
}

@Suite("References and addresses")
struct ReferenceTests {
  @Test(
    "A reference alone has no text yet",
    arguments: [
      ("https://github.com/o/r/issues/12", "o/r#12"), ("https://gitlab.com/g/s/p/-/issues/3#note_1", "g/s/p#3"),
      ("owner/repo#12", "owner/repo#12"),
      ("- OPS-12", "OPS-12"), ("#7", "#7"), ("https://x.atlassian.net/browse/OPS-12", "OPS-12"),
      ("https://linear.app/team/issue/ENG-4/some-words", "ENG-4"), ("<https://github.com/o/r/issues/12>", "o/r#12"), ("[OPS-3]", "OPS-3"),
    ])
  func bare(_ text: String, _ id: String) {
    let draft = read(text).drafts.first
    #expect(draft?.ticket.id == id)
    #expect(draft?.ticket.title == id)
    #expect(
      draft?.problem == "no text yet: \(id) is only a reference and no forge is configured to fetch it; write a title or paste the text")
    #expect(draft?.use == false)
  }

  @Test("A reference with text below it has its text")
  func bodyBelow() { #expect(read("OPS-12\n  The login fails.").drafts.map(\.problem) == [nil]) }

  @Test(
    "Names and addresses are taken off the title",
    arguments: [
      ("OPS-12: Fix it", "OPS-12", ""), ("OPS-12 Fix it", "OPS-12", ""), ("[OPS-12] Fix it", "OPS-12", ""),
      ("OPS-12 - Fix it", "OPS-12", ""),
      ("#12 Fix it", "#12", ""), ("#12: Fix it", "#12", ""), ("o/r#12 Fix it", "o/r#12", ""), ("Fix it (#12)", "#12", ""),
      ("Fix it (OPS-1)", "OPS-1", ""),
      ("[Fix it](https://git.lab/o/r/issues/4)", "o/r#4", "https://git.lab/o/r/issues/4"),
      ("Fix it https://git.lab/o/r/issues/4", "o/r#4", "https://git.lab/o/r/issues/4"),
      ("https://git.lab/o/r/issues/4 Fix it", "o/r#4", "https://git.lab/o/r/issues/4"),
      ("https://git.lab/o/r/issues/4: Fix it", "o/r#4", "https://git.lab/o/r/issues/4"),
    ])
  func withText(_ text: String, _ id: String, _ url: String) {
    let ticket = read(text).drafts.first?.ticket
    #expect(ticket?.title == "Fix it")
    #expect(ticket?.id == id)
    #expect(ticket?.url ?? "" == url)
  }

  @Test(
    "What only looks like a name stays title",
    arguments: [
      "UTF-8 is broken", "SHA-256 sums differ", "x/y is a path", "C-3 is small", "Use #hash tables", "a1b2#c3 odd", "OPS-12x odd",
      "Read https://example.org/page soon",
    ])
  func noNames(_ text: String) {
    let ticket = read(text).drafts.first?.ticket
    #expect(ticket?.title == text)
    #expect(ticket?.id == nil)
  }
}
