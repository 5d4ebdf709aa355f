import FoundationEssentials
import Interface
import Model
import Screen
import Testing

@Suite struct KeymapTests {
  /// A line of `[keys]` as it would stand in the line `number` of a file.
  private func line(_ number: Int, _ name: String, _ keys: String...) -> KeyOverride {
    let words = keys.enumerated().map { KeyWord($0.element, place: FilePlace(file: "c.toml", line: number, column: 20 + $0.offset)) }
    return KeyOverride(name, keys: words, place: FilePlace(file: "c.toml", line: number, column: 1))
  }

  private func key(_ name: String) throws -> Key { try #require(KeyName.parse(name)) }

  @Test func namesAreReadAsTheyAreWritten() throws {
    for key in RuleTests.allKeys where !key.shift {
      let normal = KeyName.normal(key)
      #expect(KeyName.parse(KeyName.name(of: normal)) == normal)
    }
    #expect(KeyName.parse("Ctrl-P") == KeyName.parse("Ctrl-p"))
    #expect(KeyName.parse("Ctrl-") == nil)
    #expect(KeyName.parse("") == nil)
    #expect(KeyName.parse("Nonsense") == nil)
    #expect(KeyName.parse("F99") == nil)
  }

  @Test func keysCanBeRebound() throws {
    let keymap = Keymap(overrides: [
      line(1, "task.message", "F2", "ü"), line(2, "task.discard", "none"), line(3, "list.task.sort", "Ctrl-O"),
    ])
    #expect(keymap.problems == [])
    #expect(keymap.command(for: try key("ü"), in: [.list]) == .taskMessage)
    #expect(keymap.command(for: try key("F2"), in: [.diff]) == .taskMessage, "wherever the command has keys")
    #expect(keymap.command(for: try key("m"), in: [.list]) == nil)
    #expect(keymap.command(for: try key("D"), in: [.list]) == nil)
    #expect(keymap.command(for: try key("Ctrl-o"), in: [.list]) == .taskSort)
    var stage = Stage(keymap: keymap)
    stage.connect(TaskFixtures.desk)
    #expect(stage.text.contains("F2 message"), "the bottom line is drawn from the table in force")
    stage.keys("F2")
    #expect(stage.text.contains("Message to T12"))
    stage.keys("Esc ?")
    #expect(stage.text.contains("F2 ü"), "the help too")
  }

  @Test func oneTableAlone() throws {
    let keymap = Keymap(overrides: [line(1, "diff.task.message", "Alt-m")])
    #expect(keymap.problems == [])
    #expect(keymap.command(for: try key("Alt-m"), in: [.diff]) == .taskMessage)
    #expect(keymap.command(for: try key("m"), in: [.diff]) == nil)
    #expect(keymap.command(for: try key("m"), in: [.list]) == .taskMessage)
  }

  @Test func keysCanChangePlaces() throws {
    let keymap = Keymap(overrides: [line(1, "list.task.message", "r"), line(2, "list.task.retry", "m")])
    #expect(keymap.problems == [])
    #expect(keymap.command(for: try key("r"), in: [.list]) == .taskMessage)
    #expect(keymap.command(for: try key("m"), in: [.list]) == .taskRetry)
  }

  @Test func conflictsAreSaidWithBothNamesAndTheShippedKeyStays() throws {
    let keymap = Keymap(overrides: [line(7, "list.task.message", "D")])
    #expect(
      keymap.problems == ["c.toml:7:20: `D` in list stands for `task.message` and `task.discard`; `task.message` keeps m in list."])
    #expect(keymap.command(for: try key("D"), in: [.list]) == .taskDiscard)
    #expect(keymap.command(for: try key("m"), in: [.list]) == .taskMessage)
    // Of two of the operator's own the later gives way; its other keys hold.
    let twins = Keymap(overrides: [line(1, "list.task.message", "F5"), line(2, "list.task.retry", "F5", "F6")])
    #expect(twins.problems.count == 1 && twins.problems[0].hasPrefix("c.toml:2:20: `F5`"))
    #expect(twins.command(for: try key("F5"), in: [.list]) == .taskMessage)
    #expect(twins.command(for: try key("F6"), in: [.list]) == .taskRetry)
  }

