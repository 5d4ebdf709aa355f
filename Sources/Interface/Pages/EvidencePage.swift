internal import Model
internal import Screen
internal import Wire

/// The page of claims and deeds: each claim of the closing message with what the runs say to it and the command beside it, then all runs; Enter goes to the
/// tool call.
enum EvidencePage {
  /// A line of the page, and the row that it begins, if it begins one.
  struct Line {
    var text: StyledLine
    var row: Int?
  }

  /// What the cursor can stand on.
  enum Row: Hashable {
    case claim(Int)
    case deed(Int)
  }

  static func open(_ state: inout InterfaceState) -> [Effect] {
    guard let id = state.list.cursor else { return [] }
    state.modals.append(.page(PageState(.evidence(id))))
    return [state.send(.evidence(id), for: .evidence(id))]
  }

  /// The rows: the claims, then the runs, the newest first.
  static func rows(_ id: TaskID, _ state: InterfaceState) -> [Row] {
    guard let evidence = known(id, state) else { return [] }
    return evidence.claims.indices.map(Row.claim) + evidence.deeds.indices.reversed().map(Row.deed)
  }

  /// The line of a row; nil: there is none.
  static func place(of row: Int, _ id: TaskID, _ state: InterfaceState, width: Int) -> Int? {
    lines(id, state, width: width).firstIndex { $0.row == row }
  }

  /// Goes to the tool call of a row.
  static func show(_ row: Int, of id: TaskID, _ state: inout InterfaceState) -> [Effect] {
    let rows = rows(id, state)
    guard rows.indices.contains(row), let evidence = known(id, state) else { return [] }
    let deed: Deed?
    switch rows[row] {
    case .claim(let index): deed = evidence.claims[index].deed
    case .deed(let index): deed = evidence.deeds[index]
    }
    guard let deed else {
      state.say(.info, "No tool call belongs to this claim.")
      return []
    }
    guard state.tasks[id] != nil else { return [] }
    if state.list.cursor != id { state.list.moveCursor(to: id, tasks: state.tasks, height: state.listHeight) }
    WorkspaceUpdate.focus(.transcript, &state)
    guard let size = PaneGeometry.transcriptSize(state) else { return [] }
    _ = state.panes.change(id) { $0.transcript.seek(deed.seq, size: size) }
    return []
  }

  private static func known(_ id: TaskID, _ state: InterfaceState) -> Evidence? { state.evidence?.task == id ? state.evidence : nil }

  // MARK: Lines

  /// The page's lines.
  static func lines(_ id: TaskID, _ state: InterfaceState, width: Int) -> [Line] {
    guard let evidence = known(id, state) else {
      return [plain(state.connection == .attached ? "Reading…" : "The service cannot be reached.", .textDim, width)]
    }
    if evidence.isEmpty { return [plain("No test, build or lint was run, and none is claimed.", .textDim, width)] }
    var lines = head(evidence, width)
    lines.append(plain("", .text, width))
    lines.append(plain("Claims of the closing message  \(evidence.claims.count)", .section, width))
    if evidence.claims.isEmpty { lines.append(plain("  It claims nothing about tests, builds or lints.", .textDim, width)) }
    for (index, claim) in evidence.claims.enumerated() { lines += self.lines(claim, row: index, width) }
    lines.append(plain("", .text, width))
    lines.append(plain("What really ran  \(evidence.deeds.count + evidence.left)", .section, width))
    if evidence.deeds.isEmpty { lines.append(plain("  No test, build or lint that is known.", .textDim, width)) }
    for (number, index) in evidence.deeds.indices.reversed().enumerated() {
      lines.append(Line(text: line(evidence.deeds[index], indent: "  ", width), row: evidence.claims.count + number))
    }
    if evidence.left > 0 { lines.append(plain("  The oldest \(evidence.left) are left out.", .textDim, width)) }
    lines.append(plain("", .text, width))
    lines.append(
      plain("Enter: to the tool call. Exit statuses are those that the engine told; what is not known is never green.", .textDim, width))
    return lines
  }

