import Agents
import Configuration
package import Model
import Platform
import Secrets
import Storage
import Workspaces

/// From drafts to queued tasks: all or none.
extension TaskSupervisor {
  /// Fills in what the drafts leave open and says what is wrong with each; nothing is queued.
  /// - Returns: the drafts with problems and duplicates marked, and remarks about the whole.
  package func preview(_ intake: Intake) async -> ([TicketDraft], [String]) {
    var intake = intake.cleaned(by: Redactor(desk.credentials.ledger))
    await markFetchable(&intake.drafts, intake)
    let checked = await check(intake)
    return (checked.drafts, checked.remarks)
  }

  /// Queues the used drafts in one transaction.
  /// - Throws: `SupervisionError(.usage)` naming the first problem; nothing is queued then.
  package func enqueue(_ intake: Intake) async throws(SupervisionError) -> [TaskRecord] {
    if !intakeGate.take() { await withCheckedContinuation { intakeGate.wait($0) } }
    defer { intakeGate.release()?.resume() }
    return try await enqueueAlone(intake)
  }

  private func enqueueAlone(_ given: Intake) async throws(SupervisionError) -> [TaskRecord] {
    let intake = given.cleaned(by: Redactor(desk.credentials.ledger))
    let checked = await check(intake)
    let used = checked.drafts.indices.filter { checked.drafts[$0].use }
    if let bad = used.first(where: { checked.drafts[$0].problem != nil }) {
      let draft = checked.drafts[bad]
      let title = draft.ticket.title.prefix(60)
      throw SupervisionError(.usage, "Line \(draft.line) (\(title)): \(draft.problem ?? ""). Nothing was queued.")
    }
    // Of rows with the same ticket the first counts; `again` is for tickets whose task has ended.
    var first: [String: Int] = [:]
    for index in used where first[checked.identities[index]] == nil { first[checked.identities[index]] = index }
    let firstRow = first
    let fresh = used.filter { index in
      guard firstRow[checked.identities[index]] == index else { return false }
      guard let known = checked.drafts[index].duplicateOf else { return true }
      return intake.again && records[known]?.phase.isEnd ?? true
    }
    guard !fresh.isEmpty else {
      let reason =
        used.isEmpty ? checked.remarks.first ?? "the list holds no ticket" : "all of it is already queued; --again queues ended ones again"
      throw SupervisionError(.refused, "Queueing: \(reason).")
    }
    let slots = slots(fresh, checked.records, checked.drafts, intake)
    let canaries = try canaryRows(fresh, checked.drafts, intake)
    let turns = Dictionary(uniqueKeysWithValues: fresh.map { ($0, engines(for: checked.drafts[$0], intake)) })
    let now = desk.now()
    let identities = slots.map { $0.part == 0 ? checked.identities[$0.row] : "" }
    do throws(StorageError) {
      let made = try await desk.log.insertTasks(identities: identities) { ids in
        let known = Dictionary(uniqueKeysWithValues: zip(slots, ids))
        return slots.map { slot in
          let index = slot.row
          var record = checked.records[index]
          record.dependsOn =
            checked.dependencies[index].tasks
            + checked.dependencies[index].rows.compactMap { row in
              let first = firstRow[checked.identities[row]] ?? row
              return known[Slot(row: first, attempt: 0, part: max(0, (checked.records[first].chain?.parts.count ?? 1) - 1))]
                ?? checked.drafts[row].duplicateOf
            }
          Self.fill(&record, slot, engines: turns[index] ?? [record.engine], ids: known)
          record.dependsOn.removeAll { $0 == record.id }
          record.batch = Self.batch(of: slot, canaries, slots: slots, ids: known, intake)
          record.created = now
          record.phaseSince = now
          return record
        }
      }
      CrashPoint.reach(.taskInserted)
      adopt(made)
      return made
    } catch {
      throw SupervisionError(.failed, error.text)
    }
  }

