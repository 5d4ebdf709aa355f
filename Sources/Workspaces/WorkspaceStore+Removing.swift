package import Model
internal import Platform

extension WorkspaceStore {
  /// Deletes the task's workspace, home, log and shadow repository. No workspace is no error.
  /// - Parameter expected: the tree that the caller has seen; the workspace is kept when it is another one by now (F8).
  /// - Throws: `notOurs` when it is not certainly ours, `inUse` when a process still works there, `treeChanged`. Nothing is deleted then.
  package func remove(_ task: TaskID, ifTree expected: String? = nil) async throws(WorkspaceError) {
    try await inTurn(task) { () async throws(WorkspaceError) in
      await self.readers.close(task)
      do throws(WorkspaceError) { try await self.take(away: task, ifTree: expected) } catch {
        await self.readers.open(task)
        throw error
      }
      await self.readers.open(task)
    }
  }

  /// As `remove`, in the task's turn while nobody reads there.
  private func take(away task: TaskID, ifTree expected: String?) async throws(WorkspaceError) {
    let layout = self.layout
    let check = { @Sendable () throws(WorkspaceError) -> WorkspaceMarker? in try WorkspaceGuard(layout: layout).check(task)?.marker }
    guard let marker = try await runBlocking(check) else {
      self.forget(task)
      return
    }
    if let expected {
      let now = try await self.take(task).summary.tree
      guard now == expected else { throw .treeChanged(seen: expected, now: now) }
    }
    let name = "\(task)-\(marker.token)-\(StateFile.token())"
    let path = layout.directory(of: task)
    try await nobodyUses(path, of: task)
    try await runBlocking { () throws(WorkspaceError) in
      // Looked at again: the snapshot and the search took their time.
      guard try WorkspaceGuard(layout: layout).check(task) != nil else { return }
      try StateFile.move(path, to: layout.trash + "/" + name)
    }
    CrashPoint.reach(.renamedToTrash)
    self.unwatch(task)
    self.forget(task)
    self.discard(name, of: task, mirror: marker.mirror)
  }

  /// Looks for processes that work there. A program of ours that is being started has our own open files for a moment, and one that ends has its own: such
  /// are gone at one of the next looks.
  private func nobodyUses(_ path: String, of task: TaskID) async throws(WorkspaceError) {
    for look in 1...8 {
      guard let user = await users.user(of: task.description) else { return }
      if look == 8 { throw .inUse(path: path, pid: user.pid, program: user.program) }
      try? await pause(for: .milliseconds(50))
    }
  }

  /// Deletes what was put into the trash, one thing after the other, while nobody waits for it; what cannot be deleted goes at the next start. The commit is let go
  /// unless the task has another workspace by then.
  private func discard(_ name: String, of task: TaskID, mirror: String) {
    let before = emptying
    emptying = Task {
      await before?.value
      if !StateFile.exists(self.layout.directory(of: task)) { try? await self.mirrors.unpin(task, in: mirror) }
      try? await self.empty(trash: name)
    }
  }

  /// Waits until all that was removed so far is deleted.
  package func trashEmptied() async {
    while let last = emptying {
      await last.value
      if last == emptying { emptying = nil }
    }
  }

  /// Brings the state directory in order at the start of the service, before anything else runs.
  /// - Parameters:
  ///   - known: the tasks that may have a workspace.
  ///   - incomplete: the tasks whose preparation was cut; half-made workspaces are thrown away, whole ones kept.
  /// - Returns: sentences on what was found and done, for the log and the tasks.
  package func reconcile(known: Set<TaskID>, incomplete: Set<TaskID>) async -> [String] {
    mirrors.clearLeftovers()
    let layout = layout
    await templates.tidy()
    let said = await runBlocking {
      var said: [String] = []
      Reconciliation(layout: layout, known: known.union(incomplete)).run(&said)
      // No git runs yet: what keeps commits for tasks that are gone can go.
      let survey = StateSurvey(layout: layout)
      let rows = Dictionary(uniqueKeysWithValues: known.union(incomplete).map { ($0, known.contains($0)) })
      for oddity in survey.pins(rows, isAtRest: true) {
        do throws(WorkspaceError) {
          try survey.remove(oddity)
          said.append(oddity.text + ": it was let go")
        } catch {
          said.append(error.text)
        }
      }
      return said
    }
    let kept = StateFile.names(in: layout.templates).flatMap { StateFile.names(in: layout.templates + "/" + $0) }
    await mirrors.dropPins(exceptOf: Set(kept))
    return said
  }
}
