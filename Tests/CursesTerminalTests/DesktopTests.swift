import CVTerm
import Glibc
import TestSupport
import Testing

/// What leaves the terminal's grid: notifications, the title, the clipboard; and terminals that lie, answer late or never.
@Suite struct DesktopTests {
  /// What becomes of the probe's notification, and where semicolons part.
  private static let text = "T12 asks;⟨U+009C⟩ now␊"
  private static let parted = "T12 asks,⟨U+009C⟩ now␊"

  /// What the probe writes after keys, with the terminal calling itself so.
  private func written(
    _ keys: String, version: String? = nil, _ environment: [String: String] = [:], options: [String] = [], events: Int? = nil
  ) throws -> String {
    let terminal = try Probe.start(environment, answers: false, options: options)
    if let version { terminal.send("\u{1B}P>|\(version)\u{1B}\\") }
    terminal.send("\u{1B}[?62c")
    terminal.send(keys)
    try terminal.wait(for: "\(events ?? keys.count): key")
    while terminal.pump(milliseconds: 50) {}
    terminal.send("q")
    #expect(try terminal.waitForEnd() == 0)
    return String(decoding: terminal.output, as: UTF8.self)
  }

  @Test(
    "The notification is the one that the terminal has",
    arguments: [
      ("kitty(0.35.2)", "]99;;carrel: \(text)\u{1B}\\\u{7}"), ("foot(1.16.2)", "]777;notify;carrel;\(parted)\u{7}\u{7}"),
      ("WezTerm 20240203", "]9;carrel: \(text)\u{7}\u{7}"), ("ghostty 1.0.0", "]9;carrel: \(text)\u{7}\u{7}"),
      ("iTerm2 3.5.0", "]9;carrel: \(text)\u{7}\u{7}"), ("contour 0.4.3", "]777;notify;carrel;\(parted)\u{7}\u{7}"),
    ])
  func theFormFollowsTheTerminal(version: String, expected: String) throws {
    let output = try written("n", version: version)
    #expect(output.contains("\u{1B}" + expected), "\(output.suffix(200).debugDescription)")
    // The text of an agent cannot end the sequence, nor begin another.
    #expect(!output.contains("\u{1B}]0;x"))
    #expect(output.contains("\u{1B}[>0q"), "it was asked for its name")
  }

  @Test func aTerminalThatNobodyKnowsGetsTheBell() throws {
    let output = try written("n", version: "XTerm(379)")
    #expect(!output.contains("]9;") && !output.contains("]777;") && !output.contains("]99;"))
    #expect(output.contains("\u{7}"))
  }

  @Test func throughTmuxItIsWrappedWithDoubledEscapes() throws {
    let wrapped = "\u{1B}Ptmux;\u{1B}\u{1B}]9;carrel: T12 asks;⟨U+009C⟩ now␊\u{7}\u{1B}\\\u{7}"
    #expect(try written("n", ["TMUX": "/tmp/tmux-1000/default,1,0"]).contains(wrapped))
    // A tmux on another host is known by its terminfo name, or by what it answers.
    #expect(try written("n", ["TERM": "tmux-256color"]).contains(wrapped))
    let named = try written("nc", version: "tmux 3.3a")
    #expect(named.contains(wrapped))
    #expect(named.contains("\u{1B}]52;c;aGVsbG8=\u{7}\u{1B}Ptmux;\u{1B}\u{1B}]52;c;aGVsbG8=\u{7}\u{1B}\\"))
  }

