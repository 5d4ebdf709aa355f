import Model

/// Review, publishing, and the ways out.
extension TaskMachine {
  mutating func measured(_ summary: DiffSummary, _ final: Bool, _ now: Timestamp) -> TaskStep {
    var step = TaskStep()
    step.changed = record.diff != summary
    record.diff = summary
    // A turn that was cut has left something too.
    if record.phase == .failed || record.phase == .stopped, summary.tree != record.turnStart, record.turnStart != nil || !summary.isEmpty {
      turnLeft(summary, now)
      step.changed = true
    }
    guard final, isMeasuring, record.phase == .running else { return step }
    isMeasuring = false
    step.changed = true
    turnLeft(summary, now)
    record.workEnded = now
    step.events.append(.snapshot(summary))
    if stepEnded(now, &step) { return step }
    let detail = summary.isEmpty ? "no change" : ""
    enter(.review, now, detail: detail, reason: detail, &step)
    needOperator(.review, summary.isEmpty ? "finished with no change" : "\(summary.fileWords) changed", now)
    if !record.pendingMessages.isEmpty { step.append(sendAfterMeasuring(now)) } else { reviewReached(now, &step) }
    return step
  }

  /// A message that came while the change was being measured begins the next turn.
  private mutating func sendAfterMeasuring(_ now: Timestamp) -> TaskStep {
    let text = record.pendingMessages.joined(separator: "\n\n")
    record.pendingMessages = []
    return message(text, "operator", now)
  }

  mutating func measureFailed(_ failure: TaskFailure, _ final: Bool, _ now: Timestamp) -> TaskStep {
    var step = TaskStep()
    step.events.append(.note(.warning, failure.text))
    guard final, isMeasuring, record.phase == .running else { return step }
    isMeasuring = false
    enter(.review, now, detail: "the change could not be measured", reason: failure.text, &step)
    needOperator(.review, failure.text, now)
    return step
  }

  mutating func weighed(_ bytes: Int64) -> TaskStep {
    var step = TaskStep()
    step.changed = record.workspaceBytes != bytes && record.workspacePath != nil
    if step.changed { record.workspaceBytes = bytes }
    return step
  }

  mutating func shown(_ tree: String) -> TaskStep {
    var step = TaskStep()
    step.changed = record.shownTree != tree
    record.shownTree = tree
    return step
  }

  mutating func approved(_ author: String, _ now: Timestamp) -> TaskStep {
    guard record.phase == .review || ((record.phase == .stopped || record.phase == .failed) && record.workspacePath != nil) else {
      return .refused("\(record.id) is \(record.phase.rawValue), not in review: there is nothing to approve.")
    }
    var step = TaskStep()
    enter(.publishing, now, reason: "approved by \(author)", &step)
    return step
  }

  mutating func published(_ publication: Publication, _ now: Timestamp) -> TaskStep {
    guard record.phase == .publishing else { return .refused("\(record.id) is not being published.") }
    var step = TaskStep()
    record.published = publication
    record.error = nil
    if publication.kind == .branch || publication.kind == .pr { record.branch = publication.ref }
    step.events.append(.published(publication))
    endAgent(&step)
    enter(.done, now, &step)
    return step
  }

  mutating func publishFailed(_ text: String, _ now: Timestamp) -> TaskStep {
    guard record.phase == .publishing else { return .refused("\(record.id) is not being published.") }
    var step = TaskStep()
    record.error = TaskFailure(.workspace, text)
    enter(.review, now, detail: "not published", reason: text, &step)
    needOperator(.review, text, now)
    step.events.append(.note(.error, text))
    return step
  }

  mutating func publishingWaits(_ text: String, _ needsOperator: Bool, _ now: Timestamp) -> TaskStep {
    guard record.phase == .publishing else { return .refused("\(record.id) is not being published.") }
    var step = TaskStep()
    let before = record
    record.detail = text
    record.attention = nil
    if needsOperator {
      record.attention = before.attention
      needOperator(.credential, text, now)
    }
    step.changed = record != before
    if step.changed, !text.isEmpty { step.events.append(.note(needsOperator ? .warning : .info, text)) }
    return step
  }

