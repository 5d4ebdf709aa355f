import Configuration
import Model
import Workspaces

/// Going on with a task whose change lies on a forge.
extension TaskRunner {
  /// Makes the workspace from the published branch, on the old base.
  func workspace(_ beginning: PublishedBeginning, _ wish: WorkspaceWish) async throws(WorkspaceError) -> PreparedWorkspace {
    let task = record
    let seconds = desk.settings.limits.cloneSeconds
    return try await desk.withRemote(task.repository.publishTo) { [desk, id] (credentials) async throws(WorkspaceError) in
      try await desk.workspaces.prepare(
        task: id, location: task.repository, published: beginning.commit, branch: beginning.branch, base: beginning.base,
        baseBranch: task.baseBranch, wish: wish, credentials: credentials, seconds: seconds)
    }
  }
}
