import Interface
import Model
import Screen
import Testing

@Suite struct TranscriptViewTests {
  private let size = Size(width: 60, height: 12)

  private func long(_ count: Int) -> TranscriptSample {
    var sample = TranscriptSample()
    for number in 1...count { sample.add(.note(.info, "note \(number)")) }
    return sample
  }

  @Test func itFollowsUntilScrolledUp() {
    var sample = long(100)
    var state = sample.state()
    #expect(state.rows(60, 12).last == "· note 100")
    state.update(.pageUp, size: size)
    #expect(!state.isFollowing)
    let rows = state.rows(60, 12)
    for _ in 0..<14 { sample.add(.note(.info, "later")) }
    state.apply(sample.entries)
    #expect(state.rows(60, 12) == rows)
    #expect(state.newBelow == 14)
    let canvas = state.canvas(60, 12)
    #expect(CanvasText(canvas).rows.last?.contains("14 new below") == true)
    state.update(.bottom, size: size)
    #expect(state.isFollowing)
    #expect(state.newBelow == 0)
    #expect(state.rows(60, 12).last == "· later")
  }

  @Test func theCursorMovesRowByRowToTheEndAndFollowsAgain() {
    var state = long(30).state()
    state.update(.top, size: size)
    #expect(state.rows(60, 12).first == "· note 1")
    for _ in 0..<28 { state.update(.lineDown, size: size) }
    #expect(!state.isFollowing)
    state.update(.lineDown, size: size)
    #expect(state.isFollowing)
  }

  @Test func pagesUpAndDownComeBack() {
    var state = long(200).state()
    state.update(.top, size: size)
    let first = state.rows(60, 12)
    state.update(.pageDown, size: size)
    #expect(state.rows(60, 12).first == "· note 10")
    state.update(.pageUp, size: size)
    #expect(state.rows(60, 12) == first)
    state.update(.scroll(3), size: size)
    #expect(state.rows(60, 12).first == "· note 4")
    state.update(.scroll(-300), size: size)
    #expect(state.rows(60, 12) == first)
  }

  @Test func scrollingMovesTheRegionByTheSameNumber() throws {
    var state = long(200).state()
    state.update(.top, size: size)
    let before = try #require(state.canvas(60, 12).scrollRegions.first)
    state.update(.scroll(5), size: size)
    let after = try #require(state.canvas(60, 12).scrollRegions.first)
    #expect(after.top - before.top == 5)
    #expect(after.identity == before.identity)
    #expect(after.rect == before.rect)
  }

  @Test func followingScrollsTheRegionByWhatCame() throws {
    var sample = long(50)
    var state = sample.state()
    let before = try #require(state.canvas(60, 12).scrollRegions.first)
    sample.add(.note(.info, "one more"))
    sample.add(.note(.info, "and one"))
    state.apply(sample.entries)
    let after = try #require(state.canvas(60, 12).scrollRegions.first)
    #expect(after.top - before.top == 2)
  }

  @Test func olderEntriesDoNotMoveTheView() {
    let sample = long(100)
    var state = TranscriptState(task: sample.task)
    state.prepend(Array(sample.entries.suffix(40)), more: true)
    #expect(state.needsOlder == nil || state.needsOlder == 61)
    state.update(.top, size: size)
    #expect(state.needsOlder == 61)
    state.markOlderRequested()
    #expect(state.needsOlder == nil)
    let rows = state.rows(60, 12)
    state.prepend(Array(sample.entries[20..<60]), more: true)
    #expect(state.rows(60, 12) == rows)
    state.update(.lineUp, size: size)
    #expect(state.rows(60, 12).first == "· note 60")
    state.update(.top, size: size)
    #expect(state.needsOlder == 21)
  }

  @Test func aToolCallOpensAndFolds() {
    var state = TranscriptSample.session().state()
    state.update(.top, size: size)
    state.update(.nextTool, size: size)
    let folded = state.rows(60, 12)
    #expect(folded.contains { $0.hasPrefix("▸ Read  src/login.swift") && $0.hasSuffix("84 lines") })
    state.update(.toggleFold, size: size)
    let open = state.rows(60, 12)
    #expect(open.contains { $0.contains("file_path: src/login.swift") })
    #expect(open.contains { $0.contains("line 1") })
    state.update(.toggleFold, size: size)
    #expect(state.rows(60, 12).contains { $0.hasPrefix("▸ Read") })
    #expect(state.copyText?.hasPrefix("Read src/login.swift") == true)
  }

