import Agents
package import Model
import Storage
import Workspaces

/// What operators can do with a task.
extension TaskSupervisor {
  /// Hands a message to the agent, now or at the end of its turn.
  package func send(_ id: TaskID, text: String, author: String) async throws(SupervisionError) {
    try refuseWhileFrozen(id)
    try await runner(id).handle(.message(text: text, author: author))
  }

  /// Answers a request; nil: the only open one.
  package func answer(_ id: TaskID, request: String?, answer: AgentAnswer, author: String) async throws(SupervisionError) {
    let record = try task(id)
    if record.attention?.kind == .sandbox, answer == .allow || answer == .always {
      do throws(StorageError) { try await desk.log.setSetting("unsandboxed:\(record.repository.source)", "yes") } catch {
        throw SupervisionError(.failed, error.text)
      }
    }
    let script = record.requests.first.flatMap { TaskMachine.script(in: $0.id) }
    if let script, answer == .always {
      do throws(StorageError) { try await desk.log.setSetting(Desk.setupConsent(record.repository, script), "yes") } catch {
        throw SupervisionError(.failed, error.text)
      }
    }
    if record.phase == .queued, record.attention?.kind == .credential {
      await revive(record.engine)
      return
    }
    try await runner(id).handle(.answered(request: request, answer: answer, author: author))
    if let script, answer == .always {
      // Kept for these bytes: the repository's other tasks need no word of their own.
      for other in records.values where other.repository.source == record.repository.source {
        guard let asked = other.requests.first?.id, TaskMachine.script(in: asked) == script else { continue }
        await runner(for: other).handleQuietly(.answered(request: asked, answer: answer, author: author))
      }
    }
    guard record.attention?.kind == .sandbox, answer == .allow || answer == .always else { return }
    // The word holds for the repository: its other tasks need none of their own.
    for other in records.values where other.attention?.kind == .sandbox && other.repository.source == record.repository.source {
      await runner(for: other).handleQuietly(.answered(request: nil, answer: answer, author: author))
    }
  }

  /// Lets the tasks of a task's repository run without a sandbox.
  package func confirmUnsandboxed(_ id: TaskID, author: String) async throws(SupervisionError) {
    guard try task(id).attention?.kind == .sandbox else {
      throw SupervisionError(.refused, "\(id) does not ask whether it may run without a sandbox.")
    }
    try await answer(id, request: nil, answer: .allow, author: author)
  }

  /// Publishes; returns a line that says where to.
  package func approve(_ id: TaskID, _ approval: TaskRunner.Approval) async throws(SupervisionError) -> String {
    var approval = approval
    let record = try task(id)
    // What was ticked where the work began need not be ticked again.
    if let ticks = record.startsFrom.flatMap({ records[$0]?.ticks }) {
      for (path, stamp) in record.untickedBefore ?? [:] where ticks[path] == stamp && approval.ticks[path] == nil {
        approval.ticks[path] = stamp
      }
    }
    let prints = approval.dryRun ? nil : await printsToApprove(id)
    let line = try await runner(id).approve(approval)
    if let prints { await noteApproved(prints, of: approval.author, id) }
    return line
  }

  /// Ticks sensitive files of a task's change, or takes ticks away: the stamp by path that the operator was shown, empty to take away.
  package func tick(_ id: TaskID, _ ticks: [String: String]) async throws(SupervisionError) {
    guard ticks.count <= 100_000 else { throw SupervisionError(.usage, "Ticking files of \(id): these are too many at once.") }
    try await runner(id).tick(ticks)
  }

  /// Takes a file or hunks of it out of what is published, or puts them back; returns a line that says what is out now.
  package func takeOut(_ id: TaskID, _ wish: TakeOutWish, author: String) async throws(SupervisionError) -> String {
    guard wish.blocks?.count ?? 0 <= TakenOut.most else {
      throw SupervisionError(.usage, "Taking hunks out of \(id): these are too many at once.")
    }
    return try await runner(id).takeOut(wish, author: author)
  }

  /// Ends without publishing.
  package func discard(_ id: TaskID, author: String) async throws(SupervisionError) { try await runner(id).discard(author: author) }

  /// Goes on after an end, or lets a parked task try again.
  package func retry(_ id: TaskID, _ change: RetryChange) async throws(SupervisionError) {
    if let engine = change.engine, desk.engines.engine(named: engine) == nil {
      throw SupervisionError(.usage, "There is no engine named \"\(engine)\"; `carrel engines` lists them.")
    }
    let record = try task(id)
    if record.phase == .publishing, await outbox.entries[id] != nil {
      _ = try await retryOutbox([id])
      return
    }
    try await runner(id).retry(change)
    if record.attention?.kind == .credential { await revive(change.engine ?? record.engine) }
    scheduleAdmission()
  }

