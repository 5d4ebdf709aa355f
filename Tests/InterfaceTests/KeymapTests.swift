import FoundationEssentials
import Interface
import Screen
import Testing

@Suite struct KeymapTests {
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
    let keymap = Keymap(overrides: ["task.message": ["F2", "w"], "task.discard": [], "nonsense": ["x"], "task.stop": ["Hyper-Q"]])
    #expect(keymap.command(for: try #require(KeyName.parse("w")), in: [.list]) == .taskMessage)
    #expect(keymap.command(for: try #require(KeyName.parse("m")), in: [.list]) == nil)
    #expect(keymap.command(for: try #require(KeyName.parse("D")), in: [.list]) == nil)
    #expect(keymap.problems.count == 2)
    var stage = Stage(keymap: keymap)
    stage.connect(TaskFixtures.desk)
    #expect(stage.text.contains("F2 message") || stage.text.contains("there is no command"))
    stage.keys("Esc F2")
    #expect(stage.text.contains("Message to T12"))
  }

  @Test func conflictsAreSaid() {
    let keymap = Keymap(overrides: ["task.message": ["D"]])
    #expect(keymap.problems.count == 1)
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
