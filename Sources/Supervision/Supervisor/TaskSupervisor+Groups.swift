package import Model

/// Several attempts at one ticket: the one that is taken, and the others.
extension TaskSupervisor {
  /// The other attempts at a task's ticket that could be discarded now, in order.
  package func others(_ id: TaskID) throws(SupervisionError) -> [TaskID] {
    let task = try task(id)
    guard task.group != nil else {
      throw SupervisionError(.refused, "\(id) is the only attempt at its ticket: there are no others to discard.")
    }
    return Comparison(of: task, among: Array(records.values)).others(than: id).map(\.id)
  }

  /// A line for each other attempt that waits in the outbox: it is published as well unless somebody takes it out.
  package func rivalsInOutbox(of id: TaskID) throws(SupervisionError) -> [String] {
    Comparison(of: try task(id), among: Array(records.values)).leaving(besides: id).map {
      "\($0.id)\tstays in the outbox and is published as well; `carrel outbox drop \($0.id)` takes it out"
    }
  }

  /// Ends the other attempts at a task's ticket without publishing; what they did is sealed into the morgue.
  /// - Returns: the tasks that were discarded.
  /// - Throws: `SupervisionError(.refused)` when it has no others; `.failed` naming those that could not be discarded.
  package func discardOthers(_ id: TaskID, author: String) async throws(SupervisionError) -> [TaskID] {
    var discarded: [TaskID] = []
    var failed: [String] = []
    for other in try others(id) {
      do throws(SupervisionError) {
        try await runner(other).discard(author: author)
        discarded.append(other)
      } catch {
        failed.append(error.text)
      }
    }
    if !failed.isEmpty { throw SupervisionError(.failed, failed.joined(separator: " ")) }
    return discarded
  }
}
