import Model
import Testing

/// Who wrote which line, from what calls say and what trees show.
@Suite("Blame")
struct BlameTests {
  private func text(_ lines: String...) -> String { lines.map { $0 + "\n" }.joined() }

  @Test func editsAreFollowedThroughTurns() {
    var fold = BlameFold(base: text("a", "b", "c"))
    fold.edit(.replace(old: "b", new: "B1\nB2", all: false), by: 10, tool: "Edit", turn: 1)
    fold.edit(.write(text("top", "a", "B1", "B2", "c")), by: 11, tool: "Write", turn: 1)
    fold.state(text("top", "a", "B1", "B2", "c", "by a command"), turn: 1)
    fold.start(text("top", "a", "B1", "B2", "c", "by a command"))
    fold.edit(.hunks([RecordedEdit.Run(old: ["B2", "c"], new: ["B2", "new", "c"])]), by: 20, tool: "apply_patch", turn: 2)
    fold.state(text("top", "a", "B1", "B2", "new", "c", "by a command"), turn: 2)
    let blame = fold.blame(path: "x", tree: "t")
    #expect((1...7).map { blame.origin(ofLine: $0)?.call } == [11, nil, 10, 10, 20, nil, nil])
    #expect((1...7).map { blame.origin(ofLine: $0)?.turn } == [1, nil, 1, 1, 2, nil, 1])
    #expect(blame.lines(of: 10) == [3, 4])
    #expect(blame.calls.map(\.wrote) == [2, 1, 1])
  }

  @Test func aCallThatWasNotWhereItSaidKeepsWhatIsThere() {
    var fold = BlameFold(base: text("a", "b"))
    // A command changed the file first, which nobody told.
    fold.edit(.replace(old: "not there", new: "later\nwords", all: false), by: 5, tool: "Edit", turn: 1)
    fold.state(text("a", "shell", "later", "words", "b"), turn: 1)
    let blame = fold.blame(path: "x", tree: "t")
    #expect((1...5).map { blame.origin(ofLine: $0)?.call } == [nil, nil, 5, 5, nil])
    #expect(blame.origin(ofLine: 2)?.turn == 1)
  }

  @Test func whatIsSetBackIsWhoseItWas() {
    var fold = BlameFold(base: nil)
    fold.edit(.write(text("one", "two")), by: 1, tool: "Write", turn: 1)
    fold.state(text("one", "two"), turn: 1)
    fold.edit(.delete, by: 2, tool: "Delete", turn: 2)
    fold.state(nil, turn: 2)
    fold.start(text("one", "two"))
    #expect(fold.blame(path: "x", tree: "t").lines(of: 1) == [1, 2])
  }

  @Test func aCallsLinesThatAreGoneAreNotItsAnyMore() {
    var fold = BlameFold(base: text("a"))
    fold.edit(.replace(old: "a", new: "x\ny", all: true), by: 1, tool: "Edit", turn: 1)
    fold.edit(.replace(old: "y", new: "z", all: false), by: 2, tool: "Edit", turn: 1)
    fold.state(text("z"), turn: 1)
    let blame = fold.blame(path: "x", tree: "t")
    #expect(blame.lines(of: 1).isEmpty && blame.lines(of: 2) == [1])
    #expect(blame.calls.first?.wrote == 2)
  }

  /// Repeatable numbers (Knuth's MMIX generator).
  private struct Steps: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  @Test(arguments: UInt64(1)...40)
  func alignmentsAreInOrderAndOfEqualLines(seed: UInt64) {
    var random = Steps(state: seed)
    let alphabet = ["a", "b", "c", "", "}"]
    func lines(_ random: inout Steps) -> [String] {
      (0..<Int.random(in: 0...40, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "" }
    }
    let old = lines(&random)
    let new = lines(&random)
    let sources = LineAlignment.sources(old: old, new: new)
    #expect(sources.count == new.count)
    let kept = sources.compactMap(\.self)
    #expect(kept == kept.sorted() && Set(kept).count == kept.count)
    for (index, source) in sources.enumerated() { if let source { #expect(old[source] == new[index]) } }
    // As many as the longest common subsequence has.
    var table = [[Int]](repeating: [Int](repeating: 0, count: new.count + 1), count: old.count + 1)
    for i in old.indices.reversed() {
      for j in new.indices.reversed() {
        table[i][j] = old[i] == new[j] ? table[i + 1][j + 1] + 1 : max(table[i + 1][j], table[i][j + 1])
      }
    }
    #expect(kept.count == table[0][0])
  }

  @Test func hugeFilesAreAlignedByTheirLinesThatStandOnce() {
    let old = (0..<5000).map { "old \($0)" } + ["same"] + (0..<5000).map { "more \($0)" }
    let new = (0..<5000).map { "new \($0)" } + ["same"] + (0..<5000).map { "else \($0)" }
    let sources = LineAlignment.sources(old: old, new: new)
    #expect(sources[5000] == 5000 && sources.compactMap(\.self).count == 1)
  }

  @Test func digestsAreThoseOfTheStandard() {
    var digest = ContentDigest()
    #expect(digest.text() == "e3b0c44298fc1c149afbf4c8996fb924")
    digest.add("abc".utf8)
    #expect(digest.text() == "ba7816bf8f01cfea414140de5dae2223")
    var long = ContentDigest()
    long.add("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)
    #expect(long.text() == "248d6a61d20638b8e5c026930c3e6039")
  }
}
