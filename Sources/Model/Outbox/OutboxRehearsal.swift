/// What a publication as a pull request or a branch would do, a line each, for people: refs, files, bytes, sensitive paths, what looks like a secret. Texts from outside are
/// not sanitised here.
package struct OutboxRehearsal: Hashable, Sendable {
  /// The most files that are listed.
  package static let mostFiles = 200

  /// What would be posted.
  package var entry: OutboxEntry
  /// Of which task.
  package var task: TaskRecord
  /// The changed files, as they are published.
  package var files: [DiffFile]
  /// The bytes of their new contents.
  package var bytes: Int64
  /// What becomes of the issue.
  package var closing: RequestWish.Closing
  /// What looks like a secret.
  package var findings: [SecretFinding]
  /// What is taken out.
  package var out: [String: TakenOut]

  /// A rehearsal.
  package init(
    entry: OutboxEntry, task: TaskRecord, files: [DiffFile], bytes: Int64, closing: RequestWish.Closing, findings: [SecretFinding],
    out: [String: TakenOut]
  ) {
    self.entry = entry
    self.task = task
    self.files = files
    self.bytes = bytes
    self.closing = closing
    self.findings = findings
    self.out = out
  }

  /// The lines.
  package var lines: [String] {
    let commit = entry.commit.map { String($0.prefix(12)) } ?? "a new commit"
    let what = entry.kind.map { "a pull request at \(entry.placeWords) (\($0.title))" } ?? "a branch"
    var lines = ["\(entry.task): \(what)"]
    lines.append("push     refs/heads/\(entry.text.head)  \(entry.plan.parent.map { String($0.prefix(12)) } ?? "new") -> \(commit)")
    lines.append("remote   \(entry.remote)")
    if entry.kind != nil { lines += requestLines }
    lines += fileLines
    if findings.isEmpty {
      lines.append("secrets  nothing looks like one")
    } else {
      lines.append(
        "secrets  \(findings.count == SecretShapes.most ? "at least " : "")\(findings.count) found; publishing them needs --with-secrets")
      lines += findings.prefix(50).map { "  ! \($0.text)" }
      if findings.count > 50 { lines.append("  … and \(findings.count - 50) more") }
    }
    return lines
  }

  private var requestLines: [String] {
    var lines: [String] = []
    let draft = entry.text.isDraft ? ", as a draft" : ""
    if let number = entry.number {
      lines.append("request  brings #\(number) up to date\(draft)\(entry.keepsTitle ? "; its title stays" : ": \(entry.text.title)")")
    } else {
      lines.append("request  opens “\(entry.text.title)” into \(entry.text.base)\(draft)")
    }
    if !entry.text.labels.isEmpty { lines.append("labels   \(entry.text.labels.joined(separator: ", "))") }
    if !entry.text.reviewers.isEmpty { lines.append("reviewers \(entry.text.reviewers.joined(separator: ", "))") }
    switch entry.hold {
    case .marker(let marker)?: lines.append("checks   held: the commit's message carries \(marker)")
    case .draft?: lines.append("checks   held: it stays a draft")
    case .label(let name)?: lines.append("checks   held: the label \(name) stays off")
    case nil: lines.append("checks   run")
    }
    if let issue = entry.issue {
      let words = [
        closing == .merge ? "closed when it is merged" : closing == .now ? "closed at once" : "stays open",
        entry.comments ? "commented on" : "",
      ]
      lines.append("issue    \(issue.text): \(words.filter { !$0.isEmpty }.joined(separator: ", "))")
    }
    return lines
  }

  private var fileLines: [String] {
    let (added, removed) = (files.reduce(0) { $0 + $1.insertions }, files.reduce(0) { $0 + $1.deletions })
    var lines = ["files    \(files.count), +\(added) −\(removed), \(bytes) bytes, tree \(entry.plan.tree.prefix(12))"]
    for file in files.prefix(Self.mostFiles) {
      lines.append("  \(file.status.rawValue) \(file.path)  +\(file.insertions) −\(file.deletions)")
      for reason in file.sensitivities {
        let words = reason.needsTick ? (task.hasTicked(file) ? ", ticked" : ", NOT TICKED") : ""
        lines.append("    sensitive: \(reason.kind.rawValue)\(words): \(reason.text)")
      }
    }
    if files.count > Self.mostFiles { lines.append("  … and \(files.count - Self.mostFiles) more") }
    if !out.isEmpty { lines.append("without  \(out.list)") }
    return lines
  }

  /// Whether the lines tell of something that looks like a secret.
  package static func tellsOfSecrets(_ lines: String) -> Bool {
    lines.split(separator: "\n").contains { $0.hasPrefix("secrets  ") && $0.hasSuffix("needs --with-secrets") }
  }

  /// Why nothing is published while findings stand.
  package static func refusal(_ findings: [SecretFinding], of task: TaskID) -> String {
    let shown = findings.prefix(10).map(\.text).joined(separator: ", ") + (findings.count > 10 ? " and \(findings.count - 10) more" : "")
    return
      "Publishing \(task): \(findings.count == 1 ? "something looks" : "\(findings.count) places look") like a secret: \(shown). Take it out, or say --with-secrets."
  }
}
