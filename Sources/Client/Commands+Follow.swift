import Platform
package import Arguments
package import Model
import Wire

/// The commands that stay: `wait` and `transcript --follow`.
extension Commands {
  /// `carrel wait`: until every task is in review or at an end (or, with `untilEnd`, at an end). A task that waits for an answer ends it with 6, one
  /// that failed, was stopped or discarded with 1.
  /// - Parameter ids: nil: all tasks that have not ended.
  package func wait(_ ids: [TaskID]?, untilEnd: Bool, timeout: Double?) async throws(ClientError) -> ExitCode {
    let limit = timeout.map { seconds in
      Task {
        try? await pause(for: .seconds(seconds))
        if !Task.isCancelled { client.close() }
      }
    }
    defer { limit?.cancel() }
    guard case .attached(let snapshot) = try await client.request(.attach) else { throw .disconnected }
    var tasks = Dictionary(snapshot.tasks.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let wanted = ids ?? snapshot.tasks.filter { !$0.phase.isEnd }.map(\.id)
    for id in wanted where tasks[id] == nil { throw .refused(Refusal(.noSuchTask, "There is no task \(id); `carrel ls` lists them.")) }
    if let result = verdict(wanted.compactMap { tasks[$0] }, untilEnd) { return result }
    for await notice in client.notices {
      guard case .task(let task) = notice else { continue }
      tasks[task.id] = task
      if let result = verdict(wanted.compactMap { tasks[$0] }, untilEnd) { return result }
    }
    if timeout != nil {
      output.note("carrel: waiting: the time-out passed.")
      return .timeout
    }
    throw .disconnected
  }

  private func verdict(_ tasks: [TaskRecord], _ untilEnd: Bool) -> ExitCode? {
    let asks = tasks.contains { $0.phase == .waiting || ([.queued, .publishing].contains($0.phase) && $0.attention != nil) }
    if asks { return .needsOperator }
    let settled = tasks.allSatisfy { $0.phase.isEnd || (!untilEnd && $0.phase == .review) }
    guard settled else { return nil }
    return tasks.allSatisfy { $0.phase == .done || $0.phase == .review } ? .done : .failed
  }

  /// `carrel transcript`: everything so far, then, with `follow`, what comes, until the task ends.
  package func transcript(_ id: TaskID, follow: Bool, print: (TranscriptEntry) -> Void) async throws(ClientError) -> ExitCode {
    if follow { _ = try await client.request(.attach) }
    var last: Int64 = 0
    while true {
      let page = try await client.request(.transcript(id, after: last, before: nil, limit: 1000))
      guard case .transcript(let entries, let more) = page else { throw .disconnected }
      for entry in entries {
        print(entry)
        last = max(last, entry.seq)
      }
      if !more { break }
    }
    guard follow else { return .done }
    guard case .task(let task) = try await client.request(.task(id)) else { throw .disconnected }
    if task.phase.isEnd { return .done }
    for await notice in client.notices {
      switch notice {
      case .entries(let entries):
        for entry in entries where entry.task == id && entry.seq > last {
          print(entry)
          last = entry.seq
        }
      case .task(let changed) where changed.id == id && changed.phase.isEnd: return .done
      default: break
      }
    }
    return .done
  }
}
