import Forges
package import Model

/// Follows the pull requests of published tasks: one loop per forge, which sleeps by the desk's clock until the next request is due and ends when there is none.
extension TaskSupervisor {
  /// Takes a change of a task: a request that is new, published anew, or of another forge.
  func followAfter(_ record: TaskRecord, _ old: TaskRecord?) {
    guard let host = record.published?.request?.repository.host else { return }
    let isPublishedAnew =
      old?.published?.commit != record.published?.commit || old?.published?.request?.number != record.published?.request?.number
    if isPublishedAnew { followup.forget(record.id) }
    if isPublishedAnew || old?.phase != record.phase || old?.published?.request != record.published?.request { follow(host) }
  }

  /// Looks at every forge on which something may be followed.
  func followRequests() { for host in FollowupBook.hosts(records.values) { follow(host) } }

  /// Begins to follow on a forge, or brings forward what its loop sleeps for.
  func follow(_ host: String) {
    guard !isShuttingDown, followLanes[host]?.isAsking != true else { return }
    let waits = followLanes[host]
    guard next(on: host) != nil else {
      waits?.loop.cancel()
      followLanes[host] = nil
      return
    }
    waits?.loop.cancel()
    followLanes[host] = FollowupLane(loop: Task { await self.runLane(host) })
  }

  /// Whether a forge is being asked about requests, or will be when it is time: for tests.
  package var isFollowing: Bool { !followLanes.isEmpty }

  func endFollowing() {
    for lane in followLanes.values { lane.loop.cancel() }
    followLanes = [:]
  }

  private func next(on host: String) -> FollowupBook.Next? {
    followup.next(on: host, among: records.values, now: desk.now(), uptime: desk.uptime()) { onlookers.look(at: $0) }
  }

  private func runLane(_ host: String) async {
    while !Task.isCancelled, !isShuttingDown {
      guard let next = next(on: host) else {
        followLanes[host] = nil
        return
      }
      let wait = next.at - desk.uptime()
      if wait > 0.001 {
        await desk.sleep(wait)
        continue
      }
      followLanes[host]?.isAsking = true
      _ = await ask(next.task, isWhole: next.isWhole)
      followLanes[host]?.isAsking = false
    }
  }

  /// Asks about one task's request now.
  /// - Returns: why it could not be asked; nil: it was.
  private func ask(_ id: TaskID, isWhole: Bool, always: Bool = false) async -> FollowupFailure? {
    guard let record = records[id], let request = record.published?.request, let question = RequestQuestion(record) else { return nil }
    let host = request.repository.host
    let lane = followup.lanes[host] ?? FollowupBook.Lane()
    do throws(ForgeError) {
      let place = try await desk.forges.place(of: request.repository, fresh: lane.isTokenDead)
      let answer = try await RequestAnswer.ask(place, number: request.number, isWhole: isWhole, login: lane.login)
      followup.answered(id, on: host, isWhole: isWhole, calls: answer.calls, uptime: desk.uptime())
      if let login = answer.reading.login { followup.lanes[host]?.login = login }
      if let missing = answer.missing, followup.lanes[host]?.isScopeSaid == false {
        followup.lanes[host]?.isScopeSaid = true
        announce(.message(.warning, missing))
      }
      guard let now = records[id] else { return nil }
      await runner(for: now).handleQuietly(.followed(answer.reading, question, always: always))
      return nil
    } catch {
      let failure = FollowupFailure(error)
      switch followup.failed(id, on: host, failure, uptime: desk.uptime()) {
      case .passing(let text): announce(.message(.info, text))
      case .token(let text): announce(.message(.error, text))
      case .task(let text): await runner(for: record).handleQuietly(.remarked(text))
      case nil: break
      }
      return failure
    }
  }

  /// Asks about the requests of these tasks now, or of all that are followed. A forge that asked to wait is not asked before.
  /// - Returns: a line for each.
  /// - Throws: `refused` when none of them has a pull request, or its forge asks to wait; `failed` with what the forge said.
  package func refresh(_ ids: [TaskID]?) async throws(SupervisionError) -> String {
    let tasks = try ids.map { (ids) throws(SupervisionError) in
      var tasks: [TaskRecord] = []
      for id in ids { tasks.append(try task(id)) }
      return tasks
    }
    let wanted = (tasks ?? Array(records.values)).filter { FollowupBook.request(of: $0) != nil }.sorted { $0.id < $1.id }
    if let without = tasks?.first(where: { FollowupBook.request(of: $0) == nil }) {
      throw SupervisionError(.refused, "Asking about \(without.id): it has no pull request that could have changed.")
    }
    var lines: [String] = []
    for record in wanted {
      guard let request = record.published?.request else { continue }
      let host = request.repository.host
      if let lane = followup.lanes[host], lane.isLimited, lane.notBefore > desk.uptime() {
        let seconds = Int((lane.notBefore - desk.uptime()).rounded(.up))
        let text = "Asking about \(record.id): \(host) asks to wait \(seconds) more seconds; it is asked again by itself then."
        if ids != nil { throw SupervisionError(.refused, text) }
        lines.append("\(record.id)\t\(text)")
        continue
      }
      var failure = await ask(record.id, isWhole: true, always: true)
      // The token's source may have another one by now.
      if failure?.kind == .token { failure = await ask(record.id, isWhole: true, always: true) }
      if let failure {
        if ids?.count == 1 { throw SupervisionError(.failed, failure.text) }
        lines.append("\(record.id)\t\(failure.text)")
      } else if let now = records[record.id]?.published?.request {
        lines.append("\(record.id)\t\(now.facts)")
      }
    }
    followRequests()
    return lines.joined(separator: "\n")
  }

  /// An operator has seen what came of a task's pull request.
  package func readRequest(_ id: TaskID) async throws(SupervisionError) { try await runner(id).handle(.requestRead) }

  /// Hands comments and failed checks of a task's pull request to its agent, for another turn.
  /// - Returns: a line that says what was handed over.
  /// - Throws: `refused` when there is nothing to hand over, or the task takes nothing now.
  package func sendReviews(_ id: TaskID, _ order: ReviewOrder, author: String) async throws(SupervisionError) -> String {
    try refuseWhileFrozen(id)
    let record = try task(id)
    guard let request = record.published?.request, let branch = record.published?.ref else {
      throw SupervisionError(.refused, "Handing comments to \(id): it has no pull request.")
    }
    for number in order.notes ?? [] where !request.notes.contains(where: { $0.id == number }) {
      throw SupervisionError(.refused, "Handing comments to \(id): there is no comment \(number) any more; `carrel show \(id)` lists them.")
    }
    let notes = order.notes.map { wanted in request.notes.filter { wanted.contains($0.id) } } ?? request.open
    let checks = order.checks ? request.checks.filter { $0.state == .failed } : []
    guard !notes.isEmpty || !checks.isEmpty else {
      throw SupervisionError(
        .refused,
        "Handing comments to \(id): there are no new ones that are not dealt with; `carrel refresh \(id)` asks \(request.repository.host) again."
      )
    }
    let text = ReviewPrompt.compose(request, branch: branch, notes: notes, checks: checks, words: order.words)
    try await runner(for: record).handle(.reviewsSent(text: text, notes: notes.map(\.id), author: author))
    scheduleAdmission()
    var parts: [String] = []
    if !notes.isEmpty { parts.append(notes.count == 1 ? "1 comment" : "\(notes.count) comments") }
    if !checks.isEmpty { parts.append(checks.count == 1 ? "1 failed check" : "\(checks.count) failed checks") }
    return "\(id): \(parts.joined(separator: " and ")) handed over"
  }
}
