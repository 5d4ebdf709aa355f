package import Model
import Storage

/// Claims and deeds of a task.
extension TaskSupervisor {
  /// What a task's agent really ran, beside what it claims; also of tasks that ended long ago.
  /// - Throws: `noSuchTask`; `failed` when the transcript cannot be read.
  package func evidence(_ id: TaskID) async throws(SupervisionError) -> Evidence {
    let record = try task(id)
    if let runner = runners[id] { return try await runner.evidence() }
    do throws(StorageError) {
      return try await EvidenceReading.read(id, after: DeedsFold(), desk).evidence(of: record)
    } catch {
      throw SupervisionError(.failed, error.text)
    }
  }
}
