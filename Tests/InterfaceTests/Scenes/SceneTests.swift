import Interface
import Screen
import Testing

/// Golden screens: every scene at three sizes and all depths of colours, with and without Unicode.
@Suite struct SceneTests {
  @Test(arguments: Scene.all, SceneSize.all) func scene(scene: Scene, size: SceneSize) {
    let canvas = scene.canvas(size)
    let text = SceneText.golden(canvas, theme: BuiltinTheme.theme, ascii: size == SceneSize.all.first)
    expectGolden(text, "scenes/\(scene.name)-\(size)")
    #expect(CustomCanvas(CanvasText.canvas(golden: text)) == CustomCanvas(canvas), "the golden form loses nothing")
    HostileTests.expectClean(canvas, "in \(scene.name)")
  }

  @Test func namesAreUnique() {
    #expect(Set(Scene.all.map(\.name)).count == Scene.all.count)
  }

  /// What the program draws by itself has a form without Unicode: a question mark stands only where one was meant.
  @Test(arguments: Scene.all, SceneSize.all) func everySignHasAnASCIIForm(scene: Scene, size: SceneSize) {
    let lost = scene.canvas(size).cells.filter { $0.scalar > 0x7E && !$0.isContinuation && ASCIIGlyphs.glyph($0.scalar) == 0x3F }
    let signs = Set(lost.compactMap { Unicode.Scalar($0.scalar) }).filter { !$0.properties.isAlphabetic }
    #expect(signs.isEmpty, "\(signs)")
  }

  /// On every terminal the row under the cursor can be told from the others, and what waits from what runs.
  @Test(arguments: [BuiltinTheme.theme]) func whatMattersIsSeenAtEveryDepth(theme: Theme) {
    for (name, depth) in SceneText.depths {
      func look(_ style: Style) -> Look { theme.look(of: style, depth: depth) }
      #expect(look(Style(.text, under: .selectionFocused)) != look(Style(.text)), "selection at \(name)")
      #expect(look(Style(.stateWaiting)) != look(Style(.stateRunning)), "waiting at \(name)")
      #expect(look(Style(.borderFocused)) != look(Style(.border)), "focus at \(name)")
      #expect(look(Style(.diffAddedWord)) != look(Style(.diffAdded)), "changed words at \(name)")
    }
  }
}

/// What must survive the golden form: scroll regions lose their identity there.
private struct CustomCanvas: Equatable {
  var size: Size
  var cells: [Cell]
  var cursor: [Int]
  var regions: [ScrollRegion]

  init?(_ canvas: Canvas?) {
    guard let canvas else { return nil }
    size = canvas.size
    cells = canvas.cells
    cursor = canvas.cursor.map { [$0.column, $0.row] } ?? []
    regions = canvas.scrollRegions.map { ScrollRegion(identity: 0, rect: $0.rect, top: $0.top) }
  }
}
