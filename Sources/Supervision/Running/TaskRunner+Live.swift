import Model
import Workspaces

/// The diff while the agent works: what the watcher tells brings it up to date after a short while, at most once a second when somebody looks at the task and
/// once in ten seconds else. While nothing changes, nothing is asked, timed or run.
extension TaskRunner {
  /// How long changes are gathered, in seconds.
  static let gathering = 0.15
  /// The least rest between two looks at the workspace, when somebody looks at the task, in seconds.
  static let viewedPace = 1.0
  /// The same when nobody does.
  static let hiddenPace = 10.0

  /// Watches the workspace while the task runs or waits for an answer. Called when what a change of phase asks for is done.
  func watchWorkspace(from old: TaskPhase) {
    let isWatched = old == .running || old == .waiting
    let isToBe = (record.phase == .running || record.phase == .waiting) && record.workspacePath != nil && !isClosed
    if isToBe, !isWatched {
      desk.workspaces.watch(id) { [weak self] in
        guard let self else { return }
        Task { await self.workspaceChanged() }
      }
      // The first look is what the watches are made by.
      workspaceChanged()
    } else if !isToBe, isWatched {
      desk.workspaces.unwatch(id)
      if measureAgain == false { measureAgain = nil }
      refresh?.cancel()
      refresh = nil
    }
  }

  /// Whether looks at the workspace have a pace: somebody writes there by himself.
  var isPaced: Bool { record.phase == .running || record.phase == .waiting }

  /// Something in the workspace may have changed: it is looked at in a while.
  func workspaceChanged() {
    guard refresh == nil, !isClosed, isPaced else { return }
    let pace = onlookers.look(at: id) ? Self.viewedPace : Self.hiddenPace
    let desk = desk
    let rest = max(Self.gathering, (lastLook.map { $0 + pace - desk.uptime() }) ?? 0)
    refresh = Task {
      await desk.pace(rest)
      if !Task.isCancelled { self.lookAtWorkspace() }
    }
  }

  /// A tool has ended: where the watcher tells of changes, that says nothing new.
  func toolEnded() {
    if !desk.workspaces.isWatched(id) { workspaceChanged() }
  }

  /// Somebody began or ceased to look at the task: a look that is due is made by the new pace.
  func onlookersChanged() {
    guard refresh != nil, onlookers.look(at: id) else { return }
    refresh?.cancel()
    refresh = nil
    workspaceChanged()
  }

  /// Says once that the workspace cannot be watched.
  func sayIfBlind() async {
    guard !saidBlind, record.phase == .running || record.phase == .waiting, let text = desk.workspaces.watchRemark(id) else { return }
    saidBlind = true
    await enterGate()
    defer { leaveGate() }
    guard let entries = try? await store([.note(.warning, text)], changed: false, desk.now()) else { return }
    await report(machine.record, entries)
  }

  private func lookAtWorkspace() {
    refresh = nil
    measure(final: false)
  }
}
