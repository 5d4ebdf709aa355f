/// A stretch of a task's time.
package struct TimelineSpan: Hashable, Sendable, Codable {
  /// Which row of the timeline it stands in.
  package enum Lane: String, Hashable, Sendable, Codable, CaseIterable {
    /// What the task was doing, by phase.
    case phase
    /// An agent's turn.
    case turn
    /// A tool call.
    case tool
    /// A request that waited for an operator.
    case wait
  }

  /// Its row.
  package var lane: Lane
  /// The phase, the tool's name, what was asked; as it came from outside.
  package var name: String
  /// When it began.
  package var start: Timestamp
  /// When it ended, or the end of the timeline when it goes on.
  package var end: Timestamp

  /// A stretch.
  package init(lane: Lane, name: String, start: Timestamp, end: Timestamp) {
    self.lane = lane
    self.name = name
    self.start = start
    self.end = max(start, end)
  }

  /// Its length in seconds.
  package var seconds: Double { start.seconds(until: end) }
}
