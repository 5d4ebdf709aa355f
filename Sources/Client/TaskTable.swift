package import Model

/// The table of `carrel ls`: columns as wide as their words, tabs when it is not read by a person.
package enum TaskTable {
  /// The lines, a head first. Empty list: one line that says what to do.
  package static func lines(_ tasks: [TaskRecord], now: Timestamp) -> [String] {
    guard !tasks.isEmpty else { return ["No tasks. Paste a list into `carrel`, or: carrel add FILE"] }
    let head = ["ID", "STATE", "AGE", "ENGINE", "COST", "CHANGE", "TITLE"]
    let rows = [head] + tasks.map { cells($0, now) }
    var widths = [Int](repeating: 0, count: head.count)
    for row in rows { for (index, cell) in row.enumerated() { widths[index] = max(widths[index], cell.count) } }
    return rows.map { row in
      row.enumerated().map { index, cell in
        index == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[index] - cell.count)
      }.joined(separator: "  ")
    }
  }

  private static func cells(_ task: TaskRecord, _ now: Timestamp) -> [String] {
    var state = task.phase.rawValue
    if let attention = task.attention, attention.kind != .review, attention.kind != .failed { state += " (\(attention.kind.rawValue))" }
    if let chain = task.chain, let step = chain.current, !task.phase.isEnd { state += " \(chain.number)/\(chain.total) \(step.name)" }
    if task.phase == .done, let request = task.published?.request { state += " " + PlainText.line(request.short) }
    let change = task.diff.map { $0.isEmpty ? "none" : "\($0.fileWords) +\($0.insertions) -\($0.deletions)" } ?? ""
    return [
      task.id.description, state, age(task.phaseSince.seconds(until: now)), PlainText.line(task.engine),
      task.unmetered ? "-" : money(task.costUSD), change,
      PlainText.line(task.ticket.title),
    ]
  }

  /// "3m", "2h", "5d".
  package static func age(_ seconds: Double) -> String {
    let whole = Int(max(0, min(seconds, 1e12)))
    if whole < 60 { return "\(whole)s" }
    if whole < 3600 { return "\(whole / 60)m" }
    if whole < 172_800 { return "\(whole / 3600)h" }
    return "\(whole / 86_400)d"
  }

  /// "$0.18".
  package static func money(_ dollars: Double) -> String {
    let cents = Int((max(0, min(dollars, 1e9)) * 100).rounded())
    return "$\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
  }
}
