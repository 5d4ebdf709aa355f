import Agents
import Configuration
import Model

/// From a row of a list to its tasks: attempts side by side, and steps that have a task of their own.
extension TaskSupervisor {
  /// One task to be: which row it is of, which attempt at it, and which part of the chain.
  struct Slot: Hashable, Sendable {
    /// The row, as an index of the checked drafts.
    var row: Int
    /// Which attempt, from 0.
    var attempt: Int
    /// Which part of the chain, from 0.
    var part: Int
  }

  /// The most attempts at one ticket.
  static var mostAttempts: Int { 16 }

  /// The engines of the attempts at a draft, in order; one for a draft that is tried once.
  func engines(for draft: TicketDraft, _ intake: Intake) -> [String] {
    let given = draft.engine.map { [$0] } ?? (intake.engines.isEmpty ? [intake.engine ?? desk.settings.defaultEngine] : intake.engines)
    let count = max(1, min(draft.bestOf ?? intake.bestOf ?? given.count, Self.mostAttempts))
    return (0..<count).map { given[$0 % given.count] }
  }

  /// The steps that a draft goes through; empty for none.
  private func steps(for draft: TicketDraft, _ intake: Intake) -> [WorkStep]? {
    if let name = draft.chain { return desk.settings.chains[name] }
    if !intake.steps.isEmpty { return intake.steps }
    return intake.chain.map { desk.settings.chains[$0] } ?? []
  }

  /// What is wrong with a draft's attempts and steps; nil: nothing.
  func problemOfSteps(_ draft: TicketDraft, _ intake: Intake) -> String? {
    if let count = draft.bestOf ?? intake.bestOf, !(1...Self.mostAttempts).contains(count) {
      return "it cannot be tried \(count) times; the most is \(Self.mostAttempts)"
    }
    guard let steps = steps(for: draft, intake) else {
      let known = desk.settings.chains.keys.sorted().joined(separator: ", ")
      return
        "there is no chain named \"\(draft.chain ?? intake.chain ?? "")\" in the configuration (known: \(known.isEmpty ? "none" : known))"
    }
    guard !steps.isEmpty else { return nil }
    if let problem = WorkStep.problem(in: steps) { return "its chain \(problem)" }
    for engine in steps.compactMap(\.engine) where desk.engines.engine(named: engine) == nil {
      return "its chain names the engine \"\(engine)\", which there is not; `carrel engines` lists them"
    }
    if engines(for: draft, intake).count > 1, let own = steps.first(where: { $0.scope == .task }) {
      return "it cannot be tried side by side, since its step \(own.name) has a workspace of its own"
    }
    return nil
  }

  /// Puts a record at the beginning of its steps.
  func begin(_ record: inout TaskRecord, _ draft: TicketDraft, _ intake: Intake) {
    guard let steps = steps(for: draft, intake), let first = steps.first, WorkStep.problem(in: steps) == nil else { return }
    let name = draft.chain ?? (intake.steps.isEmpty ? intake.chain : nil)
    let chain = StepChain(
      name: name, steps: steps, engine: record.engine, model: record.model, mode: record.mode, effort: record.effort)
    record.chain = chain
    record.take(first, of: chain)
  }

  /// The tasks of the rows that are queued, in the order of their ids.
  func slots(_ rows: [Int], _ records: [TaskRecord], _ drafts: [TicketDraft], _ intake: Intake) -> [Slot] {
    rows.flatMap { row in
      engines(for: drafts[row], intake).indices.flatMap { attempt in
        (0..<max(1, records[row].chain?.parts.count ?? 1)).map { Slot(row: row, attempt: attempt, part: $0) }
      }
    }
  }

  /// Makes the record of a slot out of its row's.
  /// - Parameter ids: the ids of all slots.
  static func fill(_ record: inout TaskRecord, _ slot: Slot, engines: [String], ids: [Slot: TaskID]) {
    record.id = ids[slot] ?? record.id
    if var chain = record.chain {
      chain.engine = engines[slot.attempt]
      let parts = chain.parts
      record.chain = parts[slot.part]
      if let first = parts[slot.part].steps.first { record.take(first, of: parts[slot.part]) }
      record.handsOver = slot.part + 1 < parts.count
      if slot.part > 0, let giver = ids[Slot(row: slot.row, attempt: slot.attempt, part: slot.part - 1)] {
        record.startsFrom = giver
        record.dependsOn.append(giver)
      }
    } else {
      record.engine = engines[slot.attempt]
    }
    if engines.count > 1 {
      record.group = AttemptGroup(engines.indices.compactMap { ids[Slot(row: slot.row, attempt: $0, part: 0)] })
    }
  }
}
