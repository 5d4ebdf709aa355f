import Configuration
import Forges
import Model
import Platform
import Secrets
import Storage
import Workspaces

/// From an approval to an entry of the outbox: everything that a pull request or a branch needs is worked out and committed before anything leaves.
extension TaskRunner {
  /// What an approval as a pull request comes to.
  /// - Throws: `refused` when there is no forge, an earlier request is over, or something looks like a secret and nobody said that it may go.
  func posting(_ approval: Approval, _ kept: ComposedTree, _ listing: DiffListing, branch: String) async throws(SupervisionError)
    -> OutboxEntry
  {
    let wish = approval.request
    let publishing = desk.settings.publishing(record.repository)
    let place = try await forgePlace()
    let earlier = wish.opensNew == true ? nil : record.published?.request.flatMap { $0.repository == place.repository ? $0 : nil }
    if let earlier { try require(earlier, approval) }
    let hold = publishing.hold(on: place.forge.kind)
    let plan = plan(
      approval, tree: kept.tree, hold, on: earlier == nil ? nil : record.published?.commit,
      usual: ForgeProse.message(desk.commitMessage(for: record)))
    let commit: String?
    do throws(WorkspaceError) { commit = try await desk.workspaces.commit(id, plan) } catch { throw SupervisionError(.refused, error.text) }
    let files = kept.out.isEmpty ? listing.files : try await listed(kept).files
    let token = earlier?.token ?? Self.newToken()
    let issue = record.ticket.origin?.issue.flatMap { $0.repository.host == place.repository.host ? $0 : nil }
    let closing = wish.closing ?? publishing.close ?? .merge
    var text = PullRequestText(
      title: title(wish, plan), body: body(wish, publishing, files, issue, closing, await seen(), in: place.repository),
      head: earlier == nil ? branch : record.published?.ref ?? branch, base: try await base(wish, place),
      isDraft: (wish.draft ?? publishing.draft ?? false) || hold == .draft,
      labels: Self.names(publishing.labels, wish.labels), reviewers: Self.names(publishing.reviewers, wish.reviewers))
    let findings = try await findings(kept.tree, plan, text)
    text.body = PullRequestBody.framed(text.body, token: token, task: id)
    var entry = OutboxEntry(
      task: id, token: token, repository: place.repository, kind: place.forge.kind, remote: record.repository.publishTo,
      author: approval.author, created: desk.now(), plan: plan, commit: commit, text: text)
    entry.keepsTitle = earlier != nil && wish.title == nil
    entry.keepsBase = earlier != nil && wish.base == nil
    entry.keepsReadiness = earlier != nil && wish.draft == nil && hold != .draft
    entry.number = earlier?.number
    entry.earlier = earlier
    entry.hold = hold
    if let label = entry.heldLabel { entry.text.labels.removeAll { $0 == label } }
    entry.issue = issue
    entry.comments = wish.comments ?? publishing.comment ?? false
    entry.closes = closing == .now
    return try await rehearsed(entry, approval, kept, files, findings, closing)
  }

  /// What an approval as a branch comes to.
  /// - Throws: `refused` when something looks like a secret and nobody said that it may go.
  func branchPosting(_ approval: Approval, _ kept: ComposedTree, _ listing: DiffListing, branch: String) async throws(SupervisionError)
    -> OutboxEntry
  {
    let plan = plan(approval, tree: kept.tree, nil, on: nil, usual: desk.commitMessage(for: record))
    let commit: String?
    do throws(WorkspaceError) { commit = try await desk.workspaces.commit(id, plan) } catch { throw SupervisionError(.refused, error.text) }
    let files = kept.out.isEmpty ? listing.files : try await listed(kept).files
    let subject = plan.message.split(whereSeparator: \.isNewline).first.map(String.init) ?? record.ticket.title
    let findings = try await findings(kept.tree, plan, PullRequestText(title: "", body: "", head: branch, base: ""))
    let entry = OutboxEntry(
      task: id, token: Self.newToken(), repository: ForgeRepository(remote: record.repository.publishTo), kind: nil,
      remote: record.repository.publishTo, author: approval.author, created: desk.now(), plan: plan, commit: commit,
      text: PullRequestText(title: subject, body: "", head: branch, base: record.baseBranch ?? ""))
    return try await rehearsed(entry, approval, kept, files, findings, .never)
  }

