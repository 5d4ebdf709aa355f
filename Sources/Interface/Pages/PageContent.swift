internal import Model
internal import Screen

/// What stands on full pages: parts that the filter keeps or leaves out, each of some lines.
enum PageContent {
  /// The page's lines at a width.
  static func lines(_ page: PageState, _ state: InterfaceState, width: Int) -> [DialogLine] {
    let words = page.words
    let parts = parts(page, state, width: width)
    guard !words.isEmpty else { return parts.flatMap { $0 } }
    let shown = parts.filter { part in page.shows(part.map(\.text).joined(separator: " "), words) }
    return shown.isEmpty ? [DialogLine("Nothing has these words.", .textDim)] : shown.flatMap { $0 }
  }

  /// The same, ready to be drawn.
  static func styled(_ page: PageState, _ state: InterfaceState, width: Int) -> [StyledLine] {
    switch page.kind {
    case .statistics: StatisticsPage.lines(state, width: width)
    case .timeline(let id): TimelinePage.lines(id, state, width: width)
    case .evidence(let id): EvidencePage.lines(id, state, width: width).map(\.text)
    default: lines(page, state, width: width).map { StyledLine($0.text, $0.role) }
    }
  }

  private static func parts(_ page: PageState, _ state: InterfaceState, width: Int) -> [[DialogLine]] {
    switch page.kind {
    case .log: return log(state, width)
    case .engines: return engines(state, width)
    case .settings: return settings(state, width)
    case .themes: return state.themes.map { [DialogLine(" \($0 == state.theme ? "•" : " ") \(UntrustedText.cleanLine($0))")] }
    case .compare(let id): return [ComparePage.lines(id, state, width: width)]
    case .since(let since): return [SincePage.lines(since, state, width: width).map(\.text)]
    case .outbox: return [OutboxPage.lines(page.row, state, width: width)]
    case .rules: return [RulesPage.lines(page.row, state, width: width)]
    case .briefs(let changes, _): return [BatchUpdate.lines(changes, width: width)]
    case .pull(let id): return [PullPage.lines(id, state, width: width)]
    case .archive, .conflicts, .issues, .statistics, .timeline, .evidence: return []
    case .text(_, let text):
      return text.split(separator: "\n", omittingEmptySubsequences: false).map { wrap(String($0), .text, width) }
    }
  }

  private static func wrap(_ text: String, _ role: Role, _ width: Int, hanging: Int = 0) -> [DialogLine] {
    TextWrap.lines(of: UntrustedText.clean(text), width: width, hanging: hanging).map { DialogLine($0, role) }
  }

  private static func log(_ state: InterfaceState, _ width: Int) -> [[DialogLine]] {
    guard !state.log.isEmpty else { return [[DialogLine("Nothing so far.", .textDim)]] }
    return state.log.map { line in
      let time = line.time.description.dropFirst(11).prefix(8)
      return wrap("\(time)  \(line.level.rawValue)  \(String(line.text.prefix(4000)))", role(line.level), width, hanging: 10)
    }
  }

  private static func engines(_ state: InterfaceState, _ width: Int) -> [[DialogLine]] {
    guard let engines = state.engineStatus else {
      return [[DialogLine(state.connection == .attached ? "Asking…" : "The service cannot be reached.", .textDim)]]
    }
    return engines.map { engine in
      let model = engine.defaultModel.map { "  \($0)" } ?? ""
      var lines = wrap("\(engine.name)\(engine.version.map { "  \($0)" } ?? "")\(model)", .textStrong, width)
      lines += wrap(
        "  program     \(engine.path ?? "not installed")", engine.path == nil ? .noticeWarning : .text, width, hanging: 14)
      if engine.path == nil { lines += wrap("  get it      \(engine.installHint)", .text, width, hanging: 14) }
      lines += wrap("  credential  \(engine.credential ?? "none")", engine.credential == nil ? .noticeWarning : .text, width, hanging: 14)
      if let problem = engine.problem { lines += wrap("  problem     \(problem)", .noticeError, width, hanging: 14) }
      if !engine.capabilities.isEmpty {
        lines += wrap("  can         \(engine.capabilities.joined(separator: ", "))", .textDim, width, hanging: 14)
      }
      let variables = engine.variables.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value ? "set" : "not set")" }
      if !variables.isEmpty { lines += wrap("  variables   \(variables.joined(separator: ", "))", .textDim, width, hanging: 14) }
      return lines + [DialogLine("")]
    }
  }

  /// One row each: name, value, where it comes from. What the file says is set off from the defaults.
  private static func settings(_ state: InterfaceState, _ width: Int) -> [[DialogLine]] {
    guard !state.settings.isEmpty else { return [[DialogLine("The configuration was not read.", .textDim)]] }
    let rows = state.settings.map {
      (UntrustedText.cleanLine($0.name), UntrustedText.cleanLine($0.value), UntrustedText.cleanLine($0.origin))
    }
    let longest = rows.map { TextWidth.width(of: $0.0) }.max() ?? 0
    let name = min(longest, max(12, width * 2 / 5))
    return rows.map { row in
      let origin = TextWidth.truncate(row.2, max(8, width / 3))
      let room = max(0, width - name - TextWidth.width(of: origin) - 4)
      let value = TextWidth.truncate(row.1, room)
      let text = padded(TextWidth.truncate(row.0, name), name) + "  " + padded(value, room) + "  " + origin
      return [DialogLine(text, row.2 == "default" ? .textDim : .text)]
    }
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - TextWidth.width(of: text)))
  }

  private static func role(_ level: NoticeLevel) -> Role {
    switch level {
    case .info: .noticeInfo
    case .warning: .noticeWarning
    case .error: .noticeError
    }
  }
}
