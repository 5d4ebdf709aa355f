internal import Model

extension TranscriptFold {
  mutating func apply(_ event: AgentEvent, _ entry: TranscriptEntry) {
    switch event {
    case .textDelta(let id, let text): takePiece(id, .text, text, entry: entry)
    case .textDone(let id, let text): takeWhole(id, .text, text, entry: entry)
    case .thinkingDelta(let id, let text): takePiece(id, .thinking, text, entry: entry)
    case .thinkingDone(let id, let text): takeWhole(id, .thinking, text, entry: entry)
    case .messageDiscarded(let id): discard(id)
    case .toolStarted(let call): startTool(call, entry)
    case .toolOutput(let id, let text): takePiece(id, .tool, text, entry: entry)
    case .toolFinished(let id, let status, let output, let exitCode): finishTool(id, status, output: output, exitCode: exitCode, entry)
    case .asked(let request): ask(request, entry)
    case .askWithdrawn(let id): withdraw(id)
    case .plan(let steps): takePlan(steps, entry)
    default: applyTurn(event, entry)
    }
  }

  private mutating func applyTurn(_ event: AgentEvent, _ entry: TranscriptEntry) {
    switch event {
    case .turnStarted:
      turnFloor = items.count
      turnStarted = entry.time
      tokens = nil
      cost = nil
    case .turnDone(let outcome, let text): endTurn(outcome, text, entry)
    case .usage(let tokens, let cost):
      if let tokens { self.tokens = (self.tokens ?? TokenCount()) + tokens }
      if let cost { self.cost = (self.cost ?? 0) + cost }
    case .context(let used, let size): context = (used, size)
    case .retrying(let attempt, let count, let delay, let cause):
      add(entry, .retry(attempt: attempt, of: count, delaySeconds: delay, cause))
    case .standardError(let line): takeLine(line, isError: true, entry)
    case .raw(let line): takeLine(line, isError: false, entry)
    default: applyNote(event, entry)
    }
  }

  private mutating func applyNote(_ event: AgentEvent, _ entry: TranscriptEntry) {
    switch event {
    case .sessionStarted(let id, let model, _):
      let name = id ?? ""
      guard session != name else { return }
      session = name
      add(entry, .note(.info, model.map { "session with \($0)" } ?? "session"))
    case .rateLimited(let until, let text):
      add(entry, .note(.warning, "usage limit\(until.map { " until \($0)" } ?? "")\(text.isEmpty ? "" : ": \(text)")"))
    case .compacted(let before, let after):
      let figures = before.flatMap { before in after.map { ": \(before) → \($0) tokens" } } ?? ""
      add(entry, .note(.info, "conversation compacted\(figures)"))
    case .modelChanged(let model): add(entry, .note(.info, "model: \(model)"))
    case .modeChanged(let mode): add(entry, .note(.info, "mode: \(mode)"))
    case .notice(let level, let text): add(entry, .note(level, text))
    case .exited(let code, let signal):
      if let signal {
        add(entry, .note(.warning, "the engine was ended by signal \(signal)"))
      } else if let code, code != 0 {
        add(entry, .note(.warning, "the engine exited with code \(code)"))
      }
    default: break
    }
  }

  private mutating func ask(_ request: AgentRequest, _ entry: TranscriptEntry) {
    if let index = requests[request.id], case .request(_, .open) = items[index].kind {
      items[index].kind = .request(request, .open)
      items[index].revision += 1
      return
    }
    let first = TranscriptItem.Identity.request(request.id, 0)
    let generation = generations[first, default: 0]
    generations[first] = generation + 1
    items.append(TranscriptItem(id: .request(request.id, generation), time: entry.time, kind: .request(request, .open)))
    requests[request.id] = items.count - 1
  }

  private mutating func takePlan(_ steps: [PlanEntry], _ entry: TranscriptEntry) {
    if let last = items.indices.last, case .plan = items[last].kind {
      items[last].kind = .plan(steps)
      items[last].revision += 1
    } else {
      add(entry, .plan(steps))
    }
  }

  private mutating func takeLine(_ line: String, isError: Bool, _ entry: TranscriptEntry) {
    if let last = items.indices.last, case .lines(var lines, isError) = items[last].kind, lines.count < 1000 {
      items[last].kind = .note(.info, "")
      lines.append(line)
      items[last].kind = .lines(lines, isError: isError)
      items[last].revision += 1
    } else {
      add(entry, .lines([line], isError: isError))
    }
  }

  private mutating func endTurn(_ outcome: TurnOutcome, _ text: String?, _ entry: TranscriptEntry) {
    let spoke = items[min(turnFloor, items.count)...].contains { if case .text(_, false) = $0.kind { true } else { false } }
    if !spoke, let text, text.contains(where: { !$0.isWhitespace }) {
      let index = begin("turn \(entry.seq)", .text, time: entry.time)
      change(index) { $0.finish(text) }
    }
    var end = TurnEnd(outcome: outcome, tokens: tokens, costUSD: cost)
    end.seconds = turnStarted.map { $0.seconds(until: entry.time) }
    add(entry, .turnEnd(end))
    turnStarted = nil
    tokens = nil
    cost = nil
  }
}
