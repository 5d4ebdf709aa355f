internal import Screen
internal import Model

/// The rows of one item at one width.
package struct TranscriptLayout: Hashable, Sendable {
  /// The rows; at least one.
  package private(set) var lines: [StyledLine] = []
  private let revision: Int
  private let width: Int
  private let unfolded: Bool
  private let rewrites: Int
  private var markdown: MarkdownLayout?

  /// Rows shown of a folded prompt or of a request's detail.
  static let foldedRows = 8
  /// Lines shown of an unfolded tool's input or output, half of them from its end.
  static let longestOutput = 1000

  /// Lays an item out. `before` is its layout from before a change: text that only grew is laid out from its last paragraph on.
  package init(_ item: TranscriptItem, width: Int, unfolded: Bool, before: TranscriptLayout? = nil) {
    self.width = width
    self.unfolded = unfolded
    revision = item.revision
    if case .text(let text, false) = item.kind { rewrites = text.rewrites } else { rewrites = 0 }
    if case .text(let text, false) = item.kind {
      if let before, before.width == width, before.rewrites == rewrites, var known = before.markdown {
        known.extend(to: text.text)
        markdown = known
      } else {
        markdown = MarkdownLayout(text.text, width: width)
      }
      lines = markdown?.lines ?? []
    } else {
      lay(item)
    }
    if lines.isEmpty { lines = [StyledLine()] }
  }

  /// Whether it is still right.
  func fits(_ item: TranscriptItem, width: Int, unfolded: Bool) -> Bool {
    revision == item.revision && self.width == width && self.unfolded == unfolded
  }

  private mutating func lay(_ item: TranscriptItem) {
    switch item.kind {
    case .prompt(let text, let origin): layPrompt(text, origin)
    case .text: add("▸ the engine took this text back", .textDim)
    case .thinking(let text, let isVoid): layThinking(text, isVoid)
    case .tool(let run): layTool(run)
    case .request(let request, let outcome): layRequest(request, outcome)
    case .answer(let answer, let by): add("✓ " + TranscriptWords.answer(answer, by: by), .textDim)
    case .phase(let phase, let reason): layPhase(phase, reason)
    case .attempt(let number, let engine, let model): rule(TranscriptWords.attempt(number, engine, model), .section)
    case .plan(let steps): layPlan(steps)
    case .turnEnd(let end): layTurnEnd(end)
    case .snapshot(let summary): add("Δ " + TranscriptWords.size(summary), .textDim)
    case .published(let publication): layPublication(publication)
    case .note(let level, let text): add(Self.sign(level) + " " + text, Self.role(level), hanging: 2)
    case .retry(let attempt, let count, let delay, let cause):
      add("↻ " + TranscriptWords.retry(attempt, count, delay, cause), .noticeWarning, hanging: 2)
    case .lines(let texts, let isError): layLines(texts, isError)
    }
  }

  // MARK: pieces

  /// Text from anywhere, cleaned and wrapped.
  mutating func add(_ text: String, _ role: Role, hanging: Int = 0, indent: Int = 0) {
    add(StyledLine(UntrustedText.clean(text), role), hanging: hanging, indent: indent)
  }

  /// A row that has been cleaned, wrapped.
  mutating func add(_ line: StyledLine, hanging: Int = 0, indent: Int = 0) {
    let rows = line.wrapped(width: max(4, width - indent), hanging: hanging)
    lines += indent == 0 ? rows : rows.map { $0.prefixed([StyledRun(String(repeating: " ", count: indent))]) }
  }

  /// One row that is cut, not wrapped.
  mutating func addRow(_ line: StyledLine) { lines.append(line) }

  private mutating func rule(_ text: String, _ role: Role) {
    let words = TextWidth.truncate(UntrustedText.cleanLine(text), max(1, width - 6))
    let rest = max(0, width - TextWidth.width(of: words) - 4)
    addRow(StyledLine([StyledRun("── ", .border), StyledRun(words, role), StyledRun(" " + String(repeating: "─", count: rest), .border)]))
  }

  private static func sign(_ level: NoticeLevel) -> String {
    switch level {
    case .info: "·"
    case .warning: "!"
    case .error: "✗"
    }
  }

  private static func role(_ level: NoticeLevel) -> Role {
    switch level {
    case .info: .textDim
    case .warning: .noticeWarning
    case .error: .noticeError
    }
  }

  /// Rows beyond the limit become one that says how many they were.
  mutating func addFolded(_ rows: [StyledLine], limit: Int) {
    if unfolded || rows.count <= limit + 1 {
      lines += rows
    } else {
      lines += rows.prefix(limit)
      addRow(StyledLine("  … \(rows.count - limit) more lines (Enter)", .textDim))
    }
  }

  var isUnfolded: Bool { unfolded }
  var columns: Int { width }

  // MARK: kinds

  private mutating func layPrompt(_ text: String, _ origin: String) {
    addRow(StyledLine([StyledRun("▌ ", .prompt), StyledRun(UntrustedText.cleanLine(origin), .textStrong)]))
    let rows = StyledLine(UntrustedText.clean(text), .prompt).wrapped(width: max(4, width - 2)).map {
      $0.prefixed([StyledRun("▌ ", .prompt)])
    }
    addFolded(rows, limit: Self.foldedRows)
  }

  private mutating func layThinking(_ text: StreamedText, _ isVoid: Bool) {
    let all = UntrustedText.clean(text.text)
    let words = isVoid ? "thinking, taken back" : text.isDone ? "thought" : "thinking"
    if unfolded {
      addRow(StyledLine("▾ \(words)", .thinking))
      lines += StyledLine(all, .thinking).wrapped(width: max(4, width - 2)).map { $0.prefixed([StyledRun("  ", .thinking)]) }
    } else {
      // The last line while it comes, the first when it is whole.
      let rows = all.split(separator: "\n")
      let line = (text.isDone ? rows.first : rows.last).map(String.init) ?? ""
      addRow(StyledLine(TextWidth.truncate("▸ \(words): \(line)", width), .thinking))
    }
  }

  private mutating func layPhase(_ phase: TaskPhase, _ reason: String) {
    let role: Role =
      switch phase {
      case .queued, .preparing: .stateQueued
      case .running, .publishing: .stateRunning
      case .waiting: .stateWaiting
      case .review: .stateReview
      case .done: .stateDone
      case .failed: .stateFailed
      case .stopped, .discarded: .stateStopped
      }
    rule(phase.rawValue + (reason.isEmpty ? "" : ": \(reason)"), role)
    // A reason that does not fit is said whole.
    if TextWidth.width(of: UntrustedText.cleanLine(reason)) + phase.rawValue.utf8.count + 8 > width, !reason.isEmpty {
      add(reason, role, indent: 3)
    }
  }

  private mutating func layPlan(_ steps: [PlanEntry]) {
    let done = steps.count { $0.status == .done }
    addRow(
      StyledLine([StyledRun("≡ ", .markdownBullet), StyledRun("plan", .textStrong), StyledRun("  \(done) of \(steps.count)", .textDim)]))
    for step in steps {
      let (sign, role): (String, Role) =
        switch step.status {
        case .done: ("☑ ", .textDim)
        case .active: ("▶ ", .textStrong)
        case .pending: ("☐ ", .text)
        }
      add(StyledLine([StyledRun(sign, .markdownBullet), StyledRun(UntrustedText.cleanLine(step.text), role)]), hanging: 2, indent: 2)
    }
  }

  private mutating func layTurnEnd(_ end: TurnEnd) {
    var parts: [String] = []
    if let seconds = end.seconds { parts.append(TranscriptWords.duration(seconds)) }
    if let tokens = end.tokens {
      parts.append("\(TranscriptWords.tokens(TranscriptWords.sum(tokens))) tokens (\(TranscriptWords.tokens(tokens.output)) out)")
    }
    if let cost = end.costUSD { parts.append(TranscriptWords.money(cost)) }
    if let diff = end.diff { parts.append(TranscriptWords.size(diff)) }
    let role: Role = end.outcome == .completed ? .stateDone : end.outcome == .interrupted ? .stateStopped : .noticeError
    let sign = end.outcome == .completed ? "✓ " : end.outcome == .interrupted ? "■ " : "✗ "
    add(
      StyledLine([
        StyledRun(sign + UntrustedText.clean(TranscriptWords.outcome(end.outcome)), role),
        StyledRun(parts.map { " · " + $0 }.joined(), .textDim),
      ]), hanging: 2)
  }

  private mutating func layPublication(_ publication: Publication) {
    let what =
      switch publication.kind {
      case .branch: "branch"
      case .pr: "pull request from"
      case .patch: "patch"
      case .merge: "merged into"
      case .none: "ended without publishing"
      }
    var runs = [StyledRun("✓ published: ", .stateDone), StyledRun("\(what) \(UntrustedText.cleanLine(publication.ref))", .textStrong)]
    if publication.kind == .none { runs = [StyledRun("✓ \(what)", .stateDone)] }
    if let commit = publication.commit { runs.append(StyledRun(" " + UntrustedText.cleanLine(String(commit.prefix(12))), .textDim)) }
    if let url = publication.url { runs.append(StyledRun(" " + UntrustedText.cleanLine(url), .textLink)) }
    add(StyledLine(runs), hanging: 2)
  }

  private mutating func layLines(_ texts: [String], _ isError: Bool) {
    let words = isError ? "standard error" : "unknown protocol lines"
    let count = texts.count == 1 ? "" : " (\(texts.count) lines)"
    let role: Role = isError ? .noticeWarning : .textDim
    if unfolded {
      addRow(StyledLine("▾ \(words)\(count)", role))
      for text in texts { add(text, .toolOutput, indent: 2) }
    } else {
      addRow(StyledLine(TextWidth.truncate("▸ \(words)\(count): \(UntrustedText.cleanLine(texts.last ?? ""))", width), role))
    }
  }
}
