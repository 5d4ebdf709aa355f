import Configuration
package import Model

/// What waits to be published, and what operators do with it.
extension TaskSupervisor {
  /// How the tasks of a task's repository are published when nobody says.
  package func usualKind(of id: TaskID) -> Publication.Kind {
    records[id].flatMap { desk.settings.usualPublication.kind(of: $0.repository) } ?? .branch
  }

  /// What waits, in the order of approvals, listed.
  package func outboxEntries() async -> [OutboxEntry] { await outbox.sorted.map(\.listed) }

  /// What one entry does and how far it has come, in lines.
  /// - Throws: `refused` when the task has none.
  package func outboxText(_ id: TaskID) async throws(SupervisionError) -> String {
    guard let entry = await outbox.entries[id] else { throw Self.nothing(id) }
    var lines = entry.rehearsal
    for step in entry.steps {
      lines.append("\(entry.done.contains(step) ? "done     " : step == entry.next ? "next     " : "then     ")\(step.words)")
    }
    if let wait = entry.wait {
      lines.append("waits    since \(wait.since): \(wait.text)")
      if let until = wait.until { lines.append("again    at \(until)") }
    }
    return lines.joined(separator: "\n")
  }

  /// Lets entries try again now; none named: all that wait. A line that says which.
  /// - Throws: `refused` when a named task has none.
  package func retryOutbox(_ ids: [TaskID]) async throws(SupervisionError) -> String {
    for id in ids where await outbox.entries[id] == nil { throw Self.nothing(id) }
    let woken = await outbox.retry(ids.isEmpty ? nil : ids)
    return woken.isEmpty ? "nothing waits" : woken.map { "\($0)\ttried again" }.joined(separator: "\n")
  }

  /// Takes an entry out: before its request is open the task goes back to review, after that what is left to do is not done.
  /// - Throws: `refused` when the task has none.
  package func dropOutbox(_ id: TaskID, author: String) async throws(SupervisionError) -> String {
    guard let entry = await outbox.drop(id, by: author) else { throw Self.nothing(id) }
    guard !entry.isPublished else {
      let left = entry.steps.filter { !entry.done.contains($0) }.map(\.words).joined(separator: ", ")
      return "\(id)\tnot done: \(left)"
    }
    return "\(id)\tback in review" + (entry.isPushed ? "; its branch \(entry.text.head) stays at \(entry.remote)" : "")
  }

  private static func nothing(_ id: TaskID) -> SupervisionError {
    SupervisionError(.refused, "Nothing of \(id) is in the outbox; `carrel outbox` lists what is.")
  }

  func beginOutbox() async {
    let hooks = OutboxHooks(
      published: { [weak self] id, publication in await self?.published(id, publication) ?? false },
      wentBack: { [weak self] id, text in await self?.wentBack(id, text) ?? false },
      waits: { [weak self] id, text, needsOperator in await self?.waitsToPublish(id, text, needsOperator) },
      changed: { [announce] id, entry in announce(.outbox(id, entry)) },
      say: { [announce] level, text in announce(.message(level, text)) })
    await outbox.begin(hooks, phases: records.mapValues(\.phase))
  }

  private func published(_ id: TaskID, _ publication: Publication) async -> Bool {
    guard let record = records[id] else { return false }
    guard record.phase == .publishing else { return true }
    let runner = runner(for: record)
    await runner.handleQuietly(.published(publication))
    guard records[id]?.phase != .publishing else { return false }
    await runner.startJob { await $0.finish() }
    return true
  }

  private func wentBack(_ id: TaskID, _ text: String) async -> Bool {
    guard let record = records[id], record.phase == .publishing else { return true }
    await runner(for: record).handleQuietly(.publishFailed(text))
    return records[id]?.phase != .publishing
  }

  private func waitsToPublish(_ id: TaskID, _ text: String, _ needsOperator: Bool) async {
    guard let record = records[id], record.phase == .publishing else { return }
    await runner(for: record).handleQuietly(.publishingWaits(text, needsOperator: needsOperator))
  }
}
