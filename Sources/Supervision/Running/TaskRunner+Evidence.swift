import Model
import Storage

/// Claims and deeds: the fold over the task's transcript, kept as far as it was read, so that each look reads only what is new.
extension TaskRunner {
  /// What was really run, beside what is claimed.
  /// - Throws: `failed` when the transcript cannot be read.
  func evidence() async throws(SupervisionError) -> Evidence {
    do throws(StorageError) {
      let fold = try await EvidenceReading.read(id, after: deeds, desk)
      if fold.seq > deeds.seq { deeds = fold }
      return fold.evidence(of: record)
    } catch {
      throw SupervisionError(.failed, error.text)
    }
  }

  /// At the end of a turn: the record says in short what its runs and claims have come to.
  func noteEvidence() async {
    // What cannot be read now is read when somebody asks.
    guard let mark = try? await evidence().mark, mark != record.evidence else { return }
    await handleQuietly(.evidenced(mark))
  }
}
