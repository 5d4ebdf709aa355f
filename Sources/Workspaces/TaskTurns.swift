internal import Model

/// Lets one operation at a time work on a task, and a limited number on the whole machine, in the order they came.
actor TaskTurns {
  private var busy: [TaskID: [CheckedContinuation<Void, Never>]] = [:]
  private var places: Int
  private var queue: [CheckedContinuation<Void, Never>] = []

  /// Turns with this many places for heavy work.
  init(places: Int) { self.places = places }

  /// Waits for the task's turn; every `enter` needs its `leave`.
  func enter(_ task: TaskID) async {
    guard busy[task] != nil else {
      busy[task] = []
      return
    }
    await withCheckedContinuation { busy[task, default: []].append($0) }
  }

  /// Gives the task's turn to the next.
  func leave(_ task: TaskID) {
    guard var waiting = busy[task], !waiting.isEmpty else {
      busy[task] = nil
      return
    }
    let next = waiting.removeFirst()
    busy[task] = waiting
    next.resume()
  }

  /// Waits for a place for heavy work.
  func takePlace() async {
    if places > 0 {
      places -= 1
      return
    }
    await withCheckedContinuation { queue.append($0) }
  }

  /// Gives the place to the next.
  func givePlace() {
    if queue.isEmpty { places += 1 } else { queue.removeFirst().resume() }
  }
}
