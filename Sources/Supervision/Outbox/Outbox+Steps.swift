import Configuration
import Forges
import Model
import Workspaces

/// What each step does. All of them ask first: whatever a crash or a cut answer left behind is found, and not done again.
extension Outbox {
  /// Does a step, or finds it done.
  /// - Returns: the entry with what came of it.
  func carryOut(_ step: OutboxStep, of entry: OutboxEntry) async throws(OutboxFailure) -> OutboxEntry {
    switch step {
    case .push: try await push(entry)
    case .request: try await request(entry)
    case .labels: try await labels(entry)
    case .comment: try await comment(entry)
    case .state: try await close(entry)
    }
  }

  /// The forge, with a token; asked once more with another one when this one is refused.
  private func onForge<Value: Sendable>(
    _ entry: OutboxEntry, _ body: @Sendable (any Forge) async throws(ForgeError) -> Value
  ) async throws(OutboxFailure) -> Value {
    do throws(ForgeError) {
      do throws(ForgeError) {
        return try await body(try await desk.forges.place(of: entry.repository, fresh: false).forge)
      } catch {
        guard error.kind == .refusedToken else { throw error }
        return try await body(try await desk.forges.place(of: entry.repository, fresh: true).forge)
      }
    } catch {
      throw OutboxFailure(error)
    }
  }

  private func push(_ entry: OutboxEntry) async throws(OutboxFailure) -> OutboxEntry {
    if let number = entry.number {
      // Nothing is pushed to the branch of a request that is over.
      let now = try await onForge(entry) { (forge) async throws(ForgeError) in
        try await forge.pullRequest(entry.repository, number: number)
      }
      try Self.requireOpen(now, entry)
    }
    do throws(WorkspaceError) {
      let pushed = try await desk.withRemote(entry.remote) { [desk] (credentials) async throws(WorkspaceError) in
        try await desk.workspaces.publish(
          entry.task, entry.plan, as: entry.text.head, to: entry.remote, credentials: credentials,
          seconds: desk.settings.limits.pushSeconds)
      }
      var entry = entry
      entry.text.head = pushed.branch
      entry.commit = pushed.commit
      return entry
    } catch {
      throw OutboxFailure(error)
    }
  }

  private static func requireOpen(_ request: PullRequest, _ entry: OutboxEntry) throws(OutboxFailure) {
    guard request.state != .open else { return }
    let what =
      "Bringing the pull request \(request.number) of \(entry.repository.path) up to date: it was \(request.state.rawValue) meanwhile."
    throw OutboxFailure(.refused, "\(what) `carrel approve \(entry.task) --publish pr --new` opens another one.")
  }

  private func request(_ entry: OutboxEntry) async throws(OutboxFailure) -> OutboxEntry {
    let found: PullRequest? = try await onForge(entry) { (forge) async throws(ForgeError) in
      if let number = entry.number { return try await forge.pullRequest(entry.repository, number: number) }
      return try await forge.pullRequest(entry.repository, head: entry.text.head)
    }
    let standing: PullRequest
    if let found, entry.number != nil {
      try Self.requireOpen(found, entry)
      standing = try await bringUp(found, entry)
    } else if let found, PullRequestBody.holds(found.body, token: entry.token) {
      // Opened before a crash, or before an answer that never came.
      if found.state == .closed {
        throw OutboxFailure(
          .refused,
          "Opening a pull request for \(entry.task): \(found.url) was opened, and closed by somebody at once. Approve it again with --new.")
      }
      standing = found.state == .open ? try await bringUp(found, entry) : found
    } else if let found, found.state == .open {
      // Somebody opened one for the branch as soon as it was there.
      standing = try await bringUp(found, entry)
    } else {
      standing = try await open(entry)
    }
    var entry = entry
    entry.request = Self.record(standing, entry, at: desk.now())
    return entry
  }

  private func open(_ entry: OutboxEntry) async throws(OutboxFailure) -> PullRequest {
    var text = entry.text
    text.labels = []
    let wanted = text
    return try await onForge(entry) { (forge) async throws(ForgeError) in
      do throws(ForgeError) { return try await forge.open(wanted, in: entry.repository) } catch {
        if error.isOfToken { throw error }
        // It may be there all the same.
        if let there = try? await forge.pullRequest(entry.repository, head: wanted.head), there.state == .open,
          PullRequestBody.holds(there.body, token: entry.token)
        {
          return there
        }
        throw error
      }
    }
  }

  /// Changes an open request only where it is not as it should be.
  private func bringUp(_ now: PullRequest, _ entry: OutboxEntry) async throws(OutboxFailure) -> PullRequest {
    var text = entry.text
    text.labels = []
    if entry.keepsTitle { text.title = now.title }
    if entry.keepsBase { text.base = now.base }
    text.body =
      PullRequestBody.holds(now.body, token: entry.token) && now.body.contains(entry.text.body)
      ? now.body : PullRequestBody.updated(now.body, with: entry.text.body, token: entry.token, task: entry.task)
    if entry.keepsReadiness { text.isDraft = now.isDraft }
    if now.title == text.title, now.body == text.body, now.base == text.base, now.isDraft == text.isDraft { return now }
    let wanted = text
    return try await onForge(entry) { (forge) async throws(ForgeError) in
      try await forge.update(now.number, to: wanted, in: entry.repository)
    }
  }

  private static func record(_ now: PullRequest, _ entry: OutboxEntry, at moment: Timestamp) -> PublishedRequest {
    var request =
      entry.earlier.flatMap { $0.number == now.number ? $0 : nil }
      ?? PublishedRequest(repository: entry.repository, number: now.number, url: now.url)
    request.url = now.url
    request.state = now.state
    request.isDraft = now.isDraft
    request.hold = entry.hold
    request.ci = entry.hold == nil ? .none : .held
    request.checks = []
    request.seen = moment
    request.token = entry.token
    return request
  }

  private func labels(_ entry: OutboxEntry) async throws(OutboxFailure) -> OutboxEntry {
    guard let number = entry.request?.number else { return entry }
    let held = entry.heldLabel.map { [$0] } ?? []
    try await onForge(entry) { (forge) async throws(ForgeError) in
      try await forge.label(
        IssueReference(entry.repository, number, isRequest: true), add: entry.text.labels.filter { !held.contains($0) },
        remove: entry.number == nil ? [] : held)
    }
    return entry
  }

  private func comment(_ entry: OutboxEntry) async throws(OutboxFailure) -> OutboxEntry {
    guard let issue = entry.issue, let request = entry.request else { return entry }
    let text = "A pull request for this is open: \(request.url)\n\n\(entry.mark)"
    try await onForge(entry) { (forge) async throws(ForgeError) in
      if try await forge.comments(issue).contains(where: { $0.body.contains(entry.token) }) { return }
      _ = try await forge.comment(text, on: issue)
    }
    return entry
  }

  private func close(_ entry: OutboxEntry) async throws(OutboxFailure) -> OutboxEntry {
    guard let issue = entry.issue else { return entry }
    try await onForge(entry) { (forge) async throws(ForgeError) in
      if try await forge.issue(issue).isOpen { try await forge.setOpen(false, issue) }
    }
    return entry
  }
}
