import CVTerm
import Platform
import TestSupport
import Testing

extension EndToEnd {
  @Suite("Files that are saved while the screen is up")
  struct SavedFileTests {
    private func write(_ text: String, _ path: String) throws { try Files.writeAtomically(Array(text.utf8), to: path) }

    @Test("A theme that is saved is on the screen; a mistake in it is said with file and line, and the screen stays")
    func theme() async throws {
      try await CarrelProgram.use(config: "default_engine = \"demo\"\ntheme = \"mine\"\n") { carrel in
        let folder = "\(carrel.root.path)/config/carrel/themes"
        try Files.makeDirectory(folder)
        let file = "\(folder)/mine.toml"
        try write("inherits = \"terminal\"\n[roles]\n\"border.focused\" = \"red\"\n", file)
        let screen = try carrel.terminal(rows: 24, columns: 100)
        try screen.wait(for: "Paste a ticket list here")
        // The border of the list, which has the focus.
        func border() -> UInt8 { screen.cell(row: 1, column: 0).foreground.index }
        #expect(border() == 1)
        try write("inherits = \"terminal\"\n[roles]\n\"border.focused\" = \"green\"\n", file)
        try screen.wait("the green border") { $0.cell(row: 1, column: 0).foreground.index == 2 }
        try screen.wait(for: "The theme mine was read again.")

        // A wrong role and a wrong colour: what is right holds.
        try write("inherits = \"terminal\"\n[roles]\n\"border.focused\" = \"cyan\"\n\"diff.addd\" = \"red\"\ntitle = \"redd\"\n", file)
        try screen.wait("the cyan border") { $0.cell(row: 1, column: 0).foreground.index == 6 }
        try screen.wait(for: "mine.toml:4: there is no role")
        screen.send("\u{1B}")
        // Half a file changes nothing.
        try write("inherits = \"term", file)
        try screen.wait(for: "mine.toml:1: this is not TOML")
        #expect(border() == 6)
        screen.send("\u{1B}")
        try screen.wait("the end of the warning") { !$0.shows("this is not TOML") }
        screen.send(":log\r")
        try screen.wait(for: "`redd` is no")
        #expect(screen.shows("there is no role") && screen.shows("this is not TOML"))
        screen.send("q")

        // The theme that it rests on is watched too.
        try write("inherits = \"base\"\n", file)
        try write("inherits = \"terminal\"\n[roles]\n\"border.focused\" = \"magenta\"\n", "\(folder)/base.toml")
        try screen.wait("the magenta border") { $0.cell(row: 1, column: 0).foreground.index == 5 }
        try write("inherits = \"terminal\"\n[roles]\n\"border.focused\" = \"yellow\"\n", "\(folder)/base.toml")
        try screen.wait("the yellow border") { $0.cell(row: 1, column: 0).foreground.index == 3 }
        screen.send("Q")
        #expect(try screen.waitForEnd() == 0)
      }
    }

    @Test("Keys hold as soon as the configuration is saved; a mistake is said with file, line and column")
    func keys() async throws {
      try await CarrelProgram.use { carrel in
        let screen = try carrel.terminal(rows: 24, columns: 160)
        try screen.wait(for: "Paste a ticket list here")
        #expect(screen.shows("i intake"))
        try carrel.configure("default_engine = \"demo\"\n[keys]\n\"intake.open\" = \"F3\"\n\"task.mark\" = [\"nokey\"]\n")
        try screen.wait(for: "config.toml:4:16: there is no key “nokey” for `task.mark`")
        screen.send("\u{1B}")
        try screen.wait(for: "F3 intake")
        screen.send("\u{1B}OR")
        try screen.wait("the sheet") { $0.cursor.visible }
        screen.send("\u{1B}")
        try screen.wait("the list") { !$0.cursor.visible }
        screen.send(":settings what\r")
        try screen.wait(for: "Settings in force")
        #expect(screen.shows("config.toml:1"))
        screen.send("G")
        try screen.wait(for: "keys.intake.open")
        #expect(screen.shows("config.toml:3"))
        screen.send("Q")
        #expect(try screen.waitForEnd() == 0)
        let printed = try await carrel.ok("keys", "everywhere")
        #expect(printed.lines.contains { $0.hasPrefix("* F3") && $0.contains("intake.open") }, "\(printed)")
        #expect(printed.errors.contains("config.toml:4:16"))
        #expect(try await carrel.run("keys", "nowhere").code == 2)
      }
    }

    @Test("The themes command lists names for programs, and draws samples on a terminal")
    func themes() async throws {
      try await CarrelProgram.use { carrel in
        let names = try await carrel.ok("themes").lines
        #expect(names.contains("terminal"))
        let mine = "\(carrel.root.path)/config/carrel/themes"
        try Files.makeDirectory(mine)
        try write(
          "about = \"My own.\"\ninherits = \"terminal\"\n[roles]\n\"border.focused\" = \"red\"\ntitle = \"redd\"\n", "\(mine)/mine.toml")
        #expect(try await carrel.ok("themes").lines.contains("mine"))
        let wrong = try await carrel.run("themes", "mine")
        #expect(wrong.code == 1 && wrong.errors.contains("mine.toml:5: `redd` is no colour"), "\(wrong)")
        #expect(try await carrel.run("themes", "nonesuch").code == 2)
        let screen = try VirtualTerminal(CarrelProgram.path, ["themes", "mine"], environment: carrel.environment, rows: 40, columns: 100)
        try screen.waitForEnd()
        #expect(screen.shows("My own.") && screen.shows("NEED YOU") && screen.shows("light"))
        let row = try #require(screen.text.firstIndex { $0.hasPrefix("┌ Tasks") })
        #expect(screen.cell(row: row, column: 0).foreground.index == 1, "in its colours")
        #expect(!screen.isAlternate)
      }
    }
  }
}
