package import JSON
package import Model

/// What an import did, in lines and as JSON.
package enum ImportText {
  /// A line for each issue: on a terminal in columns, else with tabs between.
  package static func lines(_ report: ImportReport, isTerminal: Bool) -> [String] {
    let rows = report.issues.map { issue in
      let word = report.isRehearsal && issue.outcome == .queued ? "new" : issue.outcome.rawValue
      return [word, issue.task?.description ?? "-", PlainText.line(issue.name), PlainText.line(issue.title)]
    }
    guard isTerminal else { return rows.map { $0.joined(separator: "\t") } }
    var widths = [0, 0, 0]
    for row in rows { for index in 0..<3 { widths[index] = max(widths[index], row[index].count) } }
    return rows.map { row in
      row.enumerated().map { index, cell in
        index == 3 ? cell : cell + String(repeating: " ", count: widths[index] - cell.count)
      }.joined(separator: "  ")
    }
  }

  /// What is said beside the result: the sum, what was left out and why, what else there is to do.
  package static func notes(_ report: ImportReport) -> [String] {
    var notes = report.remarks.map { PlainText.line($0) }
    for issue in report.issues where issue.outcome == .failed || issue.outcome == .offered {
      notes.append("\(PlainText.line(issue.name)): \(PlainText.line(issue.text ?? ""))")
    }
    let waiting = report.issues.contains { $0.outcome == .changed }
    notes.append(
      "\(PlainText.line(report.place)): \(report.summary)."
        + (waiting && !report.isRehearsal ? " --update gives waiting tasks the changed text." : ""))
    if let problem = report.problem {
      notes.append(PlainText.line(problem))
    } else if report.hasMore {
      notes.append("There are further issues; --limit N reads more.")
    }
    return notes
  }

  /// The same with stable keys.
  package static func json(_ report: ImportReport) -> JSONValue {
    [
      "place": .string(report.place), "more": .bool(report.hasMore), "rehearsal": .bool(report.isRehearsal),
      "problem": JSONValue(report.problem),
      "issues": .array(
        report.issues.map { issue in
          [
            "name": .string(issue.name), "title": .string(issue.title), "url": JSONValue(issue.url),
            "outcome": .string(issue.outcome.rawValue),
            "task": JSONValue(issue.task?.description), "text": JSONValue(issue.text),
          ]
        }),
    ]
  }
}
