import Model
import Workspaces

/// The way back to the files of an earlier turn.
extension TaskRunner {
  /// Sets the workspace's files to what they were at a checkpoint. What is there now is kept as another checkpoint first.
  /// - Returns: a line that says what happened, and how it is undone.
  func rewind(to name: String, author: String) async throws(SupervisionError) -> String {
    try await exclusively("its files are being set back") { () async throws(SupervisionError) in
      let (target, base) = try target(name)
      await measurementsDone()
      do throws(WorkspaceError) {
        let now = try await desk.workspaces.snapshot(id)
        let lost = try await desk.workspaces.listing(id, from: target, to: now.summary.tree)
        guard !lost.files.isEmpty else { return "\(id): the files are as they were at \(Self.words(name)) already." }
        let kept = try await keep(now.summary)
        if base != record.baseCommit {
          // It was made before the change was brought onto another commit.
          try await desk.workspaces.setBase(id, to: base)
          try await tell(.basedOn(base))
        }
        let result = try await desk.workspaces.restore(id, tree: target)
        try await tell(.rewound(to: name, result.listing.summary, lost: lost.files.map(\.path), kept: kept, author: author))
        let back = kept ?? record.checkpoints.last { $0.tree == now.summary.tree }?.name
        let undo = back.map { "; `carrel rewind \(id) --turn \($0)` brings them back" } ?? ""
        let stuck =
          result.stuck.isEmpty
          ? ""
          : " Left as they are, since something that is not part of the change is in their way: "
            + result.stuck.prefix(5).joined(separator: ", ") + "."
        return "\(id): the files are those of \(Self.words(name)); \(lost.files.count) changed since (\(Self.names(lost)))\(undo).\(stuck)"
      } catch {
        throw SupervisionError(.failed, error.text)
      }
    }
  }

  /// The tree of a checkpoint and the commit that it was based on, if it may be gone back to now.
  private func target(_ name: String) throws(SupervisionError) -> (tree: String, base: String) {
    guard record.workspacePath != nil, let base = record.baseCommit else {
      throw SupervisionError(.refused, "\(id) has no workspace: there is nothing to set back.")
    }
    switch record.phase {
    case .review, .failed, .stopped: break
    case .queued, .preparing, .running, .waiting:
      throw SupervisionError(
        .refused, "\(id) is \(record.phase.rawValue): its files can be set back between turns; `carrel stop \(id)` ends the turn.")
    case .publishing, .done, .discarded:
      throw SupervisionError(.refused, "\(id) is \(record.phase.rawValue): its files are not set back any more.")
    }
    if name == "0" { return (base, base) }
    guard let checkpoint = record.checkpoint(named: name) else {
      let known = record.checkpoints.suffix(8).map(\.name).joined(separator: ", ")
      throw SupervisionError(
        .usage,
        "\(id) has no checkpoint \"\(name)\"\(known.isEmpty ? "" : "; there are 0, \(known)"); `carrel checkpoints \(id)` lists them.")
    }
    return (checkpoint.tree, checkpoint.base ?? base)
  }

  /// Keeps the present state, unless a checkpoint has it already.
  func keep(_ summary: DiffSummary) async throws(WorkspaceError) -> String? {
    if record.checkpoints.contains(where: { $0.tree == summary.tree }) { return nil }
    var checkpoint = Checkpoint(name: record.nextKeptName, before: record.turnStart, time: desk.now(), change: summary)
    checkpoint.base = record.baseCommit
    try await desk.workspaces.keep(id, tree: summary.tree, as: checkpoint.name)
    try await tell(.kept(checkpoint))
    return checkpoint.name
  }

  /// Hands in an input that says what was done with the workspace.
  func tell(_ input: TaskInput) async throws(WorkspaceError) {
    do throws(SupervisionError) { try await handle(input) } catch { throw .files(doing: "noting what was done", reason: error.text) }
  }

  private static func words(_ name: String) -> String { name == "0" ? "the base" : "checkpoint \(name)" }

  private static func names(_ listing: DiffListing) -> String {
    listing.files.prefix(5).map(\.path).joined(separator: ", ") + (listing.files.count > 5 ? ", …" : "")
  }
}
