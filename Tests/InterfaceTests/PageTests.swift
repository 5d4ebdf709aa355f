import Interface
import Model
import Screen
import Testing
import Wire

/// The full pages: log, engines, settings, themes.
@Suite struct PageTests {
  static let sizes = [(80, 24), (120, 40), (200, 60)]

  private static let settings = [
    SettingRow(name: "configuration", value: "/home/ada/.config/carrel/config.toml", origin: "read"),
    SettingRow(name: "default_engine", value: "\"claude\"", origin: "default"),
    SettingRow(name: "max_running", value: "6", origin: "config.toml:3"),
    SettingRow(name: "theme", value: "\"dusk\"", origin: "CARREL_THEME"),
    SettingRow(name: "limits.minutes", value: "90", origin: "config.toml:12"),
    SettingRow(name: "engine.claude.allowed_tools", value: "[\"Read\", \"Write\", \"Edit\", \"Glob\"]", origin: "config.toml:21"),
    SettingRow(name: "keys.task.message", value: "F2", origin: "config.toml:30:1"),
  ]

  private func stage(_ width: Int = 80, _ height: Int = 24, page: String) -> Stage {
    var stage = Stage(width: width, height: height, settings: Self.settings)
    stage.connect(TaskFixtures.desk)
    stage.apply(.notice(.message(.info, "T3 was published to carrel/T3-typo.")))
    stage.apply(.notice(.message(.warning, "T9: the engine's usage limit resets at 14:00.")))
    stage.apply(.notice(.message(.error, "T4: pushing failed: the remote said no.")))
    stage.keys("Esc :")
    stage.type(page)
    stage.keys("Enter")
    return stage
  }

  @Test(arguments: sizes) func settings(width: Int, height: Int) {
    expectGolden(stage(width, height, page: "settings").canvas, "settings-\(width)x\(height)")
  }

  @Test(arguments: sizes) func log(width: Int, height: Int) {
    expectGolden(stage(width, height, page: "log").canvas, "log-\(width)x\(height)")
  }

  @Test(arguments: sizes) func themes(width: Int, height: Int) {
    var stage = stage(width, height, page: "themes")
    stage.keys("j")
    stage.apply(.themeRead(name: "dusk", about: "A quiet dark theme, with a light set beside it.", warnings: [], again: false))
    expectGolden(stage.canvas, "themes-\(width)x\(height)")
  }

  @Test(arguments: sizes) func engines(width: Int, height: Int) {
    var stage = stage(width, height, page: "engines")
    stage.reply(
      .engines([
        EngineStatus(
          name: "claude", path: "/usr/bin/claude", version: "2.1", installHint: "npm", credential: "ANTHROPIC_API_KEY from the environment",
          variables: ["ANTHROPIC_API_KEY": true], defaultModel: "sonnet", capabilities: ["resume", "permissions"]),
        EngineStatus(name: "codex", installHint: "npm i -g @openai/codex", problem: "no credential"),
      ]))
    expectGolden(stage.canvas, "engines-\(width)x\(height)")
  }

  @Test func theCursorPreviewsAndEscGoesBack() {
    var stage = stage(page: "themes")
    #expect(stage.state.theme == "terminal")
    stage.clear()
    stage.keys("j")
    #expect(stage.effects == [.setTheme("dusk")])
    stage.keys("j")
    #expect(stage.state.theme == "paper")
    stage.clear()
    stage.keys("Esc")
    #expect(stage.effects == [.setTheme("terminal")] && stage.state.theme == "terminal")
    stage.keys(":")
    stage.type("themes")
    stage.keys("Enter j Enter")
    #expect(stage.state.theme == "dusk" && stage.state.modals.isEmpty, "Enter keeps it")
  }

  @Test func themesAreFilteredAndStillPreviewed() {
    var stage = stage(page: "themes")
    stage.keys("/")
    stage.type("pap")
    stage.clear()
    stage.keys("Enter")
    #expect(stage.effects == [.setTheme("paper")])
    #expect(stage.text.contains("1 of 1"))
    stage.clear()
    stage.keys("Esc")
    #expect(stage.effects == [.setTheme("terminal")])
  }

