import Glibc
import Screen
import TestSupport
import Testing

/// The pictures of the README: golden screens, drawn by the real ncurses on a terminal with true colours, its cells drawn to SVG. `make pictures` writes
/// them anew; here they must be what would be written.
@Suite struct PicturesTests {
  static let pictures: [(size: String, theme: String)] = [("80x24", "terminal"), ("120x40", "paper"), ("200x60", "dusk")]

  @Test(arguments: 0..<3) func theyAreNotOutOfDate(index: Int) throws {
    let (size, theme) = Self.pictures[index]
    let scene = SceneFiles.path("workspace", size)
    let canvas = try #require(SceneFiles.canvas(scene))
    let looks = ThemeLibrary(directories: [Probe.themes]).theme(named: theme).0
    let plain = looks.look(of: Style(.text))
    let kind = TerminalKind(term: "xterm-256color", depth: .direct, more: ["COLORTERM": "truecolor"])
    let terminal = try Probe.start(
      theme: theme, kind.environment, rows: canvas.size.height, columns: canvas.size.width, options: ["--scenes", scene], ready: "")
    try terminal.wait("the scene") { kind.difference(canvas, $0, theme: looks) == nil }
    let isNone = { (color: Color) in color == .none }
    let picture = ScreenPicture(
      terminal: terminal, foreground: isNone(plain.foreground) ? .rgb(0xD8, 0xD8, 0xD8) : plain.foreground,
      background: isNone(plain.background) ? .rgb(0x18, 0x18, 0x18) : plain.background
    ).svg
    let path = "\(SceneFiles.root)/docs/pictures/workspace-\(size).svg"
    if getenv("CARREL_UPDATE_PICTURES") != nil {
      let file = fopen(path, "w")
      fputs(picture, file)
      #expect(fclose(file) == 0)
    } else {
      #expect(SceneFiles.text(path) == picture, "docs/pictures/workspace-\(size).svg is out of date: make pictures")
    }
  }
}
