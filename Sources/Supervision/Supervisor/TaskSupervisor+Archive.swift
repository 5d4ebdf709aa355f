package import Model
import Platform
import Storage
import Workspaces

/// The archive: what has left the live list, what can be searched, and what was used. The index follows the transcripts at the ends of turns and before it is
/// asked, by steps that are bounded each, so that the store's writer is never held up for long.
extension TaskSupervisor {
  /// Steps that a question waits for (a round, unless very much is behind); what is behind after them is told with the answer and goes on by itself.
  private static let stepsBeforeAnswer = 64
  /// Bytes of a change that are indexed.
  private static let diffBytes = 1 << 20

  /// The tasks that are not in the archive, listed, in id order.
  package var liveTasks: [TaskRecord] {
    let now = desk.now()
    return records.values.filter { !$0.isArchived(at: now) }.sorted { $0.id < $1.id }.map(\.listed)
  }

  /// Finds a text in all tasks that the store holds; `EventReader.search` says how.
  package func search(_ text: String, limit: Int, offset: Int) async throws(SupervisionError) -> SearchPage {
    do throws(StorageError) {
      let behind = try await catchUp()
      var page = try await desk.reader.search(text, limit: limit, offset: offset)
      page.behind = behind
      // What a task is now is told by its record here; the store's may be a moment older.
      for index in page.results.indices { if let now = records[page.results[index].task.id] { page.results[index].task = now.listed } }
      return page
    } catch {
      throw SupervisionError(.failed, error.text)
    }
  }

  /// What all tasks ever used and waited.
  package func statistics() async throws(SupervisionError) -> StatisticsReport {
    do throws(StorageError) {
      let behind = try await catchUp()
      var report = try await desk.reader.statistics()
      report.behind = behind
      return report
    } catch {
      throw SupervisionError(.failed, error.text)
    }
  }

  /// What a task did when, from the pages of its transcript.
  package func timeline(_ id: TaskID) async throws(SupervisionError) -> TaskTimeline {
    var fold = TimelineFold(task: id, queued: try task(id).created)
    do throws(StorageError) {
      try await desk.log.flush()
      var after: Int64 = 0
      while true {
        let page = try await desk.reader.transcript(id, after: after, limit: 2000, bytes: 1 << 20)
        for entry in page.entries { fold.apply(entry) }
        guard page.more, let last = page.entries.last?.seq else { break }
        after = last
      }
    } catch {
      throw SupervisionError(.failed, error.text)
    }
    return fold.timeline(at: desk.now())
  }

  /// Takes what is behind into the index, as much as a question may wait for.
  /// - Returns: the tasks that are behind still.
  private func catchUp() async throws(StorageError) -> Int {
    var left = try await desk.log.indexMore(anew: true)
    for _ in 1..<Self.stepsBeforeAnswer where left > 0 { left = try await desk.log.indexMore() }
    if left > 0 { scheduleIndexing() }
    return left
  }

  /// The end of a turn or of a task is when its texts go into the index, and its change.
  func noteForIndex(_ record: TaskRecord, _ entries: [TranscriptEntry]) {
    let isDue = entries.contains { entry in
      switch entry.event {
      case .agent(.turnDone), .phase, .snapshot: true
      default: false
      }
    }
    if isDue { scheduleIndexing() }
  }

  /// Lets the index catch up, in steps between the store's other work.
  func scheduleIndexing() {
    guard !isShuttingDown else { return }
    guard indexing == nil else {
      indexAgain = true
      return
    }
    indexing = Task { await self.indexAll() }
  }

  private func indexAll() async {
    repeat {
      indexAgain = false
      do throws(StorageError) {
        while !Task.isCancelled, try await desk.log.indexMore() > 0 {}
        try await indexChanges()
      } catch {
        // The index is behind and no more than that: the next turn's end tries again, and a search says what hinders it.
        break
      }
    } while indexAgain && !Task.isCancelled
    indexing = nil
  }

  /// Takes the changes in whose tree is not in the index yet.
  private func indexChanges() async throws(StorageError) {
    let due = records.values.filter { record in
      guard let diff = record.diff, !diff.isEmpty, record.workspacePath != nil else { return false }
      return record.phase != .running && record.phase != .waiting && record.phase != .preparing
    }
    for record in due.sorted(by: { $0.id < $1.id }) where !Task.isCancelled {
      guard let tree = record.diff?.tree, indexedTrees[record.id] != tree else { continue }
      if try await desk.reader.indexedTree(of: record.id) != tree, let text = await diffText(of: record.id, tree: tree) {
        try await desk.log.indexDiff(of: record.id, tree: tree, diff: text, at: desk.now())
      }
      indexedTrees[record.id] = tree
    }
  }

  private func diffText(of id: TaskID, tree: String) async -> String? {
    do throws(WorkspaceError) {
      let bytes = try await desk.workspaces.diffText(id, tree: tree, context: 0, outputLimit: 64 << 20)
      return String(decoding: bytes.prefix(Self.diffBytes), as: UTF8.self)
    } catch {
      return nil
    }
  }
}
