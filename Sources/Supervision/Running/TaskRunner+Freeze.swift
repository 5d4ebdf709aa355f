import Agents
import Model
import Platform

/// Standing still and going on again: every process of the task, and the clocks that count its work.
extension TaskRunner {
  /// Stops or lets go the task's processes. While they stand still no limit of time or silence comes nearer, and no agent is started.
  func setFrozen(_ value: Bool) async {
    guard value != brake.isPulled else { return }
    if value {
      frozenSince = desk.uptime()
      watchdog?.cancel()
      watchdog = nil
      brake.pull()
      return
    }
    let still = frozenSince.map { max(0, desk.uptime() - $0) } ?? 0
    frozenSince = nil
    lastEvent += still
    brake.release()
    let waiting = frozenStarts
    frozenStarts = []
    for one in waiting { one.resume() }
    if still > 0, record.phase == .running { await handleQuietly(.stoodStill(seconds: still)) }
    if record.phase == .running { rearmWatchdog() }
  }

  /// Waits until an agent may be started.
  func untilThawed() async {
    while brake.isPulled, !isClosed { await withCheckedContinuation { frozenStarts.append($0) } }
  }

  /// The service ends: what waits to be started is given up.
  func giveUpFrozenStarts() {
    let waiting = frozenStarts
    frozenStarts = []
    for one in waiting { one.resume() }
  }
}
