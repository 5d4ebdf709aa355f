import CUtf8proc
import Screen
import Testing

@Suite struct TextWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("日本", 4), ("e\u{301}", 1), ("❤\u{FE0F}", 1), ("👩\u{200D}💻", 4), ("👍🏽", 2), ("a\tb", 2), ("│─┐", 3), ("\u{1}x", 1),
    ("\u{1FAE8}", 2), ("ｆ", 2), ("\u{AC00}", 2), ("\u{378}", 1),
  ])
  func widths(text: String, width: Int) {
    #expect(TextWidth.width(of: text) == width)
  }

  /// The canvas and the C library must never disagree, or the screen shears.
  @Test func everyScalarThatIsDrawnHasTheWidthOfTheCLibrary() {
    var disagreements: [UInt32] = []
    for value in UInt32(0x20)..<0x30000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let own = TextWidth.width(of: scalar)
      let library = Int(cu_columns(value))
      // 0: not drawn at all. Unknown to the library: U+FFFD is drawn.
      if own > 0, library >= 0, own != library { disagreements.append(value) }
      if own == 0, library > 0, !Self.neverDrawn(value) { disagreements.append(value) }
    }
    #expect(disagreements == [])
    #expect(cu_columns(0xFFFD) == 1)
  }

  private static func neverDrawn(_ value: UInt32) -> Bool {
    value == 0xAD || (0x1F3FB...0x1F3FF).contains(value) || Unicode.Scalar(value)?.properties.generalCategory == .format
      || (0x2028...0x202E).contains(value) || (0x2060...0x206F).contains(value)
  }

  @Test("F34: drawing uses as many columns as the width says")
  func drawingUsesAsManyColumnsAsTheWidthSays() {
    for text in [
      "plain", "日本語 text", "e\u{301}\u{302}\u{303}\u{304}\u{305}x", "\u{301}lead", "👩\u{200D}👩\u{200D}👧", "\u{1FAE8}!", "a\u{202E}b",
      "\u{7F}\u{9B}x",
    ] {
      var canvas = Canvas(size: Size(width: 40, height: 1))
      let used = canvas.put(text, column: 0, row: 0, style: Style(.text))
      #expect(used == TextWidth.width(of: text), "\(text.debugDescription)")
    }
  }

  @Test func truncatingKeepsTheWidth() {
    #expect(TextWidth.truncate("hello", 5) == "hello")
    #expect(TextWidth.truncate("hello", 4) == "hel…")
    #expect(TextWidth.truncate("日本語", 5) == "日本…")
    #expect(TextWidth.truncate("日本語", 4) == "日…")
    #expect(TextWidth.truncate("x", 0) == "")
    #expect(TextWidth.truncate("xy", 1) == "…")
  }
}
