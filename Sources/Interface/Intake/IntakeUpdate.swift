internal import Model
internal import Screen
internal import Wire

/// Runs the intake.
enum IntakeUpdate {
  /// A list was pasted while nothing was being typed: reads it, after the rows of a sheet that is open or was left.
  static func open(pasted text: String, _ state: inout InterfaceState) -> [Effect] {
    guard text.contains(where: { !$0.isWhitespace }) else { return [] }
    var intake = IntakeState(.sheet, edition: state.lastEdition + 1)
    if case .intake(let open)? = state.modals.last { intake = open } else if let draft = state.sheetDraft { intake = draft }
    if case .intake? = state.modals.last { state.modals.removeLast() }
    state.sheetDraft = nil
    guard intake.stage == .sheet else {
      // Another text is being read, or the rows are being queued: this one waits at the place for writing.
      state.modals.append(.intake(intake))
      state.say(.info, "The sheet is busy; paste again in a moment.")
      return []
    }
    intake.stage = .reading(text)
    intake.edition += 1
    intake.edit = nil
    state.modals.append(.intake(intake))
    return read(&state)
  }

  /// `i`: the sheet that was left, else a place to write a list.
  static func open(_ state: inout InterfaceState) {
    if let draft = state.sheetDraft {
      state.modals.append(.intake(draft))
      state.sheetDraft = nil
    } else {
      state.modals.append(.intake(IntakeState(.writing(TextBuffer()), edition: state.lastEdition + 1)))
    }
  }

  /// Asks the service to read the text, if it waits for that and the service is there.
  static func read(_ state: inout InterfaceState) -> [Effect] {
    guard case .intake(let intake)? = state.modals.last, case .reading(let text) = intake.stage, state.connection == .attached else {
      return []
    }
    var request = intake.request(directory: state.directory)
    request.drafts = []
    return [state.send(.read(text: text, request), for: .sheet(edition: intake.edition))]
  }

  static func run(_ command: Command, _ intake: IntakeState, _ state: inout InterfaceState) -> [Effect] {
    var intake = intake
    let effects: [Effect]
    switch intake.stage {
    case .writing(let buffer): return write(command, buffer, intake, &state)
    case .reading, .queueing:
      if command == .leave || command == .back { leave(intake, &state) }
      return []
    case .sheet: effects = intake.edit == nil ? edit(command, &intake, &state) : editCell(command, &intake, &state)
    }
    guard case .intake? = state.modals.last else { return effects }
    intake.clamp(height: IntakeView.rowsShown(state, intake))
    state.modals[state.modals.count - 1] = .intake(intake)
    return effects + check(intake, &state)
  }

  private static func write(_ command: Command, _ buffer: TextBuffer, _ intake: IntakeState, _ state: inout InterfaceState) -> [Effect] {
    var (buffer, intake) = (buffer, intake)
    switch command {
    case .textSend:
      let text = buffer.text
      guard text.contains(where: { !$0.isWhitespace }) else {
        if intake.rows.isEmpty { state.modals.removeLast() } else { set(.sheet, intake, &state) }
        return []
      }
      set(.reading(text), intake, &state)
      return read(&state)
    case .textEditor: return [.openEditor(buffer.text)]
    case .leave:
      leave(intake, &state)
      return []
    default:
      _ = buffer.apply(command)
      intake.stage = .writing(buffer)
      state.modals[state.modals.count - 1] = .intake(intake)
      return []
    }
  }

  private static func set(_ stage: IntakeState.Stage, _ intake: IntakeState, _ state: inout InterfaceState) {
    var intake = intake
    intake.stage = stage
    intake.edition += 1
    state.modals[state.modals.count - 1] = .intake(intake)
  }

  /// Leaves; what there is stays as a draft.
  static func leave(_ intake: IntakeState, _ state: inout InterfaceState) {
    state.modals.removeLast()
    switch intake.stage {
    case .writing(let buffer): state.sheetDraft = intake.rows.isEmpty && buffer.isEmpty ? nil : intake
    case .reading(let text):
      var intake = intake
      intake.stage = .writing(TextBuffer(text))
      intake.edition += 1
      state.sheetDraft = intake
    case .sheet: state.sheetDraft = intake.rows.isEmpty ? nil : intake
    case .queueing: state.sheetDraft = intake
    }
    if state.sheetDraft != nil { state.say(.info, "The sheet is kept: i opens it again.") }
  }

