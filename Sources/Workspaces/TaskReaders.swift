internal import Model

/// Lets any number of callers read what a task has, until somebody takes it away: a git that still reads there looks like a process that works there.
actor TaskReaders {
  private var reading: [TaskID: Int] = [:]
  private var closing: [TaskID: CheckedContinuation<Void, Never>] = [:]
  private var shut: [TaskID: [CheckedContinuation<Void, Never>]] = [:]

  /// Begins to read, as soon as nobody is taking it away; every `enter` needs its `leave`.
  func enter(_ task: TaskID) async {
    if shut[task] != nil { await withCheckedContinuation { shut[task, default: []].append($0) } }
    reading[task, default: 0] += 1
  }

  /// Ends reading.
  func leave(_ task: TaskID) {
    reading[task, default: 1] -= 1
    guard reading[task] == 0 else { return }
    reading[task] = nil
    closing.removeValue(forKey: task)?.resume()
  }

  /// Waits until all who read are done, and lets nobody begin. One caller at a time for a task; every `close` needs its `open`.
  func close(_ task: TaskID) async {
    shut[task] = []
    if reading[task] != nil { await withCheckedContinuation { closing[task] = $0 } }
  }

  /// Lets those in who came meanwhile.
  func open(_ task: TaskID) {
    for reader in shut.removeValue(forKey: task) ?? [] { reader.resume() }
  }
}
