import Screen
import Testing

@Suite struct CanvasDrawingTests {
  private func rows(_ canvas: Canvas) -> [String] { CanvasText(canvas).rows }

  @Test("F34: wide characters are never halved")
  func wideCharactersAreNeverHalved() {
    var canvas = Canvas(size: Size(width: 6, height: 1))
    canvas.put("日本語", column: 0, row: 0, style: Style(.text), width: 5)
    #expect(rows(canvas) == ["日本"])
    canvas.put("x", column: 1, row: 0, style: Style(.text))
    #expect(rows(canvas) == [" x本"])
    canvas.put("y", column: 2, row: 0, style: Style(.text))
    #expect(rows(canvas) == [" xy"])
    canvas.put("漢", column: 5, row: 0, style: Style(.text))
    #expect(rows(canvas) == [" xy"])
    canvas.put("漢", column: -1, row: 0, style: Style(.text))
    #expect(rows(canvas) == [" xy"])
    canvas.put("漢", column: 0, row: 0, style: Style(.text))
    #expect(rows(canvas) == ["漢y"])
    canvas.fill(Rect(column: 1, row: 0, width: 1, height: 1), style: Style(.text), scalar: 0x2E)
    #expect(rows(canvas) == [" .y"])
  }

  @Test("F32: controls and bidi characters never reach a cell")
  func controlsAndBidiNeverReachACell() {
    var canvas = Canvas(size: Size(width: 20, height: 1))
    canvas.put("a\u{1B}[31m\u{202E}b\u{200B}\u{9B}c\u{AD}\n", column: 0, row: 0, style: Style(.text))
    #expect(rows(canvas) == ["a[31mbc"])
    #expect(canvas.cells.allSatisfy { $0.scalar >= 0x20 && $0.scalar != 0x7F })
  }

  @Test func outsideIsCutOff() {
    var canvas = Canvas(size: Size(width: 4, height: 2))
    canvas.put("abcdef", column: -2, row: 0, style: Style(.text))
    canvas.put("abcdef", column: 2, row: 1, style: Style(.text))
    canvas.put("abcdef", column: 0, row: 2, style: Style(.text))
    canvas.fill(Rect(column: 3, row: -1, width: 9, height: 2), style: Style(.text), scalar: 0x23)
    canvas.setUnder(Rect(column: -5, row: -5, width: 100, height: 100), role: .selection)
    #expect(rows(canvas) == ["cde#", "  ab"])
    #expect(canvas.cells.allSatisfy { $0.style.under == .selection })
  }

  @Test func boxesHaveTitleAndNote() {
    var canvas = Canvas(size: Size(width: 24, height: 3))
    canvas.box(canvas.bounds, style: Style(.border), title: "Tasks", titleStyle: Style(.title), note: "12 of 48")
    #expect(rows(canvas) == ["┌ Tasks ───────12 of 48┐", "│                      │", "└──────────────────────┘"])
    var narrow = Canvas(size: Size(width: 12, height: 2))
    narrow.box(narrow.bounds, style: Style(.border), title: "A long title", note: "1 of 2")
    #expect(rows(narrow) == ["┌ A… 1 of 2┐", "└──────────┘"])
    var tiny = Canvas(size: Size(width: 1, height: 1))
    tiny.box(tiny.bounds, style: Style(.border), title: "x")
    #expect(rows(tiny) == [""])
  }

  @Test func theGoldenFormIsText() {
    var canvas = Canvas(size: Size(width: 8, height: 2))
    canvas.put("ok", column: 1, row: 0, style: Style(.stateDone))
    canvas.put("日", column: 0, row: 1, style: Style(.text))
    canvas.setUnder(Rect(column: 0, row: 1, width: 8, height: 1), role: .selectionFocused)
    canvas.cursor = (3, 1)
    let done = Role.stateDone.letter
    let selected = Role.selectionFocused.letter
    let expected = """
      8x2 cursor 3,1
      --- text
       ok
      日
      --- roles
      .\(done)\(done)

      --- under

      \(String(repeating: selected, count: 8))
      --- legend
      \(selected) selection.focused
      \(done) state.done

      """
    #expect(canvas.golden() == expected)
    #expect(Set(Role.allCases.map(\.letter)).count == Role.allCases.count)
    #expect(!Role.allCases.map(\.letter).contains("?"))
  }
}
