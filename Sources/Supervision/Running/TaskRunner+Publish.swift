import Configuration
package import Model
import Platform
import Secrets
import Workspaces

/// From approval to a published branch. What is published is the tree that was reviewed, or nothing.
extension TaskRunner {
  /// What an operator approves, and how.
  package struct Approval: Hashable, Sendable {
    /// The way.
    package var kind: Publication.Kind
    /// The branch; nil: by the configured pattern.
    package var branch: String?
    /// The commit message; nil: composed.
    package var message: String?
    /// The reviewed tree; nil: the last that was shown.
    package var tree: String?
    /// Whether an unseen tree may go.
    package var unseen: Bool
    /// Only say what would happen.
    package var dryRun: Bool
    /// Sensitive files that are ticked with it: the stamp that was shown, by path.
    package var ticks: [String: String]
    /// Files and directories that are left out, besides what is taken out already.
    package var without: [String] = []
    /// Files and directories that were taken out and are put back in.
    package var with: [String] = []
    /// The only files and directories that are published; empty: all.
    package var only: [String] = []
    /// What was shown to be taken out (`seal`); nil: whatever is.
    package var seal: String?
    /// What is said about the pull request.
    package var request = RequestWish()
    /// Who approves.
    package var author: String

    /// An approval.
    package init(
      kind: Publication.Kind = .branch, branch: String? = nil, message: String? = nil, tree: String? = nil, unseen: Bool = false,
      dryRun: Bool = false, ticks: [String: String] = [:], author: String
    ) {
      self.kind = kind
      self.branch = branch
      self.message = message
      self.tree = tree
      self.unseen = unseen
      self.dryRun = dryRun
      self.ticks = ticks
      self.author = author
    }
  }

  /// Publishes and returns a line that says where to.
  func approve(_ approval: Approval) async throws(SupervisionError) -> String {
    guard record.phase == .review || ((record.phase == .stopped || record.phase == .failed) && record.workspacePath != nil) else {
      throw SupervisionError(.refused, "\(id) is \(record.phase.rawValue), not in review: there is nothing to approve.")
    }
    if approval.kind == .none { return try await approveNothing(approval) }
    let listing = try await measuredNow()
    guard !listing.summary.isEmpty else {
      throw SupervisionError(.refused, "Publishing \(id): nothing changed. `carrel approve \(id) --publish none` or discard ends it.")
    }
    let expected = approval.tree ?? (approval.unseen ? listing.summary.tree : record.shownTree)
    guard let expected else {
      throw SupervisionError(
        .refused,
        "Publishing \(id): its change was never shown. Look at it (`carrel diff \(id)`), or say --yes or --tree \(listing.summary.tree).")
    }
    guard listing.summary.tree == expected || listing.summary.tree.hasPrefix(expected) && expected.count >= 7 else {
      throw SupervisionError(
        .refused,
        "Publishing \(id): the files changed since they were shown (tree \(expected.prefix(12)) then, \(listing.summary.tree.prefix(12)) now). Look again."
      )
    }
    let out = try leftOut(approval, listing)
    guard approval.seal.map({ $0 == record.out.seal }) ?? true else {
      throw SupervisionError(.refused, "Publishing \(id): what is taken out changed since it was shown. Look again.")
    }
    let kept = try await keeping(listing, out)
    _ = try checked(approval.ticks, listing)
    try requireTicks(listing, with: approval.ticks, out: kept.out)
    let branch = approval.branch ?? desk.branchName(for: record)
    if approval.kind.goesByOutbox { return try await approveByOutbox(approval, kept, listing, out, branch: branch) }
    if approval.dryRun {
      return
        "\(id): would publish \(approval.kind.rawValue) \(branch) to \(record.repository.publishTo) (\(try await sizes(of: kept, listing)))"
    }
    try await noteChoices(approval, kept, listing, out)
    try await handle(.approved(author: approval.author))
    let line = try await carryOut(approval, tree: kept.tree, branch: branch)
    return kept.out.isEmpty ? line : "\(line)\n\(id)\twithout\t\(kept.out.list)"
  }

  /// Keeps what an approval said of ticks and of what is left out.
  func noteChoices(
    _ approval: Approval, _ kept: ComposedTree, _ listing: DiffListing, _ out: [String: TakenOut]
  ) async throws(SupervisionError) {
    try await keep(approval.ticks, listing)
    if out != record.out {
      try await handle(
        .takenOut(out, note: out.isEmpty ? "\(approval.author) put everything back in" : "\(approval.author) left out: \(out.list)"))
    }
    if !kept.out.isEmpty { try await handle(.remarked("Published without \(kept.out.list).")) }
  }

  /// Publishes what was approved, and clears the desk.
  func carryOut(_ approval: Approval, tree: String, branch: String) async throws(SupervisionError) -> String {
    let publication: Publication
    do throws(WorkspaceError) {
      publication = try await publish(approval, tree: tree, branch: branch)
    } catch {
      try await handle(.publishFailed(error.text))
      throw SupervisionError(.failed, error.text)
    }
    CrashPoint.reach(.pushed)
    try await handle(.published(publication))
    await finish()
    return "\(id)\t\(publication.kind.rawValue)\t\(publication.ref)" + (publication.commit.map { "\t\($0.prefix(12))" } ?? "")
  }

  private func approveNothing(_ approval: Approval) async throws(SupervisionError) -> String {
    if approval.dryRun { return "\(id): would end without publishing" }
    try await handle(.approved(author: approval.author))
    try await handle(.published(Publication(kind: .none, ref: "")))
    await finish()
    return "\(id)\tnone\t"
  }

