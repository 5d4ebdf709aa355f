package import Model

extension WorkspaceError {
  /// What we were doing, what happened, what can be done: one sentence, not sanitised.
  package var text: String {
    switch self {
    case .noSuchRepository(let source): "cannot use the repository \(source): there is nothing at this address; check it for typing errors"
    case .notARepository(let path):
      "cannot use \(path): it is not inside a git repository; name another directory or run git init and commit"
    case .emptyRepository(let source): "cannot work on \(source): it has no commit yet; make a first commit"
    case .noSuchBase(let base, let source): "cannot start from \(base): \(source) has no such branch, tag or commit"
    case .unsupportedAddress(let text): "cannot use \(text) as a repository: name a directory or an https, ssh or file URL"
    case .passwordInAddress(let text):
      "cannot use the address \(text) as given: a password or token stands in it; take it out and set git.token_env or token_command"
    case .authentication(let remote, let detail):
      "\(remote) refused the login (\(detail)); check the token (git.token_env) or the ssh agent"
    case .hostKey(let remote, let detail):
      "the ssh host key of \(remote) is not known or has changed (\(detail)); connect once by hand with ssh to accept it"
    case .network(let remote, let detail): "cannot reach \(remote) (\(detail)); check the network and try again"
    case .badBranchName(let name): "\(name) cannot be the name of a branch; choose another"
    case .branchTaken(let name): "the branch \(name) and its numbered variants exist already; choose another name"
    case .pushRejected(let remote, let detail):
      "\(remote) did not take the push (\(detail)); the work is kept, publish it another way or try again"
    case .branchCheckedOut(let branch, let directory):
      "cannot merge into \(branch): it is checked out in \(directory); check out another branch there or publish a branch"
    case .mergeConflict(let branch, let files):
      "cannot merge into \(branch): the same lines changed there in \(WorkspaceError.list(files)); publish a branch and merge by hand"
    case .nothingToPublish: "there is nothing to publish: the workspace is as the base commit was"
    case .takenOutClash(let path, let other):
      "cannot take out the change of \(path): \(other) stands in its place; take that out first, or put \(path) back in"
    case .treeChanged(let seen, let now):
      "the workspace changed since it was seen (\(seen.prefix(10)), now \(now.prefix(10))); look at the diff again"
    case .noSuchObject(let name): "\(name) is no tree or commit of this task; look at the diff again"
    case .fileExists(let path): "cannot write \(path): the file exists; move it away or choose another name"
    case .noWorkspace(let task): "\(task) has no workspace; retry the task to make one"
    case .occupied(let path): "cannot make the workspace: \(path) exists and is something else; move it away"
    case .notInMorgue(let task): "nothing of \(task) is kept in the morgue"
    case .notOurs(let path, let reason): "\(path) is not deleted: \(reason); look at it and remove it by hand"
    case .inUse(let path, let pid, let program): "\(path) is not deleted: process \(pid) (\(program)) still uses it; end it and try again"
    case .tooManyFiles(let limit):
      "the workspace has more than \(limit) files that are not ignored; add ignore rules to the base or remove them"
    case .diskFull(let doing, let needed, let free):
      needed > 0
        ? "\(doing) failed: \(needed >> 20) MiB are needed and \(free >> 20) MiB are free; free space or clean up old tasks"
        : "\(doing) failed: the disk is full; free space or clean up old tasks"
    case .inodesFull(let doing, let needed, let free):
      "\(doing) failed: the file system takes \(free) more files and \(needed) are needed; remove files or clean up old tasks"
    case .badSparse(let text):
      "cannot make a part of the tree: [[repo]] sparse has “\(text)”, which is no directory inside a repository; write it like \"src/app\""
    case .setupFailed(let text): text
    case .setupCut: "setting up the shared tree was ended with the task that began it; retry the task"
    case .timeout(let doing, let seconds): "\(doing) did not end within \(Int(seconds)) s and was stopped; try again or raise the limit"
    case .gitMissing(let detail): "git cannot be used: \(detail); install git 2.38 or newer"
    case .git(let doing, let detail): "\(doing) failed: \(detail)"
    case .files(let doing, let reason): "\(doing) failed: \(reason)"
    }
  }

  /// Whether there would be a workspace if there were more room: the task waits for it instead of failing.
  package var isShortage: Bool {
    switch self {
    case .diskFull, .inodesFull: true
    default: false
    }
  }

  /// The same as the failure of a task.
  package var failure: TaskFailure {
    switch self {
    case .authentication, .hostKey: TaskFailure(.auth, text)
    case .network: TaskFailure(.network, text)
    default: TaskFailure(.workspace, text)
    }
  }

  private static func list(_ files: [String]) -> String {
    files.count <= 5 ? files.joined(separator: ", ") : files.prefix(5).joined(separator: ", ") + " and \(files.count - 5) more"
  }
}
