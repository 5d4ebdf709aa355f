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
      ("step", stepText(task)), ("attempt", task.group.map { attempt($0, task.id) } ?? ""),
      ("repository", task.repository.source), ("publish to", task.repository.publishTo),
      ("base", [task.base ?? task.baseBranch, task.baseCommit].compactMap { $0 }.joined(separator: " ")),
      ("sandbox", task.sandbox?.details ?? ""), ("refused", hosts(task)), ("credential", task.credential ?? ""),
      ("workspace", task.workspacePath ?? ""),
      ("cost", cost(task)),
      ("change", task.diff.map { "\($0.fileWords) +\($0.insertions) -\($0.deletions), tree \($0.tree)" } ?? ""),
      ("check", task.check.map { "\($0.command): \($0.words)" } ?? ""),
      ("evidence", task.evidence.map { "\($0.words); carrel evidence \(task.id)" } ?? ""),
      ("published", task.published.map { "\($0.kind.rawValue) \($0.ref) \($0.commit ?? "")" } ?? ""),
      ("request", task.published?.request?.facts ?? ""), ("", task.published?.request?.url ?? ""),
      ("after", task.dependsOn.map(\.description).joined(separator: " ")), ("error", task.error?.text ?? ""),
    ]
    if let attention = task.attention { rows.append(("needs you", "\(attention.kind.rawValue): \(attention.text)")) }
    if let issue = issue(task) { rows.append(("issue", issue)) }
    for request in task.requests { rows.append(("asks", "[\(request.id)] \(request.title)")) }
    if task.inMorgue { rows.append(("morgue", "carrel undelete \(task.id) brings its work back")) }
    var lines = rows.filter { !$0.1.trimmedIsEmpty }.map { label, text in
      label + String(repeating: " ", count: max(1, 12 - label.count)) + PlainText.line(text)
    }
    if let check = task.check, !check.passed { lines += check.lastLines(10).map { "            " + PlainText.line($0) } }
    if let request = task.published?.request { lines += RequestText.lines(request, now: now) }
    if !task.ticket.body.isEmpty {
      if task.ticket.origin != nil { lines += ["", "The issue, as text from outside:"] }
      lines += ["", PlainText.block(task.ticket.body)]
    }
    if let now = task.issueNow {
      lines += ["", "The issue as it is now, as text from outside:", "", PlainText.line(now.title), "", PlainText.block(now.body)]
    }
    if !task.summary.isEmpty { lines += ["", "The agent's closing words:", PlainText.block(task.summary)] }
    return lines
  }

  /// The issue that it came from, and whether that changed.
  private static func issue(_ task: TaskRecord) -> String? {
    guard let origin = task.ticket.origin else { return nil }
    let place = "\(origin.name)\(task.ticket.url.map { " \($0)" } ?? "")"
    guard origin.isChanged else { return place }
    return place
      + (task.takesIssueText ? "; changed since: carrel import --update takes it" : "; changed since: carrel import --tell \(task.id)")
  }

  /// Hosts that it was refused.
  private static func hosts(_ task: TaskRecord) -> String {
    let names = task.blockedHosts.map(\.place)
    guard !names.isEmpty else { return "" }
    return names.prefix(5).joined(separator: ", ") + (names.count > 5 ? " and \(names.count - 5) more" : "") + "; carrel hosts \(task.id)"
  }

  /// "step 2/4 implement (codex) of careful", with what comes next.
  private static func stepText(_ task: TaskRecord) -> String {
    guard let text = task.stepText, let chain = task.chain else { return "" }
    let rest = chain.steps.dropFirst(chain.position + 1).map(\.name)
    return text + (chain.name.map { " of \($0)" } ?? "") + (rest.isEmpty ? "" : ", then \(rest.joined(separator: ", "))")
  }

  private static func attempt(_ group: AttemptGroup, _ id: TaskID) -> String {
    "\(group.place(of: id)) beside \(group.members.filter { $0 != id }.map(\.description).joined(separator: " ")); carrel compare \(id)"
  }
}

extension String {
  /// Whether it has nothing but blanks.
  fileprivate var trimmedIsEmpty: Bool { allSatisfy(\.isWhitespace) }
}
