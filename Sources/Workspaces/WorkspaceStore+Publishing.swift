internal import Glibc
package import Model

extension WorkspaceStore {
  /// Makes a commit of a tree on top of the task's base. The tree is taken as it was listed, whatever the workspace holds by now.
  /// - Throws: `nothingToPublish` when it is the base's tree, `noSuchObject` when the tree is not of this task.
  package func commit(
    _ task: TaskID, tree: String, message: String, author: CommitIdentity, date: Timestamp? = nil
  ) async throws(WorkspaceError) -> String {
    let marker = try marker(task)
    let maker = CommitMaker(git: git, shadow: layout.shadow(of: task))
    if try await maker.tree(of: marker.base) == tree { throw .nothingToPublish }
    return try await inTurn(task) { () async throws(WorkspaceError) in
      try await maker.commit(
        tree: tree, parents: [marker.base], message: message, identity: author,
        seconds: date.map { $0.milliseconds / 1000 } ?? Int64(time(nil)))
    }
  }

  /// Makes a new branch of the commit at the publish target: never forced, a taken name gets a suffix, and it is checked to be there.
  /// - Returns: the branch's name.
  /// - Throws: `authentication`, `network`, `pushRejected`, `branchTaken`, `badBranchName`, `timeout`.
  package func publishBranch(
    _ task: TaskID, commit: String, branch: String, to target: String, credentials: RemoteCredentials = .none, seconds: Double = 120
  ) async throws(WorkspaceError) -> String {
    let publisher = try await publisher(task, commit, target, credentials, seconds)
    return try await inTurn(task) { () async throws(WorkspaceError) in try await publisher.publish(commit, as: branch) }
  }

  /// Brings the commit into a branch of the publish target: forward, or with a merge commit when the branch has moved; never forced.
  /// - Returns: the commit that the branch is at.
  /// - Throws: `mergeConflict` with the files, `branchCheckedOut`, and what a push can throw.
  package func publishMerge(
    _ task: TaskID, commit: String, into branch: String, to target: String, author: CommitIdentity,
    credentials: RemoteCredentials = .none, seconds: Double = 120
  ) async throws(WorkspaceError) -> String {
    let publisher = try await publisher(task, commit, target, credentials, seconds)
    let maker = CommitMaker(git: git, shadow: layout.shadow(of: task))
    return try await inTurn(task) { () async throws(WorkspaceError) in
      try await publisher.merge(commit, into: branch) { (tree, parents) async throws(WorkspaceError) in
        try await maker.commit(
          tree: tree, parents: parents, message: "Merge \(task) into \(branch)", identity: author, seconds: Int64(time(nil)))
      }
    }
  }

  /// Writes the commit as a patch for `git am`, and makes the directory for it. The file is there whole or not at all.
  /// - Throws: `fileExists` when something else is at the path.
  package func publishPatch(_ task: TaskID, commit: String, to file: String) async throws(WorkspaceError) {
    let marker = try marker(task)
    if let slash = file.lastIndex(of: "/") { try StateFile.makeDirectories(String(file[..<slash])) }
    let bytes = try await PatchWriter(git: git, shadow: layout.shadow(of: task)).patch(of: commit, on: marker.base)
    if StateFile.exists(file) {
      // After a crash between writing and note: it is there already.
      if StateFile.read(file, limit: bytes.count + 1) == bytes { return }
      throw .fileExists(file)
    }
    try StateFile.write(bytes, to: file, mode: 0o644, isDurable: true)
  }

  /// Makes the commit of a plan; made again it is the same. With a parent whose tree is the plan's it is that parent.
  /// - Returns: its name; nil: its parent is not here and has to be fetched first, which `publish` does.
  /// - Throws: `nothingToPublish` when it is the base's tree, `noSuchObject` when the tree is not of this task.
  package func commit(_ task: TaskID, _ plan: CommitPlan) async throws(WorkspaceError) -> String? {
    let marker = try marker(task)
    let maker = CommitMaker(git: git, shadow: layout.shadow(of: task))
    if let parent = plan.parent {
      do throws(WorkspaceError) {
        if try await maker.tree(of: parent) == plan.tree { return parent }
      } catch {
        guard case .noSuchObject = error else { throw error }
        return nil
      }
    } else if try await maker.tree(of: marker.base) == plan.tree {
      throw .nothingToPublish
    }
    return try await inTurn(task) { () async throws(WorkspaceError) in
      try await maker.commit(
        tree: plan.tree, parents: [plan.parent ?? marker.base], message: plan.message,
        identity: CommitIdentity(name: plan.userName, email: plan.userEmail), seconds: plan.date.milliseconds / 1000)
    }
  }

  /// Brings a plan's commit to the publish target: as a new branch (never forced, a taken name gets a suffix), or on top of its parent, which the branch has
  /// to stand at. The target is asked first: done again it changes nothing.
  /// - Returns: the branch's name, and the commit.
  /// - Throws: as `publishBranch`; `pushRejected` when somebody moved or removed the branch.
  package func publish(
    _ task: TaskID, _ plan: CommitPlan, as branch: String, to target: String, credentials: RemoteCredentials = .none, seconds: Double = 120
  ) async throws(WorkspaceError) -> (branch: String, commit: String) {
    let made = try await commit(task, plan)
    guard let parent = plan.parent else {
      guard let made else { throw .noSuchObject(plan.tree) }
      let name = try await publishBranch(task, commit: made, branch: branch, to: target, credentials: credentials, seconds: seconds)
      return (name, made)
    }
    let publisher = try publisher(task, target, credentials, seconds)
    let commit = try await publisher.advance(branch, from: parent) { () async throws(WorkspaceError) in try await self.commit(task, plan) }
    return (branch, commit)
  }

  private func publisher(
    _ task: TaskID, _ commit: String, _ target: String, _ credentials: RemoteCredentials, _ seconds: Double
  ) async throws(WorkspaceError) -> Publisher {
    let publisher = try publisher(task, target, credentials, seconds)
    _ = try await CommitMaker(git: git, shadow: layout.shadow(of: task)).tree(of: commit)
    return publisher
  }

  private func publisher(
    _ task: TaskID, _ target: String, _ credentials: RemoteCredentials, _ seconds: Double
  ) throws(WorkspaceError) -> Publisher {
    _ = try marker(task)
    guard let address = RepositoryAddress(target) else { throw .unsupportedAddress(target) }
    if address.hasPassword { throw .passwordInAddress(address.withoutPassword) }
    return Publisher(git: git, shadow: layout.shadow(of: task), target: address, credentials: credentials, seconds: seconds)
  }
}
