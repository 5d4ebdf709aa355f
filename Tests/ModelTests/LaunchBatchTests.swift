import Model
import Testing

/// Lists with canaries, and what is added to briefs.
@Suite struct LaunchBatchTests {
  private func batch(byItself: Bool = false, held: Bool = true) -> LaunchBatch {
    LaunchBatch(first: TaskID(1), canaries: [TaskID(1), TaskID(2)], goesByItself: byItself, isHeld: held)
  }

  @Test func itWaitsInWords() {
    #expect(batch().obstacle { _ in .running } == "waits for the canaries T1, T2")
    #expect(batch(held: false).obstacle { _ in .running } == nil)
    #expect(batch().obstacle { _ in .done } == "waits for your word; its canaries are done")
    #expect(batch().obstacle { $0 == TaskID(2) ? .discarded : .done } == "waits for the canaries T1, T2; T2 is discarded")
  }

  @Test func itGoesByItselfOnlyWhenAllAreDone() {
    #expect(batch(byItself: true).obstacle { _ in .done } == nil)
    #expect(batch(byItself: true).obstacle { $0 == TaskID(1) ? .done : .review } != nil)
    #expect(batch(byItself: true).obstacle { $0 == TaskID(1) ? .done : .failed } != nil)
  }

  @Test func anAdditionIsFilledInForEachTicket() {
    let ticket = Ticket(id: "#7", title: "Fix {body}")
    let brief = BriefAddition.compose("The brief.\n", "For {id}: leave {notes} alone.", ticket: ticket, base: "main")
    #expect(brief == "The brief.\n\n## Added by the operator\n\nFor #7: leave  alone.\n")
    #expect(BriefAddition.compose("The brief.\n", "  \n", ticket: ticket, base: nil) == "The brief.\n")
  }

  @Test func aChangeShowsWhatDiffers() {
    let change = BriefChange(task: TaskID(3), title: "t", before: "a\nb\nc\nold\nz\n", after: "a\nb\nc\nnew\nnewer\nz\n")
    #expect(change.lines(context: 1).map(\.text) == ["c", "old", "new", "newer", "z"])
    #expect(change.lines(context: 1).map(\.kind) == [.same, .removed, .added, .added, .same])
    #expect(BriefChange(task: TaskID(3), title: "t", before: "a\n", after: "a\n").lines(context: 2).isEmpty)
    #expect(BriefChange(task: TaskID(3), title: "t", before: "", after: "x\nx\n").lines(context: 2).map(\.text) == ["x", "x"])
    #expect(BriefChange(task: TaskID(3), title: "t", before: "x\nx\n", after: "x\n").lines(context: 9).map(\.kind) == [.same, .removed])
  }
}
