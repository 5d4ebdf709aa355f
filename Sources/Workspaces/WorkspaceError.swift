/// Why a workspace could not be made, read, published or removed. Closed: every case has a sentence for the operator (`text`).
package enum WorkspaceError: Error, Hashable, Sendable {
  // The source.

  /// Nothing is at the address.
  case noSuchRepository(String)
  /// The directory is no git repository.
  case notARepository(String)
  /// The repository has no commit yet.
  case emptyRepository(String)
  /// The base is no branch, tag or commit there.
  case noSuchBase(base: String, source: String)
  /// The text is no directory and no URL that is supported.
  case unsupportedAddress(String)
  /// The address carries a password; shown without it.
  case passwordInAddress(String)

  // The way to a remote.

  /// The remote refused the credentials, or there were none.
  case authentication(remote: String, detail: String)
  /// The host key of an ssh remote is unknown or has changed.
  case hostKey(remote: String, detail: String)
  /// The remote could not be reached.
  case network(remote: String, detail: String)

  // Publishing.

  /// The text cannot be a branch name.
  case badBranchName(String)
  /// The name and all its suffixes are taken.
  case branchTaken(String)
  /// The remote did not take the push.
  case pushRejected(remote: String, detail: String)
  /// The branch is checked out in the directory that is pushed to.
  case branchCheckedOut(branch: String, directory: String)
  /// The base branch and the change touch the same lines.
  case mergeConflict(branch: String, files: [String])
  /// The tree is the base's tree.
  case nothingToPublish
  /// A file that was taken out cannot stand in one tree with what is kept.
  case takenOutClash(path: String, with: String)
  /// The workspace is no longer what was seen.
  case treeChanged(seen: String, now: String)
  /// The text names no tree or commit of this task.
  case noSuchObject(String)
  /// The patch's file exists already.
  case fileExists(String)

  // The workspace itself.

  /// The task has no workspace.
  case noWorkspace(String)
  /// A directory of that name is there and is not this task's.
  case occupied(String)
  /// Nothing of the task is in the morgue.
  case notInMorgue(String)
  /// Not made by us, moved, mounted over or linked: never deleted.
  case notOurs(path: String, reason: String)
  /// A process still uses the workspace.
  case inUse(path: String, pid: Int32, program: String)
  /// More files than a workspace may have.
  case tooManyFiles(limit: Int)

  // The machine.

  /// No room: what was being done, bytes needed and free (0: unknown).
  case diskFull(doing: String, needed: Int64, free: Int64)
  /// No room for so many files: needed and free.
  case inodesFull(doing: String, needed: Int64, free: Int64)
  /// The text is no directory that a sparse workspace can have.
  case badSparse(String)
  /// The setup that is shared by the workspaces of a commit failed; in words.
  case setupFailed(String)
  /// The setup that is shared was ended, because its task went another way.
  case setupCut
  /// git did not end in time.
  case timeout(doing: String, seconds: Double)
  /// git is not installed, or too old.
  case gitMissing(String)
  /// git failed in a way that has no case of its own.
  case git(doing: String, detail: String)
  /// The file system refused.
  case files(doing: String, reason: String)
}
