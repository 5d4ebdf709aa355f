import Model
import Agents
import Platform
import Providers
import Storage

/// The agent's events: what came together is committed together, so that a busy agent does not cost one transaction an event.
extension TaskRunner {
  /// What some events have come to that is not committed yet.
  struct Uncommitted {
    /// The machine before the first of them.
    var before: TaskMachine
    /// The rows for the transcript, in order.
    var rows: [TranscriptEvent] = []
    /// Whether the record changed.
    var changed = false
    /// Whether a turn ended.
    var endsTurn = false
    /// Whether the change is to be measured.
    var measures = false
    /// What is to be done once it is committed.
    var actions: [TaskAction] = []
  }

  /// Takes a batch of an agent's events, in order. Returns when they are committed or queued for it: this is the agent's back-pressure.
  func receive(_ events: [AgentEvent], generation: Int) async {
    guard generation == self.generation else { return }
    await enterGate()
    defer { leaveGate() }
    lastEvent = desk.uptime()
    var pieces: [DeltaTracker.Piece] = []
    var held = Uncommitted(before: machine)
    for event in events.flatMap({ metered(priced($0)) }) {
      guard generation == self.generation else {
        pieces = []
        break
      }
      switch event {
      case .textDelta(let message, let text): deltas.add(text, message, .text, to: &pieces)
      case .thinkingDelta(let message, let text): deltas.add(text, message, .thinking, to: &pieces)
      case .toolOutput(let tool, let text): deltas.add(text, tool, .tool, to: &pieces)
      default:
        held.rows += pieces.map { .delta(messageID: $0.messageID, stream: $0.stream, offset: $0.offset, text: $0.text) }
        pieces = []
        note(event)
        let decides = take(event, &held)
        let overspent = event.spends ? passedLimit : nil
        if decides || overspent != nil { await commit(&held) }
        if let overspent { await handleInsideQuietly(.limitReached(overspent)) }
      }
    }
    await commit(&held)
    await flush(&pieces)
  }

  /// A report of tokens by an engine that does not count money, with the money by list price where the model's is known.
  private func priced(_ event: AgentEvent) -> AgentEvent {
    guard case .usage(let tokens?, nil) = event, let agent, !agent.capabilities.contains(.cost), let model = record.model else {
      return event
    }
    return .usage(tokens: tokens, costUSD: ModelPrices.cost(model: ModelName(model).name, tokens: tokens))
  }

  /// Lets the machine decide about an event. True when that has to be committed and acted upon before the next event.
  private func take(_ event: AgentEvent, _ held: inout Uncommitted) -> Bool {
    let before = machine
    let step = machine.handle(ruled(event) ?? .agent(event), at: desk.now())
    if step.refusal != nil {
      machine = before
      return false
    }
    held.rows += step.events
    if case .turnDone = event { held.endsTurn = true }
    held.changed = held.changed || step.changed
    for action in step.actions {
      if case .measure(final: false) = action { held.measures = true } else { held.actions.append(action) }
    }
    return !held.actions.isEmpty || machine.record.phase != before.record.phase
  }

  /// The input for a request that a rule answers; nil for everything else.
  private func ruled(_ event: AgentEvent) -> TaskInput? {
    guard case .asked(let request) = event, let rule = standing.answer(to: request, of: record, at: desk.now()) else { return nil }
    return .ruled(request, rule.answer, by: rule.signature)
  }

  /// Commits, tells in order, and acts.
  private func commit(_ held: inout Uncommitted) async {
    let now = held
    let phase = now.before.record.phase
    held = Uncommitted(before: machine)
    if now.changed || !now.rows.isEmpty {
      do throws(StorageError) {
        let entries = try await untilThereIsRoom { () throws(StorageError) in
          try await store(now.rows, changed: now.changed, desk.now())
        }
        if now.endsTurn { CrashPoint.reach(.turnDoneCommitted) }
        await tellOfDeadCredential(now.actions)
        await tell(entries, changed: now.changed)
      } catch {
        machine = now.before
        held.before = machine
        announce(.message(.error, "\(id): \(error.text)"))
        return
      }
    }
    if machine.record.phase != phase { phaseChanged(from: phase) }
    if machine.record.attention != now.before.record.attention { armWaitTimer() }
    if now.measures { await perform(.measure(final: false)) }
    for action in now.actions { await perform(action) }
    watchWorkspace(from: phase)
    held.before = machine
  }

  private func tell(_ entries: [TranscriptEntry], changed: Bool) async {
    var run: [TranscriptEntry] = []
    var untold = changed
    for entry in entries {
      guard case .delta(let message, let stream, let offset, let text) = entry.event else {
        run.append(entry)
        continue
      }
      if !run.isEmpty {
        await report(machine.record, run)
        untold = false
        run = []
      }
      announce(.delta(task: id, messageID: message, stream: stream, offset: offset, text: text))
    }
    if untold || !run.isEmpty { await report(machine.record, run) }
  }

  private func handleInsideQuietly(_ input: TaskInput) async {
    do throws(SupervisionError) { _ = try await handleInside(input) } catch {
      if error.kind == .failed { announce(.message(.error, "\(id): \(error.text)")) }
    }
  }

  /// What to say when the budget or the limit of turns is passed.
  private var passedLimit: String? {
    let limits = record.limits
    if limits.budgetUSD > 0, record.costUSD >= limits.budgetUSD {
      return "The budget of $\(limits.budgetUSD) is used up; `carrel retry \(id) --budget USD` raises it and goes on."
    }
    if limits.tokens > 0, record.tokens.total >= limits.tokens {
      return "The limit of \(limits.tokens) tokens is used up; `carrel retry \(id) --max-tokens N` raises it and goes on."
    }
    if limits.turns > 0, record.turns > limits.turns {
      return "The limit of \(limits.turns) turns is passed; `carrel retry \(id) --max-turns N` raises it and goes on."
    }
    return nil
  }
}

extension AgentEvent {
  /// Whether money or turns may be used up after it.
  fileprivate var spends: Bool {
    switch self {
    case .usage, .toolStarted: true
    default: false
    }
  }
}
