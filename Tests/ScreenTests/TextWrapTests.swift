import Screen
import Testing

@Suite struct TextWrapTests {
  @Test(arguments: [
    ("", 5, [""]), ("one two three", 7, ["one two", "three"]), ("one two three", 100, ["one two three"]),
    ("abcdefgh", 3, ["abc", "def", "gh"]),
    ("a\n\nb", 5, ["a", "", "b"]), ("a  b", 1, ["a", "b"]), ("aa   ", 3, ["aa"]), ("日本語 text", 4, ["日本", "語", "text"]),
    ("  in", 9, ["  in"]),
    ("aa bbbbbb", 4, ["aa", "bbbb", "bb"]), ("x 日本", 3, ["x", "日", "本"]), ("one two\n", 9, ["one two", ""]), ("      a", 3, ["   ", "a"]),
  ])
  func lines(text: String, width: Int, lines: [String]) {
    #expect(TextWrap.lines(of: text, width: width) == lines)
  }

  @Test func hangingLinesAreIndented() {
    #expect(TextWrap.lines(of: "- one two three\n- four", width: 9, hanging: 2) == ["- one two", "  three", "- four"])
  }

  @Test func nothingIsLostOrWiderThanAsked() {
    var seed: UInt64 = 42
    func next(_ limit: UInt64) -> UInt64 {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (seed >> 33) % limit
    }
    let pieces = ["a", "bc", " ", "  ", "日", "e\u{301}", "\n", "longword", "👍", "-"]
    for _ in 0..<400 {
      let text = (0..<next(40)).map { _ in pieces[Int(next(UInt64(pieces.count)))] }.joined()
      let width = Int(next(12)) + 2
      let hanging = Int(next(4))
      let lines = TextWrap.lines(of: text, width: width, hanging: hanging)
      #expect(
        lines.allSatisfy { TextWidth.width(of: $0) <= width || hanging >= width - 1 },
        "\(text.debugDescription) in \(width), hanging \(hanging): \(lines)")
      let ink = { (text: String) in text.unicodeScalars.filter { $0 != " " && $0 != "\n" }.map(String.init).joined() }
      #expect(ink(lines.joined()) == ink(text))
    }
  }
}
