extension TaskRecord {
  /// Whether a person was shown the change as it was published.
  package var wasLookedAt: Bool { shownTree != nil && shownTree == diff?.tree }
}
