import Platform
import Model

/// Time limits and silence: one sleeping job while the task runs, none while it does not.
extension TaskRunner {
  /// Called at every change of phase.
  func phaseChanged(from old: TaskPhase) {
    if record.phase == .running {
      runningSince = .now
      lastEvent = .now
      rearmWatchdog()
    } else {
      runningSince = nil
      watchdog?.cancel()
      watchdog = nil
    }
  }

  private func rearmWatchdog() {
    watchdog?.cancel()
    guard let seconds = secondsToNextLook() else { return }
    watchdog = Task {
      try? await pause(for: .seconds(max(0.05, seconds)))
      if Task.isCancelled { return }
      await self.look()
    }
  }

  private var secondsLeft: Double? {
    guard record.limits.minutes > 0, let runningSince else { return nil }
    return record.limits.minutes * 60 - record.runningSeconds - (ContinuousClock.now - runningSince).seconds
  }

  private var secondsToSilence: Double? {
    guard record.limits.silenceMinutes > 0 else { return nil }
    return record.limits.silenceMinutes * 60 - (ContinuousClock.now - lastEvent).seconds
  }

  private func secondsToNextLook() -> Double? {
    [secondsLeft, secondsToSilence.map { $0 > 0 ? $0 : record.limits.silenceMinutes * 60 }].compactMap { $0 }.min()
  }

  private func look() async {
    guard record.phase == .running else { return }
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

  private func format(_ number: Double) -> String { number == number.rounded() ? "\(Int(number))" : "\(number)" }
}

extension Duration {
  /// In seconds, with fractions.
  package var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
