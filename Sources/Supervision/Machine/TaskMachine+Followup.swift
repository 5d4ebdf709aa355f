import Model

/// What comes after a pull request was opened: its checks and comments, another turn because of them, and the release of its checks.
extension TaskMachine {
  mutating func followed(_ reading: RequestReading, _ question: RequestQuestion, _ always: Bool, _ now: Timestamp) -> TaskStep {
    guard record.phase != .publishing, RequestQuestion(record) == question, var request = record.published?.request else {
      return .refused("\(record.id) was published anew meanwhile.")
    }
    var step = TaskStep()
    let before = request
    var news: [RequestNews] = []
    if pushedByOthers(reading, request) {
      request.hold = nil
      news.append(.released("somebody pushed to its branch"))
    }
    news += request.take(reading, at: now)
    for item in news { step.events.append(.note(item.asks && item.isTrouble ? .warning : .info, item.text)) }
    var unseen = request
    unseen.seen = before.seen
    // The bare moment is worth a row of the store now and then.
    let isOld = before.seen.map { $0.seconds(until: now) >= 600 } ?? true
    step.changed = unseen != before || always || isOld
    if step.changed { record.published?.request = request }
    if attend(request, isNews: news.contains(where: \.asks), now) { step.changed = true }
    return step
  }

  /// Whether the branch holds another commit than it did when it was seen last, and not the one that was published: the marker is not at its head any more.
  private func pushedByOthers(_ reading: RequestReading, _ request: PublishedRequest) -> Bool {
    guard case .marker? = request.hold, let published = record.published?.commit, let seen = request.commit else { return false }
    return !reading.pull.commit.isEmpty && reading.pull.commit != published && reading.pull.commit != seen
  }

  /// Asks for the operator when there is something new to look at, and no more when there is nothing left. True when that changed.
  private mutating func attend(_ request: PublishedRequest, isNews: Bool, _ now: Timestamp) -> Bool {
    let isAsking = record.attention?.kind == .pullRequest
    guard record.phase == .done, let text = request.asking else {
      if isAsking { record.attention = nil }
      return isAsking
    }
    guard isNews || isAsking, record.attention?.text != text else { return false }
    needOperator(.pullRequest, text, now)
    return true
  }

  mutating func requestRead() -> TaskStep {
    guard let request = record.published?.request else { return .refused("\(record.id) has no pull request.") }
    var step = TaskStep()
    let read = request.notes.map(\.id)
    step.changed = record.attention?.kind == .pullRequest || !request.unread.isEmpty
    record.published?.request?.read = read
    if record.attention?.kind == .pullRequest { record.attention = nil }
    return step
  }

  mutating func reviewsSent(_ text: String, _ notes: [Int64], _ author: String, _ now: Timestamp) -> TaskStep {
    guard let request = record.published?.request else { return .refused("\(record.id) has no pull request.") }
    var step: TaskStep
    switch record.phase {
    case .done:
      if let refusal = refusalToGoOn(request) { return .refused(refusal) }
      step = broughtBack(text, author, now)
    case .failed, .stopped, .publishing, .discarded, .queued, .preparing, .running, .waiting, .review: step = message(text, author, now)
    }
    guard step.refusal == nil else { return step }
    record.published?.request?.handedOver = Array((request.handedOver + notes.filter { !request.handedOver.contains($0) }).suffix(500))
    record.published?.request?.read = request.notes.map(\.id)
    return step
  }

  private func refusalToGoOn(_ request: PublishedRequest) -> String? {
    guard request.state == .open else {
      return "Handing comments to \(record.id): \(request.name) is \(request.state.rawValue); another change needs a ticket of its own."
    }
    if record.limits.turns > 0, record.turns >= record.limits.turns {
      return "Handing comments to \(record.id): its limit of \(record.limits.turns) turns is reached."
    }
    if record.limits.budgetUSD > 0, record.costUSD >= record.limits.budgetUSD {
      return "Handing comments to \(record.id): its budget of $\(record.limits.budgetUSD) is used up."
    }
    guard record.workspacePath != nil || record.published?.commit != nil && record.baseCommit != nil else {
      return "Handing comments to \(record.id): it is not known which commit was published."
    }
    return nil
  }

  /// Back from its end to the queue. Where the workspace is gone the conversation is gone with it: a new one begins with this text, and the brief after it.
  private mutating func broughtBack(_ text: String, _ author: String, _ now: Timestamp) -> TaskStep {
    var step = TaskStep()
    if record.workspacePath != nil, record.sessionID != nil, record.lastPrompt != nil {
      record.pendingMessages = [text]
    } else {
      record.sessionID = nil
      record.lastPrompt = nil
      record.engineNote = "\(text)\nThe ticket as it was given at first follows; the change that was published is the answer to it.\n"
      record.pendingMessages = []
    }
    record.promptInFlight = false
    record.retries = 0
    record.notBefore = nil
    record.error = nil
    record.attention = nil
    record.summary = ""
    record.plan = []
    // An operator's word gives it as much time again.
    record.runningSeconds = 0
    // What was approved by a person is not published by itself the next time.
    record.chain?.hasTriedPublishing = true
    enter(.queued, now, reason: "brought back by \(author) for what came of its pull request", &step)
    return step
  }

  mutating func released(_ commit: String?, _ how: String, _ author: String, _ now: Timestamp) -> TaskStep {
    guard record.phase == .done, var request = record.published?.request else {
      return .refused("\(record.id) is \(record.phase.rawValue): its CI cannot be released now.")
    }
    var step = TaskStep()
    if let commit {
      record.published?.commit = commit
      request.commit = commit
    }
    if request.hold == .draft { request.isDraft = false }
    if request.hold != nil {
      request.checks = []
      request.ci = .none
      step.events.append(.note(.info, "CI released by \(author): \(how)."))
    }
    request.hold = nil
    request.changed = now
    record.published?.request = request
    return step
  }
}

extension RequestNews {
  /// Whether something is wrong.
  fileprivate var isTrouble: Bool {
    if case .failed = self { true } else { false }
  }
}
