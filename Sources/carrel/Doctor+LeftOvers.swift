import Configuration
import Glibc
import Model
import Platform
import Sandbox
import Wire
import Workspaces

/// What tasks left behind: directories, references, mounts, sockets, processes.
extension Doctor {
  /// Everything that belongs to no task that is there, or that a task misses.
  func leftOvers(_ tasks: [TaskRecord]) async -> [Diagnosis] {
    let known = Dictionary(tasks.map { ($0.id, $0.workspacePath != nil) }) { first, _ in first }
    let alive = Set(tasks.filter { !$0.phase.isEnd }.map(\.id))
    let isAtRest = service == nil
    let survey = StateSurvey(layout: layout)
    var found: [Diagnosis] = []
    for oddity in await runBlocking({ survey.oddities(known, isAtRest: isAtRest) }) {
      // One that is being made by a running service has no row's word for it yet.
      if oddity.kind == .finished, let task = oddity.task, alive.contains(task) { continue }
      var diagnosis = Diagnosis(.warning, Self.subject(oddity.kind), oddity.text)
      if oddity.isRemovable { diagnosis.remedy = { await Self.remove(oddity, survey) } }
      found.append(diagnosis)
    }
    found += await processes(tasks)
    found += sockets()
    if isAtRest { found += await controlGroups() }
    return found
  }

  private static func remove(_ oddity: StateOddity, _ survey: StateSurvey) async -> String? {
    await runBlocking {
      do throws(WorkspaceError) {
        try survey.remove(oddity)
        return nil
      } catch { return error.text }
    }
  }

  private static func subject(_ kind: StateOddity.Kind) -> String {
    switch kind {
    case .stranger, .unmarked, .finished, .halfMade: "directory"
    case .missing: "workspace"
    case .trash: "trash"
    case .lock: "lock"
    case .pin: "mirror"
    case .mount: "mount"
    }
  }

  // MARK: Processes

  /// Processes of sandboxes that no service holds any more.
  private func processes(_ tasks: [TaskRecord]) async -> [Diagnosis] {
    let census = ProcessCensus(tasks: layout.tasks)
    let strangers = await runBlocking { census.strays() }
    return strangers.map { stray in
      let place = stray.task.map { "the workspace of \($0)" } ?? layout.tasks
      guard stray.isSandbox else {
        return Diagnosis(
          .warning, "process",
          "process \(stray.identity.pid) (\(stray.program)) works in \(place); it is not Carrel's, end it before the workspace goes")
      }
      return Diagnosis(
        .problem, "process",
        "process \(stray.identity.pid) (\(stray.program)) is a sandbox of \(stray.task?.description ?? "a task") that no service holds",
        remedy: {
          guard stray.identity.isRunning else { return nil }
          return kill(stray.identity.pid, SIGKILL) == 0 || errno == ESRCH ? nil : PlatformError.reason(errno)
        })
    }
  }

  /// Control groups of ours, though no service runs that could use them.
  private func controlGroups() async -> [Diagnosis] {
    let groups = sandbox.features.groups
    return await runBlocking { groups.existing() }.map { path in
      Diagnosis(
        .warning, "cgroup", "\(path) was left by a service that was killed; the next start removes it",
        remedy: { rmdir(path) == 0 || errno == ENOENT ? nil : PlatformError.reason(errno) })
    }
  }

  // MARK: Sockets

  /// The socket of a service that is gone. Those of other state directories are other services' own.
  private func sockets() -> [Diagnosis] {
    let (socket, place) = (paths.socket, paths.socketDirectory)
    guard service == nil, StaleSocket.isStale(socket) else { return [] }
    let isOutside = place != paths.state
    return [
      Diagnosis(
        .warning, "socket", "\(socket) belongs to no running service; the next start replaces it",
        remedy: {
          // Looked at again: a service may have been started meanwhile.
          guard StaleSocket.isStale(socket) else { return nil }
          guard unlink(socket) == 0 || errno == ENOENT else { return PlatformError.reason(errno) }
          if isOutside { _ = rmdir(place) }
          return nil
        })
    ]
  }
}
