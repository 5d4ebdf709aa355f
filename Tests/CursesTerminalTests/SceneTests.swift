import Screen
import TestSupport
import Testing

/// Every golden screen, drawn by the real ncurses for the terminals that people have, read back through libvterm: text, colours and attributes are what
/// the canvas and the entry say, from a clean screen and from any other.
@Suite(.serialized) struct SceneTests {
  @Test(arguments: TerminalKind.known, ["terminal", "dusk"])
  func theScreenIsWhatTheCanvasIs(kind: TerminalKind, theme name: String) throws {
    try show(kind, theme: name, rows: 24, columns: 80)
  }

  @Test(arguments: TerminalKind.known.filter { ["xterm-256color", "screen"].contains($0.term) })
  func onLargerScreens(kind: TerminalKind) throws {
    try show(kind, theme: "dusk", rows: 40, columns: 120)
    try show(kind, theme: "terminal", rows: 60, columns: 200)
  }

  private func show(_ kind: TerminalKind, theme name: String, rows: Int, columns: Int) throws {
    let paths = SceneFiles.paths("\(columns)x\(rows)")
    let canvases = paths.compactMap(SceneFiles.canvas)
    #expect(canvases.count == paths.count && canvases.count > 10)
    let theme = ThemeLibrary(directories: [Probe.themes]).theme(named: name).0
    let terminal = try Probe.start(
      theme: name, kind.environment, rows: rows, columns: columns, options: ["--scenes"] + paths, ready: "")
    for (index, canvas) in canvases.enumerated() {
      try expectShown(canvas, terminal, kind, theme, paths[index])
      terminal.send("n")
    }
    // From nothing at all, and painted anew: the same.
    terminal.send("bl")
    if let last = canvases.last, let path = paths.last { try expectShown(last, terminal, kind, theme, path) }
    terminal.send("q")
    #expect(try terminal.waitForEnd() == 0)
    #expect(terminal.text.contains { $0.contains("scenes=\(canvases.count)") })
    #expect(!terminal.isAlternate)
    if !kind.showsUnicode { #expect(terminal.output.allSatisfy { $0 < 0x80 }) }
  }

  private func expectShown(_ canvas: Canvas, _ terminal: VirtualTerminal, _ kind: TerminalKind, _ theme: Theme, _ path: String) throws {
    do {
      try terminal.wait("\(path)", deadline: 20) { kind.difference(canvas, $0, theme: theme) == nil }
    } catch {
      let difference = kind.difference(canvas, terminal, theme: theme)
      Issue.record("\(path.split(separator: "/").last ?? "") \(difference ?? "came late")")
      throw error
    }
  }

  /// A pane that scrolls beside another, on every kind of terminal: by whole lines, by margins where it has them, or painted: the screen is always right.
  @Test(arguments: TerminalKind.known, [true, false])
  func scrollingIsRightEverywhere(kind: TerminalKind, answers: Bool) throws {
    let terminal = try Probe.start(theme: "dusk", kind.environment, rows: 30, columns: 120, answers: answers)
    try terminal.wait("the first lines") { $0.text(row: 5).contains("line 100 ") }
    var top = 100
    for key in "jjkJJkkkjJk" {
      terminal.send(String(key))
      top += key == "j" ? 1 : key == "k" ? -1 : 5
      try terminal.wait("line \(top)") { $0.text(row: 5).contains("line \(top) ") && $0.text(row: 28).contains("line \(top + 23) ") }
    }
    while terminal.pump(milliseconds: 100) {}
    let scrolled = terminal.text
    terminal.send("l")
    try terminal.wait("the repaint") { $0.text(row: 1).contains("\"l\"") }
    while terminal.pump(milliseconds: 100) {}
    #expect(Array(terminal.text.dropFirst(4)) == Array(scrolled.dropFirst(4)))
    let numbers = try Probe.numbers(terminal)
    #expect((numbers["scrolls"] ?? 0) >= 8, "\(numbers)")
    // A frame is one write, and taking the terminal is one; a frame that the line does not take at once may need two.
    #expect((numbers["writes"] ?? 99) <= (numbers["frames"] ?? 0) + 3, "\(numbers)")
  }
}