  /// A real tmux between: what is told leaves it, and it says when the window loses the focus.
  @Test(.enabled(if: access("/usr/bin/tmux", X_OK) == 0, "tmux is not installed"))
  func throughARealTmux() throws {
    var template = Array("/dev/shm/carrel-tmux-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { return #expect(Bool(false)) }
    let folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    defer {
      for name in ["conf", "s"] { unlink("\(folder)/\(name)") }
      rmdir(folder)
    }
    let lines = "set -g allow-passthrough on\nset -g set-clipboard on\nset -g focus-events on\nset -g default-terminal tmux-256color\n"
    let file = fopen("\(folder)/conf", "w")
    fputs(lines, file)
    fclose(file)
    let variables = ["TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": folder, "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"]
    let terminal = try VirtualTerminal(
      "/usr/bin/tmux", ["-S", "\(folder)/s", "-f", "\(folder)/conf", "new-session", "\(Probe.path) terminal \(Probe.themes)"],
      environment: variables)
    try terminal.wait(for: "probe 80x23")
    terminal.send("\u{1B}[I\u{1B}[O")
    try terminal.wait(for: "focus false")
    terminal.send("nc")
    try terminal.wait("the notification and the clipboard") { terminal in
      let output = String(decoding: terminal.output, as: UTF8.self)
      return output.contains("\u{1B}]9;carrel: \(Self.text)\u{7}") && output.contains("]52;c;aGVsbG8=")
    }
    terminal.send("q")
    #expect(try terminal.waitForEnd() == 0)
  }

  @Test func theSettingDecides() throws {
    func told(_ mode: String) throws -> String { try written("n", version: "foot(1.16.2)", options: ["--notify=\(mode)"]) }
    #expect(try told("osc").contains("]777;notify;carrel;T12 asks,⟨U+009C⟩ now␊\u{7}"))
    #expect(try !told("osc").contains("\u{7}\u{7}"))
    #expect(try !told("bell").contains("]777;"))
    #expect(try told("bell").contains("\u{7}"))
    #expect(try !told("off").contains("]777;"))
    let unknown = try written("n", version: "XTerm(379)", options: ["--notify=osc"])
    #expect(unknown.contains("\u{1B}]9;carrel: T12 asks;⟨U+009C⟩ now␊\u{7}"))
  }

  // MARK: The title

  @Test func theTitleIsSetWhenItChangesAndGivenBack() throws {
    let output = try written("TTUU")
    #expect(output.split(separator: "\u{1B}[22;2t", omittingEmptySubsequences: false).count == 2)
    #expect(output.split(separator: "\u{1B}]2;", omittingEmptySubsequences: false).count == 3)
    #expect(output.split(separator: "\u{1B}[23;2t", omittingEmptySubsequences: false).count == 2)
  }

  @Test("A crash and a stop give the title back, and after a stop it is ours again", arguments: ["a", "s"])
  func theTitleAfterACrash(key: String) throws {
    let terminal = try Probe.start(["SWIFT_BACKTRACE": "enable=no"])
    terminal.send("T")
    try terminal.wait(for: "1: key")
    kill(terminal.process, SIGTSTP)
    try terminal.wait(for: "2: resumed")
    while terminal.pump(milliseconds: 50) {}
    let stopped = String(decoding: terminal.output, as: UTF8.self)
    #expect(stopped.split(separator: "\u{1B}[22;2t", omittingEmptySubsequences: false).count == 3, "put away twice")
    #expect(stopped.split(separator: "\u{1B}[23;2t", omittingEmptySubsequences: false).count == 2)
    #expect(stopped.split(separator: "\u{1B}]2;atitle␊\u{7}", omittingEmptySubsequences: false).count == 3)
    terminal.send(key)
    _ = try terminal.waitForEnd()
    #expect(String(decoding: terminal.output, as: UTF8.self).split(separator: "\u{1B}[23;2t", omittingEmptySubsequences: false).count == 3)
  }

  // MARK: Terminals that lie

  @Test("Answers that come never, late or half are not typed, and the keyboard is free")
  func answersThatComeBadly() throws {
    let terminal = try Probe.start(answers: false)
    terminal.send("x")
    try terminal.wait(for: "1: key character(\"x\")")
    // Half an answer, byte by byte, then nothing.
    for byte in Array("\u{1B}]11;rgb:1e1e/".utf8) { terminal.send(bytes: [byte]) }
    terminal.pace(milliseconds: 700)
    terminal.send("y")
    try terminal.wait(for: "2: key character(\"y\")")
    // Late ones, all at once, between keys.
    terminal.send("\u{1B}[?69;2$y\u{1B}[?2026;2$y\u{1B}]11;rgb:ffff/ffff/ffff\u{7}\u{1B}P>|foot(1.16.2)\u{1B}\\\u{1B}[?62;4c")
    terminal.send("v")
    try terminal.wait(for: "3: key character(\"v\")")
    // Half a control sequence costs a key at most.
    terminal.send("\u{1B}[?69;")
    terminal.send("ww")
    try terminal.wait(for: "4: key character(\"w\")")
  }

  @Test("Whatever the terminal says of its size, the program goes on")
  func sizesThatLie() throws {
    let terminal = try Probe.start()
    for (rows, columns) in [(1, 1), (0, 0), (65_535, 65_535), (2, 1000), (1000, 2), (0, 80), (24, 0), (3, 3)] {
      terminal.lie(rows: rows, columns: columns)
      terminal.pump(milliseconds: 30)
    }
    // A storm of them, then the truth.
    var random = SeededGenerator(seed: 5)
    for _ in 0..<200 { terminal.lie(rows: Int.random(in: 0...300, using: &random), columns: Int.random(in: 0...300, using: &random)) }
    terminal.resize(rows: 24, columns: 80)
    try terminal.wait(for: "probe 80x24")
    terminal.send("l")
    try terminal.wait("the last row") { $0.text(row: 23).hasSuffix("┘") }
    terminal.send("q")
    #expect(try terminal.waitForEnd() == 0)
  }
}
