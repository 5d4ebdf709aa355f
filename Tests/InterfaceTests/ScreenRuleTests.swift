import Interface
import Model
import Screen
import Testing
import Wire

/// Lines of SCREEN.md that no other suite shows: layouts, zoom, positions, what panes keep for each task, the palette, counts of searches.
@Suite struct ScreenRuleTests {
  private func answer(_ stage: inout Stage) {
    stage.replyToPanes { request in
      if case .transcript(let id, _, _, _) = request { return .transcript(EntryFixtures.login(id), more: false) }
      return nil
    }
  }

  @Test(arguments: [
    (200, 60, WorkspaceLayout.Mode.wide, 3), (150, 15, .wide, 3), (149, 40, .middle, 2), (100, 24, .middle, 2), (99, 24, .narrow, 1),
    (80, 24, .narrow, 1), (60, 15, .narrow, 1), (59, 24, .plain, 1), (60, 14, .plain, 1), (40, 8, .plain, 1), (39, 8, .tooSmall, 0),
    (40, 7, .tooSmall, 0), (0, 0, .tooSmall, 0),
  ])
  func layouts(width: Int, height: Int, mode: WorkspaceLayout.Mode, panes: Int) {
    let stage = Stage(tasks: TaskFixtures.desk, width: width, height: height)
    #expect(stage.state.layout.mode == mode && stage.state.layout.panes.count == panes)
    let text = stage.text
    switch mode {
    case .tooSmall where width > 0: #expect(text.contains("carrel wants 40x8"))
    case .plain: #expect(!text.contains("┌") && text.contains("T12"))
    case .narrow, .middle, .wide: #expect(text.contains("1 of 10"), "the position stands in the border")
    case .tooSmall: break
    }
  }

  @Test func aPaneIsZoomedAndComesBack() {
    var stage = Stage(tasks: TaskFixtures.desk, width: 200, height: 50)
    stage.keys("2 +")
    #expect(stage.state.layout.panes.count == 1 && stage.state.layout.panes[.transcript]?.width == 200)
    stage.keys("Tab")
    #expect(stage.state.layout.panes.count == 1, "the next pane is zoomed then")
    stage.keys("+")
    #expect(stage.state.layout.panes.count == 3)
    stage.keys("Esc 1 + Esc")
    #expect(stage.state.layout.panes.count == 3, "Esc leaves it too")
  }

  @Test func panesKeepScrollAndSearchForEachTask() {
    var stage = Stage(tasks: TaskFixtures.desk, width: 200, height: 20)
    answer(&stage)
    stage.keys("2 / r e n e w Enter")
    let place = CanvasText(stage.canvas).rows
    #expect(stage.state.panes[TaskID(12)]?.transcript.searchText == "renew")
    stage.keys("1 j")
    answer(&stage)
    stage.keys("2 G 1 k 2")
    #expect(stage.state.panes[TaskID(12)]?.transcript.searchText == "renew")
    #expect(CanvasText(stage.canvas).rows.dropFirst() == place.dropFirst(), "it stands where it was left")
  }

  @Test func searchesAreCounted() {
    var stage = Stage(tasks: TaskFixtures.desk, width: 200, height: 50)
    answer(&stage)
    stage.keys("2 / l o g i n Enter")
    let first = stage.text
    #expect(first.contains("/login 1 of ") || first.contains("/login 2 of ") || first.contains("/login 3 of "), "\(first)")
    let place = stage.state.panes[TaskID(12)]?.transcript.searchPlace
    stage.keys("n")
    #expect(stage.state.panes[TaskID(12)]?.transcript.searchPlace != place)
    stage.keys("N")
    #expect(stage.state.panes[TaskID(12)]?.transcript.searchPlace == place)
    stage.keys("/ Ctrl-U")
    stage.type("nothing of that")
    #expect(stage.text.contains("not found") && stage.state.panes[TaskID(12)]?.transcript.searchPlace == nil)
  }

  @Test func thePaletteShowsKeysAndWhyNot() {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys(":")
    stage.type("appr")
    let row = stage.text.split(separator: "\n").first { $0.contains("only work in review") }
    #expect(
      row?.contains(" A │") == true || row?.contains(" A│") == true, "the row under the cursor says why it cannot be done, and its key")
    stage.keys("Enter")
    #expect(stage.state.modals.count == 1, "and does nothing")
  }

  @Test func whatIsNewBelowIsCounted() {
    var stage = Stage(tasks: TaskFixtures.desk, width: 120, height: 14)
    answer(&stage)
    stage.keys("2 g")
    let last = stage.state.panes[TaskID(12)]?.transcript.lastSeq ?? 0
    let entries = (1...3).map { number in
      TranscriptEntry(seq: last + Int64(number), task: TaskID(12), time: Stage.start, event: .note(.info, "note \(number)"))
    }
    stage.apply(.notice(.entries(entries)))
    #expect(stage.text.contains("3 new below"))
    stage.keys("G")
    #expect(!stage.text.contains("new below"))
  }

  @Test func everyCommandOfThePagesRunsFromThePalette() {
    for (words, title) in [
      ("log every message", "Log"), ("settings what", "Settings in force"), ("themes, with", "Themes"), ("engines what", "Engines"),
    ] {
      var stage = Stage(tasks: TaskFixtures.desk)
      stage.keys("Ctrl-P")
      stage.type(words)
      stage.keys("Enter")
      #expect(stage.text.contains("┌ \(title) "), "\(words)")
    }
  }
}
