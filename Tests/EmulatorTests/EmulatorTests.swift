import Emulator
import Screen
import TestSupport
import Testing

@Suite("The embedded terminal")
struct EmulatorTests {
  private func terminal(_ text: String, width: Int = 20, height: Int = 5) -> TerminalEmulator {
    let emulator = TerminalEmulator(size: Size(width: width, height: height))
    emulator.feed(Array(text.utf8))
    return emulator
  }

  private func rows(_ emulator: TerminalEmulator, top: Int? = nil) -> [String] { CanvasText(emulator.frame(top: top).canvas).rows }

  @Test("Text, the cursor and its visibility")
  func text() {
    let emulator = terminal("one\r\ntwo\u{1B}[5;7Hx")
    #expect(rows(emulator) == ["one", "two", "", "", "      x"])
    let cursor = emulator.frame().canvas.cursor
    #expect(cursor?.column == 7 && cursor?.row == 4)
    emulator.feed(Array("\u{1B}[?25l".utf8))
    #expect(emulator.frame().canvas.cursor == nil)
  }

  @Test("Wide characters and marks keep the columns of their neighbours; what would be drawn in another width is replaced")
  func wide() {
    let emulator = terminal("日本|e\u{301}|\u{202E}x|\u{AD}y")
    let canvas = emulator.frame().canvas
    #expect(canvas[0, 0].scalar == 0x65E5)
    #expect(canvas[1, 0].isContinuation)
    #expect(canvas[4, 0].scalar == 0x7C)
    #expect(canvas[5, 0].marks[0] == 0x301)
    for row in 0..<canvas.size.height {
      for column in 0..<canvas.size.width {
        let cell = canvas[column, row]
        #expect(cell.scalar == 0 || TextWidth.width(of: Unicode.Scalar(cell.scalar) ?? " ") > 0, "U+\(String(cell.scalar, radix: 16))")
      }
    }
  }

  @Test("Colours and attributes become looks, and plain cells stay plain")
  func colours() {
    let emulator = terminal("\u{1B}[1;31mr\u{1B}[0;38;5;200;48;5;17mi\u{1B}[0;38;2;255;128;0mt\u{1B}[0;4;7mu\u{1B}[0mp")
    let canvas = emulator.frame().canvas
    #expect(canvas[0, 0].style.ink == Look(foreground: .indexed(1), attributes: .bold))
    #expect(canvas[1, 0].style.ink == Look(foreground: .indexed(200), background: .indexed(17)))
    #expect(canvas[2, 0].style.ink == Look(foreground: .rgb(255, 132, 0)))
    #expect(canvas[3, 0].style.ink?.attributes == [.underline, .reverse])
    #expect(canvas[4, 0].style == Style(.text))
  }

  @Test("Scroll regions, insertion, deletion and tabs")
  func regions() {
    let emulator = terminal("1\r\n2\r\n3\r\n4\r\n5\u{1B}[2;4r\u{1B}[4;1H\n\u{1B}[r\u{1B}[1;1H\u{1B}[@x\u{1B}[5;1H\u{1B}[Pa\tb")
    #expect(rows(emulator) == ["x1", "3", "4", "", "a       b"])
  }

  @Test("The alternate screen comes and goes, and keeps no lines")
  func alternate() {
    let emulator = terminal("before\u{1B}[?1049h\u{1B}[Hinside\r\n1\r\n2\r\n3\r\n4\r\n5\r\n6")
    #expect(emulator.frame().isAlternate)
    #expect(emulator.live == 0)
    emulator.feed(Array("\u{1B}[?1049l".utf8))
    #expect(!emulator.frame().isAlternate)
    #expect(rows(emulator)[0] == "before")
  }

  @Test("Lines that leave the screen can be looked at and taken as text, up to a bound")
  func history() {
    let emulator = terminal((1...9).map { "line \($0)" }.joined(separator: "\r\n"))
    #expect(emulator.live == 4)
    #expect(rows(emulator)[0] == "line 5")
    #expect(rows(emulator, top: 1)[0] == "line 2")
    #expect(emulator.frame(top: 1).canvas.cursor == nil)
    #expect(emulator.text(from: 3, through: 5) == "line 4\nline 5\nline 6\n")
    emulator.feed(Array((10...5000).map { "\r\nline \($0)" }.joined().utf8))
    #expect(emulator.live - emulator.oldest == TerminalEmulator.lineLimit)
    #expect(rows(emulator, top: 0)[0] == "line \(emulator.oldest + 1)")
  }

  @Test(
    "Repetitions, several modes at once and sequences with too many numbers, which libvterm does not bear, do what they should or nothing")
  func filtered() {
    let emulator = terminal("ab\u{1B}[3b|日\u{1B}[2b|", width: 30, height: 2)
    #expect(rows(emulator)[0] == "abbbb|日|")
    emulator.feed(Array("\u{1B}[99999999b".utf8))
    #expect(rows(emulator)[0].hasPrefix("|||"))
    emulator.feed(Array("\u{1B}8\u{1B}[Hz".utf8))
    #expect(emulator.frame().canvas[0, 0].style == Style(.text))
    emulator.feed(Array("\u{1B}c\u{1B}[?1049;25l\u{1B}[?7;1000;1006h".utf8))
    #expect(emulator.frame().canvas.cursor == nil)
    #expect(emulator.frame().takesMouse)
    emulator.feed(Array("\u{1B}[H\u{1B}[31;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1mx".utf8))
    #expect(emulator.frame().canvas[0, 0].style == Style(.text))
    emulator.feed(Array("\u{1B}[H\u{1B}[38:5:9my\u{1B}[0m".utf8))
    #expect(emulator.frame().canvas[0, 0].style.ink?.foreground == .indexed(9))
  }

