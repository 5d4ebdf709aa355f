internal import Model
internal import Screen

/// The page of a task's time: a row of cells for each thing that it did, then its turns, tools and waits in numbers.
enum TimelinePage {
  /// The page's lines.
  static func lines(_ id: TaskID, _ state: InterfaceState, width: Int) -> [StyledLine] {
    guard let line = state.timeline, line.task == id else {
      return [StyledLine(state.connection == .attached ? "Reading…" : "The service cannot be reached.", .textDim)]
    }
    let length = line.start.seconds(until: line.end)
    var lines = [
      StyledLine([
        StyledRun(UntrustedText.cleanLine(state.tasks[id]?.ticket.title ?? ""), .textStrong),
        StyledRun("  \(StatisticsTable.time(length))  \(count(line.turns.count, "turn"))", .textDim),
      ])
    ]
    lines.append(StyledLine())
    let lanes = lanes(line)
    let label = 12
    let columns = max(8, width - label - 9)
    for lane in lanes {
      let density = line.density(columns: columns) { $0.lane == lane.lane && (lane.name == nil || $0.name == lane.name) }
      lines.append(
        StyledLine([
          StyledRun(pad(lane.words, label), .textDim), StyledRun(BarText.columns(density), lane.role),
          StyledRun(pad(StatisticsTable.time(lane.seconds), 9, right: true)),
        ]))
    }
    let (start, end) = (clock(line.start), clock(line.end))
    lines.append(StyledLine(pad("", label) + start + StatisticsPage.blanks(columns - start.count - end.count) + end, .textDim))
    if line.left > 0 { lines.append(StyledLine("The oldest \(line.left) stretches are left out.", .noticeWarning)) }
    lines += turns(line, width: width)
    lines += sums(line, .tool, title: "Tools", head: "TOOL", width: width)
    lines += sums(line, .wait, title: "Waits for an operator", head: "ASKED", width: width)
    return lines
  }

  private struct Shown {
    var lane: TimelineSpan.Lane
    var name: String?
    var words: String
    var role: Role
    var seconds: Double
  }

  private static func lanes(_ line: TaskTimeline) -> [Shown] {
    let phases = line.totals(of: .phase)
    var shown = TaskPhase.allCases.compactMap { phase -> Shown? in
      guard let total = phases.first(where: { $0.name == phase.rawValue }) else { return nil }
      return Shown(lane: .phase, name: phase.rawValue, words: phase.rawValue, role: role(phase), seconds: total.seconds)
    }
    let others: [(TimelineSpan.Lane, String, Role)] = [
      (.turn, "turns", .stateRunning), (.tool, "tools", .toolName), (.wait, "asks", .stateWaiting),
    ]
    for (lane, words, role) in others {
      let totals = line.totals(of: lane)
      guard !totals.isEmpty else { continue }
      shown.append(Shown(lane: lane, name: nil, words: words, role: role, seconds: totals.reduce(0) { $0 + $1.seconds }))
    }
    return shown
  }

  private static func role(_ phase: TaskPhase) -> Role {
    switch phase {
    case .queued: .stateQueued
    case .preparing, .running: .stateRunning
    case .waiting: .stateWaiting
    case .review, .publishing: .stateReview
    case .done: .stateDone
    case .failed: .stateFailed
    case .stopped, .discarded: .stateStopped
    }
  }

  private static func turns(_ line: TaskTimeline, width: Int) -> [StyledLine] {
    let lengths = line.turns.map { $0.start.seconds(until: $0.end ?? line.end) }
    let most = max(1e-3, lengths.max() ?? 0)
    let rows = zip(line.turns, lengths).enumerated().map { number, entry in
      let (turn, length) = entry
      return StatisticsTable.Row(
        name: "\(number + 1)  \(clock(turn.start))\(turn.end == nil ? " …" : "")", share: length / most,
        cells: [
          StatisticsTable.time(length), "\(turn.tools)", StatisticsTable.time(turn.toolSeconds), StatisticsTable.time(turn.waitSeconds),
          StatisticsTable.money(turn.costUSD), StatisticsTable.count(turn.tokens.total),
        ])
    }
    let heads = ["BEGAN", "LENGTH", "TOOLS", "AT TOOLS", "WAITED", "COST", "TOKENS"]
    return line.turns.isEmpty ? [] : StatisticsPage.table(StatisticsTable(title: "Turns", heads: heads, rows: rows), width: width)
  }

  private static func sums(_ line: TaskTimeline, _ lane: TimelineSpan.Lane, title: String, head: String, width: Int) -> [StyledLine] {
    let totals = line.totals(of: lane)
    let most = max(1e-3, totals.first?.seconds ?? 0)
    let rows = totals.prefix(30).map {
      StatisticsTable.Row(name: $0.name, share: $0.seconds / most, cells: [StatisticsTable.time($0.seconds), "\($0.count)"])
    }
    return StatisticsPage.table(StatisticsTable(title: title, heads: [head, "TIME", "CALLS"], rows: rows), width: width)
  }

  private static func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }

  /// The time of day in UTC.
  private static func clock(_ moment: Timestamp) -> String { String(moment.description.dropFirst(11).prefix(8)) }

  private static func pad(_ text: String, _ width: Int, right: Bool = false) -> String {
    let blanks = StatisticsPage.blanks(width - TextWidth.width(of: text))
    return right ? blanks + text : text + blanks
  }
}
