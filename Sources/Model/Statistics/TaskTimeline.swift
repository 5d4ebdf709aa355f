/// A task's time: what it did when.
package struct TaskTimeline: Hashable, Sendable, Codable {
  /// Whose.
  package var task: TaskID
  /// Its first moment.
  package var start: Timestamp
  /// Its last moment, or the present one while it goes on.
  package var end: Timestamp
  /// The stretches, by their ends.
  package var spans: [TimelineSpan]
  /// The turns, oldest first.
  package var turns: [TimelineTurn]
  /// Stretches and turns that are left out, since there were too many: the oldest ones.
  package var left: Int

  /// A timeline.
  package init(task: TaskID, start: Timestamp, end: Timestamp, spans: [TimelineSpan], turns: [TimelineTurn], left: Int) {
    self.task = task
    self.start = start
    self.end = end
    self.spans = spans
    self.turns = turns
    self.left = left
  }

  /// Seconds of a lane, by name, the longest first.
  package func totals(of lane: TimelineSpan.Lane) -> [(name: String, count: Int, seconds: Double)] {
    var found: [String: (Int, Double)] = [:]
    for span in spans where span.lane == lane {
      let known = found[span.name] ?? (0, 0)
      found[span.name] = (known.0 + 1, known.1 + span.seconds)
    }
    return found.map { ($0.key, $0.value.0, $0.value.1) }.sorted { $0.2 != $1.2 ? $0.2 > $1.2 : $0.0 < $1.0 }
  }

  /// Which part of each of `columns` equal pieces of the time a lane was busy with these stretches, 0 to 1. Pure.
  package func density(columns: Int, where wanted: (TimelineSpan) -> Bool) -> [Double] {
    guard columns > 0 else { return [] }
    var parts = [Double](repeating: 0, count: columns)
    let length = max(1e-3, start.seconds(until: end))
    let piece = length / Double(columns)
    for span in spans where wanted(span) {
      let from = max(0, min(length, start.seconds(until: span.start)))
      let to = max(from, min(length, start.seconds(until: span.end)))
      let first = max(0, min(columns - 1, Int(from / piece)))
      let last = max(first, min(columns - 1, Int(to / piece)))
      for column in first...last {
        let low = max(from, Double(column) * piece)
        let high = min(to, Double(column + 1) * piece)
        // What was too short to be seen is still there.
        parts[column] += max(high - low, first == last ? piece / 64 : 0) / piece
      }
    }
    return parts.map { min(1, $0) }
  }
}
