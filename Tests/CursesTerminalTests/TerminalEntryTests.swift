import CVTerm
import Glibc
import TestSupport
import Testing

/// SCREEN.md, rules 6 and 9: the terminals that people have, and as much of the mouse as they want.
@Suite(.serialized) struct TerminalEntryTests {
  @Test(arguments: [
    "xterm", "xterm-256color", "tmux", "tmux-256color", "screen", "screen-256color", "linux", "vt220", "rxvt", "rxvt-unicode",
  ])
  func theScreenIsTheSameOnEveryEntry(term: String) throws {
    // An entry that this machine does not have is stood in for by another: nothing to test then.
    if access("/usr/share/terminfo/\(term.prefix(1))/\(term)", R_OK) != 0, access("/lib/terminfo/\(term.prefix(1))/\(term)", R_OK) != 0 {
      return
    }
    for theme in ["terminal", "dusk", "mono"] {
      let terminal = try Probe.start(theme: theme, ["TERM": term])
      try terminal.wait("the last row") { $0.text(row: 23).hasSuffix("┘") }
      let words = terminal.text(row: 0).split(separator: " ")
      #expect(words.prefix(2) == ["probe", "80x24"])
      #expect(terminal.text(row: 4).hasPrefix("┌ List ──────────1 of 9┐┌ Lines ─"))
      // The row that is chosen can be told from the others without any colour.
      #expect(
        terminal.cell(row: 3, column: 2).reverse != 0 || terminal.cell(row: 3, column: 2).background.kind != UInt8(CV_DEFAULT),
        "\(term) \(theme)")
      // A scrolled pane is drawn the same whether the terminal moves rows or they are sent again.
      for step in 1...3 {
        terminal.send("J")
        try terminal.wait(for: "\(step): key")
      }
      try terminal.wait("the rows") { $0.text(row: 5).contains("line 115") || $0.text(row: 6).contains("line 115") }
      terminal.send("q")
      #expect(try terminal.waitForEnd() == 0)
      #expect(terminal.modes.isSubset(of: [7, 25]), "\(term): \(terminal.modes)")
    }
  }

  @Test(arguments: [("off", []), ("wheel", [1000, 1006]), ("full", [1002, 1006])] as [(String, [Int])])
  func asMuchOfTheMouseAsIsWanted(mode: String, modes: [Int]) throws {
    let terminal = try Probe.start(options: ["--mouse=\(mode)"])
    try terminal.wait("the last row") { $0.text(row: 23).hasSuffix("┘") }
    #expect(terminal.modes.intersection([1000, 1002, 1003, 1006]) == Set(modes))
    terminal.send("q")
    #expect(try terminal.waitForEnd() == 0)
    #expect(terminal.modes.intersection([1000, 1002, 1003, 1006]).isEmpty)
  }
}
