internal import Model
internal import Wire

extension IntakeUpdate {
  /// Changes the sheet with this edition, wherever it is: open or left as a draft. False when it is another by now.
  private static func change(_ edition: Int, _ state: inout InterfaceState, _ body: (inout IntakeState) -> Void) -> Bool {
    for index in state.modals.indices.reversed() {
      if case .intake(var intake) = state.modals[index], intake.edition == edition {
        body(&intake)
        intake.clamp(height: IntakeView.rowsShown(state, intake))
        state.modals[index] = .intake(intake)
        return true
      }
    }
    if var intake = state.sheetDraft, intake.edition == edition {
      body(&intake)
      state.sheetDraft = intake
      return true
    }
    return false
  }

  /// The service read a list, or looked at the rows again.
  static func take(_ drafts: [TicketDraft], remarks: [String], edition: Int, _ state: inout InterfaceState) {
    var checked = false
    _ = change(edition, &state) { intake in
      switch intake.stage {
      case .reading:
        intake.undoSteps = []
        let offset = intake.rows.count
        intake.rows += drafts.map { draft in
          var draft = draft
          if offset > 0 { draft.after = draft.after.map { shifted($0, by: offset) } }
          return draft
        }
        intake.remarks = remarks
        intake.row = offset
        intake.stage = .sheet
        checked = offset == 0
      case .sheet where drafts.count == intake.rows.count:
        intake.rows = drafts
        if !remarks.isEmpty { intake.remarks = remarks }
      default: break
      }
    }
    if checked { state.sheetChecked = edition }
  }

  private static func shifted(_ name: String, by offset: Int) -> String {
    guard name.hasPrefix("#"), let number = Int(name.dropFirst()), number > 0, number < Int.max - offset else { return name }
    return "#\(number + offset)"
  }

  /// The rows were queued.
  static func queued(_ tasks: [TaskRecord], edition: Int, _ state: inout InterfaceState) {
    if change(edition, &state, { $0.stage = .sheet }) {
      state.modals.removeAll { if case .intake = $0 { true } else { false } }
      state.sheetDraft = nil
    }
    let ids = tasks.map(\.id)
    for task in tasks where state.tasks[task.id] == nil { state.put(task.listed) }
    state.say(
      .info,
      ids.isEmpty
        ? "Nothing new: every ticket was queued before." : "\(ids.count) queued: \(ComposerState.names(ids))\(waitingWords(tasks))")
    if let first = ids.first, state.list.cursor == nil { state.list.cursor = first }
  }

  private static func waitingWords(_ tasks: [TaskRecord]) -> String {
    let waiting = tasks.count(where: \.waitsForCanaries)
    guard waiting > 0, let batch = tasks.first?.batch else { return "" }
    return "; \(waiting) of them \(waiting == 1 ? "waits" : "wait") for \(batch.canaryNames)"
  }

  /// The service said no: the sheet stays, with the reason.
  static func refused(_ text: String, edition: Int, _ state: inout InterfaceState) {
    let found = change(edition, &state) { intake in
      if case .reading(let list) = intake.stage { intake.stage = .writing(TextBuffer(list)) } else { intake.stage = .sheet }
      intake.problem = text
    }
    if found { state.note(.warning, text) } else { state.say(.warning, text) }
  }
}

extension IntakeUpdate {
  /// The connection was lost: what was on its way may have arrived or not.
  static func disconnected(_ state: inout InterfaceState) {
    func mend(_ intake: inout IntakeState) {
      guard intake.stage == .queueing else { return }
      intake.stage = .sheet
      intake.problem = "The connection was lost while queueing. Queue again: tickets that arrived are known and not doubled."
    }
    for index in state.modals.indices {
      if case .intake(var intake) = state.modals[index] {
        mend(&intake)
        state.modals[index] = .intake(intake)
      }
    }
    if var draft = state.sheetDraft {
      mend(&draft)
      state.sheetDraft = draft
    }
  }
}