  @Test("A smaller window brings cursors and margins in")
  func shrinks() {
    let emulator = terminal("\u{1B}#8\u{1B}[3;5r\u{1B}[5;20H\u{1B}7\u{1B}[1;1H")
    emulator.resize(Size(width: 6, height: 3))
    emulator.feed(Array("\u{1B}[9X\u{1B}8\u{1B}[2Kx\r\n\r\n\r\nend".utf8))
    #expect(rows(emulator).last == "end")
  }

  @Test("Titles come sanitised and short")
  func title() {
    let emulator = terminal("\u{1B}]2;evil \u{202E}title\u{7}")
    #expect(emulator.title == "evil ⟨U+202E⟩title")
    emulator.feed(Array(("\u{1B}]0;" + String(repeating: "x", count: 5000) + "\u{7}").utf8))
    #expect(TextWidth.width(of: emulator.title) <= 60)
  }

  @Test("Questions about the terminal are answered, reports that could type for the program are not, and answers are bounded")
  func answers() {
    let emulator = terminal("\u{1B}[6n\u{1B}[c")
    let answer = String(decoding: emulator.takeInput(), as: UTF8.self)
    #expect(answer.hasPrefix("\u{1B}[1;1R\u{1B}[?"))
    for question in [
      "\u{1B}P$qm\u{1B}\\", "\u{1B}[21t", "\u{1B}[20t", "\u{1B}]52;c;?\u{7}", "\u{1B}]11;?\u{7}", "\u{1B}]4;1;?\u{7}", "\u{5}",
      "\u{1B}P+q544e\u{1B}\\",
    ] {
      emulator.feed(Array(("\u{1B}]2;rm -rf ~\u{7}" + question).utf8))
      #expect(emulator.takeInput() == [], "\(question.debugDescription)")
    }
    for _ in 0..<200 { emulator.feed(Array(String(repeating: "\u{1B}[6n", count: 2000).utf8)) }
    #expect(!emulator.takeInput().isEmpty)
  }

  @Test("Keys go in the form that the program asked for")
  func keys() {
    let emulator = terminal("")
    func typed(_ key: Key) -> String {
      emulator.press(key)
      return String(decoding: emulator.takeInput(), as: UTF8.self)
    }
    #expect(typed(Key(.up)) == "\u{1B}[A")
    emulator.feed(Array("\u{1B}[?1h".utf8))
    #expect(typed(Key(.up)) == "\u{1B}OA")
    #expect(typed(Key(.character("é"))) == "é")
    #expect(typed(Key(.character("c"), control: true)) == "\u{3}")
    #expect(typed(Key(.character("j"), control: true)) == "\n")
    #expect(typed(Key(.character("b"), alt: true)) == "\u{1B}b")
    #expect(typed(Key(.enter)) == "\r")
    #expect(typed(Key(.backspace)) == "\u{7F}")
    #expect(typed(Key(.backTab)) == "\u{1B}[Z")
    #expect(typed(Key(.function(5))) == "\u{1B}[15~")
    #expect(typed(Key(.right, control: true)) == "\u{1B}[1;5C")
    #expect(typed(Key(.pageUp)) == "\u{1B}[5~")
  }

  @Test("A paste is told of where it is wanted, is typed where not, and never holds more than text")
  func paste() {
    let emulator = terminal("")
    emulator.paste(Array("a\r\nb\u{1B}[201~\u{3}c".utf8))
    #expect(String(decoding: emulator.takeInput(), as: UTF8.self) == "a\rb[201~c")
    emulator.feed(Array("\u{1B}[?2004h".utf8))
    emulator.paste(Array("a\nb\u{1B}[201~;evil\n".utf8))
    #expect(String(decoding: emulator.takeInput(), as: UTF8.self) == "\u{1B}[200~a\nb[201~;evil\n\u{1B}[201~")
  }

  @Test("The mouse goes to programs that ask for it, and to no other")
  func mouse() {
    let emulator = terminal("")
    emulator.point(MouseEvent(kind: .press, column: 3, row: 1))
    #expect(emulator.takeInput() == [])
    emulator.feed(Array("\u{1B}[?1000;1006h".utf8))
    #expect(emulator.frame().takesMouse)
    emulator.point(MouseEvent(kind: .press, column: 3, row: 1))
    emulator.point(MouseEvent(kind: .release, column: 3, row: 1))
    emulator.point(MouseEvent(kind: .wheelUp, column: 999, row: 999))
    #expect(String(decoding: emulator.takeInput(), as: UTF8.self) == "\u{1B}[<0;4;2M\u{1B}[<0;4;2m\u{1B}[<64;20;5M")
  }

  @Test("A screen with everything on it")
  func golden() {
    let emulator = terminal(
      "\u{1B}[1mheading\u{1B}[0m 日本語 e\u{301}\r\n\u{1B}[32m+ added\u{1B}[0m \u{1B}[31m- removed\u{1B}[0m\r\n\u{1B}[44;97m selected \u{1B}[K\u{1B}[0m\r\n┌──┐ └──┘\u{1B}[?25h",
      width: 30, height: 4)
    #expect(
      emulator.frame().canvas.golden()
        == """
        30x4 cursor 9,3
        --- text
        heading 日本語 é
        + added - removed
         selected
        ┌──┐ └──┘
        --- roles




        --- inks
        aaaaaaa
        bbbbbbb.ccccccccc
        dddddddddddddddddddddddddddddd

        a none on none 1
        b indexed(2) on none 0
        c indexed(1) on none 0
        d indexed(15) on indexed(4) 0
        --- legend

        """.replacing("e\u{301}", with: "e\u{301}"))
  }
}
