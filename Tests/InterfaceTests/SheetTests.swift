import Interface
import Model
import Screen
import Testing
import Wire

@Suite struct SheetTests {
  private func sheet(_ drafts: [TicketDraft] = SheetFixtures.drafts) -> Stage {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.paste("list")
    stage.reply(.preview(drafts, remarks: []))
    stage.clear()
    return stage
  }

  private func intake(_ stage: Stage) -> IntakeState? {
    if case .intake(let intake)? = stage.state.modals.last { return intake }
    return nil
  }

  @Test func problemsStopTheWholeList() {
    var stage = sheet()
    stage.keys("Enter")
    #expect(stage.requests.isEmpty)
    #expect(intake(stage)?.row == 3)
    #expect(stage.text.contains("Row 4: There is no text yet"))
    stage.keys("x Enter")
    guard case .enqueue(let request)? = stage.requests.last else { return #expect(Bool(false)) }
    #expect(request.drafts.filter(\.use).count == 3)
    stage.reply(.refused(Refusal(.usage, "Queueing row 5: git.lab/ops/docs.git cannot be reached.")))
    #expect(stage.text.contains("cannot be reached"))
    #expect(intake(stage)?.rows.count == 5)
  }

  @Test func aCellAndAColumnAreEdited() {
    var stage = sheet()
    stage.keys("l l l e")
    stage.type("codex")
    stage.keys("Enter")
    #expect(intake(stage)?.rows[0].engine == "codex")
    #expect(stage.requests.count { if case .preview = $0 { true } else { false } } == 1)
    stage.keys("l E")
    stage.type("opus")
    stage.keys("Enter")
    #expect(intake(stage)?.rows.map { $0.model ?? "" } == ["opus", "opus", "", "opus", "opus"])
    stage.keys("u")
    #expect(intake(stage)?.rows.allSatisfy { $0.model == nil } == true)
    stage.keys("l e")
    stage.type("fast")
    stage.keys("Enter")
    #expect(stage.text.contains("The mode is auto, ask or plan"))
    #expect(intake(stage)?.edit != nil)
    stage.keys("Ctrl-U")
    stage.type("plan")
    stage.keys("Enter l e")
    stage.type("99999999999999999999")
    stage.keys("Enter")
    #expect(stage.text.contains("The priority is a number"))
  }

  @Test func rowsAreJoinedSplitAndTakenOut() {
    var stage = sheet()
    stage.keys("J")
    #expect(intake(stage)?.rows.count == 4)
    #expect(intake(stage)?.rows[0].ticket.body.hasSuffix("Rotate deploy keys") == true)
    stage.keys("u s")
    #expect(
      intake(stage)?.rows.map(\.ticket.title).prefix(4) == [
        "Fix the flaky login test", "It fails on Mondays.", "check the clock", "check the zone",
      ])
    #expect(intake(stage)?.rows.count == 8)
    #expect(intake(stage)?.rows[4].after == ["#1"])
    stage.keys("u G x x")
    #expect(intake(stage)?.rows.last?.use == true)
    stage.keys("Space g Space x")
    #expect(intake(stage)?.rows.map(\.use) == [false, true, false, true, false])
  }

  @Test func dependenciesFollowTheirRows() {
    let drafts = [
      TicketDraft(line: 1, ticket: Ticket(title: "a")), TicketDraft(line: 2, ticket: Ticket(title: "b")),
      TicketDraft(line: 3, ticket: Ticket(title: "c"), after: ["#2", "T3"]),
      TicketDraft(line: 4, ticket: Ticket(title: "d"), after: ["#3"]),
    ]
    var stage = sheet(drafts)
    stage.keys("J")
    #expect(intake(stage)?.rows.map(\.after) == [[], ["T3"], ["#2"]])
  }

