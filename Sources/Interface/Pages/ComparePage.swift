internal import Model
internal import Screen

/// The page that shows the attempts at one ticket side by side: one row each, below it what the failed checks said.
enum ComparePage {
  /// The page's lines: the head, a row for each attempt in the order of their ids, then remarks.
  static func lines(_ id: TaskID, _ state: InterfaceState, width: Int) -> [DialogLine] {
    guard let task = state.tasks[id] else { return [DialogLine("The task is gone.", .textDim)] }
    let comparison = Comparison(of: task, among: state.attempts(with: task))
    let rows = [Comparison.heads] + comparison.tasks.map { comparison.cells(of: $0, now: state.now).map(UntrustedText.cleanLine) }
    var widths = [Int](repeating: 0, count: Comparison.heads.count)
    for row in rows { for (index, cell) in row.enumerated() { widths[index] = max(widths[index], TextWidth.width(of: cell)) } }
    var lines = rows.enumerated().map { number, row in
      let text = row.enumerated().map { $1 + String(repeating: " ", count: max(0, widths[$0] - TextWidth.width(of: $1))) }
      return DialogLine(TextWidth.truncate(text.joined(separator: "  "), width), number == 0 ? .textDim : .text)
    }
    lines.append(DialogLine(""))
    lines.append(DialogLine(TextWidth.truncate(UntrustedText.cleanLine(task.ticket.title), width), .textStrong))
    for member in comparison.tasks {
      guard let check = member.check, !check.passed else { continue }
      let text = UntrustedText.cleanLine("\(member.id) check `\(check.command)` \(check.words)")
      lines.append(DialogLine(TextWidth.truncate(text, width), .noticeWarning))
    }
    lines.append(DialogLine("Enter: to its diff; there A approves it, and can discard the others.", .textDim))
    return lines
  }
}