  @Test func aSavedThemeIsReadAgain() {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.clear()
    stage.apply(.saved(.theme))
    #expect(stage.effects == [.readTheme("terminal")])
    stage.clear()
    stage.apply(.themeRead(name: "terminal", about: "", warnings: [], again: true))
    #expect(stage.effects == [.redraw])
    #expect(stage.text.contains("The theme terminal was read again."))
    let wrong = ["/t/x.toml:4: `redd` is no colour: it is left out", "/t/x.toml:9: there is no role `diff.addd`"]
    stage.apply(.themeRead(name: "terminal", about: "", warnings: wrong, again: true))
    #expect(stage.text.contains("/t/x.toml:4: `redd` is no colour"))
    #expect(stage.text.contains("(and 1 more on the log page)"))
    for text in wrong { #expect(stage.state.log.contains { $0.text.hasPrefix(text) }) }
    // What comes for a theme that is no longer in use says nothing.
    let before = stage.state.log.count
    stage.apply(.themeRead(name: "paper", about: "", warnings: ["late"], again: true))
    #expect(stage.state.log.count == before)
  }

  @Test func theLogIsFilteredAndCopied() throws {
    var stage = stage(page: "log")
    #expect(stage.text.contains("3 of 3"))
    stage.keys("/")
    stage.type("t4 error")
    #expect(stage.text.contains("pushing failed") && !stage.text.contains("usage limit"))
    stage.keys("Enter")
    stage.clear()
    stage.keys("y")
    guard case .copy(let text) = try #require(stage.effects.first) else { return #expect(Bool(false), "\(stage.effects)") }
    #expect(text.contains("pushing failed") && !text.contains("T3"))
    stage.keys("/ Esc")
    #expect(stage.text.contains("usage limit"), "Esc takes the filter away, and the page stays")
    stage.keys("/")
    stage.type("nothing has this")
    #expect(stage.text.contains("Nothing has these words."))
    stage.keys("Esc Esc")
    #expect(stage.state.modals.isEmpty)
  }

  @Test func aPasteOnAPageOnlyInsertsOrOpensTheSheet() {
    var stage = stage(page: "log")
    stage.keys("/")
    stage.clear()
    stage.paste("t4\nq\u{1B}[2J")
    #expect(stage.requests.isEmpty)
    #expect(stage.state.typed?.text == "t4 q[2J")
  }

  @Test func settingsSayWhereTheyComeFrom() {
    let stage = stage(page: "settings")
    for words in ["config.toml:12", "CARREL_THEME", "default", "keys.task.message"] { #expect(stage.text.contains(words), "\(words)") }
  }

  @Test func hostileFilesDoNoHarm() {
    let evil = HostileTests.evil
    for (width, height) in [(80, 24), (200, 60), (41, 9), (60, 15), (10, 3)] {
      for page in ["settings what", "log every", "themes, with", "engines what"] {
        var stage = Stage(width: width, height: height, settings: [SettingRow(name: evil, value: evil, origin: evil)])
        stage.connect(TaskFixtures.desk)
        stage.keys(":")
        stage.type(page)
        stage.keys("Enter")
        stage.apply(.themeRead(name: "terminal", about: evil, warnings: [evil, evil], again: true))
        stage.apply(
          .configured(
            InterfaceConfiguration(
              keymap: Keymap(overrides: [KeyOverride(evil, keys: [KeyWord(evil)])]),
              settings: [SettingRow(name: evil, value: evil, origin: evil)],
              problems: [evil])))
        stage.reply(
          .engines([EngineStatus(name: evil, version: evil, installHint: evil, credential: evil, problem: evil, capabilities: [evil])]))
        HostileTests.expectClean(stage.canvas, "\(page) at \(width)x\(height)")
        stage.keys("/")
        stage.paste(evil)
        stage.keys("j k G g PgDn PgUp Enter y Esc")
        HostileTests.expectClean(stage.canvas, "\(page) filtered at \(width)x\(height)")
      }
    }
  }
}
