internal import Model
package import Screen

/// Draws the top line (counts, cost, sandbox) and the bottom line (the keys of this moment, toast).
package enum StatusLineView {
  /// The top line; what does not fit drops out from the end.
  package static func drawTop(_ state: InterfaceState, into canvas: inout Canvas, rect: Rect) {
    canvas.fill(rect, style: Style(.statusBar))
    let place = UntrustedText.cleanLine(state.place)
    var column = rect.column + 1
    let end = rect.column + rect.width
    column += canvas.put(
      place.isEmpty ? "carrel" : "carrel · \(place)", column: column, row: rect.row, style: Style(.title, under: .statusBar),
      width: end - column)
    for part in parts(state) {
      let width = TextWidth.width(of: part.text)
      guard column + 2 + width <= end else { return }
      column += 2
      column += canvas.put(part.text, column: column, row: rect.row, style: Style(part.role, under: .statusBar))
    }
  }

  private static func parts(_ state: InterfaceState) -> [DialogLine] {
    var parts: [DialogLine] = []
    if state.connection != .attached { parts.append(DialogLine(connectionText(state), .statusWarning)) }
    let counts = state.tally.sections
    if let running = counts[.running] { parts.append(DialogLine("\(running) running", .stateRunning)) }
    if let needed = counts[.needYou] { parts.append(DialogLine("\(needed) need you", .stateWaiting)) }
    if state.queue?.frozen == true {
      let because = state.queue?.frozenBecause.map { ": " + UntrustedText.cleanLine(String($0.prefix(80))) } ?? ""
      parts.append(DialogLine("FROZEN\(because)", .statusWarning))
    }
    if state.queue?.paused == true { parts.append(DialogLine("PAUSED", .statusWarning)) }
    if let outbox = OutboxPage.words(state) { parts.append(outbox) }
    if let people = PeopleWords.line(state) { parts.append(DialogLine(people, .statusWarning)) }
    if let queued = counts[.queued] { parts.append(DialogLine("\(queued) queued", .statusBar)) }
    if let done = counts[.done] { parts.append(DialogLine("\(done) done", .statusBar)) }
    if let trouble = state.queue?.trouble { parts.append(DialogLine(UntrustedText.cleanLine(String(trouble.prefix(200))), .statusWarning)) }
    if state.tally.costUSD > 0 || state.tally.tokens > 0 {
      parts.append(DialogLine("\(FigureText.money(state.tally.costUSD)) · \(FigureText.count(state.tally.tokens)) tok", .statusBar))
    }
    if let sandbox = state.sandbox {
      parts.append(
        DialogLine(sandbox.level == .none ? "NO SANDBOX" : sandbox.description, sandbox.level == .none ? .statusWarning : .statusBar))
    }
    if state.tally.bytes > 0 { parts.append(DialogLine(FigureText.bytes(state.tally.bytes), .statusBar)) }
    return parts
  }

  /// How it stands to the service, in words.
  static func connectionText(_ state: InterfaceState) -> String {
    switch state.connection {
    case .attached: "attached"
    case .connecting: "attaching…"
    case .lost(let reason): "no service: \(UntrustedText.cleanLine(String(reason.prefix(300))))"
    }
  }

  /// The bottom line: a toast if there is one, else keys; at the right what happened since the operator left.
  package static func drawBottom(_ state: InterfaceState, into canvas: inout Canvas, rect: Rect) {
    canvas.fill(rect, style: Style(.statusBar))
    var end = rect.column + rect.width - 1
    if let toast = state.toast {
      let role: Role = toast.level == .error ? .noticeError : toast.level == .warning ? .noticeWarning : .noticeInfo
      let sign = toast.level == .info ? "" : "! "
      let text = sign + UntrustedText.cleanLine(String(toast.text.prefix(2000)))
      canvas.put(
        TextWidth.truncate(text, end - rect.column - 1), column: rect.column + 1, row: rect.row, style: Style(role, under: .statusBar))
      return
    }
    if let since = state.sinceLeft {
      let width = TextWidth.width(of: since)
      if width + 30 < rect.width {
        canvas.put(since, column: end - width, row: rect.row, style: Style(.statusWarning, under: .statusBar))
        end -= width + 2
      }
    }
    let hints = hints(state)
    // The last two (commands, help) stay in sight.
    let tail = hints.suffix(2)
    let tailWidth = tail.reduce(0) { $0 + width(of: $1) + 2 }
    var column = rect.column + 1
    for hint in hints.dropLast(tail.count) where column + width(of: hint) + 2 + tailWidth <= end {
      column += put(hint, into: &canvas, column: column, row: rect.row, end: end) + 2
    }
    column = max(column, end - tailWidth + 2)
    for hint in tail { column += put(hint, into: &canvas, column: column, row: rect.row, end: end) + 2 }
  }

  private static func width(of hint: (String, String)) -> Int { TextWidth.width(of: hint.0) + 1 + TextWidth.width(of: hint.1) }

  private static func put(_ hint: (String, String), into canvas: inout Canvas, column: Int, row: Int, end: Int) -> Int {
    let used = canvas.put(hint.0, column: column, row: row, style: Style(.statusKey, under: .statusBar), width: end - column)
    return used + 1 + canvas.put(hint.1, column: column + used + 1, row: row, style: Style(.statusBar), width: end - column - used - 1)
  }

  /// Key and word of what can be done now, the most specific context first.
  static func hints(_ state: InterfaceState) -> [(String, String)] {
    var seen: Set<Command> = []
    var hints: [(String, String)] = []
    let contexts = state.contexts
    for context in contexts where context != .transcript || contexts.first == .transcript {
      for row in state.keymap.rows(in: context) where !row.hint.isEmpty && seen.insert(row.command).inserted {
        guard let key = row.keys.first else { continue }
        if [.list, .request, .diff, .transcript].contains(context), Availability.reason(against: row.command, state) != nil { continue }
        if row.command == .requestSend, !asksForSeveral(state) { continue }
        let keyText = row.command == .requestChoose ? "1…9" : KeyName.short(key)
        hints.append((keyText, row.command == .taskOpen && state.selected?.requests.isEmpty == false ? "answer" : row.hint))
      }
    }
    return hints
  }

  private static func asksForSeveral(_ state: InterfaceState) -> Bool {
    guard let (_, request, name) = RequestsUpdate.focused(state) else { return false }
    return state.requests.openQuestion(of: request, name: name)?.multiple == true
  }
}
