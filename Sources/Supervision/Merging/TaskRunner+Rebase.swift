import Configuration
import Model
import Workspaces

/// The way onto the present state of the branch.
extension TaskRunner {
  /// Brings a task's change onto the present state of its branch, in its workspace. What was there is kept as a checkpoint first. Where something does not merge,
  /// the files get marks of conflict, and the agent is asked to put them right.
  /// - Returns: a line that says what happened and how it is undone.
  func rebase(author: String) async throws(SupervisionError) -> String {
    let done = try await exclusively("its change is being brought onto its branch") { () async throws(SupervisionError) in
      try await rebaseNow(author)
    }
    let undo = done.kept.map { "; `carrel rewind \(id) --turn \($0)` undoes it" } ?? ""
    let place = "\(done.branch) (\(done.commit.prefix(12)))"
    guard !done.conflicts.isEmpty else { return "\(id): its change is on \(place) now; all merged\(undo)." }
    let names = Rebase.names(done.conflicts)
    guard record.phase == .review else {
      return
        "\(id): its change is on \(place) now, with conflicts in \(names); its agent is told when `carrel retry \(id)` starts it\(undo)."
    }
    // The note has it all and goes with the prompt.
    try await handle(.message(text: "Put right what did not merge, as said above.", author: author))
    return "\(id): its change is on \(place) now, with conflicts in \(names); its agent puts them right\(undo)."
  }

  private func rebaseNow(_ author: String) async throws(SupervisionError) -> Rebase {
    let (branch, base) = try standsOn()
    await measurementsDone()
    do throws(WorkspaceError) {
      let location = record.repository
      let tip = try await desk.withRemote(location.source) { [desk] (credentials) async throws(WorkspaceError) in
        try await desk.workspaces.refresh(
          location, branch: branch, credentials: credentials, seconds: desk.settings.limits.cloneSeconds)
      }
      if tip == base, desk.workspaces.workspace(of: id)?.baseCommit == tip {
        _ = try? await handle(.stood(nil))
        throw WorkspaceError.files(
          doing: "bringing \(id) onto \(branch)", reason: "it stands on \(tip.prefix(12)) already, which is the branch's last commit")
      }
      let now = try await desk.workspaces.snapshot(id)
      let kept = try await keep(now.summary)
      let result = try await desk.workspaces.rebase(id, onto: tip)
      let rebase = Rebase(
        branch: branch, commit: tip, change: result.listing.summary,
        conflicts: result.conflicts
          + result.stuck.map { CollisionFile(path: $0, conflict: "something that is not part of the change is in its way") },
        kept: kept ?? record.checkpoints.last { $0.tree == now.summary.tree }?.name, author: author)
      try await tell(.rebased(rebase))
      await putBackWhatChanged(result.listing)
      return rebase
    } catch {
      throw SupervisionError(.failed, error.text)
    }
  }

  /// The branch and the commit that it stands on, if it may be brought onto another one now.
  private func standsOn() throws(SupervisionError) -> (String, String) {
    guard record.workspacePath != nil, let base = record.baseCommit else {
      throw SupervisionError(.refused, "\(id) has no workspace: there is nothing to bring onto its branch.")
    }
    switch record.phase {
    case .review, .failed, .stopped: break
    case .queued, .preparing, .running, .waiting:
      throw SupervisionError(
        .refused,
        "\(id) is \(record.phase.rawValue): its change can be brought onto its branch between turns; `carrel stop \(id)` ends the turn.")
    case .publishing, .done, .discarded:
      throw SupervisionError(.refused, "\(id) is \(record.phase.rawValue): its change is not brought onto its branch any more.")
    }
    guard let branch = record.baseBranch else {
      throw SupervisionError(.refused, "\(id) started from a commit or a tag, which does not move: there is nothing to bring it onto.")
    }
    guard record.startCommit == nil, record.handedCommit == nil else {
      throw SupervisionError(
        .refused,
        "\(id) shares its work with another task (\(record.startsFrom?.description ?? "one that begins with it")): it stays where it is.")
    }
    return (branch, base)
  }
}
