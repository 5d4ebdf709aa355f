import Interface
import Screen
import Testing

@Suite struct DiffGoldenTests {
  @Test(arguments: [46, 80, 130])
  func aFile(width: Int) {
    var state = DiffSample.state()
    expectGolden(state.canvas(width, 30), "diff-file-\(width)")
  }

  @Test func sideBySide() {
    var state = DiffSample.state()
    let size = Size(width: 120, height: 28)
    state.update(.toggleSideBySide, size: size)
    state.update(.nextHunk, size: size)
    expectGolden(state.canvas(120, 28), "diff-side-by-side")
  }

  @Test func theListWithMarksAndComments() {
    var state = DiffSample.state()
    let size = Size(width: 60, height: 24)
    for _ in 0..<5 { state.update(.lineDown, size: size) }
    if let target = state.commentTarget { state.addComment(target, text: "Three tries are too many.") }
    state.update(.toggleReviewed, size: size)
    state.update(.switchPart, size: size)
    state.update(.nextFile, size: size)
    state.update(.toggleReviewed, size: size)
    state.update(.nextFile, size: size)
    expectGolden(state.canvas(60, 24), "diff-list")
  }
}
