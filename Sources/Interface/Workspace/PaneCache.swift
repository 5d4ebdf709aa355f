package import Model

/// Transcript and diff of the tasks looked at last; the one that was looked at longest ago goes first.
package struct PaneCache: Hashable, Sendable {
  /// Most tasks kept.
  package static let limit = 20
  private var panes: [TaskID: TaskPanes] = [:]
  private var used: [TaskID] = []

  /// Nothing.
  package init() {}

  /// The panes of a task; setting them makes it the one used last.
  package subscript(id: TaskID) -> TaskPanes? {
    get { panes[id] }
    set {
      used.removeAll { $0 == id }
      panes[id] = newValue
      guard newValue != nil else { return }
      used.append(id)
      if used.count > Self.limit { panes[used.removeFirst()] = nil }
    }
  }

  /// The tasks it holds, the one used last at the end.
  package var ids: [TaskID] { used }

  /// Changes a task's panes in place, if it holds them; does not count as use.
  mutating func change<Result>(_ id: TaskID, _ body: (inout TaskPanes) -> Result) -> Result? {
    guard var value = panes.removeValue(forKey: id) else { return nil }
    defer { panes[id] = value }
    return body(&value)
  }

  /// Forgets all, as after a lost connection.
  mutating func removeAll() {
    panes.removeAll()
    used.removeAll()
  }
}
