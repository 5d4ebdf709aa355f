/// The body of a task's pull request. What Carrel knows stands as it is; what agents and tickets say is quoted and acts on nothing (`ForgeProse`). Pure.
package struct PullRequestBody: Hashable, Sendable {
  /// The longest body, in characters: forges take 65,536.
  package static let longest = 60_000
  /// The longest summary that is quoted.
  package static let longestSummary = 6000
  /// The most files that are listed.
  package static let mostFiles = 30

  /// The task.
  package var task: TaskRecord
  /// The changed files, as they are published.
  package var files: [DiffFile]
  /// What was seen to be checked, a line of Markdown each.
  package var evidence: [String]
  /// The issue, as it is named in the request's repository; nil: none, or on another forge.
  package var issue: String?
  /// Whether merging closes it.
  package var closes: Bool
  /// The operator's template, with places; nil: the standard.
  package var template: String?

  /// What it is made of.
  package init(
    task: TaskRecord, files: [DiffFile], evidence: [String], issue: String? = nil, closes: Bool = true, template: String? = nil
  ) {
    self.task = task
    self.files = files
    self.evidence = evidence
    self.issue = issue
    self.closes = closes
    self.template = template
  }

  /// Markdown, without a mark.
  package var markdown: String {
    let standard = [
      section("Summary", summary), section("What changed", changes), section("What was checked", checks), section("How it was made", made),
      closing,
    ].filter { !$0.isEmpty }.joined(separator: "\n\n")
    guard let template else { return bounded(standard) }
    var text = template
    let places = [
      ("{summary}", summary), ("{changes}", changes), ("{checks}", checks), ("{made}", made), ("{closes}", closing),
      ("{title}", ForgeProse.line(task.ticket.title, most: 200)), ("{task}", task.id.description),
      ("{engine}", ForgeProse.code(task.engine)), ("{model}", ForgeProse.code(task.model ?? "default")), ("{cost}", cost),
    ]
    // One pass: what is filled in is not looked at for places again.
    var result = ""
    while let place = text.firstIndex(of: "{") {
      result += text[..<place]
      text = String(text[place...])
      guard let (name, value) = places.first(where: { text.hasPrefix($0.0) }) else {
        result += String(text.removeFirst())
        continue
      }
      result += value
      text.removeFirst(name.count)
    }
    return bounded(result + text)
  }

  private func section(_ title: String, _ text: String) -> String { text.isEmpty ? "" : "### \(title)\n\n\(text)" }

  private func bounded(_ text: String) -> String { text.count <= Self.longest ? text : String(text.prefix(Self.longest)) + "\n\n…" }

  private var summary: String {
    let quote = ForgeProse.quote(task.closingWords, most: Self.longestSummary)
    return quote.isEmpty ? "" : "In the agent's own words:\n\n\(quote)"
  }

  private var changes: String {
    let (added, removed) = (files.reduce(0) { $0 + $1.insertions }, files.reduce(0) { $0 + $1.deletions })
    guard !files.isEmpty else { return "" }
    var lines = ["\(files.count) \(files.count == 1 ? "file" : "files"), +\(added) −\(removed)", ""]
    for file in files.prefix(Self.mostFiles) {
      let words = file.marks.filter { $0 != .sensitive }.map(\.rawValue).joined(separator: ", ")
      lines.append(
        "- \(file.status.rawValue) \(ForgeProse.code(file.path)) +\(file.insertions) −\(file.deletions)"
          + (words.isEmpty ? "" : " (\(words))"))
    }
    if files.count > Self.mostFiles { lines.append("- … and \(files.count - Self.mostFiles) more") }
    return lines.joined(separator: "\n")
  }

  private var checks: String {
    evidence.isEmpty ? "Nothing was run by Carrel." : evidence.map { "- \($0)" }.joined(separator: "\n")
  }

  private var made: String {
    var lines = [
      "- by \(ForgeProse.code(task.engine))" + (task.model.map { " with \(ForgeProse.code($0))" } ?? "") + ", Carrel task \(task.id)"
    ]
    lines.append("- \(cost)")
    if let url = task.ticket.url, url.hasPrefix("https://") || url.hasPrefix("http://"), issue == nil, url.count < 500,
      !url.contains(where: { $0.isWhitespace || "<>`@\"'()[]".contains($0) })
    {
      lines.append("- ticket: \(ForgeProse.code(url))")
    }
    return lines.joined(separator: "\n")
  }

  private var cost: String {
    let tokens = "\(max(0, task.tokens.input)) tokens in, \(max(0, task.tokens.output)) out"
    guard task.costUSD.isFinite, task.costUSD > 0 else { return tokens }
    let cents = Int((min(task.costUSD, 1e9) * 100).rounded())
    return "$\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100), \(tokens)"
  }

  private var closing: String { issue.map { closes ? "Closes \($0)" : "Refers to \($0)" } ?? "" }

  /// What was seen to be checked: the repository's own check, with its exit code. Only what Carrel ran itself, never what an agent says.
  package static func evidence(of task: TaskRecord) -> [String] {
    guard let check = task.check else { return [] }
    return ["\(ForgeProse.code(check.command)) \(ForgeProse.line(check.words, most: 200))"]
  }

  // MARK: The part of a body that is ours

  /// A body with the marks of an entry around it: what people write outside of them stays when it is brought up to date.
  package static func framed(_ markdown: String, token: String, task: TaskID) -> String {
    "\(begin(token, task))\n\(markdown)\n\(end(token))"
  }

  /// A body as it stands on the forge, with our part replaced; where it was taken out, it is put at the end.
  package static func updated(_ body: String, with framed: String, token: String, task: TaskID) -> String {
    guard let first = body.ranges(of: begin(token, task)).first, let last = body.ranges(of: end(token)).last,
      first.lowerBound <= last.lowerBound
    else { return body.allSatisfy(\.isWhitespace) ? framed : body + "\n\n" + framed }
    return body[..<first.lowerBound] + framed + body[last.upperBound...]
  }

  /// Whether a body is of this entry.
  package static func holds(_ body: String, token: String) -> Bool { body.contains(token) }

  private static func begin(_ token: String, _ task: TaskID) -> String { "<!-- carrel:\(task):\(token) -->" }
  private static func end(_ token: String) -> String { "<!-- /carrel:\(token) -->" }
}
