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

  private func publisher(
    _ task: TaskID, _ commit: String, _ target: String, _ credentials: RemoteCredentials, _ seconds: Double
  ) async throws(WorkspaceError) -> Publisher {
    _ = try marker(task)
    guard let address = RepositoryAddress(target) else { throw .unsupportedAddress(target) }
    if address.hasPassword { throw .passwordInAddress(address.withoutPassword) }
    let shadow = layout.shadow(of: task)
    _ = try await CommitMaker(git: git, shadow: shadow).tree(of: commit)
    return Publisher(git: git, shadow: shadow, target: address, credentials: credentials, seconds: seconds)
  }
}
