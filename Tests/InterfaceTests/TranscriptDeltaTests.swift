import Interface
import Model
import TestSupport
import Testing

@Suite struct TranscriptDeltaTests {
  private func text(_ state: TranscriptState) -> String? {
    for item in state.fold.items { if case .text(let text, _) = item.kind { return text.text } }
    return nil
  }

  @Test func aGapIsSaidAndNothingIsAdded() {
    var state = TranscriptState(task: TaskID(1))
    expectFalse(state.apply(delta: TaskID(1), messageID: "m", stream: .text, offset: 3, text: "later"))
    #expect(state.fold.items.isEmpty)
    expectTrue(state.apply(delta: TaskID(1), messageID: "m", stream: .text, offset: 0, text: "Grüß"))
    expectFalse(state.apply(delta: TaskID(1), messageID: "m", stream: .text, offset: 7, text: "x"))
    #expect(text(state) == "Grüß")
    expectTrue(state.apply(delta: TaskID(1), messageID: "m", stream: .text, offset: 6, text: "e"))
    #expect(text(state) == "Grüße")
  }

  @Test func anOverlapIsNotAddedTwice() {
    var state = TranscriptState(task: TaskID(1))
    expectTrue(state.apply(delta: TaskID(1), messageID: "m", stream: .text, offset: 0, text: "Hello"))
    expectTrue(state.apply(delta: TaskID(1), messageID: "m", stream: .text, offset: 0, text: "Hel"))
    expectTrue(state.apply(delta: TaskID(1), messageID: "m", stream: .text, offset: 3, text: "lo you"))
    #expect(text(state) == "Hello you")
  }

  @Test func aPieceThatDoesNotMeetAtAScalarIsAGap() {
    var state = TranscriptState(task: TaskID(1))
    expectTrue(state.apply(delta: TaskID(1), messageID: "m", stream: .text, offset: 0, text: "ab"))
    expectFalse(state.apply(delta: TaskID(1), messageID: "m", stream: .text, offset: 1, text: "ü!"))
    #expect(text(state) == "ab")
  }

  @Test func aNegativeOffsetIsAGap() {
    var state = TranscriptState(task: TaskID(1))
    expectTrue(state.apply(delta: TaskID(1), messageID: "m", stream: .text, offset: 0, text: "ab"))
    expectFalse(state.apply(delta: TaskID(1), messageID: "m", stream: .text, offset: .min, text: "abc"))
  }

  @Test func uncommittedPiecesOutliveAnOlderPage() {
    var state = TranscriptState(task: TaskID(12))
    expectTrue(state.apply(delta: TaskID(12), messageID: "live", stream: .text, offset: 0, text: "So far"))
    state.prepend(TranscriptSample.session().entries, more: false)
    expectTrue(state.apply(delta: TaskID(12), messageID: "live", stream: .text, offset: 6, text: ", so good"))
    if case .text(let text, false) = state.fold.items.last?.kind {
      #expect(text.text == "So far, so good")
    } else {
      Issue.record("the text is lost")
    }
  }

  @Test func anyChunkingGivesTheSameItems() throws {
    let whole = "# Plan\n\nRenew the tökén — then 再 try 👩‍👩‍👧 it.\n\n```swift\nlet a = 1\n```\n\n- one\n- two\n"
    let scalars = Array(whole.unicodeScalars)
    var sample = TranscriptSample()
    sample.agent(.textDone(messageID: "m", text: whole))
    let wanted = sample.state().fold.items.map(\.kind)
    var numbers = SeededGenerator(seed: 42)
    for round in 0..<60 {
      var state = TranscriptState(task: TaskID(12))
      var at = 0
      var offset = 0
      while at < scalars.count {
        let count = Int.random(in: 1...max(1, min(9, scalars.count - at)), using: &numbers)
        let back = round % 3 == 0 ? min(at, Int.random(in: 0...3, using: &numbers)) : 0
        let piece = String(String.UnicodeScalarView(scalars[(at - back)..<min(at + count, scalars.count)]))
        let before = String(String.UnicodeScalarView(scalars[(at - back)..<at])).utf8.count
        expectTrue(state.apply(delta: TaskID(12), messageID: "m", stream: .text, offset: offset - before, text: piece))
        offset += piece.utf8.count - before
        at += count
        _ = state.canvas(60, 12)
      }
      #expect(text(state) == whole)
      let streamed = state.rows(60, 30)
      state.apply(sample.entries)
      #expect(state.fold.items.map(\.kind) == wanted)
      #expect(state.rows(60, 30) == streamed)
      let fresh = sample.state()
      #expect(fresh.rows(60, 30) == streamed)
    }
  }
}
