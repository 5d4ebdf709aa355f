import Client
import Testing

/// What commands print of text that came from outside.
@Suite struct PlainTextTests {
  @Test("A diff on a terminal shows what hides in its changed lines, and keeps its lines")
  func diff() {
    let text = "@@ -1 +1,6 @@\n\tkept \u{202E}\n-old  \n+p\u{430}y \u{200B}\u{1B}[2J\n+x\r\n+\u{FEFF}tab\t\n+a\tb\n\\ No newline"
    #expect(
      PlainText.diff(text)
        == "@@ -1 +1,6 @@\n\tkept <U+202E>\n-old··\n+p<U+430>y <U+200B>␛[2J\n+x␍\n+<U+FEFF>tab<TAB>\n+a\tb\n\\ No newline")
    #expect(PlainText.diff("") == "" && PlainText.diff("\n+a\n") == "\n+a\n")
  }

  @Test(
    "Names and sentences have nothing invisible",
    arguments: ["a\u{2066}b", "a\u{E0041}b", "a\u{3164}b", "a\u{AD}b", "a\u{9B}b", "a\u{2028}b"])
  func line(_ text: String) {
    let clean = PlainText.line(text)
    #expect(clean.hasPrefix("a<U+") && clean.hasSuffix(">b"))
  }
}
