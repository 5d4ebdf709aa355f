import Configuration
package import Model

/// Lists of which the first tasks start and the others wait; and what is added to the briefs of those.
extension TaskSupervisor {
  /// The rows that start first; empty: all start.
  /// - Throws: `SupervisionError(.usage)` for a number that makes no sense.
  func canaryRows(_ rows: [Int], _ drafts: [TicketDraft], _ intake: Intake) throws(SupervisionError) -> Set<Int> {
    if let count = intake.canaries {
      guard count >= 1 else { throw SupervisionError(.usage, "Queueing: at least one ticket has to start as a canary, not \(count).") }
      return count < rows.count ? Set(rows.prefix(count)) : []
    }
    let said = Set(rows.filter { drafts[$0].canary == true })
    return said.count < rows.count ? said : []
  }

  /// The batch as the task of a slot has it; nil when the list has no canaries.
  static func batch(of slot: Slot, _ canaries: Set<Int>, slots: [Slot], ids: [Slot: TaskID], _ intake: Intake) -> LaunchBatch? {
    guard !canaries.isEmpty, let first = slots.first.flatMap({ ids[$0] }) else { return nil }
    let names = slots.filter { canaries.contains($0.row) }.compactMap { ids[$0] }
    return LaunchBatch(first: first, canaries: names, goesByItself: intake.goesByItself, isHeld: !canaries.contains(slot.row))
  }

  /// The tasks of a task's list that wait for its canaries, in order.
  /// - Throws: `SupervisionError(.refused)` when it has no such list.
  func waiting(with id: TaskID) throws(SupervisionError) -> [TaskRecord] {
    guard let batch = try task(id).batch else {
      throw SupervisionError(.refused, "\(id) was not queued with canaries: nothing waits for it; `carrel add --canary N` makes that so.")
    }
    return records.values.filter { $0.batch?.first == batch.first && $0.waitsForCanaries }.sorted { $0.id < $1.id }
  }

  /// Lets those of a task's list start that wait for its canaries. When it is cut off in the middle the rest still waits.
  /// - Returns: a line that says who goes.
  package func letGo(_ id: TaskID, author: String) async throws(SupervisionError) -> String {
    let waiting = try waiting(with: id)
    guard !waiting.isEmpty else { throw SupervisionError(.refused, "Nothing of the list of \(id) waits for its canaries any more.") }
    var gone: [TaskID] = []
    for record in waiting {
      do throws(SupervisionError) {
        try await runner(for: record).handle(.letGo(author: author))
        gone.append(record.id)
      } catch {
        // One that an operator stopped in this moment needs no word any more; a full disk does.
        if error.kind == .failed { throw error }
      }
    }
    scheduleAdmission()
    return "\(gone.count) \(gone.count == 1 ? "goes" : "go"): \(Self.names(gone))"
  }

  // MARK: Briefs

  /// How briefs would change.
  /// - Parameters:
  ///   - addition: what would stand at their end instead of what was added before; nil: as it is.
  ///   - waiting: those of the task's list that wait, instead of the task's own.
  package func briefs(_ id: TaskID, addition: String?, waiting: Bool) throws(SupervisionError) -> [BriefChange] {
    try checkAddition(addition)
    let tasks = waiting ? try self.waiting(with: id) : [try task(id)]
    return tasks.prefix(Self.mostShown).map { record in
      var then = record
      if let addition { then.briefAddition = addition }
      let base = record.baseBranch ?? record.base
      return BriefChange(
        task: record.id, title: record.ticket.title, before: desk.brief(for: record, base: base), after: desk.brief(for: then, base: base))
    }
  }

  /// Puts an addition at the end of the briefs of tasks; what was added before goes. Empty: none.
  /// - Returns: a line that says whose briefs those are.
  package func setBriefs(_ ids: [TaskID], addition: String, author: String) async throws(SupervisionError) -> String {
    try checkAddition(addition)
    guard !ids.isEmpty else { throw SupervisionError(.usage, "Changing briefs: no task was named.") }
    for id in ids { _ = try task(id) }
    var changed: [TaskID] = []
    var refused: [String] = []
    for id in ids {
      do throws(SupervisionError) {
        try await runner(id).handle(.briefAdded(addition, author: author))
        changed.append(id)
      } catch {
        if error.kind == .failed { throw error }
        refused.append(error.text)
      }
    }
    if changed.isEmpty, let first = refused.first { throw SupervisionError(.refused, first) }
    let rest = refused.isEmpty ? "" : "; \(refused.joined(separator: " "))"
    return "\(changed.count) \(changed.count == 1 ? "brief" : "briefs") changed: \(Self.names(changed))\(rest)"
  }

  private func checkAddition(_ text: String?) throws(SupervisionError) {
    guard let text, text.utf8.count > BriefAddition.mostBytes else { return }
    throw SupervisionError(.usage, "Changing briefs: the addition is longer than \(BriefAddition.mostBytes >> 10) KiB; shorten it.")
  }

  /// The most briefs in one preview.
  private static var mostShown: Int { 200 }

  /// Names of tasks in a line, shortened when there are many.
  static func names(_ ids: [TaskID]) -> String {
    ids.prefix(12).map(\.description).joined(separator: " ") + (ids.count > 12 ? " …" : "")
  }
}