  /// What all of it comes to.
  private static func head(_ evidence: Evidence, _ width: Int) -> [Line] {
    var lines: [Line] = []
    if let check = evidence.check {
      let later = evidence.isCheckStale && check.exitCode != nil ? "; files changed after it" : ""
      let isGood = check.passed && !evidence.isCheckStale
      lines.append(
        plain(
          "\(isGood ? "✓" : "!") Carrel's own check  \(UntrustedText.cleanLine(check.command)): \(check.words)\(later)",
          isGood ? .stateDone : .noticeWarning, width))
    }
    for point in evidence.mark?.points ?? [] {
      let (sign, role) = point.isPart && point.state == .green ? ("~", .noticeWarning) : sign(point.state)
      lines.append(plain("\(sign) \(UntrustedText.cleanLine(point.words))", role, width))
    }
    if lines.isEmpty { lines.append(plain("! Nothing of what is claimed was seen to run.", .noticeWarning, width)) }
    return lines
  }

  private static func sign(_ state: LastRuns.State) -> (String, Role) {
    switch state {
    case .green: ("✓", .stateDone)
    case .stale: ("~", .noticeWarning)
    case .failed: ("✗", .stateFailed)
    case .hidden: ("?", .noticeWarning)
    }
  }

  private static func lines(_ claim: Claim, row: Int, _ width: Int) -> [Line] {
    let (sign, role): (String, Role) =
      switch claim.verdict {
      case .seen: ("✓", .stateDone)
      case .stale, .partly: ("~", .noticeWarning)
      case .contradicted: ("✗", .stateFailed)
      case .hidden: ("?", .noticeWarning)
      case .notSeen: ("–", .noticeWarning)
      }
    let texts = TextWrap.lines(of: "\"\(UntrustedText.cleanLine(claim.text))\"", width: max(10, width - 4))
    var lines: [Line] = []
    for (index, text) in texts.prefix(4).enumerated() {
      let head = index == 0 ? StyledRun("  \(sign) ", role) : StyledRun("    ")
      lines.append(Line(text: StyledLine([head, StyledRun(text)]), row: index == 0 ? row : nil))
    }
    let words: String
    if claim.verdict == .stale, !claim.since.isEmpty {
      words = "seen, then \(UntrustedText.cleanLine(claim.since))"
    } else {
      words = claim.isByCheck && claim.verdict == .seen ? "seen by Carrel's own check" : claim.verdict.words
    }
    lines.append(plain("    \(words)", role, width))
    if let deed = claim.deed { lines.append(Line(text: line(deed, indent: "      ", width), row: nil)) }
    return lines
  }

  /// A run in one line: what stays readable when it is narrow is the command and how it ended.
  private static func line(_ deed: Deed, indent: String, _ width: Int) -> StyledLine {
    let role: Role =
      switch deed.outcome {
      case .passed: .stateDone
      case .failed: .stateFailed
      case .hidden, .running: .noticeWarning
      }
    let sign: String =
      switch deed.outcome {
      case .passed: "✓"
      case .failed: "✗"
      case .hidden: "?"
      case .running: "▶"
      }
    let time = String(deed.time.description.dropFirst(11).prefix(8))
    let place = width >= 70 ? "\(time)  turn \(deed.turn)  \(pad(deed.kind.rawValue, 5))  " : ""
    let tail = "  \(deed.isPart ? "a part, " : "")\(deed.outcome.words)"
    let head = "\(indent)\(sign) "
    let room = max(8, width - TextWidth.width(of: head) - TextWidth.width(of: place) - TextWidth.width(of: tail))
    return StyledLine([
      StyledRun(head, role), StyledRun(place, .textDim),
      StyledRun(TextWidth.truncate(UntrustedText.cleanLine(deed.command), room), .syntaxString),
      StyledRun(tail, role),
    ])
  }

  private static func pad(_ text: String, _ width: Int) -> String { text + StatisticsPage.blanks(width - TextWidth.width(of: text)) }

  private static func plain(_ text: String, _ role: Role, _ width: Int) -> Line {
    Line(text: StyledLine(TextWidth.truncate(text, width), role), row: nil)
  }
}
