extension PublishedRequest {
  /// What people call it: `PR #12`, with GitLab `MR !12`.
  package var name: String { kind == .gitlab ? "MR !\(number)" : "PR #\(number)" }

  /// The names of the checks that failed.
  package var failedChecks: [String] { checks.filter { $0.state == .failed }.map(\.name) }

  /// The comments that no operator has seen and that the agent was not given.
  package var unread: [ReviewNote] {
    let known = Set((read ?? []) + handedOver)
    return notes.filter { !$0.isResolved && !known.contains($0.id) }
  }

  /// The comments that the agent can be given: not dealt with, and not given to it before.
  package var open: [ReviewNote] {
    let known = Set(handedOver)
    return notes.filter { !$0.isResolved && !known.contains($0.id) }
  }

  /// `CI failed (2 of 5)`; nil: there is no CI.
  package var ciWords: String? {
    switch ci {
    case .none: nil
    case .held: "CI held"
    case .running: "CI running" + (checks.count > 1 ? " (\(checks.count { $0.state == .passed }) of \(checks.count) done)" : "")
    case .passed: "CI passed"
    case .failed: "CI failed (\(failedChecks.count) of \(checks.count))"
    }
  }

  /// `PR #12 open, draft · CI failed (2 of 5) · 3 comments, 1 new`.
  package var facts: String {
    var parts = ["\(name) \(state.rawValue)" + (isDraft && state == .open ? ", draft" : "")]
    if state == .open || ci == .failed, let ciWords { parts.append(ciWords) }
    if !notes.isEmpty {
      let new = unread.count
      parts.append((notes.count == 1 ? "1 comment" : "\(notes.count) comments") + (new > 0 ? ", \(new) new" : ""))
    }
    return parts.joined(separator: " · ")
  }

  /// The word in a list: `CI failed`, `merged`.
  package var word: String {
    guard state == .open else { return state.rawValue }
    switch ci {
    case .failed: return "CI failed"
    case .held: return "CI held"
    case .running: return "CI running"
    case .passed: return "CI passed"
    case .none: return "open"
    }
  }

  /// The same with the number: `#12 CI failed`.
  package var short: String { (kind == .gitlab ? "!\(number) " : "#\(number) ") + word }

  /// What an operator is needed for, in one line; nil: nothing that was not seen. Text from outside is in it.
  package var asking: String? {
    guard state == .open else { return nil }
    var parts: [String] = []
    if ci == .failed { parts.append(RequestNews.failed(failedChecks).text) }
    let new = unread
    if !new.isEmpty {
      var authors: [String] = []
      for note in new where !authors.contains(note.author) { authors.append(note.author) }
      let review = new.count { $0.path != nil }
      parts.append(RequestNews.comments(review: review, others: new.count - review, by: authors).text)
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  /// The same for lists: comments with their first characters only.
  package var listed: PublishedRequest {
    var copy = self
    for index in copy.notes.indices where copy.notes[index].body.utf8.count > Self.longestListed {
      copy.notes[index].body = String(copy.notes[index].body.prefix(Self.longestListed / 2)) + "…"
    }
    return copy
  }

  private static let longestListed = 400
}