  /// - Parameter trustingWatch: whether only what is known to have changed is looked at.
  func measuredNow(trustingWatch: Bool = false) async throws(SupervisionError) -> DiffListing {
    await measurementsDone()
    let listing: DiffListing
    do throws(WorkspaceError) {
      listing = try await desk.workspaces.snapshot(id, trustingWatch: trustingWatch)
      if listing.summary != record.diff { _ = try? await handle(.measured(listing.summary, final: false)) }
    } catch {
      throw SupervisionError(.failed, error.text)
    }
    await putBackWhatChanged(listing)
    return listing
  }

  private func publish(_ approval: Approval, tree: String, branch: String) async throws(WorkspaceError) -> Publication {
    let message = Redactor(desk.credentials.ledger).redact(approval.message ?? desk.commitMessage(for: record))
    let date = record.workEnded ?? record.created
    let commit = try await desk.workspaces.commit(
      id, tree: tree, message: message, author: desk.identity, date: date)
    switch approval.kind {
    case .merge:
      guard let base = record.baseBranch else { throw .badBranchName("") }
      let target = record.repository.publishTo
      let merged = try await desk.withRemote(target) { [desk, id] (credentials) async throws(WorkspaceError) in
        try await desk.workspaces.publishMerge(
          id, commit: commit, into: base, to: target, author: desk.identity, credentials: credentials,
          seconds: desk.settings.limits.pushSeconds)
      }
      return Publication(kind: .merge, ref: base, commit: merged)
    case .patch:
      let file = "\(desk.patchFolder)/\(branch.split(separator: "/").last.map(String.init) ?? "\(id)").patch"
      try await desk.workspaces.publishPatch(id, commit: commit, to: file)
      return Publication(kind: .patch, ref: file)
    case .none:
      return Publication(kind: .none, ref: "")
    case .branch, .pr:
      throw .files(doing: "publishing \(id)", reason: "a \(approval.kind.rawValue) is published in another way")
    }
  }

  /// After completion: the workspace goes by the clean-up policy.
  func finish() async {
    if record.phase.isCompletion { await letGoOfTheBeginning() }
    guard record.phase.isCompletion, record.workspacePath != nil else { return }
    if let published = record.published, published.request?.state == .open, let commit = published.commit {
      // Without it others are not held against this one, no more.
      try? await desk.workspaces.keepOpen(id, commit: commit)
    }
    switch desk.settings.cleanup {
    case .manual: return
    case .onSuccess where record.phase != .done: return
    case .onSuccess, .onCompletion: break
    }
    await remove(seal: record.phase == .discarded || record.published?.kind == Publication.Kind.none)
  }

  /// Ends without publishing.
  func discard(author: String) async throws(SupervisionError) {
    try await handle(.discarded(author: author))
    await giveUpJob()
    await finish()
  }

  /// Stops; when this returns, its processes are gone, also one that was just being started.
  func stop(author: String) async throws(SupervisionError) {
    await endOwnInterface()
    try await handle(.stopped(author: author))
    await giveUpJob()
  }

  private func giveUpJob() async {
    await endCommand()
    job?.cancel()
    await job?.value
  }

  /// Lets it go on after an end. With `fresh` the old workspace goes first: nothing can start in it, and nothing starts when it cannot be cleared.
  func retry(_ change: RetryChange) async throws(SupervisionError) {
    let input = TaskInput.retried(change)
    let fresh = change.fresh
    guard fresh, record.workspacePath != nil else {
      try await handle(input)
      return
    }
    try await exclusively("its old workspace is being cleared") { () async throws(SupervisionError) in
      if let refusal = refusal(of: input) { throw SupervisionError(.refused, refusal) }
      await endAgent()
      await handleQuietly(.agentParked)
      await giveUpJob()
      if let error = await remove(seal: true) {
        throw SupervisionError(.failed, "\(id) was not started anew, since its old workspace is still there. \(error.text)")
      }
      try await conclude(input)
    }
  }

  /// Brings the unpublished work back from the morgue.
  func undelete() async throws(SupervisionError) {
    try await exclusively("its work is being brought back") { () async throws(SupervisionError) in
      guard record.phase.isEnd, record.workspacePath == nil else {
        throw SupervisionError(.refused, "\(id) still has its workspace, or is to get one: there is nothing to bring back.")
      }
      let made: PreparedWorkspace
      do throws(WorkspaceError) { made = try await broughtBack() } catch { throw SupervisionError(.refused, error.text) }
      try await conclude(.restored(path: made.path, baseCommit: made.baseCommit))
    }
  }

  private func broughtBack() async throws(WorkspaceError) -> PreparedWorkspace {
    // One that stands already is from an attempt that a crash cut at its very end.
    if let there = desk.workspaces.workspace(of: id), desk.workspaces.sealed(id) != nil { return there }
    return try await desk.withRemote(record.repository.source) { [desk, id] (credentials) async throws(WorkspaceError) in
      try await desk.workspaces.undelete(id, credentials: credentials)
    }
  }

  /// The same as `remove`, for an operator who clears kept workspaces away.
  func clean() async throws(SupervisionError) {
    try await exclusively("its workspace is being cleared") { () async throws(SupervisionError) in
      guard record.phase.isCompletion else { return }
      await remove(seal: record.published == nil || record.published?.kind == Publication.Kind.none)
    }
  }
}