  private static func edit(_ command: Command, _ intake: inout IntakeState, _ state: inout InterfaceState) -> [Effect] {
    let page = max(1, IntakeView.rowsShown(state, intake))
    let columns = SheetColumn.allCases
    let column = columns.firstIndex(of: intake.column) ?? 0
    switch command {
    case .moveDown: intake.row += 1
    case .moveUp: intake.row -= 1
    case .moveFirst: intake.row = 0
    case .moveLast: intake.row = intake.rows.count - 1
    case .movePageDown: intake.row += page
    case .movePageUp: intake.row -= page
    case .moveHalfDown: intake.row += page / 2
    case .moveHalfUp: intake.row -= page / 2
    case .sheetLeft: intake.column = columns[max(0, column - 1)]
    case .sheetRight: intake.column = columns[min(columns.count - 1, column + 1)]
    case .sheetMark:
      if intake.rows.indices.contains(intake.row) {
        if intake.marked.remove(intake.row) == nil { intake.marked.insert(intake.row) }
        intake.row += 1
      }
    case .sheetTakeOut: intake.takeOut()
    case .sheetJoin: intake.join()
    case .sheetSplit: if !intake.split() { state.say(.info, "This row has no body to split.") }
    case .sheetCanaries:
      if !intake.canaries() { state.say(.info, "Canaries are some of the rows: the others wait for them. There are no others.") }
    case .sheetGoesOn:
      intake.goesOn.toggle()
      if intake.heldBack.isEmpty { state.say(.info, "c chooses the canaries first.") }
    case .sheetAgain:
      intake.willChange()
      intake.again.toggle()
    case .sheetText: intake.stage = .writing(TextBuffer())
    case .undo: if !intake.undo() { state.say(.info, "There is nothing to undo.") }
    case .sheetEdit: if intake.rows.indices.contains(intake.row) { begin([intake.row], &intake) }
    case .sheetEditColumn:
      let rows = intake.marked.isEmpty ? intake.rows.indices.filter { intake.rows[$0].use } : intake.chosen
      if !rows.isEmpty { begin(rows, &intake) }
    case .sheetBrief:
      guard intake.rows.indices.contains(intake.row), state.connection == .attached else { return [] }
      return [state.send(.brief(intake.request(directory: state.directory), row: intake.row), for: .brief)]
    case .sheetQueue: return queue(&intake, &state)
    case .leave:
      leave(intake, &state)
      return []
    default: break
    }
    return []
  }

  private static func begin(_ rows: [Int], _ intake: inout IntakeState) {
    guard let first = rows.contains(intake.row) ? intake.row : rows.first else { return }
    // A title is one row's own.
    let rows = intake.column == .title ? [first] : rows
    intake.edit = CellEdit(column: intake.column, rows: rows, text: intake.column.text(of: intake.rows[first]))
  }

  private static func editCell(_ command: Command, _ intake: inout IntakeState, _ state: inout InterfaceState) -> [Effect] {
    switch command {
    case .fieldConfirm, .dialogNext, .dialogPrevious: if let wrong = intake.commitEdit() { state.say(.warning, wrong) }
    case .leave: intake.edit = nil
    default: _ = intake.edit?.buffer.apply(command)
    }
    return []
  }

  private static func queue(_ intake: inout IntakeState, _ state: inout InterfaceState) -> [Effect] {
    guard state.connection == .attached else {
      state.say(.warning, "Queueing: the service cannot be reached. The sheet stays; try again when it is back.")
      return []
    }
    guard !intake.used.isEmpty else {
      state.say(.info, "No row is used; x puts rows back.")
      return []
    }
    if let index = intake.rows.firstIndex(where: { $0.use && $0.problem != nil }) {
      intake.row = index
      intake.problem = "Row \(index + 1): \(intake.rows[index].problem ?? "") Edit it, or take it out with x."
      return []
    }
    intake.stage = .queueing
    return [state.send(.enqueue(intake.request(directory: state.directory)), for: .enqueue(edition: intake.edition))]
  }

  /// After a change the service reads the rows again: problems, duplicates.
  static func check(_ intake: IntakeState, _ state: inout InterfaceState) -> [Effect] {
    guard intake.stage == .sheet, intake.edit == nil, !intake.rows.isEmpty, state.connection == .attached,
      intake.edition != state.sheetChecked
    else {
      return []
    }
    state.sheetChecked = intake.edition
    return [state.send(.preview(intake.request(directory: state.directory)), for: .sheet(edition: intake.edition))]
  }
}
