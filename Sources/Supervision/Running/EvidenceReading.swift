import Model
import Storage

/// Reads the rows of a transcript that a fold has not seen.
enum EvidenceReading {
  /// The fold with everything that is committed or on its way to be.
  static func read(_ id: TaskID, after known: DeedsFold, _ desk: Desk) async throws(StorageError) -> DeedsFold {
    var fold = known
    try await desk.log.flush()
    while true {
      let page = try await desk.reader.transcript(id, after: fold.seq, limit: 2000, bytes: 1 << 20)
      for entry in page.entries { fold.apply(entry) }
      guard page.more, page.entries.last != nil else { return fold }
    }
  }
}
