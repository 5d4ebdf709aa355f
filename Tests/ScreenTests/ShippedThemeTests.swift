import FoundationEssentials
import Glibc
import Screen
import Testing

/// The themes of SCREEN.md, "Themes", and what a theme file that somebody edits may be.
@Suite struct ShippedThemeTests {
  private static let shipped = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "themes").path
  private static let library = ThemeLibrary(directories: [shipped])
  private static let wanted = [
    "terminal", "dusk", "paper", "high-contrast-dark", "high-contrast-light", "deuteranopia", "tritanopia", "mono", "gruvbox", "solarized",
    "catppuccin", "nord", "dracula", "tokyo-night",
  ]

  /// A directory of its own that is gone afterwards.
  private func folder(_ body: (String) throws -> Void) throws {
    let path = "/dev/shm/carrel-themes-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  @Test func allAreThere() {
    #expect(Set(Self.library.names()) == Set(Self.wanted))
    for name in Self.wanted { #expect(!Self.library.reading(named: name).about.isEmpty, "\(name) says what it is") }
  }

  @Test(arguments: wanted) func everyRoleResolvesInBothSets(name: String) {
    let reading = Self.library.reading(named: name)
    #expect(reading.warnings == [] && reading.isWhole)
    #expect(reading.files.first == "\(Self.shipped)/\(name).toml")
    var sets: [[Look]] = []
    for brightness in [Theme.Brightness.dark, .light] {
      var theme = reading.theme
      theme.brightness = brightness
      let looks = Role.allCases.map { theme.look(of: Style($0)) }
      sets.append(looks)
      // Signs and words carry the meaning; but roles that stand beside each other are not the same either.
      for (one, other) in [
        (Role.diffAdded, Role.diffRemoved), (.selectionFocused, .text), (.borderFocused, .border), (.stateFailed, .stateDone),
      ] {
        #expect(theme.look(of: Style(one)) != theme.look(of: Style(other)), "\(name) \(brightness): \(one) and \(other)")
      }
      for depth in ColorDepth.allCases {
        for role in [Role.selectionFocused, .selection, .textMatch, .dialogButton, .diffAddedWord] {
          let look = theme.look(of: Style(role), depth: depth)
          let plain = theme.look(of: Style(.text), depth: depth)
          #expect(look != plain, "\(name) \(brightness) \(depth): \(role.rawValue) cannot be seen")
        }
      }
    }
    let hasOneSet = ["terminal", "mono", "high-contrast-dark", "high-contrast-light"].contains(name)
    #expect((sets[0] != sets[1]) != hasOneSet, "\(name): dark and light")
  }

  @Test func inheritsIsLookedUpAndCircularOnesEnd() throws {
    try folder { path in
      try "inherits = \"b\"\n[roles]\ntext = \"red\"\n".write(toFile: path + "/a.toml", atomically: true, encoding: .utf8)
      try "inherits = \"a\"\n[roles]\nborder = \"green\"\n".write(toFile: path + "/b.toml", atomically: true, encoding: .utf8)
      try "inherits = \"nonesuch\"\n[roles]\ntext = \"blue\"\n".write(toFile: path + "/c.toml", atomically: true, encoding: .utf8)
      let library = ThemeLibrary(directories: [path, Self.shipped])
      let circle = library.reading(named: "a")
      #expect(circle.warnings.map(\.message) == ["`inherits` leads back to `a`; it ends there"])
      #expect(circle.theme.look(of: Style(.border)).foreground == .indexed(2))
      let lost = library.reading(named: "c")
      #expect(lost.warnings.map(\.description) == ["\(path)/c.toml: there is no theme `nonesuch`; `terminal` is used"])
      #expect(lost.theme.look(of: Style(.text)).foreground == .indexed(4))
      #expect(lost.theme.look(of: Style(.stateDone)).foreground == .indexed(2))
    }
  }

  @Test func aFileThatIsNoThemeLeavesAScreenThatCanBeRead() throws {
    try folder { path in
      for (number, text) in ["[roles\ntext = \"red\"", "\u{0}\u{1B}[2J", "roles = [[[[", String(repeating: "[a", count: 100_000)]
        .enumerated()
      {
        try text.write(toFile: path + "/x\(number).toml", atomically: true, encoding: .utf8)
        let reading = ThemeLibrary(directories: [path]).reading(named: "x\(number)")
        #expect(!reading.isWhole && reading.warnings.count == 1)
        #expect(reading.warnings.first?.description.hasPrefix("\(path)/x\(number).toml") == true)
        for role in Role.allCases { #expect(reading.theme.look(of: Style(role)) == BuiltinTheme.theme.look(of: Style(role))) }
      }
      try "[roles]\n\"diff.addd\" = \"red\"\nborder = \"redd bold\"\n".write(toFile: path + "/y.toml", atomically: true, encoding: .utf8)
      let reading = ThemeLibrary(directories: [path]).reading(named: "y")
      #expect(reading.warnings.map(\.line) == [2, 3] && reading.isWhole)
      #expect(reading.warnings.allSatisfy { $0.file == path + "/y.toml" })
    }
  }

  @Test func theSampleShowsTheRolesAtAnyWidth() {
    let canvas = ThemeSample.canvas()
    let roles = Set(canvas.cells.map(\.style.role))
    for role in Role.allCases where ["state", "diff", "syntax"].contains(role.rawValue.split(separator: ".").first.map(String.init) ?? "") {
      if [.stateStopped, .diffContext].contains(role) { continue }
      #expect(roles.contains(role), "\(role.rawValue)")
    }
    #expect(canvas.cells.contains { $0.style.under == .selectionFocused })
    for width in 0...120 { #expect(ThemeSample.canvas(width: width).size.width == width) }
  }

  @Test(arguments: ColorDepth.allCases) func samplesArePrintedInTheColoursThatThereAre(depth: ColorDepth) {
    for name in Self.wanted {
      let theme = Self.library.theme(named: name).0
      let lines = CanvasLines(ThemeSample.canvas(), theme: theme, depth: depth).lines
      #expect(lines.count == ThemeSample.size.height)
      let text = lines.joined(separator: "\n")
      #expect(text.contains(";38;2;") == (depth == .direct && !["terminal", "mono"].contains(name)) || name.hasPrefix("high"), "\(name)")
      if depth == .mono { #expect(!text.contains("38;") && !text.contains("48;") && !text.contains(/;[349][0-7][;m]/), "\(name)") }
      if depth <= .sixteen { #expect(!text.contains("38;5") && !text.contains("38;2"), "\(name)") }
      let ascii = CanvasLines(ThemeSample.canvas(), theme: theme, depth: depth, showsUnicode: false).lines.joined()
      #expect(ascii.utf8.allSatisfy { $0 < 0x80 })
    }
  }

  @Test func depthIsReadFromTheEnvironment() {
    for (environment, depth) in [
      (["TERM": "xterm-256color"], ColorDepth.indexed), (["TERM": "xterm", "COLORTERM": "truecolor"], .direct), (["TERM": "linux"], .eight),
      (["TERM": "screen"], .eight), (["TERM": "tmux-256color", "NO_COLOR": "1"], .mono), ([:], .mono), (["TERM": "vt100"], .mono),
    ] { #expect(ColorDepth(environment: environment) == depth, "\(environment)") }
  }
}