  /// The brief that a row would be started with.
  package func briefPreview(_ intake: Intake, row: Int) async throws(SupervisionError) -> String {
    let checked = await check(intake)
    guard checked.records.indices.contains(row) else { throw SupervisionError(.usage, "There is no row \(row + 1).") }
    let record = checked.records[row]
    return desk.brief(for: record, base: record.base)
  }

  private struct Checked: Sendable {
    var drafts: [TicketDraft]
    var remarks: [String] = []
    var records: [TaskRecord] = []
    var identities: [String] = []
    var dependencies: [EnqueuePlan.Dependencies] = []
  }

  private func check(_ intake: Intake) async -> Checked {
    var result = Checked(drafts: intake.drafts)
    result.dependencies = EnqueuePlan.resolve(&result.drafts, general: intake.after, known: Set(records.keys))
    let issues = KnownIssues(records)
    var resolved: [String: ResolvedRepository] = [:]
    var broken: [String: String] = [:]
    for index in result.drafts.indices {
      let draft = result.drafts[index]
      let place = draft.repository ?? intake.repository ?? ""
      if resolved[place] == nil, broken[place] == nil {
        do throws(WorkspaceError) {
          let found = try await desk.repositories.resolve(argument: place.isEmpty ? nil : place, directory: intake.directory)
          resolved[place] = found
          for remark in found.remarks where !result.remarks.contains(remark) { result.remarks.append(remark) }
        } catch {
          broken[place] = error.text
        }
      }
      if let text = broken[place], result.drafts[index].problem == nil { result.drafts[index].problem = text }
      let names = engines(for: draft, intake)
      let name = names.first { desk.engines.engine(named: $0) == nil } ?? names[0]
      if result.drafts[index].problem == nil { result.drafts[index].problem = problemOfSteps(draft, intake) }
      if desk.engines.engine(named: name) == nil, result.drafts[index].problem == nil {
        let known = desk.engines.engines.map(\.name).joined(separator: ", ")
        result.drafts[index].problem = "there is no engine named \"\(name)\" (known: \(known))"
      }
      if let fallback = intake.fallback ?? desk.settings.engines[name]?.fallback, desk.engines.engine(named: fallback) == nil,
        result.drafts[index].problem == nil
      {
        result.drafts[index].problem = "there is no engine named \"\(fallback)\" to fall back to"
      }
      let location = resolved[place]?.location ?? RepositoryLocation(source: place.isEmpty ? intake.directory : place, publishTo: place)
      let record = self.record(for: draft, intake, location, engine: name, base: resolved[place]?.baseBranch)
      result.records.append(record)
      let identity = TicketIdentity(draft.ticket, repository: location.source).key
      result.identities.append(identity)
      if draft.use { result.drafts[index].duplicateOf = await duplicate(of: identity) ?? issues.newest(draft.ticket) }
    }
    return result
  }

  private func duplicate(of identity: String) async -> TaskID? {
    (try? await desk.reader.task(withIdentity: identity)) ?? nil
  }

  private func record(for draft: TicketDraft, _ intake: Intake, _ location: RepositoryLocation, engine: String, base: String?) -> TaskRecord
  {
    let own = desk.settings.repository(matching: location)
    var limits = desk.settings.limits.perTask
    if let budget = intake.budgetUSD { limits.budgetUSD = budget }
    if let turns = intake.maxTurns { limits.turns = turns }
    if let tokens = intake.maxTokens { limits.tokens = tokens }
    if let seconds = intake.timeoutSeconds { limits.minutes = seconds / 60 }
    var record = TaskRecord(
      id: TaskID(0), ticket: draft.ticket, repository: location, base: draft.base ?? intake.base ?? own?.base, engine: engine,
      model: draft.model ?? intake.model, mode: draft.mode ?? intake.mode ?? .auto, effort: intake.effort,
      priority: draft.priority ?? intake.priority ?? 0, limits: limits, created: desk.now())
    record.allowedHosts = intake.allowedHosts.isEmpty ? nil : intake.allowedHosts
    record.fallback = intake.fallback ?? desk.settings.engines[engine]?.fallback
    begin(&record, draft, intake)
    return record
  }
}