  @Test func mistakesAreSaidWithTheirPlace() throws {
    let lines = [
      line(1, "nonsense", "x"), line(2, "task.stop", "Hyper-Q"), line(3, "everywhere.task.discard", "z"), line(4, "text.send", "s"),
      line(5, "leave", "none"), line(6, "filter.filter.accept", "a"), line(7, "list.nothing", "x"),
    ]
    let keymap = Keymap(overrides: lines)
    let said = keymap.problems.joined(separator: "\n")
    for (number, words) in [
      (1, "there is no command “nonsense”"), (2, "there is no key “Hyper-Q” for `task.stop`"), (3, "it works in list"),
      (4, "could not be typed any more in composer"), (5, "no way out of everywhere"), (6, "could not be typed any more in filter"),
      (7, "there is no command “list.nothing”"),
    ] { #expect(keymap.problems.contains { $0.hasPrefix("c.toml:\(number):") && $0.contains(words) }, "\(number) in:\n\(said)") }
    #expect(Set(keymap.bindings) == Set(Keymap.standard), "nothing of it holds")
  }

  @Test func aLetterStaysALetterWhereTextIsTyped() throws {
    // `redraw` works everywhere; a letter for it does not hold in text fields.
    let keymap = Keymap(overrides: [line(1, "redraw", "R")])
    #expect(keymap.command(for: try key("R"), in: [.list, .moving, .everywhere]) == .redraw)
    #expect(keymap.command(for: try key("R"), in: [.composer, .typing]) == nil)
    #expect(keymap.command(for: try key("Ctrl-l"), in: [.composer, .typing]) == .redraw)
  }

  @Test func whatAKeyHidesIsSaid() throws {
    let keymap = Keymap(overrides: [line(1, "list.task.retry", "q")])
    #expect(keymap.command(for: try key("q"), in: [.list, .moving, .everywhere]) == .taskRetry)
    #expect(keymap.problems == ["c.toml:1:1: `q` is `task.retry` in list now, and not `back` as elsewhere."])
  }

  @Test("F35: no table makes one key ask and answer")
  func noKeyAsksAndAnswers() throws {
    for (lines, table, wanted) in [
      ([line(1, "dialog.yes", "D")], KeyContext.dialog, Command.dialogYes), ([line(1, "task.discard", "y")], .dialog, .dialogYes),
      ([line(1, "request.allow", "Enter"), line(2, "request.send", "F9")], .request, .requestAllow),
      ([line(1, "queue.clean", "y"), line(2, "dialog.yes", "y")], .dialog, .dialogYes),
    ] {
      let keymap = Keymap(overrides: lines)
      #expect(keymap.problems.contains { $0.contains("would ask and answer at once") || $0.contains("stands for") }, "\(keymap.problems)")
      #expect(keymap.command(for: try key("y"), in: [table]) == wanted, "\(keymap.problems)")
    }
  }

  @Test("F35: whatever the table says, no single key destroys, publishes or sends")
  func noTableLetsASingleKeyActAlone() {
    // Every command that has consequences on one and the same function key, wherever it may stand.
    let lines = Command.allCases.enumerated().map { line($0.offset + 1, $0.element.rawValue, "F\($0.offset % 24 + 1)") }
    let keymap = Keymap(overrides: lines)
    for start in ["", "j", "j j j", "2", "3", "?", ":"] {
      var stage = Stage(keymap: keymap)
      stage.connect(TaskFixtures.desk)
      stage.keys(start)
      for number in 1...24 {
        var next = stage
        next.clear()
        next.keys("F\(number)")
        #expect(!next.effects.contains(where: RuleTests.hasConsequences), "F\(number) after \(start)")
      }
    }
  }

  @Test func keysHoldAsSoonAsTheyAreSaved() {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.clear()
    stage.apply(.saved(.configuration))
    #expect(stage.effects == [.readConfiguration])
    let keymap = Keymap(overrides: [line(3, "task.message", "F2"), line(4, "task.nonsense", "x")])
    let row = SettingRow(name: "theme", value: "\"dusk\"", origin: "config.toml:1")
    stage.apply(.configured(InterfaceConfiguration(keymap: keymap, settings: [row], problems: [])))
    #expect(stage.text.contains("c.toml:4:1: there is no command “task.nonsense”"))
    #expect(stage.state.log.contains { $0.text.contains("task.nonsense") }, "the log page keeps it")
    stage.keys("Esc F2")
    #expect(stage.text.contains("Message to T12"))
    #expect(stage.state.settings == [row])
    // With an error in the file the keys stay.
    stage.apply(.configured(InterfaceConfiguration(keymap: nil, settings: [], problems: ["c.toml:1:1: error: this is not TOML"])))
    #expect(stage.state.keymap == keymap)
  }

  @Test func theTableInForceIsPrinted() throws {
    let keymap = Keymap(overrides: [line(1, "task.message", "F2"), line(2, "task.retry", "none")])
    let lines = try #require(KeyReference.lines(keymap, context: "list"))
    #expect(lines.first == "[keys.list]  Task list")
    #expect(lines.contains { $0.hasPrefix("* F2 ") && $0.contains("task.message") })
    #expect(lines.contains { $0.hasPrefix("* (palette) ") && $0.contains("task.retry") })
    #expect(lines.contains { $0.hasPrefix("  D ") && $0.contains("task.discard") })
    #expect(KeyReference.lines(keymap, context: "nowhere") == nil)
    let all = try #require(KeyReference.lines(keymap))
    for row in Keymap.standard { #expect(all.contains { $0.contains(" \(row.command.rawValue) ") }, "\(row.command.rawValue)") }
  }

  @Test func theKeyPageIsFresh() throws {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    let page = KeyReference.markdown()
    if ProcessInfo.processInfo.environment["CARREL_UPDATE_DOCS"] == "1" {
      try page.write(toFile: "\(root)/docs/keys.md", atomically: true, encoding: .utf8)
    }
    let known = try String(contentsOfFile: "\(root)/docs/keys.md", encoding: .utf8)
    #expect(known == page, "docs/keys.md is stale: CARREL_UPDATE_DOCS=1 rewrites it")
  }
}
