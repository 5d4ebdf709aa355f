extension TaskRecord {
  /// The pull request of a task that is done and not merged yet.
  package var openRequest: PublishedRequest? {
    guard phase == .done, workspacePath == nil, let request = published?.request, request.state == .open else { return nil }
    return request
  }

  /// Whether a person was shown the change as it was published.
  package var wasLookedAt: Bool { shownTree != nil && shownTree == diff?.tree }
}
