import Configuration
import Model
import Testing

@Suite("Keys, and where settings come from")
struct KeySettingsTests {
  private func load(_ text: String) -> (Settings, [String]) {
    let (settings, problems) = Settings.load(text: text, path: "/etc/c.toml")
    return (settings, problems.map(\.text))
  }

  @Test("Tables of keys are read with the place of every word")
  func keys() {
    let (settings, problems) = load(
      """
      plain = true
      [keys]
      "task.message" = ["m", "F2"]
      task.retry = "none"
      [keys.diff]
      "diff.comment" = "Alt-c"
      """)
    #expect(problems == [])
    #expect(settings.plain)
    #expect(settings.keys.map(\.name) == ["task.message", "task.retry", "diff.diff.comment"])
    #expect(settings.keys.map { $0.keys.map(\.name) } == [["m", "F2"], ["none"], ["Alt-c"]])
    #expect(settings.keys[0].place == FilePlace(file: "/etc/c.toml", line: 3, column: 1))
    #expect(settings.keys[0].keys[1].place == FilePlace(file: "/etc/c.toml", line: 3, column: 24))
  }

  @Test("What is no table of keys is a warning with its place, and the rest holds")
  func mistakes() {
    let (settings, problems) = load("[keys]\n\"task.message\" = 3\n\"task.stop\" = [\"x\", 4]\n\"task.mark\" = \"F3\"\n")
    #expect(problems.count == 2)
    #expect(problems[0].hasPrefix("/etc/c.toml:2:18: warning: [keys] task.message must be"))
    #expect(problems[1].hasPrefix("/etc/c.toml:3:21: warning: [keys] task.stop must be"))
    #expect(settings.keys.map(\.name) == ["task.mark"])
    #expect(load("keys = 3").1.first?.contains("keys must be a table") == true)
    var deep = "[keys]\n"
    deep += String(repeating: "a.", count: 200) + "b = \"x\"\n"
    #expect(load(deep).0.keys.isEmpty)
  }

  @Test("Each setting says which line, variable or default it comes from")
  func origins() throws {
    let text = """
      max_running = 6
      [limits]
      minutes = 90
      [engine.claude]
      model = "opus"
      allowed_tools = [
        "Read",
      ]
      [[repo]]
      match = "https://one/"
      [[repo]]
      match = "https://two/"
      base = "main"
      """
    let (settings, problems) = load(text)
    #expect(problems == [])
    let rows = settings.inForce(text: text, path: "/etc/c.toml", environment: ["DEFAULT_ENGINE": "codex", "CARREL_THEME": "dusk"])
    func origin(_ name: String) -> String? { rows.first { $0.name == name }?.origin }
    #expect(origin("max_running") == "c.toml:1")
    #expect(origin("max_live") == "default")
    #expect(origin("limits.minutes") == "c.toml:3")
    #expect(origin("limits.turns") == "default")
    #expect(origin("engine.claude.model") == "c.toml:5")
    #expect(origin("engine.claude.allowed_tools") == "c.toml:6")
    #expect(origin("repo.2.match") == "c.toml:12")
    #expect(origin("repo.2.base") == "c.toml:13")
    #expect(origin("default_engine") == "DEFAULT_ENGINE" && origin("theme") == "CARREL_THEME")
    #expect(rows.first { $0.name == "theme" }?.value == "\"dusk\"")
    #expect(rows.first { $0.name == "limits.minutes" }?.value == "90")
    // Without a file everything is a default, and there is a row for everything.
    let plain = Settings().inForce(text: "", path: "c.toml")
    #expect(plain.count > 30 && plain.allSatisfy { $0.origin == "default" })
  }

  @Test("What may be secret stays hidden")
  func secrets() {
    let text = "[engine.claude]\nenv = { TOKEN = \"hunter2\" }\n"
    let rows = load(text).0.inForce(text: text, path: "c.toml")
    #expect(rows.contains { $0.name == "engine.claude.env" && $0.origin == "c.toml:2" })
    #expect(!rows.contains { $0.value.contains("hunter2") })
  }
}
