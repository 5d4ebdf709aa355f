import CVTerm
import Glibc
import Screen
import TestSupport
import Testing

/// The real ncurses on a real pseudo-terminal, read back through libvterm.
@Suite(.serialized) struct CursesTerminalTests {
  @Test func theScreenIsWhatTheCanvasIs() throws {
    let terminal = try Probe.start()
    try terminal.wait("the last row") { $0.text(row: 23).hasSuffix("┘") }
    #expect(terminal.text(row: 0) == "probe 80x24 indexed unicode")
    #expect(terminal.text(row: 3) == "EDS 日本 e\u{301} ✓ …\u{FFFD}\u{FFFD}")
    #expect(terminal.text(row: 4).hasPrefix("┌ List ──────────1 of 9┐┌ Lines ─"))
    #expect(terminal.cell(row: 3, column: 4).width == 2)
    #expect(terminal.isAlternate)
    #expect(!terminal.cursor.visible)
    #expect(terminal.modes.isSuperset(of: [1049, 2004, 1004, 1006, 1002]))
    #expect(terminal.line.c_lflag & UInt32(ICANON | ECHO | ISIG) == 0)
    let error = terminal.cell(row: 3, column: 0)
    #expect(
      error.bold != 0 && error.foreground.kind == UInt8(CV_INDEXED) && error.foreground.index == 1
        && error.background.kind == UInt8(CV_DEFAULT))
    #expect(terminal.cell(row: 3, column: 2).reverse != 0)
    terminal.send("q")
    #expect(try terminal.waitForEnd() == 0)
    expectRestored(terminal)
  }

  @Test(arguments: [
    (["TERM": "linux"], "eight"), (["TERM": "xterm-16color"], "sixteen"), (["TERM": "xterm-256color"], "indexed"),
    (["TERM": "xterm-256color", "COLORTERM": "truecolor"], "direct"), (["TERM": "tmux-256color", "COLORTERM": "24bit"], "direct"),
    (["TERM": "xterm-256color", "NO_COLOR": "1"], "mono"), (["TERM": "vt100", "COLORTERM": "truecolor"], "mono"),
    (["TERM": "xterm", "COLORTERM": "truecolor"], "direct"), (["TERM": "no-such-terminal"], "indexed"),
    (["TERM": "xterm-ghostty", "COLORTERM": "truecolor"], "direct"),
  ])
  func coloursAreWhatTheTerminalHas(environment: [String: String], depth: String) throws {
    // An entry that this machine does not have is stood in for by another: nothing to test then.
    if environment["TERM"] == "xterm-16color", access("/usr/share/terminfo/x/xterm-16color", R_OK) != 0 { return }
    let terminal = try Probe.start(theme: "dusk", environment)
    try terminal.wait("the last row") { $0.text(row: 22).contains("line") }
    #expect(terminal.text(row: 0).contains(" \(depth) "), "\(terminal.text(row: 0))")
    let added = terminal.cell(row: 3, column: 1)
    switch depth {
    case "direct":
      #expect(added.foreground.kind == UInt8(CV_RGB))
      #expect([added.foreground.red, added.foreground.green, added.foreground.blue] == [0x8F, 0xC9, 0x8A])
      #expect([added.background.red, added.background.green, added.background.blue] == [0x1F, 0x2F, 0x28])
    case "indexed":
      #expect(added.foreground.kind == UInt8(CV_INDEXED) && added.foreground.index >= 16)
      #expect(added.background.kind == UInt8(CV_INDEXED) && added.background.index >= 16)
    case "sixteen": #expect(added.foreground.kind == UInt8(CV_INDEXED) && added.foreground.index < 16)
    case "eight": #expect(added.foreground.kind == UInt8(CV_INDEXED) && added.foreground.index < 8)
    default:
      #expect(added.foreground.kind == UInt8(CV_DEFAULT) && added.background.kind == UInt8(CV_DEFAULT))
      #expect(terminal.cell(row: 3, column: 2).reverse != 0)
    }
    terminal.send("q")
    #expect(try terminal.waitForEnd() == 0)
  }

  @Test func withoutUTF8BordersAreASCII() throws {
    let terminal = try Probe.start(["TERM": "linux", "LANG": "C"])
    try terminal.wait("the last row") { $0.text(row: 23).hasSuffix("+") }
    #expect(terminal.text(row: 0) == "probe 80x24 eight ascii")
    #expect(terminal.text(row: 4).hasPrefix("+ List ----------1 of 9++ Lines -"))
    #expect(terminal.output.allSatisfy { $0 < 0x80 })
  }

  @Test func withoutUTF8InTheLocaleAnXtermStillHasIt() throws {
    let terminal = try Probe.start(["LANG": "C"])
    try terminal.wait("the last row") { $0.text(row: 23).hasSuffix("┘") }
    #expect(terminal.text(row: 0).hasSuffix("unicode"))
  }

  @Test func aTerminalWithoutCursorIsRefused() throws {
    let terminal = try Probe.start(["TERM": "dumb"], ready: "cannot place its cursor")
    #expect(try terminal.waitForEnd() == 3 << 8)
    expectRestored(terminal)
  }

  @Test func keysAndTheMouseArrive() throws {
    let terminal = try Probe.start()
    terminal.send("\u{1B}[A")
    try terminal.wait(for: "1: key up")
    terminal.send("\u{1B}")
    try terminal.wait(for: "2: key escape")
    for byte in Array("\u{1B}[1;5D".utf8) {
      terminal.send(bytes: [byte])
      terminal.pump(milliseconds: 1)
    }
    try terminal.wait(for: "3: key C-left")
    terminal.send("\u{1B}[<0;12;7M\u{1B}[<32;13;7M\u{1B}[<0;13;7m")
    try terminal.wait(for: "6: mouse release 0 at 12,6 | mouse drag 0 at 12,6 | mouse press 0 at 11,6")
    terminal.send("\u{1B}[O")
    try terminal.wait(for: "7: focus false")
    terminal.send("日")
    try terminal.wait(for: "8: key character")
  }

  @Test("F30: a paste is one event however it is cut")
  func aPasteIsOneEventHoweverItIsCut() throws {
    let terminal = try Probe.start()
    terminal.send("\u{1B}[200~first\n")
    terminal.pump(milliseconds: 20)
    for _ in 0..<50 { terminal.send(String(repeating: "x", count: 1999) + "\n") }
    terminal.send("\u{1B}[20")
    terminal.pump(milliseconds: 20)
    terminal.send("1~")
    try terminal.wait(for: "1: paste 100006 first␊xxx")
  }

  @Test("F33: a frame is one write")
  func aFrameIsOneWrite() throws {
    let terminal = try Probe.start(rows: 50, columns: 200)
    try terminal.wait("the last row") { $0.text(row: 49).hasSuffix("┘") }
    for step in 1...10 {
      terminal.send("j")
      try terminal.wait(for: "\(step): key")
    }
    let numbers = try Probe.numbers(terminal)
    // Taking the terminal is one write more.
    #expect(numbers["frames"] == 11)
    #expect((numbers["writes"] ?? 99) <= 13, "\(numbers)")
  }

  @Test("F33: what does not change is not sent again")
  func idleSendsNothing() throws {
    let terminal = try Probe.start()
    try terminal.wait("the last row") { $0.text(row: 23).hasSuffix("┘") }
    terminal.send("j")
    try terminal.wait(for: "1: key")
    while terminal.pump(milliseconds: 100) {}
    let before = terminal.output.count
    #expect(!terminal.pump(milliseconds: 300))
    #expect(terminal.output.count == before)
  }

  /// A scrolled pane beside another costs a fraction of a repaint, and the screen stays right.
  @Test(arguments: [false, true])
  func scrollingAPaneIsCheap(answers: Bool) throws {
    let terminal = try Probe.start(theme: "dusk", rows: 50, columns: 160, answers: answers)
    try terminal.wait("the last row") { $0.text(row: 49).hasSuffix("┘") }
    terminal.send("x")
    try terminal.wait(for: "1: key")
    while terminal.pump(milliseconds: 100) {}
    let full = terminal.output.count
    terminal.send("j")
    try terminal.wait(for: "line 144")
    while terminal.pump(milliseconds: 100) {}
    let scrolled = terminal.output.count - full
    let after = terminal.text
    terminal.send("kJ")
    try terminal.wait(for: "line 148")
    while terminal.pump(milliseconds: 100) {}
    terminal.send("kkkkk")
    try terminal.wait("the top line again") { $0.text(row: 5).contains("line 100 ") }
    while terminal.pump(milliseconds: 100) {}
    terminal.send("j")
    try terminal.wait("the pane as before") { $0.text(row: 5).contains("line 101 ") }
    while terminal.pump(milliseconds: 100) {}
    #expect(Array(terminal.text.dropFirst(4)) == Array(after.dropFirst(4)))
    // Painted again from nothing it must be the same, cell for cell.
    let cells = snapshot(terminal)
    terminal.send("l")
    try terminal.wait("the repaint") { $0.text(row: 1).contains("\"l\"") }
    while terminal.pump(milliseconds: 100) {}
    #expect(snapshot(terminal) == cells)
    let numbers = try Probe.numbers(terminal)
    #expect((numbers["scrolls"] ?? 0) >= 3)
    #expect(scrolled < (answers ? 700 : 2500), "one line costs \(scrolled) bytes, the whole screen \(full)")
    #expect(scrolled * (answers ? 10 : 4) < full)
  }

  @Test func theSizeFollowsTheWindow() throws {
    let terminal = try Probe.start()
    for (rows, columns) in [(40, 120), (10, 30), (24, 80)] {
      terminal.resize(rows: rows, columns: columns)
      try terminal.wait(for: "probe \(columns)x\(rows)")
      try terminal.wait(for: "resized \(columns)x\(rows)".prefix(20).description)
    }
    try terminal.wait("the last row") { $0.text(row: 23).hasSuffix("┘") }
  }

  @Test func theDesktopIsToldThroughTheSanitiser() throws {
    let terminal = try Probe.start(["TMUX": "/tmp/x,1,0"])
    terminal.send("Tcb")
    try terminal.wait(for: "3: key")
    while terminal.pump(milliseconds: 50) {}
    let output = String(decoding: terminal.output, as: UTF8.self)
    #expect(output.contains("\u{1B}]2;atitle␊\u{7}"))
    #expect(output.contains("\u{1B}]52;c;aGVsbG8=\u{7}\u{1B}Ptmux;\u{1B}\u{1B}]52;c;aGVsbG8=\u{7}\u{1B}\\"))
    terminal.send("q")
    #expect(try terminal.waitForEnd() == 0)
    #expect(String(decoding: terminal.output, as: UTF8.self).contains("\u{1B}[23;2t"))
  }

  @Test func somethingElseCanHaveTheTerminal() throws {
    let terminal = try Probe.start()
    try terminal.wait("the last row") { $0.text(row: 23).hasSuffix("┘") }
    terminal.send("o")
    try terminal.wait(for: "resumed | key character")
    let output = String(decoding: terminal.output, as: UTF8.self)
    let outside = try #require(output.firstRange(of: "outside the screen"))
    #expect(output[..<outside.lowerBound].contains("\u{1B}[?1049l"))
    #expect(output[outside.upperBound...].contains("\u{1B}[?1049h"))
    #expect(terminal.isAlternate)
    #expect(terminal.modes.isSuperset(of: [2004, 1004, 1006]))
    #expect(terminal.text(row: 23).hasSuffix("┘"))
  }

  @Test(arguments: ["q", "a", "s", "f", "t"])
  func theTerminalIsRestoredHoweverTheProgramEnds(key: String) throws {
    let terminal = try Probe.start()
    try terminal.wait("the last row") { $0.text(row: 23).hasSuffix("┘") }
    terminal.send(key)
    let status = try terminal.waitForEnd()
    expectRestored(terminal)
    switch key {
    case "q": #expect(status == 0)
    case "a": #expect(status & 0x7F == SIGABRT)
    case "s", "f": #expect(status & 0x7F == SIGSEGV)
    default: #expect([SIGILL, SIGTRAP].contains(status & 0x7F))
    }
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGSEGV, SIGABRT, SIGBUS])
  func theTerminalIsRestoredAfterASignal(signal: Int32) throws {
    let terminal = try Probe.start()
    try terminal.wait("the last row") { $0.text(row: 23).hasSuffix("┘") }
    kill(terminal.process, signal)
    #expect(try terminal.waitForEnd() & 0x7F == signal)
    expectRestored(terminal)
  }

  /// A stop from outside: the shell has its terminal while the program stands still, and the screen is whole after it goes on.
  @Test func aStopGivesTheTerminalBack() throws {
    let terminal = try Probe.start()
    try terminal.wait("the last row") { $0.text(row: 23).hasSuffix("┘") }
    kill(terminal.process, SIGSTOP)
    kill(terminal.process, SIGCONT)
    try terminal.wait(for: "1: resumed")
    try terminal.wait("the last row") { $0.text(row: 23).hasSuffix("┘") }
    // The leader of a session cannot be stopped by SIGTSTP, so it goes straight on: the modes go off and on.
    kill(terminal.process, SIGTSTP)
    try terminal.wait(for: "2: resumed")
    terminal.send("z")
    try terminal.wait(for: "4: resumed | key character(\"z\")")
    #expect(terminal.modes.isSuperset(of: [2004, 1004, 1006, 1049]))
    let output = String(decoding: terminal.output, as: UTF8.self)
    #expect(output.split(separator: "\u{1B}[?1049l", omittingEmptySubsequences: false).count == 4)
    #expect(!output.contains("\u{1B}]104"))
    terminal.send("q")
    #expect(try terminal.waitForEnd() == 0)
    expectRestored(terminal)
  }

  /// Under a shell with job control, Ctrl-Z stops the program, the shell has its terminal, and `fg` brings the screen back.
  @Test func suspendingGivesTheShellItsTerminal() throws {
    let terminal = try Probe.startInShell("$PROBE; echo the shell is here; stty -a | grep -o ' icanon'; fg")
    try terminal.wait("the last row") { $0.text(row: 23).hasSuffix("┘") }
    terminal.send("z")
    try terminal.wait("the screen again") { $0.text(row: 1).contains("resumed | key character") && $0.text(row: 23).hasSuffix("┘") }
    let output = String(decoding: terminal.output, as: UTF8.self)
    #expect(output.contains("the shell is here"))
    #expect(output.contains(" icanon"))
    terminal.send("j")
    try terminal.wait("the scrolled pane") { $0.text(row: 5).contains("line 101 ") }
    terminal.send("q")
    try terminal.waitForEnd()
    expectRestored(terminal)
  }

  /// Nobody reads what the program writes: it goes on taking keys, and ends when it is told to.
  @Test("F38: a terminal that takes nothing does not hold the program")
  func aTerminalThatTakesNothingDoesNotHoldTheProgram() throws {
    let terminal = try Probe.start(theme: "dusk", ["COLORTERM": "truecolor"], rows: 60, columns: 250)
    try terminal.wait("the last row") { $0.text(row: 59).hasSuffix("┘") }
    for _ in 0..<150 {
      terminal.send("l")
      // Apart, so that each is a frame of its own; fewer frames make the test easier to pass, never wrong.
      terminal.pace(milliseconds: 3)
    }
    terminal.send("q")
    var waited = 0
    while terminal.status == nil, waited < 6000 {
      terminal.reap()
      terminal.pace(milliseconds: 10)
      waited += 1
    }
    #expect(terminal.status == 0)
  }

  /// The same, but the reader comes back: the newest canvas is what it sees.
  @Test func afterAStallTheNewestCanvasIsShown() throws {
    let terminal = try Probe.start(theme: "dusk", ["COLORTERM": "truecolor"], rows: 60, columns: 250)
    try terminal.wait("the last row") { $0.text(row: 59).hasSuffix("┘") }
    for _ in 0..<100 {
      terminal.send("lj")
      terminal.pace(milliseconds: 3)
    }
    try terminal.wait("the newest canvas") { $0.text(row: 1).hasPrefix("200: ") && $0.text(row: 5).contains("line 200 ") }
    while terminal.pump(milliseconds: 100) {}
    let cells = snapshot(terminal)
    terminal.send("l")
    try terminal.wait("the repaint") { $0.text(row: 1).hasPrefix("201: ") }
    while terminal.pump(milliseconds: 100) {}
    #expect(snapshot(terminal) == cells)
  }

  private func expectRestored(_ terminal: VirtualTerminal) {
    #expect(!terminal.isAlternate)
    #expect(terminal.cursor.visible)
    #expect(terminal.modes.isDisjoint(with: [1000, 1002, 1003, 1004, 1006, 2004, 2026, 69, 1049]), "\(terminal.modes)")
    #expect(terminal.line.c_lflag & UInt32(ICANON | ECHO | ISIG) == UInt32(ICANON | ECHO | ISIG))
    #expect(terminal.line.c_oflag & UInt32(OPOST) != 0)
  }

  /// The cells below the head, text and looks.
  private func snapshot(_ terminal: VirtualTerminal) -> [[String]] {
    (4..<terminal.rows).map { row in
      (0..<terminal.columns).map { column in
        let cell = terminal.cell(row: row, column: column)
        let colour = { (color: cv_color) in "\(color.kind).\(color.index).\(color.red).\(color.green).\(color.blue)" }
        // Nobody sees the text colour of a space.
        let isBlank = cell.scalars.0 == 0 || cell.scalars.0 == 0x20
        return isBlank
          ? " \(colour(cell.background)) \(cell.reverse)"
          : "\(cell.scalars.0) \(colour(cell.foreground)) \(colour(cell.background)) \(cell.bold) \(cell.reverse)"
      }
    }
  }
}
