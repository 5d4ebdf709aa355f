import FoundationEssentials
import Glibc
import Screen
import Testing

@Suite struct ThemeTests {
  private static let shipped = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "themes").path
  private static let library = ThemeLibrary(directories: [shipped])

  @Test func colors() {
    #expect(Color("#1e90ff") == .rgb(0x1E, 0x90, 0xFF))
    #expect(Color("#fff") == .rgb(255, 255, 255))
    #expect(Color("208") == .indexed(208))
    #expect(Color("bright-red") == .indexed(9))
    #expect(Color("none") == Color.none)
    for wrong in ["#12345", "256", "-1", "+5", "redd", "", "#gggggg"] { #expect(Color(wrong) == nil, "\(wrong)") }
  }

  @Test(arguments: [
    (Color.rgb(255, 0, 0), ColorDepth.indexed, Color.indexed(196)), (.rgb(128, 128, 128), .indexed, .indexed(244)),
    (.rgb(250, 5, 5), .sixteen, .indexed(1)), (.rgb(255, 120, 120), .sixteen, .indexed(9)), (.rgb(236, 127, 134), .eight, .indexed(1)),
    (.rgb(227, 184, 102), .eight, .indexed(3)),
    (.rgb(0, 200, 0), .eight, .indexed(2)), (.indexed(12), .eight, .indexed(4)), (.indexed(8), .eight, .indexed(7)),
    (.indexed(3), .indexed, .indexed(3)),
    (.indexed(196), .sixteen, .indexed(1)), (.rgb(1, 2, 3), .direct, .rgb(1, 2, 3)), (.rgb(1, 2, 3), .mono, Color.none),
    (Color.none, .eight, Color.none),
  ])
  func quantisation(color: Color, depth: ColorDepth, nearest: Color) {
    #expect(color.quantised(to: depth) == nearest)
  }

  @Test func rolesFallToTheLeft() {
    let (file, warnings) = ThemeFile.parse(
      """
      [palette]
      leaf = { dark = "#00ff00", light = "#006600" }
      [roles]
      text = "white on #101010"
      diff = "grey"
      "diff.added" = "leaf bold"
      syntax.keyword = { dark = "red", light = "blue italic" }
      [roles.state]
      waiting = { fg = "yellow", attributes = ["bold", "underline"] }
      """, name: "t")
    #expect(warnings == [])
    var (theme, problems) = file.theme()
    #expect(problems == [])
    #expect(theme.look(of: Style(.diffAddedWord)) == Look(foreground: .rgb(0, 255, 0), background: .rgb(16, 16, 16), attributes: .bold))
    #expect(theme.look(of: Style(.diffHunk)).foreground == .indexed(8))
    #expect(theme.look(of: Style(.border)).foreground == .indexed(7))
    #expect(theme.look(of: Style(.syntaxKeyword)) == Look(foreground: .indexed(1), background: .rgb(16, 16, 16)))
    #expect(theme.look(of: Style(.stateWaiting)).attributes == [.bold, .underline])
    theme.brightness = .light
    #expect(theme.look(of: Style(.diffAdded)).foreground == .rgb(0, 0x66, 0))
    #expect(theme.look(of: Style(.syntaxKeyword)).attributes == .italic)
  }

  @Test func whatIsWrongIsSaidWithItsLine() {
    let (file, warnings) = ThemeFile.parse(
      """
      shade = 1
      [roles]
      "diff.addd" = "red"
      text = "redd"
      border = "red blink"
      mark = true
      """, name: "t")
    #expect(warnings.map(\.line) == [1, 3, 5, 6])
    let (_, problems) = file.theme()
    #expect(problems.map(\.line) == [4])
    #expect(problems.first?.description.hasPrefix("t:4: `redd` is no colour") == true)
    #expect(ThemeFile.parse("a = = 1", name: "t").1.map(\.line) == [1])
  }

  @Test func theBuiltinThemeIsTheShippedOne() throws {
    let shipped = try String(contentsOf: URL(filePath: Self.shipped + "/terminal.toml"), encoding: .utf8)
    #expect(BuiltinTheme.text == shipped)
    let (theme, warnings) = ThemeLibrary(directories: []).theme(named: "terminal")
    #expect(warnings == [])
    #expect(theme == BuiltinTheme.theme)
    for role in Role.allCases { #expect(theme.look(of: Style(role)).background == .none) }
  }

  @Test func anUnknownNameGivesTheBuiltinTheme() {
    for name in ["nonesuch", "../../etc/passwd", ""] {
      let (theme, warnings) = Self.library.theme(named: name)
      #expect(theme.look(of: Style(.diffAdded)) == BuiltinTheme.theme.look(of: Style(.diffAdded)))
      #expect(warnings.count == 1)
    }
  }

  @Test func whatLiesUnderGivesTheBackground() {
    let (theme, _) = Self.library.theme(named: "dusk")
    let selected = theme.look(of: Style(.stateFailed, under: .selectionFocused))
    #expect(selected.background == theme.look(of: Style(.selectionFocused)).background)
    #expect(selected.foreground == theme.look(of: Style(.stateFailed)).foreground)
    let terminal = BuiltinTheme.theme.look(of: Style(.stateDone, under: .selectionFocused))
    #expect(terminal == Look(foreground: .indexed(2), background: .none, attributes: .reverse))
    let mono = selected.quantised(to: .mono, plainBackground: theme.plainBackground)
    #expect(mono.attributes.contains(.reverse) && mono.foreground == .none && mono.background == .none)
  }

  @Test func everyShippedThemeIsRightAndReadable() {
    #expect(Self.library.names().count == 14)
    for name in Self.library.names() {
      var (theme, warnings) = Self.library.theme(named: name)
      #expect(warnings == [], "\(name)")
      for brightness in [Theme.Brightness.dark, .light] {
        theme.brightness = brightness
        for role in Role.allCases {
          let look = theme.look(of: Style(role))
          guard case .rgb = look.foreground, case .rgb = look.background else { continue }
          let wanted = name.hasPrefix("high-contrast") ? 7.0 : role == .text ? 4.0 : 2.0
          let contrast = Self.contrast(look.foreground, look.background)
          #expect(contrast >= wanted, "\(name) \(brightness) \(role.rawValue): \(contrast)")
          for depth in ColorDepth.allCases {
            let small = look.quantised(to: depth, plainBackground: theme.plainBackground)
            #expect(small.foreground != small.background || small.foreground == .none, "\(name) \(role.rawValue) \(depth)")
          }
        }
      }
    }
  }

  /// WCAG 2.1, contrast ratio.
  private static func contrast(_ one: Color, _ other: Color) -> Double {
    func luminance(_ color: Color) -> Double {
      let (red, green, blue) = color.components
      let linear = { (value: Int) -> Double in
        let share = Double(value) / 255
        return share <= 0.03928 ? share / 12.92 : Glibc.pow((share + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }
    let (first, second) = (luminance(one), luminance(other))
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
  }
}
