import Agents
import Configuration
import Model

/// Time limits and silence: one sleeping job while the task runs, none while it does not.
extension TaskRunner {
  /// Called at every change of phase.
  func phaseChanged(from old: TaskPhase) {
    if !record.phase.holdsSlot { command?.cancel() }
    if record.phase == .running {
      runningSince = desk.uptime()
      lastEvent = desk.uptime()
      if !brake.isPulled { rearmWatchdog() }
    } else {
      runningSince = nil
      watchdog?.cancel()
      watchdog = nil
    }
  }

  func rearmWatchdog() {
    watchdog?.cancel()
    guard let seconds = secondsToNextLook() else { return }
    let desk = desk
    watchdog = Task {
      await desk.sleep(max(0.05, seconds))
      if Task.isCancelled { return }
      await self.look()
    }
  }

  private var secondsLeft: Double? {
    guard record.limits.minutes > 0, let runningSince else { return nil }
    return record.limits.minutes * 60 - record.runningSeconds - (desk.uptime() - runningSince)
  }

  private var secondsToSilence: Double? {
    guard record.limits.silenceMinutes > 0 else { return nil }
    return record.limits.silenceMinutes * 60 - (desk.uptime() - lastEvent)
  }

  private func secondsToNextLook() -> Double? {
    [secondsLeft, secondsToSilence.map { $0 > 0 ? $0 : record.limits.silenceMinutes * 60 }].compactMap { $0 }.min()
  }

  private func look() async {
    guard record.phase == .running, !brake.isPulled else { return }
    if let left = secondsLeft, left <= 0 {
      await handleQuietly(
        .limitReached("It ran for \(format(record.limits.minutes)) minutes, which is its limit; `carrel retry \(id)` goes on."))
      return
    }
    if let left = secondsToSilence, left <= 0, openTools.isEmpty {
      let text = "no news for \(format(record.limits.silenceMinutes)) min"
      if record.limits.silenceStops {
        await handleQuietly(.limitReached("The agent was silent: \(text); `carrel retry \(id)` goes on."))
        return
      }
      if record.detail != text { await handleQuietly(.silent(text)) }
    }
    if record.phase == .running { rearmWatchdog() }
  }

  // MARK: Waiting

  /// Called when what the operator is needed for has changed: sets the time at which the task goes on without an operator, if there is one.
  func armWaitTimer() {
    waitTimer?.cancel()
    waitTimer = nil
    guard record.phase == .waiting, let attention = record.attention, let moment = endOfWaiting(attention) else { return }
    let desk = desk
    waitTimer = Task {
      await desk.sleep(max(0, desk.now().seconds(until: moment)))
      if Task.isCancelled { return }
      await self.waited(for: attention)
    }
  }

  private func endOfWaiting(_ attention: Attention) -> Timestamp? {
    switch attention.kind {
    // Only a person can say yes or no to what the repository wants to run.
    case .permission where attention.request?.hasPrefix(TaskMachine.setupRequest) == true: return nil
    case .permission, .question, .plan:
      guard record.mode != .auto, let seconds = desk.settings.answerTimeoutSeconds else { return nil }
      return Timestamp(milliseconds: attention.since.milliseconds + Int64(min(seconds, 1e9) * 1000))
    case .usageLimit: return record.notBefore
    case .interrupted, .credential, .sandbox, .failed, .review, .pullRequest: return nil
    }
  }

  private func waited(for attention: Attention) async {
    guard record.phase == .waiting, record.attention == attention else { return }
    if attention.kind == .usageLimit {
      await handleQuietly(.usageLimitPassed)
    } else if let request = record.requests.first(where: { $0.id == attention.request }) {
      await handleQuietly(.answered(request: request.id, answer: UnattendedAnswer.answer(to: request), author: UnattendedAnswer.author))
    }
  }

  private func format(_ number: Double) -> String { number == number.rounded() ? "\(Int(number))" : "\(number)" }
}

extension Duration {
  /// In seconds, with fractions.
  package var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
