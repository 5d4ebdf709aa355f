import Testing

/// What the probe said that the store has acknowledged.
struct ProbeFacts {
  /// Turns by task.
  var turns: [Int: Int] = [:]
  /// Row numbers by task.
  var rows: [Int: Set<Int64>] = [:]

  mutating func add(_ line: String, mayBeCut: Bool = false) throws {
    let parts = line.split(separator: " ")
    if parts.count == 3, let id = Int(parts[1]), let number = Int64(parts[2]) {
      switch parts[0] {
      case "event":
        rows[id, default: []].insert(number)
        return
      case "task":
        turns[id] = Int(number)
        return
      default: break
      }
    }
    if !mayBeCut { Issue.record("the probe said: \(line)") }
  }
}