  @Test func jumpsGoByTurnsAndTools() {
    var state = TranscriptSample.session().state()
    state.update(.top, size: size)
    state.update(.nextTool, size: size)
    state.update(.nextTool, size: size)
    #expect(state.copyText?.hasPrefix("Edit") == true)
    state.update(.previousTool, size: size)
    #expect(state.copyText?.hasPrefix("Read") == true)
    state.update(.previousTurn, size: size)
    #expect(state.copyText?.hasPrefix("Fix the flaky") == true)
    state.update(.nextTurn, size: size)
    #expect(state.isFollowing)
  }

  @Test func theCallThatWroteAFileIsFound() {
    var state = TranscriptSample.session().state()
    expectTrue(state.selectWriter(of: "src/login.swift", size: size))
    #expect(state.selectedTool?.id == "t2")
    expectFalse(state.selectWriter(of: "src/other.swift", size: size))
    state.update(.bottom, size: size)
    #expect(state.selectedTool == nil)
  }

  @Test func searchFindsOpensAndGoesRound() {
    var state = TranscriptSample.session().state()
    state.update(.search("LINE 50"), size: size)
    #expect(state.searchNote == "not found")
    state.update(.search("line 50"), size: size)
    #expect(state.copyText?.hasPrefix("Read") == true)
    #expect(state.rows(60, 12).contains { $0.contains("line 50") })
    let canvas = state.canvas(60, 12)
    #expect(canvas.cells.contains { $0.style.role == .textMatch })
    state.update(.nextMatch, size: size)
    #expect(state.searchNote == "search went round")
    state.update(.search(""), size: size)
    #expect(state.searchText.isEmpty)
  }

  @Test func aClickSelectsAndASecondOneOpens() {
    var state = TranscriptSample.session().state()
    _ = state.canvas(60, 30)
    let rows = state.rows(60, 30)
    let row = rows.firstIndex { $0.hasPrefix("▸ Edit") } ?? -1
    state.update(.selectRow(row), size: Size(width: 60, height: 30))
    #expect(state.copyText?.hasPrefix("Edit") == true)
    state.update(.selectRow(row), size: Size(width: 60, height: 30))
    #expect(state.rows(60, 30).contains { $0.contains("- let token = cached") })
  }

  @Test func aRequestOutOfViewHasNoFocus() {
    var sample = TranscriptSample()
    sample.agent(.asked(TranscriptSample.request()))
    for number in 1...50 { sample.add(.note(.info, "note \(number)")) }
    var state = sample.state()
    _ = state.canvas(60, 12)
    #expect(state.focusedRequest == nil)
    state.update(.top, size: size)
    #expect(state.focusedRequest?.id == "r1")
  }

  @Test("F42: a transcript that is followed is cut back: what is held does not grow with it")
  func aHundredThousandEntriesAreCutBackWhileFollowing() {
    var state = TranscriptState(task: TaskID(12))
    let sample = long(100_000)
    for start in stride(from: 0, to: 100_000, by: 5000) { state.apply(Array(sample.entries[start..<(start + 5000)])) }
    #expect(state.fold.items.count <= 20_000)
    #expect(state.hasOlder)
    #expect(state.rows(60, 12).last == "· note 100000")
    state.update(.top, size: size)
    #expect(state.needsOlder == state.fold.items.first.map { if case .entry(let seq) = $0.id { seq } else { -1 } })
  }

  @Test func aChangedWidthKeepsTheItemInView() {
    var state = TranscriptSample.session().state()
    state.update(.top, size: size)
    state.update(.nextTool, size: size)
    for width in [20, 200, 10, 60] {
      #expect(state.rows(width, 12).contains { $0.hasPrefix("▸ Read") })
      #expect(state.copyText?.hasPrefix("Read") == true)
    }
  }

  @Test func smallPanesAreDrawnWithoutHarm() {
    for width in 0...14 {
      for height in 0...5 {
        var state = TranscriptSample.session().state()
        _ = state.canvas(width, height)
        for action: TranscriptAction in [.pageUp, .toggleFold, .nextMatch, .top, .scroll(-3), .bottom] {
          state.update(action, size: Size(width: width, height: height))
        }
        let canvas = state.canvas(width, height)
        #expect(canvas.size == Size(width: width, height: height))
      }
    }
  }
}
