package import Model
import Workspaces

/// Parts of a task's change, and the way back.
extension TaskSupervisor {
  /// The files that a part of the change is about, measured now.
  package func diff(_ id: TaskID, scope: DiffScope) async throws(SupervisionError) -> DiffListing {
    let now = try await diff(id)
    let record = try task(id)
    let from: String
    var to = now.summary.tree
    switch scope {
    case .all: return now
    case .since(let tree): from = tree
    case .turn(nil):
      let isBetween = record.phase != .running && record.phase != .waiting
      from = (isBetween ? record.checkpoints.last { $0.tree == record.turnStart }?.before : record.turnStart) ?? now.base
    case .turn(let name?):
      guard let checkpoint = record.checkpoint(named: name) else {
        throw SupervisionError(.usage, "\(id) has no checkpoint \"\(name)\"; `carrel checkpoints \(id)` lists them.")
      }
      from = checkpoint.before ?? now.base
      to = checkpoint.tree
    }
    do throws(WorkspaceError) { return try await desk.workspaces.listing(id, from: from, to: to) } catch {
      throw SupervisionError(.failed, error.text)
    }
  }

  /// The unified diff of paths between two trees or commits of a task.
  package func diffText(
    _ id: TaskID, from: String, to: String, paths: [String], context: Int, ignoreWhitespace: Bool
  ) async throws(SupervisionError) -> String {
    _ = try task(id)
    do throws(WorkspaceError) {
      let bytes = try await desk.workspaces.diffText(
        id, from: from, tree: to, paths: paths, context: context, ignoresWhitespace: ignoreWhitespace)
      return String(decoding: bytes, as: UTF8.self)
    } catch {
      throw SupervisionError(.failed, error.text)
    }
  }

  /// Sets a task's files back to a checkpoint; returns a line that says what that took away and how it is undone.
  package func rewind(_ id: TaskID, to checkpoint: String, author: String) async throws(SupervisionError) -> String {
    try await runner(id).rewind(to: checkpoint, author: author)
  }

  /// Brings a task's change onto the present state of its branch; returns a line that says what came of it and how it is undone.
  package func rebase(_ id: TaskID, author: String) async throws(SupervisionError) -> String {
    try refuseWhileFrozen(id)
    return try await runner(id).rebase(author: author)
  }

  /// Starts an engine's own interface on a task's conversation; returns the socket on which one client gets its terminal.
  package func openOwnInterface(_ id: TaskID, author: String) async throws(SupervisionError) -> String {
    try refuseWhileFrozen(id)
    return try await runner(id).openOwnInterface(author: author)
  }

  /// A client's operator looks at a task now, or at none: the diff of what is looked at is brought up to date more often.
  package func look(client: Int, at task: TaskID?) async {
    onlookers.set(task, of: client)
    if let task, let host = records[task]?.published?.request?.repository.host { follow(host) }
    if let task, let record = records[task] { await runner(for: record).onlookersChanged() }
  }
}