  /// The entry with what would happen; refuses what looks like a secret.
  private func rehearsed(
    _ entry: OutboxEntry, _ approval: Approval, _ kept: ComposedTree, _ files: [DiffFile], _ findings: [SecretFinding],
    _ closing: RequestWish.Closing
  ) async throws(SupervisionError) -> OutboxEntry {
    var entry = entry
    let bytes = try? await desk.workspaces.bytes(id, ofBlobs: files.map(\.blob))
    entry.rehearsal =
      OutboxRehearsal(
        entry: entry, task: record, files: files, bytes: bytes ?? 0, closing: closing, findings: findings, out: kept.out
      ).lines
    if !findings.isEmpty, approval.request.withSecrets != true, !approval.dryRun {
      throw SupervisionError(.refused, OutboxRehearsal.refusal(findings, of: id))
    }
    return entry
  }

  private func forgePlace() async throws(SupervisionError) -> ForgePlace {
    let found: ForgePlace?
    do throws(ForgeError) { found = try await desk.forges.place(of: record.repository.publishTo, fresh: false) } catch {
      throw SupervisionError(.refused, error.text)
    }
    guard let found else {
      throw SupervisionError(
        .refused,
        "Publishing \(id) as a pull request: no forge is configured for \(record.repository.publishTo). Add a [[forge]] table for its host, or use --publish branch, patch or merge."
      )
    }
    return found
  }

  private func require(_ earlier: PublishedRequest, _ approval: Approval) throws(SupervisionError) {
    guard earlier.state == .open else {
      throw SupervisionError(
        .refused,
        "Publishing \(id): its pull request \(earlier.url) was \(earlier.state.rawValue) meanwhile. `carrel approve \(id) --publish pr --new` opens another one."
      )
    }
    if let branch = approval.branch, branch != record.published?.ref {
      throw SupervisionError(
        .refused,
        "Publishing \(id): its pull request \(earlier.url) brings the branch \(record.published?.ref ?? ""). Leave --branch out, or open another with --new."
      )
    }
  }

  private func plan(_ approval: Approval, tree: String, _ hold: CIHold?, on parent: String?, usual: String) -> CommitPlan {
    let redactor = Redactor(desk.credentials.ledger)
    var message = redactor.redact(approval.message ?? usual)
    if case .marker(let marker)? = hold { message = (SkipMarker(rawValue: marker) ?? .skipCI).added(to: message) }
    return CommitPlan(
      tree: tree, message: message, userName: desk.identity.name, userEmail: desk.identity.email, date: record.workEnded ?? record.created,
      parent: parent)
  }

  /// What was seen to be checked, a line each; what cannot be read says nothing but Carrel's own check.
  private func seen() async -> [String] {
    guard let evidence = try? await evidence() else { return PullRequestBody.evidence(of: record) }
    return EvidenceText.evidenceLines(evidence).map { $0.hasPrefix("- ") ? String($0.dropFirst(2)) : $0 }
  }

  /// The branch that it goes into: as wished, the one that the work began at, else the forge's default.
  private func base(_ wish: RequestWish, _ place: ForgePlace) async throws(SupervisionError) -> String {
    if let base = wish.base ?? record.baseBranch { return base }
    do throws(ForgeError) { return try await place.forge.facts(place.repository).defaultBranch } catch {
      throw SupervisionError(.refused, "\(error.text) Say with --base which branch \(id) goes into.")
    }
  }

  private func title(_ wish: RequestWish, _ plan: CommitPlan) -> String {
    let redactor = Redactor(desk.credentials.ledger)
    let words = wish.title ?? plan.message.split(whereSeparator: \.isNewline).first.map(String.init) ?? record.ticket.title
    return ForgeProse.line(redactor.redact(words), most: 250)
  }

  private func body(
    _ wish: RequestWish, _ publishing: PublishSettings, _ files: [DiffFile], _ issue: IssueReference?, _ closing: RequestWish.Closing,
    _ evidence: [String], in repository: ForgeRepository
  ) -> String {
    let name = issue.map { $0.repository == repository ? "#\($0.number)" : $0.text }
    let composed = PullRequestBody(
      task: record, files: files, evidence: evidence, issue: name, closes: closing == .merge,
      template: publishing.template)
    var text = composed.markdown
    if let own = wish.body {
      text = String(own.replacing("<!--", with: "<\u{200B}!--").prefix(PullRequestBody.longest))
      if let name, closing == .merge { text += "\n\nCloses \(name)" }
    }
    return Redactor(desk.credentials.ledger).redact(text)
  }

