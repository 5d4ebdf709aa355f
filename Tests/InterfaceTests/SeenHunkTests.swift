import Interface
import Model
import Screen
import Testing
import Wire

/// Hunks that were reviewed in other tasks: folded, counted, opened, taken back.
@Suite struct SeenHunkTests {
  static let path = "src/login.swift"
  static let blocks = UnifiedDiff.parse(ReviewerToolTests.patch)[0].hunks.flatMap { $0.pieces.map(\.block.mark) }

  /// A stage whose login.swift was reviewed elsewhere: all of it, or the pieces of the last hunk only.
  private static func stage(all: Bool = true, width: Int = 120, height: Int = 40) -> Stage {
    var stage = ReviewerToolTests.stage(width: width, height: height)
    answer(&stage, all: all)
    return stage
  }

  private static func answer(_ stage: inout Stage, all: Bool) {
    let known = all ? blocks : Array(blocks.suffix(1))
    let file = SeenHunks.File(blob: "c1", pieces: blocks.count, blocks: Dictionary(uniqueKeysWithValues: known.map { ($0, TaskID(7)) }))
    stage.replyToPanes { request in
      if case .seenHunks(_, let tree) = request { .seenHunks(SeenHunks(tree: tree, files: [path: file])) } else { nil }
    }
  }

  private static func kept(_ stage: Stage) -> OperatorReview? {
    stage.effects.reversed().lazy.compactMap { if case .request(_, .keepReview(_, let review)) = $0 { review } else { nil } }.first
  }

  @Test(arguments: ArchiveTests.sizes) func folded(width: Int, height: Int) {
    var stage = Self.stage(width: width, height: height)
    expectGolden(stage.canvas, "seen-hunks-\(width)x\(height)")
    #expect(stage.text.contains("▸ seen in T7"))
    stage.keys("Enter")
    #expect(!stage.text.contains("Enter opens it") || stage.text.contains("▸ seen in T7"))
  }

  @Test func askedOnceForEachTree() {
    var stage = Self.stage()
    let asked = stage.effects.filter { if case .request(_, .seenHunks) = $0 { true } else { false } }
    #expect(asked.count == 1)
    stage.clear()
    stage.keys("j k ] [")
    #expect(!stage.effects.contains { if case .request(_, .seenHunks) = $0 { true } else { false } })
  }

  @Test func countedAsReviewed() {
    let stage = Self.stage()
    #expect(stage.state.panes[TaskID(3)]?.diff.reviewedCount == 1)
    let part = Self.stage(all: false)
    #expect(part.state.panes[TaskID(3)]?.diff.reviewedCount == 0)
    #expect(part.text.contains("▸ seen in T7") && part.text.contains("@@"))
  }

  @Test func enterAndSpaceOpenIt() {
    for key in ["Enter", "Space"] {
      var stage = Self.stage(all: false)
      stage.keys("g ] ]")
      let before = stage.text
      #expect(before.contains("▸ seen in T7"))
      stage.clear()
      stage.keys(key)
      #expect(!stage.text.contains("▸ seen in T7"), "\(key)")
      #expect(stage.text.contains("✓ seen in T7") && stage.text.contains("let b = 3"))
      #expect(stage.requests.isEmpty, "nothing is ticked")
      #expect(stage.state.panes[TaskID(3)]?.diff.part == .text)
    }
  }

  @Test func takenBackHereOnly() throws {
    var stage = Self.stage(all: false)
    stage.keys("g ] ]")
    stage.clear()
    stage.keys("v")
    #expect(!stage.text.contains("seen in T7"), "it is to be read here")
    let review = try #require(Self.kept(stage))
    #expect(review.files[Self.path]?.unread == Array(Self.blocks.suffix(1)) && review.files[Self.path]?.blocks == [])
    stage.keys("v")
    #expect(stage.text.contains("✓ reviewed"))
    #expect(Self.kept(stage)?.files[Self.path]?.unread == nil)
    #expect(Self.kept(stage)?.files[Self.path]?.blocks == Array(Self.blocks.suffix(1)))
  }

  @Test func aWholeFileTakenBack() throws {
    var stage = Self.stage()
    stage.keys("g Enter Enter")
    #expect(stage.state.panes[TaskID(3)]?.diff.part == .files && stage.text.contains("✓ seen in T7"))
    stage.clear()
    stage.keys("v")
    #expect(stage.state.panes[TaskID(3)]?.diff.reviewedCount == 0 && !stage.text.contains("seen in T7"))
    #expect(Self.kept(stage)?.files[Self.path]?.unread == Self.blocks.sorted())
    stage.keys("v")
    #expect(Self.kept(stage)?.files[Self.path]?.blob == "c1" && Self.kept(stage)?.files[Self.path]?.unread == nil)
  }

  @Test func shownByThePalette() {
    var stage = Self.stage()
    #expect(stage.text.contains("▸ seen in T7"))
    stage.open("show seen hunks")
    #expect(!stage.text.contains("▸ seen in T7") && stage.text.contains("✓ seen in T7"))
    stage.open("show seen hunks")
    #expect(stage.text.contains("▸ seen in T7"))
  }

  @Test func aCommentKeepsAHunkOpen() {
    var stage = Self.stage(all: false)
    stage.keys("g ] ] Enter")
    stage.keys("j j c")
    stage.type("why?")
    stage.keys("Enter")
    stage.open("show seen hunks")
    stage.open("show seen hunks")
    #expect(stage.text.contains("why?") && !stage.text.contains("▸ seen in T7"))
  }

  @Test func aRefusalShowsEverything() {
    var stage = ReviewerToolTests.stage()
    stage.replyToPanes { request in
      if case .seenHunks = request { .refused(Refusal(.failed, "no")) } else { nil }
    }
    #expect(!stage.text.contains("seen in"))
    stage.clear()
    stage.keys("j")
    #expect(stage.effects.isEmpty)
  }

  @Test func marksOfOlderVersionsAreRead() throws {
    let old = Array("{\"files\":{\"a\":{\"blocks\":[\"1:x\"]}},\"comments\":[]}\n".utf8)
    let review = try MessageCodec.decode(OperatorReview.self, from: old)
    #expect(review.files["a"] == ReviewedFile(blocks: ["1:x"]))
  }
}
