import Interface
import Model
import Screen
import Testing

@Suite struct TextTests {
  private func buffer(_ text: String, _ commands: Command...) -> TextBuffer {
    var buffer = TextBuffer(text)
    for command in commands { _ = buffer.apply(command) }
    return buffer
  }

  @Test func editing() {
    #expect(buffer("one two", .textDeleteWord).text == "one ")
    #expect(buffer("one two", .textWordLeft, .textDeleteToEnd).text == "one ")
    #expect(buffer("one\ntwo", .textDeleteToStart).text == "one\n")
    #expect(buffer("one\ntwo", .textLineStart, .textBackspace).text == "onetwo")
    #expect(buffer("one\ntwo", .textUp, .textDelete).text == "one\ntwo".replacing("\n", with: ""))
    #expect(buffer("ab\ncdef", .textUp).before == "ab")
    #expect(buffer("abcd\nef", .textUp).before == "ab")
    #expect(buffer("abcd\nef", .textUp, .textDown).before == "abcd\nef")
    #expect(buffer("", .textLeft, .textRight, .textBackspace, .textDelete, .textUp, .textDown, .textWordLeft, .textWordRight).text == "")
    #expect(buffer("👩‍👩‍👧é", .textBackspace).text == "👩‍👩‍👧")
    #expect(buffer("👩‍👩‍👧", .textBackspace).text == "")
  }

  @Test func whatIsTypedAndPasted() {
    var lines = TextBuffer()
    lines.insert("a\r\nb\rc\u{1B}[2J\u{0}\u{9F}\td")
    #expect(lines.text == "a\nb\nc[2J\td")
    var line = TextBuffer()
    line.insert("a\r\nb", oneLine: true)
    #expect(line.text == "a b")
  }

  @Test func figures() {
    #expect(FigureText.money(3.416) == "$3.42")
    #expect(FigureText.money(0.012) == "$0.012")
    #expect(FigureText.money(0) == "$0.00")
    #expect(FigureText.money(.infinity) == "$0.00")
    #expect(FigureText.money(1e300) == "$∞")
    #expect(FigureText.count(999) == "999")
    #expect(FigureText.count(12_345) == "12k")
    #expect(FigureText.count(1_234) == "1.2k")
    #expect(FigureText.count(999_999) == "1M")
    #expect(FigureText.count(.max).hasSuffix("G"))
    #expect(FigureText.bytes(4_100_000_000) == "4.1 GB")
    #expect(FigureText.bytes(-5) == "0 B")
    #expect(FigureText.duration(seconds: 59) == "now")
    #expect(FigureText.duration(seconds: 60) == "1m")
    #expect(FigureText.duration(seconds: 7200) == "2h")
    #expect(FigureText.duration(seconds: 86_400 * 3) == "3d")
    #expect(FigureText.duration(seconds: .nan) == "now")
    #expect(FigureText.age(from: Timestamp(milliseconds: .min), to: Timestamp(milliseconds: .max)) == "now")
  }

  @Test func fuzzy() throws {
    #expect(FuzzyMatch.score("", in: "anything") == 0)
    #expect(FuzzyMatch.score("xyz", in: "anything") == nil)
    let start = try #require(FuzzyMatch.score("dis", in: "Discard"))
    let inside = try #require(FuzzyMatch.score("dis", in: "undisturbed"))
    #expect(start > inside)
    #expect(try #require(FuzzyMatch.score("ma", in: "Mark all")) > #require(FuzzyMatch.score("ma", in: "A marble")))
  }

  @Test func theCursorIsWhereItIsTyped() {
    var canvas = Canvas(size: Size(width: 10, height: 3))
    TextField.drawLines(TextBuffer("abc def ghi jkl"), into: &canvas, rect: canvas.bounds, focused: true)
    #expect(CanvasText(canvas).rows == ["abc def gh", "i jkl", ""])
    #expect(canvas.cursor?.column == 5 && canvas.cursor?.row == 1)
    var long = Canvas(size: Size(width: 5, height: 1))
    TextField.drawLine(TextBuffer("abcdefgh"), into: &long, column: 0, row: 0, width: 5, focused: true)
    #expect(CanvasText(long).rows == ["efgh"])
    #expect(long.cursor?.column == 4)
  }

  @Test(arguments: [
    (39, 24, WorkspaceLayout.Mode.tooSmall), (40, 7, .tooSmall), (40, 8, .plain), (59, 40, .plain), (80, 14, .plain), (60, 15, .narrow),
    (99, 40, .narrow), (100, 24, .middle), (149, 24, .middle), (150, 24, .wide), (400, 100, .wide),
  ])
  func layouts(width: Int, height: Int, mode: WorkspaceLayout.Mode) {
    for focus in Pane.allCases {
      for zoomed in [false, true] {
        let layout = WorkspaceLayout(size: Size(width: width, height: height), focus: focus, beside: .diff, isZoomed: zoomed)
        #expect(layout.mode == mode)
        if mode == .tooSmall { continue }
        #expect(layout.panes[focus] != nil, "the focused pane is shown")
        let cells = layout.panes.values.reduce(0) { $0 + $1.width * $1.height }
        #expect(cells == width * (height - 2), "the panes fill the middle and do not overlap")
      }
    }
  }
}