  mutating func discarded(_ author: String, _ now: Timestamp) -> TaskStep {
    guard record.phase != .publishing, record.phase != .done, record.phase != .discarded else {
      return .refused("\(record.id) is \(record.phase.rawValue): it cannot be discarded\(record.wayOutOfPublishing).")
    }
    var step = TaskStep()
    // Also one that is only just being started.
    step.actions.append(.endAgent)
    hasAgent = false
    record.requests = []
    record.promptInFlight = false
    isMeasuring = false
    enter(.discarded, now, reason: "by \(author)", &step)
    return step
  }

  mutating func removed(_ sealed: Bool) -> TaskStep {
    var step = TaskStep()
    record.workspacePath = nil
    record.workspaceBytes = 0
    record.isSetUp = false
    record.checkpoints = []
    record.turnStart = nil
    record.engineNote = nil
    if sealed {
      record.inMorgue = true
      step.events.append(.note(.info, "The unpublished work is in the morgue: `carrel undelete \(record.id)` brings it back."))
    }
    if record.phase == .queued || record.phase.isCompletion { record.detail = "" }
    return step
  }

  mutating func removeFailed(_ text: String) -> TaskStep {
    var step = TaskStep()
    record.detail = "the workspace is still there"
    step.events.append(.note(.error, text))
    return step
  }

  mutating func restored(_ path: String, _ baseCommit: String, _ now: Timestamp) -> TaskStep {
    guard record.phase.isEnd, record.workspacePath == nil else {
      return .refused("\(record.id) still has its workspace: there is nothing to bring back.")
    }
    var step = TaskStep()
    record.workspacePath = path
    record.baseCommit = baseCommit
    record.inMorgue = false
    record.isSetUp = false
    record.sessionID = nil
    record.lastPrompt = nil
    enter(.stopped, now, reason: "brought back from the morgue", &step)
    step.actions.append(.measure(final: false))
    return step
  }

  /// After a restart of the service no agent lives. A turn that had ended goes on where it was; one that was cut waits for the operator, since no prompt
  /// may be sent twice (CONTRACT.md, "After a restart").
  mutating func restarted(_ now: Timestamp) -> TaskStep {
    hasAgent = false
    var step = TaskStep()
    switch record.phase {
    case .preparing:
      enter(.queued, now, reason: "the service was restarted", &step)
    case .running, .waiting:
      if record.phase == .waiting, record.attention?.kind == .usageLimit || record.attention?.kind == .sandbox {
        step.changed = false
      } else if record.phase == .waiting, !record.requests.isEmpty {
        // The request stands as it did; its answer resumes the session.
        step.changed = false
      } else if record.promptInFlight {
        enter(.waiting, now, detail: "interrupted", reason: "the service was restarted in the middle of a turn", &step)
        ask(.interrupted, "Interrupted in the middle of a turn; go on?", now, &step)
      } else if record.lastPrompt == nil {
        enter(.queued, now, reason: "the service was restarted before anything was sent", &step)
      } else if record.phase == .running {
        isMeasuring = true
        step.actions.append(.measure(final: true))
      } else {
        step.changed = false
      }
    case .publishing:
      enter(.review, now, detail: "publishing was cut", reason: "the service was restarted while publishing", &step)
      needOperator(.review, "Publishing was cut by a restart; approve again: a branch that already holds this commit is recognised.", now)
    case .review:
      reviewReached(now, &step)
      step.changed = !step.actions.isEmpty
    case .queued, .done, .failed, .stopped, .discarded:
      step.changed = false
    }
    return step
  }
}

extension TaskRecord {
  /// For the end of a refusal: how one that is being published comes back.
  var wayOutOfPublishing: String { phase == .publishing ? "; `carrel outbox drop \(id)` brings it back to review" : "" }
}
