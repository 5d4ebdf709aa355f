import Emulator
import Screen
import TestSupport
import Testing

@Suite("The embedded terminal and hostile programs")
struct HostileEmulatorTests {
  /// What programs should not send.
  static let sequences = [
    "\u{1B}]52;c;ZXZpbA==\u{7}", "\u{1B}]52;c;?\u{7}", "\u{1B}]0;title\u{1B}\\", "\u{1B}]8;;http://x\u{7}link\u{1B}]8;;\u{7}", "\u{1B}[21t",
    "\u{1B}[8;9999;9999t", "\u{1B}[4;9999;9999t", "\u{1B}[?1049h", "\u{1B}P$q\"p\u{1B}\\", "\u{1B}Pq#0;2;0;0;0#0~~@@vv\u{1B}\\",
    "\u{1B}_Gf=24;AAAA\u{1B}\\", "\u{1B}^private\u{1B}\\", "\u{1B}Xstart\u{1B}\\", "\u{1B}[5i", "\u{1B}[?5i", "\u{1B}c", "\u{1B}[!p",
    "\u{1B}[999999999999999999999A",
    "\u{1B}[2147483647;2147483647H", "\u{1B}[2147483647@", "\u{1B}[2147483647P", "\u{1B}[2147483647L", "\u{1B}[2147483647M",
    "\u{1B}[2147483647S",
    "\u{1B}[2147483647T", "\u{1B}[2147483647X", "\u{1B}[2147483647b", "\u{1B}[2147483647I", "\u{1B}[2147483647Z", "\u{1B}[0;0r",
    "\u{1B}[9;2r", "\u{1B}[?69h\u{1B}[5;3s",
    "\u{1B}[38;2;1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20m", "\u{1B}[38:2::300:300:300m", "\u{1B}#8", "\u{1B}#3wide\u{1B}#6",
    "\u{1B}(0lqk\u{1B}(B",
    "\u{1B}[?1003;1006;1005;1015h", "\u{1B}[?2004h", "\u{1B}[?1h\u{1B}=", "日本\u{8}x", "e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}",
    "\u{301}", "\u{202E}\u{2066}", "\u{9B}31m\u{9D}0;x\u{9C}",
    "\u{FEFF}\u{200B}\u{200D}", "👩‍👩‍👧‍👦", "\u{E000}\u{10FFFF}", "\u{1B}[?7l\u{1B}[999C日", "\u{E}\u{F}", "\u{1B}7\u{1B}[r\u{1B}8",
    "\u{1B}[6n\u{1B}[5n\u{1B}[c\u{1B}[>c",
  ]

