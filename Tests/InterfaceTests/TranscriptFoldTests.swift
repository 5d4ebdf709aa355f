import Interface
import Model
import TestSupport
import Testing

@Suite struct TranscriptFoldTests {
  @Test func aToolCallIsOneItem() throws {
    let items = TranscriptSample.session().state().fold.items
    let tools = items.compactMap { if case .tool(let run) = $0.kind { run } else { nil } }
    #expect(tools.map(\.call.name) == ["Read", "Edit", "Bash"])
    #expect(tools.map(\.status) == [.ok, .ok, .failed])
    #expect(tools.last?.exitCode == 1)
  }

  @Test func anAnswerSettlesItsRequest() {
    var sample = TranscriptSample()
    sample.agent(.asked(TranscriptSample.request()))
    var state = sample.state()
    #expect(state.fold.items.last?.openRequest?.id == "r1")
    #expect(state.focusedRequest?.id == "r1")
    sample.add(.answered(request: "r1", answer: .deny("not now"), by: "anna"))
    state.apply(sample.entries)
    #expect(state.fold.items.count == 1)
    #expect(state.fold.items.last?.kind == .request(TranscriptSample.request(), .answered(.deny("not now"), by: "anna")))
    #expect(state.focusedRequest == nil)
  }

  @Test func aRequestCanBeTakenBackAndAskedAgain() {
    var sample = TranscriptSample()
    sample.agent(.asked(TranscriptSample.request()))
    sample.agent(.askWithdrawn(id: "r1"))
    sample.agent(.asked(TranscriptSample.request()))
    let items = sample.state().fold.items
    #expect(items.count == 2)
    #expect(items.first?.kind == .request(TranscriptSample.request(), .withdrawn))
    #expect(items.last?.openRequest != nil)
    #expect(items.first?.id != items.last?.id)
  }

  @Test func theTurnEndHasItsUseAndDiff() throws {
    var sample = TranscriptSample()
    sample.agent(.turnStarted)
    sample.agent(.usage(tokens: TokenCount(input: 10, output: 5), costUSD: 0.01))
    sample.agent(.usage(tokens: TokenCount(input: 1, output: 2), costUSD: 0.02), after: 5)
    sample.agent(.turnDone(.completed, text: "All done."), after: 5)
    sample.add(.phase(.review, reason: ""))
    sample.add(.snapshot(DiffSummary(files: 2, insertions: 3, deletions: 4, tree: "abc")))
    let items = sample.state().fold.items
    #expect(items.count == 3)
    guard case .text(let text, false) = items.first?.kind else {
      Issue.record("the closing text is missing")
      return
    }
    #expect(text.text == "All done.")
    guard case .turnEnd(let end) = items.dropFirst().first?.kind else {
      Issue.record("no turn end")
      return
    }
    #expect(end.tokens == TokenCount(input: 11, output: 7))
    #expect(end.seconds == 11)
    #expect(end.diff?.files == 2)
    #expect(abs((end.costUSD ?? 0) - 0.03) < 1e-9)
  }

  @Test func theClosingTextIsNotSaidTwice() {
    var sample = TranscriptSample()
    sample.agent(.turnStarted)
    sample.agent(.textDone(messageID: "a", text: "Done."))
    sample.agent(.turnDone(.completed, text: "Done."))
    #expect(sample.state().fold.items.count == 2)
  }

  @Test func oneIdForTwoTextsMakesTwoItems() {
    var sample = TranscriptSample()
    sample.add(.delta(messageID: "m", stream: .text, offset: 0, text: "Fir"))
    sample.agent(.textDone(messageID: "m", text: "First."))
    sample.add(.delta(messageID: "m", stream: .text, offset: 0, text: "Sec"))
    sample.agent(.textDone(messageID: "m", text: "Second."))
    let texts = sample.state().fold.items.compactMap { if case .text(let text, false) = $0.kind { text.text } else { nil } }
    #expect(texts == ["First.", "Second."])
  }

  @Test func aDiscardedMessageIsVoidAndMayComeAgain() {
    var sample = TranscriptSample()
    sample.add(.delta(messageID: "m", stream: .text, offset: 0, text: "Half a sen"))
    sample.agent(.messageDiscarded(messageID: "m"))
    sample.agent(.textDone(messageID: "m", text: "A sentence."))
    let kinds = sample.state().fold.items.map(\.kind)
    #expect(kinds.count == 2)
    if case .text(let text, true) = kinds[0] { #expect(text.text == "Half a sen") } else { Issue.record("the first is not void") }
    if case .text(let text, false) = kinds[1] { #expect(text.text == "A sentence.") } else { Issue.record("the second is not there") }
  }

  @Test func linesOfStandardErrorStandTogether() {
    var sample = TranscriptSample()
    sample.agent(.standardError("one"))
    sample.agent(.standardError("two"))
    sample.agent(.raw("{}"))
    #expect(sample.state().fold.items.map(\.kind) == [.lines(["one", "two"], isError: true), .lines(["{}"], isError: false)])
  }

  @Test func entriesInAnyOrderGiveTheSameItems() {
    let sample = TranscriptSample.session()
    let wanted = sample.state().fold.items.map(\.kind)
    var numbers = SeededGenerator(seed: 7)
    for _ in 0..<30 {
      var state = TranscriptState(task: sample.task)
      var rest = sample.entries.shuffled(using: &numbers)
      while !rest.isEmpty {
        let count = Int.random(in: 1...rest.count, using: &numbers)
        state.apply(Array(rest.prefix(count)) + Array(rest.prefix(1)))
        rest.removeFirst(count)
      }
      #expect(state.fold.items.map(\.kind) == wanted)
    }
  }

  @Test func pagesFromTheEndGiveTheSameItems() {
    let sample = TranscriptSample.session()
    let wanted = sample.state().fold.items.map(\.kind)
    for size in 1...7 {
      var state = TranscriptState(task: sample.task)
      var rest = sample.entries[...]
      while !rest.isEmpty {
        let page = rest.suffix(size)
        rest = rest.dropLast(size)
        state.prepend(Array(page), more: !rest.isEmpty)
        if !rest.isEmpty { #expect(state.needsOlder == page.first?.seq) }
      }
      #expect(state.needsOlder == nil)
      #expect(state.fold.items.map(\.kind) == wanted)
    }
  }

  @Test func otherTasksAreLeftOut() {
    var state = TranscriptState(task: TaskID(1))
    state.apply(TranscriptSample.session().entries)
    #expect(state.fold.items.isEmpty)
    expectTrue(state.apply(delta: TaskID(2), messageID: "m", stream: .text, offset: 5, text: "x"))
  }
}
