import Interface
import Screen
import TestSupport
import Testing

@Suite struct MarkdownTests {
  private func rows(_ text: String, _ width: Int = 40) -> [String] { MarkdownLayout(text, width: width).lines.map(\.text) }

  private func roles(_ text: String, _ width: Int = 60) -> [[Role]] {
    MarkdownLayout(text, width: width).lines.map { $0.runs.map(\.style.role) }
  }

  @Test func paragraphsAreJoinedAndWrapped() {
    #expect(
      rows("one two\nthree four five six seven eight nine ten\n\n\nnext") == [
        "one two three four five six seven eight", "nine ten", "", "next",
      ])
    #expect(rows("hard  \nbreak\\\nhere") == ["hard", "break", "here"])
  }

  @Test func inlineStyles() {
    #expect(rows("a **b** _c_ `d` [e](http://f) ***g***", 60) == ["a b c d e (http://f) g"])
    #expect(roles("a **b** `c`") == [[.text, .textStrong, .text, .markdownCode]])
    #expect(rows("snake_case_word and 2 * 3 * 4") == ["snake_case_word and 2 * 3 * 4"])
    #expect(rows("open **never closed") == ["open **never closed"])
    #expect(rows(#"\*not\* `a``"#) == ["*not* `a``"])
    #expect(roles("see https://a.b/c.") == [[.text, .textLink, .text]])
    #expect(rows("<https://a.b> and [x](#here) ![pic](p.png)") == ["https://a.b and x pic (p.png)"])
  }

  @Test func listsHang() {
    #expect(
      rows("- one two three four five six seven eight nine\n  - inner\n10. ten\n- [x] done\n- [ ] open") == [
        "• one two three four five six seven", "  eight nine", "  • inner", "10. ten", "☑ done", "☐ open",
      ])
  }

  @Test func codeKeepsItsLines() {
    #expect(rows("```swift\nlet a = 1\n\n    indented\n```\nafter") == ["  let a = 1", "  ", "      indented", "after"])
    #expect(roles("```swift\nlet a = 1\n```").first?.contains(.syntaxKeyword) == true)
    #expect(rows("```\nnever closed") == ["  never closed"])
    #expect(rows("```\n**not bold**\n```") == ["  **not bold**"])
  }

  @Test func headingsQuotesAndRules() {
    #expect(
      rows("# Title #\ntext\n> quoted\n> more\n>> deeper\n\n---") == [
        "# Title", "text", "│ quoted more", "│ │ deeper", "", String(repeating: "─", count: 40),
      ])
    #expect(rows("#hash") == ["#hash"])
  }

  @Test func tablesFit() {
    let text = "| name | what |\n|---|---:|\n| a | one |\n| b\\|c | a very long cell that has to be wrapped |"
    let lines = rows(text, 30)
    #expect(lines.first == "name │                    what")
    #expect(lines.allSatisfy { TextWidth.width(of: $0) <= 30 })
    #expect(lines.contains { $0.hasPrefix("b|c") })
  }

  @Test func widthsAreKept() {
    let text =
      "# Grüße 世界世界世界世界\n\n- 世界世界世界世界世界世界世界\n\n> `codecodecodecodecodecode` x\n\n```\nlonglonglonglonglonglonglong\n```\n\n| a | b |\n|--|--|\n| 世界世界世界世界 | 世界世界世界世界 |"
    for width in 8...40 {
      for line in MarkdownLayout(text, width: width).lines { #expect(line.width <= max(8, width), "\(width): \(line.text)") }
    }
  }

  @Test func growingTextIsLaidOutLikeWholeText() {
    let pieces = [
      "# A\n", "\n", "text ", "goes on\n", "- item\n", "  more\n", "\n", "  under item\n", "\n", "```swift\n", "let x = 1 /* a\n", "\n",
      "*/\n", "```", "\n", "> q\n",
      "| a | b |\n", "|---|---|\n", "| 1 | 2 |\n", "---\n", "    code\n", "**bo", "ld**", " `c", "ode`", "\n\n", "1. one\n", "==", "  ",
      "世",
    ]
    var numbers = SeededGenerator(seed: 3)
    for _ in 0..<300 {
      var text = ""
      var layout = MarkdownLayout("", width: 30)
      for _ in 0..<25 {
        text += pieces.randomElement(using: &numbers) ?? ""
        layout.extend(to: text)
        let fresh = MarkdownLayout(text, width: 30)
        #expect(layout.lines == fresh.lines, "\(text.debugDescription)")
        if layout.lines != fresh.lines { return }
      }
    }
  }

  @Test func escapesAreGone() {
    let text = "a\u{1B}[1mb\u{202E}c\n\n```\n\u{1B}]8;;x\u{07}link\n```\n- \u{1B}[2Ji\n\n| \u{1B}[1mh |\n|---|\n"
    for line in MarkdownLayout(text, width: 40).lines {
      #expect(!line.text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
    }
  }
}