  /// Every cell is one that the canvas would have drawn itself.
  private func check(_ emulator: TerminalEmulator, _ what: String) {
    let frame = emulator.frame()
    let canvas = frame.canvas
    #expect(canvas.size == emulator.size)
    for row in 0..<canvas.size.height {
      var column = 0
      while column < canvas.size.width {
        let cell = canvas[column, row]
        guard let scalar = Unicode.Scalar(cell.scalar), cell.scalar >= 0x20, !(0x7F..<0xA0).contains(cell.scalar) else {
          Issue.record("U+\(String(cell.scalar, radix: 16)) at \(column),\(row) after \(what.debugDescription)")
          return
        }
        let width = TextWidth.width(of: scalar)
        let isWide = column + 1 < canvas.size.width && canvas[column + 1, row].isContinuation
        if width != (isWide ? 2 : 1) { Issue.record("\(scalar) has \(width) columns after \(what.debugDescription)") }
        column += isWide ? 2 : 1
      }
    }
    if let cursor = canvas.cursor { #expect(canvas.bounds.contains(column: cursor.column, row: cursor.row)) }
    #expect(!frame.title.unicodeScalars.contains { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) })
  }

  @Test("Every sequence, cut at every byte, leaves clean cells and types nothing but reports")
  func cutAnywhere() {
    for sequence in Self.sequences {
      let bytes = Array(sequence.utf8)
      for cut in 0...bytes.count {
        let emulator = TerminalEmulator(size: Size(width: 12, height: 4))
        emulator.feed(bytes[..<cut])
        check(emulator, sequence)
        emulator.feed(bytes[cut...])
        check(emulator, sequence)
        let typed = emulator.takeInput()
        #expect(!typed.contains { $0 < 0x20 && $0 != 0x1B }, "\(sequence.debugDescription)")
        #expect(!String(decoding: typed, as: UTF8.self).contains("evil"))
        // A sequence that never ends is over with the next one that is whole.
        emulator.feed(Array("\u{18}\u{1B}\\\u{1B}c\u{1B}[Hok".utf8))
        #expect(CanvasText(emulator.frame().canvas).rows[0] == "ok", "\(sequence.debugDescription) cut at \(cut)")
      }
    }
  }

  @Test(
    "Noise of bytes and sequences, in windows that change their size all the time, leaves clean cells", arguments: [1, 2, 3, 4] as [UInt64])
  func noise(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let emulator = TerminalEmulator(size: Size(width: 80, height: 24))
    for round in 0..<1500 {
      switch Int.random(in: 0..<10, using: &random) {
      case 0: emulator.resize(Size(width: .random(in: -3...140, using: &random), height: .random(in: -3...50, using: &random)))
      case 1, 2: emulator.feed((0..<200).map { _ in UInt8.random(in: 0...255, using: &random) })
      case 3:
        emulator.feed(
          Array("\u{1B}[\(Int.random(in: 0...300, using: &random));\(Int.random(in: 0...300, using: &random))".utf8) + [
            .random(in: 0x40...0x7E, using: &random)
          ])
      case 4:
        emulator.feed(
          Array(
            "\u{1B}[?\([1, 5, 6, 7, 25, 69, 1000, 1003, 1047, 1049, 2004].randomElement(using: &random) ?? 1)\(Bool.random(using: &random) ? "h" : "l")"
              .utf8))
      case 5:
        emulator.press(
          Key([.up, .character("x"), .function(3), .enter].randomElement(using: &random) ?? .up, control: .random(using: &random)))
        emulator.point(MouseEvent(kind: .press, column: .random(in: -5...300, using: &random), row: .random(in: -5...300, using: &random)))
      default: emulator.feed(Array((Self.sequences.randomElement(using: &random) ?? "").utf8) + Array("some text\r\n".utf8))
      }
      if round % 50 == 0 { check(emulator, "round \(round) of \(seed)") }
    }
    check(emulator, "noise \(seed)")
    _ = emulator.frame(top: 0)
    _ = emulator.text(from: .min, through: .max)
  }

  @Test("A flood keeps no more lines, cells or answers than the bounds")
  func flood() {
    let emulator = TerminalEmulator(size: Size(width: 1000, height: 50))
    let line = Array(String(repeating: "x", count: 1000).utf8)
    for _ in 0..<3000 { emulator.feed(line) }
    #expect((emulator.live - emulator.oldest) * 1000 <= TerminalEmulator.cellLimit)
    for _ in 0..<100 { emulator.feed(Array(String(repeating: "\u{1B}[c", count: 10_000).utf8)) }
    #expect(emulator.takeInput().count <= 100 * 70_000)
    emulator.feed(Array("\u{1B}]0;".utf8) + [UInt8](repeating: 0x41, count: 4 << 20))
    emulator.feed(Array("\u{7}\u{1B}c".utf8))
    check(emulator, "a flood")
  }

  @Test("Sizes that no terminal has are brought within bounds")
  func sizes() {
    for size in [
      Size(width: 0, height: 0), Size(width: -1, height: .min), Size(width: .max, height: .max), Size(width: 1, height: 100_000),
    ] {
      let emulator = TerminalEmulator(size: size)
      emulator.feed(Array("text 日\r\n".utf8))
      check(emulator, "\(size)")
      emulator.resize(Size(width: 80, height: 24))
      emulator.resize(size)
      check(emulator, "\(size)")
    }
  }
}