  @Test func canariesGoFirst() {
    let drafts = (1...5).map { TicketDraft(line: $0, ticket: Ticket(title: "ticket \($0)")) }
    var stage = sheet(drafts)
    stage.keys("c")
    #expect(intake(stage)?.used.count == 5, "all are queued")
    #expect(intake(stage)?.heldBack == [2, 3, 4])
    #expect(stage.text.contains("2 start as canaries; 3 [~] wait for O in the list"))
    stage.keys("C")
    #expect(stage.text.contains("3 [~] go by themselves when those are done"))
    stage.clear()
    stage.keys("Enter")
    guard case .enqueue(let request)? = stage.requests.first else {
      Issue.record("nothing was queued")
      return
    }
    #expect(request.drafts.map { $0.canary == true } == [true, true, false, false, false])
    #expect(request.drafts.allSatisfy(\.use) && request.goesByItself == true)
    stage.reply(.enqueued(BatchTests.batch(canaries: 2, of: 5)))
    #expect(stage.state.modals.isEmpty)
    #expect(stage.text.contains("3 of them wait for the canaries T1, T2"))
  }

  @Test func markedRowsAreTheCanaries() {
    let drafts = (1...4).map { TicketDraft(line: $0, ticket: Ticket(title: "ticket \($0)")) }
    var stage = sheet(drafts)
    stage.keys("j Space Space c")
    #expect(intake(stage)?.heldBack == [0, 3])
    stage.keys("c")
    #expect(intake(stage)?.heldBack == [])
    stage.keys("u")
    #expect(intake(stage)?.heldBack == [0, 3])
    // All marked: there would be no others.
    stage.keys("c g Space G Space c")
    #expect(intake(stage)?.heldBack == [])
  }

  @Test func leavingKeepsTheSheet() {
    var stage = sheet()
    stage.keys("x Esc")
    #expect(stage.state.modals.isEmpty)
    stage.keys("i")
    #expect(intake(stage)?.rows.count == 5)
    #expect(intake(stage)?.rows[0].use == false)
    // A second list comes after the first.
    stage.paste("more")
    stage.reply(.preview([TicketDraft(line: 1, ticket: Ticket(title: "six"), after: ["#1"])], remarks: []))
    #expect(intake(stage)?.rows.count == 6)
    #expect(intake(stage)?.rows[5].after == ["#6"])
  }

  @Test func aReplyToAnOlderSheetIsNotTaken() {
    var stage = sheet()
    stage.keys("x")
    let ids = stage.effects.compactMap { effect -> Int? in if case .request(let id, .preview) = effect { id } else { nil } }
    stage.keys("j x")
    for id in ids { stage.apply(.reply(id, .preview(SheetFixtures.drafts, remarks: []))) }
    #expect(intake(stage)?.rows[0].use == false)
    #expect(intake(stage)?.rows[1].use == false)
  }

  @Test func writingAList() {
    var stage = Stage(tasks: [])
    stage.keys("i")
    stage.type("One ticket")
    stage.keys("Ctrl-J")
    stage.type("Another")
    stage.keys("Enter")
    guard case .read(let text, _)? = stage.requests.last else { return #expect(Bool(false)) }
    #expect(text == "One ticket\nAnother")
    stage.reply(.refused(Refusal(.usage, "Reading the list: nothing in it looks like a ticket.")))
    #expect(stage.text.contains("nothing in it looks like a ticket"))
    #expect(stage.state.typed?.text == "One ticket\nAnother", "nothing is lost")
  }

  @Test func theBriefIsShown() {
    var stage = sheet()
    stage.keys("j b")
    guard case .brief(_, let row)? = stage.requests.last else { return #expect(Bool(false)) }
    #expect(row == 1)
    stage.reply(.text("Work only in this directory.\u{1B}[2J"))
    #expect(stage.text.contains("Work only in this directory."))
    stage.keys("q")
    #expect(intake(stage)?.rows.count == 5)
  }

  @Test func withoutAServiceTheListWaits() {
    var stage = Stage()
    stage.paste("a\nb")
    #expect(stage.requests.isEmpty)
    #expect(stage.text.contains("The list is kept"))
    stage.connect([])
    guard case .read? = stage.requests.last else { return #expect(Bool(false)) }
  }

  @Test func aLostConnectionWhileQueueing() {
    let drafts = [TicketDraft(line: 1, ticket: Ticket(title: "a"))]
    var stage = sheet(drafts)
    stage.keys("Enter Esc")
    stage.apply(.disconnected("gone"))
    stage.connect(TaskFixtures.desk)
    stage.keys("Esc i")
    #expect(intake(stage)?.rows == drafts)
    #expect(stage.text.contains("The connection was lost while queueing"))
  }
}