  private static func names(_ configured: [String]?, _ said: [String]?) -> [String] {
    var names: [String] = []
    for name in (configured ?? []) + (said ?? []) where !name.isEmpty && !names.contains(name) { names.append(name) }
    return Array(names.prefix(50))
  }

  private static func newToken() -> String {
    let text = String(UInt64.random(in: .min ... .max), radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }

  /// What looks like a secret in the change and in what is written beside it.
  private func findings(_ tree: String, _ plan: CommitPlan, _ text: PullRequestText) async throws(SupervisionError) -> [SecretFinding] {
    var diffs: [[UInt8]] = []
    do throws(WorkspaceError) {
      diffs.append(try await desk.workspaces.diffText(id, tree: tree, context: 0))
      for (older, newer) in await inherited() {
        diffs.append(try await desk.workspaces.diffText(id, from: older, tree: newer, context: 0))
      }
    } catch {
      // Nobody can say that there is none.
      return [SecretFinding(place: "the change", line: 1, kind: "more than can be looked through (\(error.text))")]
    }
    let redactor = Redactor(desk.credentials.ledger)
    return await runBlocking { [diffs] in
      // Looked for line by line only where there is any.
      let inDiffs = diffs.flatMap { diff in
        let holdsKnown = !redactor.isEmpty && redactor.finds(in: diff)
        return SecretShapes.findings(inDiff: diff) { holdsKnown && redactor.finds(in: Array($0)) }
      }
      let found =
        inDiffs + SecretShapes.findings(in: plan.message, of: "message")
        + SecretShapes.findings(in: text.title, of: "title") + SecretShapes.findings(in: text.body, of: "body")
      return Array(found.prefix(SecretShapes.most))
    }
  }

  /// The changes that leave with its own: what it began with when another handed that over, what that one began with, and so on; from and to.
  private func inherited() async -> [(older: String, newer: String)] {
    var changes: [(older: String, newer: String)] = []
    var (start, giver) = (record.startCommit, record.startsFrom)
    while let commit = start, let id = giver, changes.count < 50, let other = try? await desk.reader.task(id), let base = other.baseCommit {
      if base != commit { changes.append((base, commit)) }
      (start, giver) = (other.startCommit, other.startsFrom)
    }
    return changes
  }

  /// Approves as a pull request or a branch: says what would happen, or commits it to the outbox and says what came of it first.
  func approveByOutbox(
    _ approval: Approval, _ kept: ComposedTree, _ listing: DiffListing, _ out: [String: TakenOut], branch: String
  ) async throws(SupervisionError) -> String {
    let entry = try await entry(approval, kept, listing, branch: branch)
    if approval.dryRun { return entry.rehearsal.joined(separator: "\n") }
    try await noteChoices(approval, kept, listing, out)
    try await handle(.approved(author: approval.author), posting: entry)
    let line = try await post(entry)
    // Its workspace is on its way out.
    if record.phase.isCompletion { await job?.value }
    return kept.out.isEmpty ? line : "\(line)\n\(id)\twithout\t\(kept.out.list)"
  }

  /// What an approval comes to.
  func entry(
    _ approval: Approval, _ kept: ComposedTree, _ listing: DiffListing, branch: String
  ) async throws(SupervisionError) -> OutboxEntry {
    approval.kind == .pr
      ? try await posting(approval, kept, listing, branch: branch) : try await branchPosting(approval, kept, listing, branch: branch)
  }

  /// Hands a committed entry over.
  /// - Returns: where it went, or why it waits.
  func post(_ entry: OutboxEntry) async throws(SupervisionError) -> String {
    // Nobody talks to it while it is published; a message after a return to review resumes its session.
    await endAgent()
    await handleQuietly(.agentParked)
    guard let publications else { throw SupervisionError(.failed, "Publishing \(id): there is no outbox.") }
    do throws(StorageError) { try await publications.take(id) } catch { throw SupervisionError(.failed, error.text) }
    let kind = entry.publication.kind.rawValue
    switch await publications.news(of: id) {
    case .published(let entry):
      return "\(id)\t\(kind)\t\(entry.request?.url ?? entry.text.head)" + (entry.commit.map { "\t\($0.prefix(12))" } ?? "")
    case .waits(let text): return "\(id)\t\(kind)\twaiting\t\(text)"
    case .back(let text): throw SupervisionError(.refused, text)
    }
  }
}
