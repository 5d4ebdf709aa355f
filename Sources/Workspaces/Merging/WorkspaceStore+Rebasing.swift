internal import Glibc
package import Model
internal import Platform

/// A workspace on a newer state of its branch.
extension WorkspaceStore {
  /// What came of it.
  package struct Rebased: Hashable, Sendable {
    /// The change against the new base.
    package var listing: DiffListing
    /// What did not merge.
    package var conflicts: [CollisionFile]
    /// Paths that could not be written, since something in the workspace that no tree holds is in their way.
    package var stuck: [String]
  }

  /// Asks the source for a branch, fetches what the mirror lacks, and lets the mirror's branch stand where the source's does.
  /// - Returns: the branch's commit.
  /// - Throws: what the source or the network refused.
  package func refresh(
    _ location: RepositoryLocation, branch: String, credentials: RemoteCredentials = .none, seconds: Double = 300
  ) async throws(WorkspaceError) -> String {
    guard let source = RepositoryAddress(location.source) else { throw .unsupportedAddress(location.source) }
    guard BranchName.isValid(branch) else { throw .badBranchName(branch) }
    let base = try await mirrors.base(branch, of: source, credentials: credentials, seconds: seconds)
    // A commit that came another way does not move the branch.
    if base.branch == branch {
      try await git.output(GitCall("noting where \(branch) is", in: base.mirror, ["update-ref", "refs/heads/\(branch)", base.commit]))
    }
    return base.commit
  }

  /// Merges a commit of the mirror with the present state of a workspace, sets the workspace's files to what comes out, with marks of conflict where it does not
  /// merge, and lets it be based on that commit from then on. Nobody else should be at work there. Done again after it was cut, it goes on.
  /// - Throws: `noWorkspace`, `noSuchBase` when the mirror has no such commit, `badSparse` when the workspace has a part of the tree only.
  package func rebase(_ task: TaskID, onto commit: String) async throws(WorkspaceError) -> Rebased {
    try await inTurn(task) { () async throws(WorkspaceError) in
      let marker = try self.marker(task)
      let shadow = self.layout.shadow(of: task)
      guard SparseCone.read(shadow: shadow) == nil else {
        throw .files(
          doing: "bringing \(task) onto \(commit.prefix(12))", reason: "its workspace has only a part of the tree ([[repo]] sparse)")
      }
      guard ObjectName.isValid(commit), await self.mirrors.has(commit, in: marker.mirror) else {
        throw .noSuchBase(base: commit, source: marker.location.source)
      }
      try await self.mirrors.pin(commit, for: task, in: marker.mirror)
      let now = try await self.take(task)
      let merge = try await self.merge(marker, now.summary.tree, with: commit)
      let restorer = TreeRestorer(git: self.git, shadow: shadow, workspace: self.layout.workspace(of: task))
      let stuck = try await restorer.restore(from: now.summary.tree, to: merge.tree)
      try await self.base(marker, on: commit)
      return Rebased(
        listing: try await self.take(task),
        conflicts: merge.paths.map { CollisionFile(path: $0.text, conflict: merge.reasons[$0] ?? "contents") }, stuck: stuck.map(\.text))
    }
  }

  /// Lets a workspace be based on another commit without touching its files: for the way back to a state that was made on it.
  package func setBase(_ task: TaskID, to commit: String) async throws(WorkspaceError) {
    try await inTurn(task) { () async throws(WorkspaceError) in
      let marker = try self.marker(task)
      guard marker.base != commit else { return }
      guard ObjectName.isValid(commit), await self.mirrors.has(commit, in: marker.mirror) else { throw .noSuchObject(commit) }
      try await self.mirrors.pin(commit, for: task, in: marker.mirror)
      try await self.base(marker, on: commit)
    }
  }

  /// Merges in the shadow repository, which keeps what comes out.
  private func merge(_ marker: WorkspaceMarker, _ tree: String, with commit: String) async throws(WorkspaceError) -> MergeTreeOutput.Merge {
    let shadow = layout.shadow(of: marker.task)
    let mine = try await CommitMaker(git: git, shadow: shadow).commit(
      tree: tree, parents: [marker.base], message: "\(marker.task)", identity: CommitIdentity(), seconds: Int64(time(nil)))
    // The names stand in the marks of conflict.
    let names = ["new-base": commit, "\(marker.task)": mine]
    for (name, object) in names {
      try await git.output(GitCall("naming what is merged", in: shadow, ["update-ref", "refs/heads/\(name)", object]))
    }
    var call = GitCall(
      "merging \(marker.task) with \(commit.prefix(12))", in: shadow,
      ["-c", "merge.conflictStyle=merge", "merge-tree", "--write-tree", "-z", "new-base", "\(marker.task)"])
    call.seconds = 120
    let outcome = try await git.outcome(call)
    for name in names.keys {
      try await git.output(GitCall("forgetting the names", in: shadow, ["update-ref", "-d", "refs/heads/\(name)"]))
    }
    guard outcome.code <= 1, let merge = MergeTreeOutput(one: outcome.output, isClean: outcome.code == 0)?.merges.first else {
      throw git.failure(of: outcome, call)
    }
    return merge
  }

  /// Writes the new base down. What is ignored goes by its rules from now on.
  private func base(_ marker: WorkspaceMarker, on commit: String) async throws(WorkspaceError) {
    var marker = marker
    marker.base = commit
    let shadow = layout.shadow(of: marker.task)
    let content = try await BaseTree.read(commit, in: shadow, git: git, withSizes: false)
    try await IgnoreRules.replace(shadow: shadow, base: commit, rules: content.ignoreRules, git: git)
    try StateFile.write(marker.bytes, to: layout.directory(of: marker.task) + "/" + WorkspaceMarker.name, isDurable: true)
    forget(marker.task)
    watcher.distrust(layout.workspace(of: marker.task))
  }
}
