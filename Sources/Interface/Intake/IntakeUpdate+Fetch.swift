internal import Model
internal import Wire

/// Rows that are only the name of an issue: their texts are fetched while the sheet is looked at and edited; nothing waits for them.
extension IntakeUpdate {
  /// Names asked for at a time.
  private static let atOnce = 8

  /// After every action: asks for what is still to be fetched, one question at a time.
  static func settle(_ state: inout InterfaceState) -> [Effect] {
    guard case .intake(let intake)? = state.modals.last, intake.stage == .sheet, state.connection == .attached,
      !state.pending.values.contains(where: { if case .fetch = $0 { true } else { false } })
    else { return [] }
    guard let first = intake.rows.first(where: { $0.fetch != nil }) else { return [] }
    // `#12` is beside one repository: rows of another are asked for by themselves.
    let names = intake.rows.filter { $0.repository == first.repository }.compactMap(\.fetch)
    var asked: [String] = []
    for name in names where !asked.contains(name) && asked.count < atOnce { asked.append(name) }
    return [state.send(.fetchIssues(asked, repository: first.repository, directory: state.directory), for: .fetch(asked))]
  }

  /// What came of it goes into the rows that still wait for it, in the open sheet or the one that was left.
  static func take(_ given: [FetchedIssue], asked: [String], _ state: inout InterfaceState) -> [Effect] {
    // What was asked for and not answered is not asked for for ever.
    let silent = asked.filter { name in !given.contains { $0.name == name } }
    let issues = given + silent.map { FetchedIssue(name: $0, problem: "its text did not come; write a title, or paste the text") }
    func fill(_ intake: inout IntakeState) {
      var isChanged = false
      for issue in issues {
        for index in intake.rows.indices where intake.rows[index].fetch == issue.name {
          intake.rows[index].take(issue)
          isChanged = true
        }
      }
      if isChanged { intake.edition += 1 }
    }
    for index in state.modals.indices {
      guard case .intake(var intake) = state.modals[index] else { continue }
      fill(&intake)
      state.modals[index] = .intake(intake)
      if index == state.modals.count - 1 { return check(intake, &state) }
    }
    if var draft = state.sheetDraft {
      fill(&draft)
      state.sheetDraft = draft
    }
    return []
  }
}
