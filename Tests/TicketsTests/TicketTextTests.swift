import Model
import Testing
import Tickets

@Suite("Bytes that are hardly a list")
struct TicketTextTests {
  private func read(_ bytes: [UInt8]) -> TicketListReading { TicketList.parse(bytes, engines: []) }

  @Test("Empty", arguments: ["", " ", "\n\n\t\n", "\u{FEFF}", "\u{A0}\r\n"])
  func empty(_ text: String) { #expect(read(Array(text.utf8)) == TicketListReading(drafts: [], remarks: ["The list is empty."])) }

  @Test("Binary", arguments: [[0x7F, 0x45, 0x4C, 0x46, 0, 0], Array(repeating: 1, count: 30), Array("a\0b".utf8)] as [[UInt8]])
  func binary(_ bytes: [UInt8]) {
    #expect(
      read(bytes) == TicketListReading(drafts: [], remarks: ["This looks like binary data, not like a list of tickets; nothing was read."]))
  }

  @Test("Over 2 MiB")
  func large() {
    let reading = read([UInt8](repeating: 0x61, count: (2 << 20) + 1))
    #expect(reading == TicketListReading(drafts: [], remarks: ["The list is 2.0 MiB; at most 2 MiB are read, so add it in parts."]))
  }

  @Test("A few bytes that are not UTF-8 are shown; many are refused")
  func notUTF8() {
    let few = read(Array("- Fix caf".utf8) + [0xE9] + Array("\n- Next\n".utf8))
    #expect(few.drafts.map(\.ticket.title) == ["Fix caf\u{FFFD}", "Next"])
    #expect(few.remarks == ["1 place was not UTF-8 and shows as \u{FFFD}."])
    let many = read((0..<200).flatMap { _ in [0x61, 0xE9, 0x62] as [UInt8] })
    #expect(many.drafts.isEmpty)
    #expect(
      many.remarks == [
        "The list is not UTF-8 text (200 places cannot be read); convert it first, for example with iconv -f latin1 -t utf-8."
      ])
  }

  @Test("UTF-16 with its mark, as Windows shells write it")
  func utf16() {
    let bytes: [UInt8] = [0xFF, 0xFE] + "- Füx\r\n- b".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(
      read(bytes)
        == TicketListReading(drafts: [TicketDraft(line: 1, ticket: Ticket(title: "Füx")), TicketDraft(line: 2, ticket: Ticket(title: "b"))])
    )
  }

  @Test("Line ends, marks, spaces of all kinds, emoji")
  func cleaning() {
    let reading = read(Array("\u{FEFF}-\u{A0}Fix\u{A0}\u{202F}it 👩‍💻\r- b\u{200B}c\u{2028}- d\u{85}- e\t\n".utf8))
    #expect(reading.drafts.map(\.ticket.title) == ["Fix it 👩‍💻", "bc", "d", "e"])
    #expect(reading.drafts.map(\.line) == [1, 2, 3, 4])
  }

  @Test("Terminal sequences and control characters go, and it is said")
  func controls() {
    let reading = read(Array("\u{1B}[31m- Fix the very long thing\u{1B}[0m\u{7}\n- and another long thing\n".utf8))
    #expect(reading.drafts.map(\.ticket.title) == ["Fix the very long thing", "and another long thing"])
    #expect(reading.remarks == ["3 control characters removed."])
  }

  @Test("A list of a mebibyte, in each form, is read whole")
  func mebibyte() {
    func filled(_ piece: (Int) -> String) -> [UInt8] {
      var bytes: [UInt8] = []
      var number = 0
      while bytes.count < 1_000_000 {
        number += 1
        bytes += piece(number).utf8
      }
      return bytes
    }
    let body = String(repeating: "    some words of a body, with – a dash\n", count: 4)
    #expect(read(filled { "- [ ] Fix the thing number \($0) 🦊\n\(body)" }).drafts.count > 4000)
    #expect(read(filled { "## Fix the thing number \($0)\n\(body)" }).drafts.count > 4000)
    #expect(read(Array("title,body\n".utf8) + filled { "Fix \($0),\"\(body)\"\n" }).drafts.count > 4000)
    #expect(
      read(
        Array("[{\"title\":\"first\"}".utf8) + filled { ",{\"title\":\"Fix \($0)\",\"body\":\"\(String(repeating: "word ", count: 40))\"}" }
          + Array("]".utf8)
      ).drafts.count > 3000)
    #expect(read(filled { _ in "a\n" }).remarks.last == "Only the first 10000 rows were read; add the rest as another list.")
    #expect(read([UInt8](repeating: 0x61, count: 1 << 20)).drafts.count == 1)
    #expect(read([UInt8](repeating: 0x5B, count: 1 << 20)).drafts.count == 1)
  }

  @Test("Any bytes are read without a trap")
  func anything() {
    var state: UInt64 = 42
    func next() -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33)
    }
    let words = [
      "- ", "[x] ", "[ ]", "\n", "\n", "  ", "\t", "| a | b |\n|---|---|\n", "title,body\n", "---\n", "repo: x\n", "# ", "```\n",
      "{\"title\": \"a\"}", "[", "]", "{", "\"", "OPS-1", "#2",
      "^#1", "@codex", "{repo=x}", "**", "https://a/b/issues/1", "(", ")", "\\", ":", ",", "\u{1B}[", "é", "1. ", "====\n", "~~", "<!-- ",
    ]
    for _ in 0..<400 {
      var bytes: [UInt8] = []
      for _ in 0..<(next() % 40) { bytes += next() % 30 == 0 ? [UInt8(next() & 0xFF)] : Array(words[next() % words.count].utf8) }
      let reading = read(bytes)
      #expect(!reading.drafts.isEmpty || !reading.remarks.isEmpty)
      #expect(reading.drafts.allSatisfy { $0.line > 0 && !$0.ticket.title.contains("\n") && $0.use == ($0.problem == nil) })
    }
  }
}
