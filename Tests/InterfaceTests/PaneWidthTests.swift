import Interface
import Model
import Screen
import Testing

/// Borders that the mouse drags, and the keys that do the same.
@Suite struct PaneWidthTests {
  private func mouse(_ stage: inout Stage, _ kind: MouseEvent.Kind, _ column: Int, row: Int = 5) {
    stage.apply(.terminal(.mouse(MouseEvent(kind: kind, column: column, row: row))))
  }

  private func width(_ stage: Stage, _ pane: Pane) -> Int { stage.state.layout.panes[pane]?.width ?? 0 }

  @Test func aBorderIsDragged() {
    var stage = Stage(tasks: TaskFixtures.desk, width: 200, height: 50)
    let list = width(stage, .list)
    mouse(&stage, .press, list)
    mouse(&stage, .drag, list + 10)
    mouse(&stage, .drag, 60)
    #expect(width(stage, .list) == 60)
    mouse(&stage, .release, 60)
    mouse(&stage, .drag, 100)
    #expect(width(stage, .list) == 60, "after the release nothing is held")
    let diff = stage.state.layout.panes[.diff]?.column ?? 0
    mouse(&stage, .press, diff - 1)
    mouse(&stage, .drag, 120)
    mouse(&stage, .release, 120)
    #expect(width(stage, .diff) == 80 && width(stage, .transcript) == 60)
    #expect(!stage.effects.contains(where: RuleTests.hasConsequences))
    // The share holds at another size, and there is room for all.
    stage.apply(.terminal(.resized(Size(width: 160, height: 40))))
    #expect(width(stage, .list) == 48 && width(stage, .diff) == 64 && width(stage, .transcript) == 48)
  }

  @Test func noPaneVanishes() {
    for size in [(100, 30), (120, 40), (149, 40), (150, 40), (200, 60)] {
      for target in [-5, 0, 3, 60, 99, 148, 500] {
        var stage = Stage(tasks: TaskFixtures.desk, width: size.0, height: size.1)
        for pane in [Pane.list, .diff] {
          guard let rect = stage.state.layout.panes[pane] else { continue }
          mouse(&stage, .press, pane == .list ? rect.width : rect.column)
          mouse(&stage, .drag, target)
          mouse(&stage, .release, target)
        }
        let rects = stage.state.layout.panes.values
        #expect(rects.allSatisfy { $0.width >= 24 }, "\(size) \(target): \(stage.state.layout.panes)")
        #expect(rects.reduce(0) { $0 + $1.width } == size.0, "\(size) \(target)")
      }
    }
  }

  @Test func keysDoTheSame() {
    var stage = Stage(tasks: TaskFixtures.desk, width: 200, height: 50)
    let list = width(stage, .list)
    stage.keys("Alt-Right Alt-Right")
    #expect(width(stage, .list) > list)
    stage.keys("3")
    let diff = width(stage, .diff)
    stage.keys("Alt-Right")
    #expect(width(stage, .diff) > diff)
    stage.keys(":")
    stage.type("as wide as at first")
    stage.keys("Enter")
    #expect(width(stage, .list) == list)
    stage.keys("+ Alt-Right")
    #expect(stage.text.contains("The pane has the whole screen"))
  }

  @Test func aClickOnABorderFocusesAsBefore() {
    var stage = Stage(tasks: TaskFixtures.desk, width: 200, height: 50)
    mouse(&stage, .press, width(stage, .list))
    mouse(&stage, .release, width(stage, .list))
    #expect(stage.state.focus == .transcript)
    #expect(stage.state.heldBorder == nil)
  }
}
