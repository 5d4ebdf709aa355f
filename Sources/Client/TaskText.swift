package import Model

/// A task in plain lines, for `carrel show`.
package enum TaskText {
  /// What it has cost so far.
  private static func cost(_ task: TaskRecord) -> String {
    let turns = "\(task.turns) turns"
    return task.unmetered
      ? "unmetered (\(task.engine) reports no usage), \(turns)" : "\(TaskTable.money(task.costUSD)), \(task.tokens.total) tokens, \(turns)"
  }

  /// The lines.
  package static func lines(_ task: TaskRecord, now: Timestamp) -> [String] {
    var rows: [(String, String)] = [
      ("task", "\(task.id)  \(task.ticket.title)"), ("state", task.phase.rawValue + (task.detail.isEmpty ? "" : " — \(task.detail)")),
      ("since", "\(task.phaseSince) (\(TaskTable.age(task.phaseSince.seconds(until: now))))"),
      ("engine", [task.engine, task.model, task.mode.rawValue].compactMap { $0 }.joined(separator: " ")),
      ("repository", task.repository.source), ("publish to", task.repository.publishTo),
      ("base", [task.base ?? task.baseBranch, task.baseCommit].compactMap { $0 }.joined(separator: " ")),
      ("sandbox", task.sandbox?.description ?? ""), ("credential", task.credential ?? ""), ("workspace", task.workspacePath ?? ""),
      ("cost", cost(task)),
      ("change", task.diff.map { "\($0.files) files +\($0.insertions) -\($0.deletions), tree \($0.tree)" } ?? ""),
      ("published", task.published.map { "\($0.kind.rawValue) \($0.ref) \($0.commit ?? "")" } ?? ""),
      ("after", task.dependsOn.map(\.description).joined(separator: " ")), ("error", task.error?.text ?? ""),
    ]
    if let attention = task.attention { rows.append(("needs you", "\(attention.kind.rawValue): \(attention.text)")) }
    for request in task.requests { rows.append(("asks", "[\(request.id)] \(request.title)")) }
    if task.inMorgue { rows.append(("morgue", "carrel undelete \(task.id) brings its work back")) }
    var lines = rows.filter { !$0.1.trimmedIsEmpty }.map { label, text in
      label + String(repeating: " ", count: max(1, 12 - label.count)) + PlainText.line(text)
    }
    if !task.ticket.body.isEmpty { lines += ["", PlainText.block(task.ticket.body)] }
    if !task.summary.isEmpty { lines += ["", "The agent's closing words:", PlainText.block(task.summary)] }
    return lines
  }
}

extension String {
  /// Whether it has nothing but blanks.
  fileprivate var trimmedIsEmpty: Bool { allSatisfy(\.isWhitespace) }
}
