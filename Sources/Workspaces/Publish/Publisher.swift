internal import Model

/// Brings commits of a shadow repository to where they are published. Never forces anything: a branch is made where none is, or moved
/// forward.
struct Publisher: Sendable {
  let git: GitProgram
  let shadow: String
  let target: RepositoryAddress
  let credentials: RemoteCredentials
  let seconds: Double

  private var shown: String { target.withoutPassword }

  /// Makes a new branch of this name, or of the first free variant, and checks that it is there.
  /// - Returns: the branch's name.
  func publish(_ commit: String, as wanted: String) async throws(WorkspaceError) -> String {
    guard BranchName.isValid(wanted) else { throw .badBranchName(wanted) }
    var lost: WorkspaceError?
    // Somebody else may take the name between the look and the push.
    for _ in 0..<50 {
      let branches = try await references().filter { $0.key.hasPrefix("refs/heads/") }
      // After a crash between push and note: it is there already.
      for (name, object) in branches where object == commit && isVariant(String(name.dropFirst(11)), of: wanted) {
        return String(name.dropFirst(11))
      }
      let taken = Set(branches.keys.map { String($0.dropFirst(11)) })
      guard let branch = BranchName.free(wanted, taken: taken) else { throw .branchTaken(wanted) }
      do throws(WorkspaceError) {
        // An empty lease means: only where no such branch exists. It can overwrite nothing.
        try await push(commit, to: branch, options: ["--force-with-lease=refs/heads/\(branch):"])
      } catch {
        guard case .pushRejected = error, try await references()["refs/heads/" + branch] != nil else { throw error }
        lost = error
        continue
      }
      try await verify(branch, is: commit)
      return branch
    }
    throw lost ?? .branchTaken(wanted)
  }

  /// Brings the commit into an existing branch: forward when it can be, else with a merge commit.
  /// - Parameter mergeCommit: makes the merge commit of a tree with these parents.
  /// - Returns: the commit that the branch is at now.
  func merge(
    _ commit: String, into branch: String, mergeCommit: (_ tree: String, _ parents: [String]) async throws(WorkspaceError) -> String
  ) async throws(WorkspaceError) -> String {
    guard BranchName.isValid(branch) else { throw .badBranchName(branch) }
    var lost: WorkspaceError?
    for _ in 0..<50 {
      guard let tip = try await references()["refs/heads/" + branch] else { throw .noSuchBase(base: branch, source: shown) }
      if tip == commit { return commit }
      try await fetch(branch)
      if try await isAncestor(commit, of: tip) { return tip }
      let result = try await isAncestor(tip, of: commit) ? commit : mergeCommit(try await mergedTree(tip, commit, branch), [tip, commit])
      do throws(WorkspaceError) {
        try await push(result, to: branch, options: [])
      } catch {
        if case .branchCheckedOut = error { throw .branchCheckedOut(branch: branch, directory: shown) }
        guard case .pushRejected = error, try await references()["refs/heads/" + branch] != tip else { throw error }
        lost = error
        continue
      }
      try await verify(branch, is: result)
      return result
    }
    throw lost ?? .pushRejected(remote: shown, detail: "\(branch) moved again and again")
  }

  /// Moves a branch forward by one commit, never otherwise.
  /// - Parameters:
  ///   - parent: where it stands.
  ///   - make: makes the commit; nil: its parent has to be fetched first.
  /// - Returns: the commit that the branch is at now.
  func advance(
    _ branch: String, from parent: String, make: @Sendable () async throws(WorkspaceError) -> String?
  ) async throws(WorkspaceError) -> String {
    guard BranchName.isValid(branch) else { throw .badBranchName(branch) }
    guard let tip = try await references()["refs/heads/" + branch] else {
      throw .pushRejected(remote: shown, detail: "the branch \(branch) is not there any more")
    }
    var made = try await make()
    if made == nil {
      try await fetch(branch)
      made = try await make()
    }
    if let made, made == tip { return made }
    guard let made, tip == parent else {
      throw .pushRejected(
        remote: shown, detail: "somebody moved the branch \(branch) to \(tip.prefix(10)) since it was published at \(parent.prefix(10))")
    }
    try await push(made, to: branch, options: [])
    try await verify(branch, is: made)
    return made
  }

  private func isVariant(_ name: String, of wanted: String) -> Bool {
    for stem in [wanted, wanted.replacing("/", with: "-")] {
      if name == stem { return true }
      if name.hasPrefix(stem + "-"), Int(name.dropFirst(stem.count + 1)) != nil { return true }
    }
    return false
  }

  private func references() async throws(WorkspaceError) -> [String: String] {
    try await RemoteReferences.ask(target, git: git, credentials: credentials, seconds: seconds).objects
  }

  private func push(_ commit: String, to branch: String, options: [String]) async throws(WorkspaceError) {
    var call = GitCall(
      "pushing \(branch) to \(shown)", in: shadow,
      ["push", "--porcelain", "--no-verify", "--no-follow-tags", "--recurse-submodules=no", "--no-signed"] + options
        + ["--", target.text, "\(commit):refs/heads/\(branch)"])
    call.remote = target
    call.credentials = credentials
    call.seconds = seconds
    try await git.output(call)
  }

  private func verify(_ branch: String, is commit: String) async throws(WorkspaceError) {
    let now = try await references()["refs/heads/" + branch]
    guard now == commit else {
      throw .pushRejected(remote: shown, detail: "after the push \(branch) is \(now.map { "at " + $0.prefix(10) } ?? "not there")")
    }
  }

  private func fetch(_ branch: String) async throws(WorkspaceError) {
    var call = GitCall(
      "fetching \(branch) from \(shown)", in: shadow,
      [
        "fetch", "--quiet", "--no-tags", "--no-auto-maintenance", "--no-write-fetch-head", "--no-recurse-submodules", "--", target.text,
        "+refs/heads/\(branch):refs/carrel/target",
      ])
    call.remote = target
    call.credentials = credentials
    call.seconds = seconds
    try await git.output(call)
  }

  private func isAncestor(_ commit: String, of other: String) async throws(WorkspaceError) -> Bool {
    let call = GitCall("comparing commits", in: shadow, ["merge-base", "--is-ancestor", commit, other])
    let outcome = try await git.outcome(call)
    guard outcome.code <= 1 else { throw git.failure(of: outcome, call) }
    return outcome.code == 0
  }

  private func mergedTree(_ tip: String, _ commit: String, _ branch: String) async throws(WorkspaceError) -> String {
    let call = GitCall(
      "merging into \(branch)", in: shadow, ["merge-tree", "--write-tree", "--name-only", "-z", "--no-messages", tip, commit])
    let outcome = try await git.outcome(call)
    let fields = outcome.output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    guard outcome.code <= 1, let tree = fields.first, ObjectName.isValid(tree) else { throw git.failure(of: outcome, call) }
    if outcome.code == 1 { throw .mergeConflict(branch: branch, files: Array(fields.dropFirst())) }
    return tree
  }
}
