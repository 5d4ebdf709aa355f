import Model
import Storage

/// Standing still: every agent at once, by the operator's word or because the machine has no room.
extension TaskSupervisor {
  /// Freezes all agents, or lets them go on. Kept over restarts: then no agent is started until they are let go.
  /// - Parameter reason: why, in words for everyone, when it was not the operator.
  package func setFrozen(_ value: Bool, because reason: String? = nil) async throws(SupervisionError) {
    // Whatever becomes of the note: frozen first, since a full disk is a reason for it.
    frozen = value
    frozenBecause = value ? reason : nil
    await withTaskGroup(of: Void.self) { group in
      for runner in runners.values { group.addTask { await runner.setFrozen(value) } }
    }
    scheduleAdmission()
    tellQueue()
    do throws(StorageError) { try await desk.log.setSetting("frozen", value ? reason ?? "yes" : "no") } catch {
      throw SupervisionError(.failed, error.text)
    }
  }

  /// Takes over from the store how an earlier service was left.
  func readFrozen() async throws(StorageError) {
    let kept = try await desk.log.setting("frozen") ?? "no"
    frozen = kept != "no"
    frozenBecause = frozen && kept != "yes" ? kept : nil
  }

  /// Refuses what would have to reach a frozen agent.
  func refuseWhileFrozen(_ id: TaskID) throws(SupervisionError) {
    guard frozen else { return }
    throw SupervisionError(
      .refused, "\(id): all agents are frozen\(frozenBecause.map { " (\($0))" } ?? ""); `carrel queue thaw` lets them go on.")
  }
}
