import Interface
import Model
import Screen
import Testing
import Wire

/// Golden screens.
@Suite struct ScreenTests {
  static let sizes = [(80, 24), (120, 40), (200, 50)]

  private func stage(_ size: (Int, Int), _ tasks: [TaskRecord] = TaskFixtures.desk) -> Stage {
    Stage(tasks: tasks, width: size.0, height: size.1)
  }

  @Test(arguments: sizes) func list(width: Int, height: Int) {
    var stage = stage((width, height))
    stage.replyToPanes { request in
      switch request {
      case .transcript(let id, _, _, _): .transcript(EntryFixtures.login(id), more: false)
      case .diff: .diff(DiffListing(base: "b", summary: DiffSummary(files: 1, insertions: 12, deletions: 3, tree: "aa"), files: []))
      default: nil
      }
    }
    expectGolden(stage.canvas, "list-\(width)x\(height)")
  }

  @Test(arguments: sizes) func empty(width: Int, height: Int) {
    expectGolden(stage((width, height), []).canvas, "empty-\(width)x\(height)")
  }

  @Test(arguments: sizes) func request(width: Int, height: Int) {
    var stage = stage((width, height))
    stage.keys("j Enter 2 1")
    expectGolden(stage.canvas, "request-\(width)x\(height)")
  }

  @Test(arguments: sizes) func approve(width: Int, height: Int) {
    var stage = stage((width, height))
    stage.keys("j j j A")
    expectGolden(stage.canvas, "approve-\(width)x\(height)")
  }

  @Test(arguments: sizes) func discard(width: Int, height: Int) {
    var stage = stage((width, height))
    stage.keys("j j j D")
    expectGolden(stage.canvas, "discard-\(width)x\(height)")
  }

  @Test(arguments: sizes) func composer(width: Int, height: Int) {
    var stage = stage((width, height))
    stage.keys("m")
    stage.type("Please also cover the time-out.")
    stage.keys("Alt-Enter")
    stage.type("Thanks!")
    expectGolden(stage.canvas, "composer-\(width)x\(height)")
  }

  @Test(arguments: sizes) func palette(width: Int, height: Int) {
    var stage = stage((width, height))
    stage.keys(":")
    stage.type("mar")
    expectGolden(stage.canvas, "palette-\(width)x\(height)")
  }

  @Test(arguments: sizes) func help(width: Int, height: Int) {
    var stage = stage((width, height))
    stage.keys("?")
    expectGolden(stage.canvas, "help-\(width)x\(height)")
  }

  @Test(arguments: sizes) func sheet(width: Int, height: Int) {
    var stage = stage((width, height))
    stage.paste("anything")
    stage.reply(.preview(SheetFixtures.drafts, remarks: ["2 done items skipped."]))
    stage.keys("j Space")
    expectGolden(stage.canvas, "sheet-\(width)x\(height)")
  }

  @Test func small() {
    expectGolden(stage((50, 12)).canvas, "plain-50x12")
    expectGolden(stage((30, 6)).canvas, "too-small-30x6")
  }

  @Test func pages() {
    var stage = stage((80, 24))
    stage.keys(":")
    stage.type("engines")
    stage.keys("Enter")
    stage.reply(
      .engines([
        EngineStatus(
          name: "claude", path: "/usr/bin/claude", version: "2.1", installHint: "npm", credential: "ANTHROPIC_API_KEY from the environment",
          variables: ["ANTHROPIC_API_KEY": true], defaultModel: "sonnet", capabilities: ["resume", "permissions"]),
        EngineStatus(name: "codex", installHint: "npm i -g @openai/codex", problem: "no credential"),
      ]))
    expectGolden(stage.canvas, "engines-80x24")
  }
}
