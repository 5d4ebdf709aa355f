import Model

/// Which entry of a repository is next: in the order of approvals; what waits holds up those behind it until it is published. Pure.
enum OutboxOrder {
  /// What a repository's entries come to at a moment.
  enum Next: Hashable, Sendable {
    /// This one's next step.
    case step(TaskID)
    /// Nothing before this moment.
    case later(Timestamp)
    /// Nothing by itself.
    case nothing
  }

  /// Looks at one repository's entries.
  static func next(_ entries: [OutboxEntry], at now: Timestamp) -> Next {
    var alarm: Timestamp?
    for entry in entries.sorted(by: { ($0.place, $0.task) < ($1.place, $1.task) }) {
      guard let wait = entry.wait else { return .step(entry.task) }
      if let until = wait.until {
        if until <= now { return .step(entry.task) }
        alarm = min(alarm ?? until, until)
      }
      // What is left of one that is published holds nobody up.
      if !entry.isPublished { break }
    }
    return alarm.map(Next.later) ?? .nothing
  }

  /// The entry that holds this one up; nil: none.
  static func blocker(of entry: OutboxEntry, among entries: some Sequence<OutboxEntry>) -> OutboxEntry? {
    entries.filter { other in
      other.repository == entry.repository && !other.isPublished && other.wait != nil
        && (other.place, other.task) < (entry.place, entry.task)
    }.min { ($0.place, $0.task) < ($1.place, $1.task) }
  }
}
