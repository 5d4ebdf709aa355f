extension TaskRecord {
  /// How long a completed task stays in the live list, in seconds: seven days.
  package static let archiveAge = 7.0 * 86_400

  /// Whether it has left the live list: complete (done or discarded), and so for longer than `archiveAge`, and nobody is needed for it. The store keeps it, `carrel ls --all` lists it and
  /// the search finds it.
  package func isArchived(at now: Timestamp) -> Bool {
    phase.isCompletion && attention == nil && (ended ?? phaseSince).seconds(until: now) > Self.archiveAge
  }
}
