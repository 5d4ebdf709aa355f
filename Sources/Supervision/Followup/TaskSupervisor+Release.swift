import Configuration
import Forges
package import Model
import Workspaces

/// Letting the checks of a pull request go that were held until a person had looked. What is done on the forge is looked up there first, so that it is done once,
/// also when the service ended between the deed and its note.
extension TaskSupervisor {
  /// Releases the CI of a task's pull request.
  /// - Parameter looked: whether the operator says to have looked at the change elsewhere.
  /// - Returns: a line that says what was done.
  /// - Throws: `refused` when nobody has looked at the change, or the request is not open; `failed` with what the forge said: it stays held then.
  package func release(_ id: TaskID, looked: Bool, author: String) async throws(SupervisionError) -> String {
    let record = try task(id)
    guard let published = record.published, let request = published.request else {
      throw SupervisionError(.refused, "Releasing the CI of \(id): it has no pull request.")
    }
    guard let hold = request.hold else { return "\(id): its CI is not held" }
    guard record.phase == .done else {
      throw SupervisionError(
        .refused, "Releasing the CI of \(id): it is \(record.phase.rawValue); approve what it comes to, then release that.")
    }
    guard looked || record.wasLookedAt else {
      throw SupervisionError(
        .refused,
        "Releasing the CI of \(id): nobody has looked at its change here. Look at \(request.url), then `carrel release \(id) --yes`.")
    }
    guard releasing.insert(id).inserted else { throw SupervisionError(.refused, "Releasing the CI of \(id): that is under way.") }
    defer { releasing.remove(id) }
    let commit: String?
    let how: String
    do throws(ForgeError) {
      let place = try await desk.forges.place(of: request.repository, fresh: followup.lanes[request.repository.host]?.isTokenDead ?? false)
      let pull = try await place.forge.pullRequest(place.repository, number: request.number)
      guard pull.state == .open else {
        throw ForgeError(.refused, "Releasing the CI of \(id): \(request.name) is \(pull.state.rawValue).")
      }
      switch hold {
      case .draft:
        if pull.isDraft { try await markReady(pull, place) }
        (commit, how) = (nil, "the pull request is marked as ready\(await started(request.number, place))")
      case .label(let name):
        if !pull.labels.contains(name) {
          try await place.forge.label(IssueReference(place.repository, request.number, isRequest: true), add: [name], remove: [])
        }
        (commit, how) = (nil, "the label \(name) is set\(await started(request.number, place))")
      case .marker(let marker):
        (commit, how) = try await withoutMarker(marker, record, published)
      }
    } catch {
      throw SupervisionError(error.kind == .refused ? .refused : .failed, Self.stillHeld(error.text, id))
    }
    try await runner(for: record).handle(.released(commit: commit, how: how, author: author))
    return "\(id): CI released, \(how)"
  }

  private static func stillHeld(_ text: String, _ id: TaskID) -> String {
    text.contains("Releasing") ? text : "Releasing the CI of \(id), which stays held: \(text)"
  }

  private func markReady(_ pull: PullRequest, _ place: ForgePlace) async throws(ForgeError) {
    var text = PullRequestText(title: pull.title, body: pull.body, head: pull.head, base: pull.base)
    text.isDraft = false
    _ = try await place.forge.update(pull.number, to: text, in: place.repository)
  }

  /// Starts the checks where the forge does not.
  /// - Returns: what came of it, for the end of a sentence.
  private func started(_ number: Int, _ place: ForgePlace) async -> String {
    do throws(ForgeError) {
      return try await place.forge.startChecks(place.repository, number: number) ? ", and its pipeline is started" : ""
    } catch {
      return "; its checks were not started (\(error.text))"
    }
  }

  /// Puts the same commit without its marker in the place of the published one, unless that has been done.
  private func withoutMarker(
    _ marker: String, _ record: TaskRecord, _ published: Publication
  ) async throws(ForgeError) -> (commit: String?, how: String) {
    guard let old = published.commit else {
      throw ForgeError(.refused, "Releasing the CI of \(record.id): it is not known which commit was published.")
    }
    let seconds = desk.settings.limits.pushSeconds
    let task = record.id
    let outcome: BranchRewording
    do throws(WorkspaceError) {
      outcome = try await desk.withRemote(record.repository.publishTo) { [desk] (credentials) async throws(WorkspaceError) in
        try await desk.workspaces.reword(
          task, commit: old, branch: published.ref, location: record.repository, credentials: credentials, seconds: seconds,
          message: SkipMarker.stripped(from:))
      }
    } catch {
      throw ForgeError(.server, "Releasing the CI of \(record.id), which stays held: \(error.text)")
    }
    switch outcome {
    case .done(let commit): return (commit, "\(published.ref) is at \(commit.prefix(10)), without \(marker)")
    case .moved: return (nil, "somebody pushed to \(published.ref), so that \(marker) is not at its head any more")
    }
  }
}