  /// Stops; the processes are gone when this returns.
  package func stop(_ id: TaskID, author: String) async throws(SupervisionError) {
    try await runner(id).stop(author: author)
  }

  /// Ends the running turn without ending the agent.
  package func interrupt(_ id: TaskID) async throws(SupervisionError) {
    try refuseWhileFrozen(id)
    try await runner(id).handle(.interrupted)
  }

  /// Compacts the agent's conversation.
  package func compact(_ id: TaskID) async throws(SupervisionError) {
    try refuseWhileFrozen(id)
    try await runner(id).compact()
  }

  /// Changes the model.
  package func setModel(_ id: TaskID, _ model: String) async throws(SupervisionError) { try await runner(id).handle(.modelChosen(model)) }

  /// Changes the priority.
  package func setPriority(_ id: TaskID, _ priority: Int) async throws(SupervisionError) {
    try await runner(id).handle(.priorityChosen(priority))
  }

  /// Brings a task's unpublished work back.
  package func undelete(_ id: TaskID) async throws(SupervisionError) {
    try await runner(id).undelete()
  }

  /// Removes the workspaces of completed tasks that the clean-up policy kept.
  /// - Returns: the tasks whose workspaces went.
  package func clean() async -> [TaskID] {
    var cleaned: [TaskID] = []
    for record in records.values.sorted(by: { $0.id < $1.id }) where record.phase.isCompletion && record.workspacePath != nil {
      do throws(SupervisionError) { try await runner(for: record).clean() } catch { continue }
      if records[record.id]?.workspacePath == nil { cleaned.append(record.id) }
    }
    return cleaned
  }

  /// The changed files, measured now.
  package func diff(_ id: TaskID) async throws(SupervisionError) -> DiffListing {
    let record = try task(id)
    guard record.workspacePath != nil else {
      throw SupervisionError(
        .refused, "\(id) has no workspace\(record.phase.isCompletion ? " any more" : " yet"): there is no diff to show.")
    }
    do throws(WorkspaceError) {
      let listing = try await desk.workspaces.snapshot(id, trustingWatch: true)
      if listing.summary != record.diff { await runner(for: record).handleQuietly(.measured(listing.summary, final: false)) }
      if record.takenOut != nil { await runner(for: record).putBackWhatChanged(listing) }
      return listing
    } catch {
      throw SupervisionError(.failed, error.text)
    }
  }

  /// The changed files as they were measured last, at once; they are measured anew meanwhile, and a difference is told as any change of the task is. What was
  /// never measured is measured now.
  package func diffAtHand(_ id: TaskID) async throws(SupervisionError) -> DiffListing {
    let record = try task(id)
    guard record.workspacePath != nil, let known = record.diff,
      let listing = try? await desk.workspaces.listing(id, tree: known.tree), listing.summary == known
    else { return try await diff(id) }
    await runner(for: record).measure(final: false)
    return listing
  }

  /// The unified diff of paths at a tree; the tree counts as shown, also to this operator.
  package func diffText(
    _ id: TaskID, tree: String, paths: [String], context: Int, ignoreWhitespace: Bool, of reader: String? = nil
  ) async throws(SupervisionError) -> String {
    let record = try task(id)
    do throws(WorkspaceError) {
      let bytes = try await desk.workspaces.diffText(
        id, tree: tree, paths: paths, context: context, ignoresWhitespace: ignoreWhitespace)
      if record.shownTree != tree { await runner(for: record).handleQuietly(.shown(tree: tree)) }
      if let reader { await noteLook(at: tree, of: reader, id) }
      return String(decoding: bytes, as: UTF8.self)
    } catch {
      throw SupervisionError(.failed, error.text)
    }
  }

  /// A page of a task's transcript.
  package func transcript(_ id: TaskID, after: Int64?, before: Int64?, limit: Int) async throws(SupervisionError) -> (
    [TranscriptEntry], Bool
  ) {
    _ = try task(id)
    do throws(StorageError) {
      try await desk.log.flush()
      let page = try await desk.reader.transcript(id, after: after, before: before, limit: min(max(1, limit), 5000), bytes: 2 << 20)
      return (page.entries, page.more)
    } catch {
      throw SupervisionError(.failed, error.text)
    }
  }
}
