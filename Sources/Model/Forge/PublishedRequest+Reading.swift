extension PublishedRequest {
  /// The most comments that are kept.
  package static let mostNotes = 100
  /// The most bytes of one comment that are kept.
  package static let longestNote = 8_000
  /// The same of all.
  static let longestNotes = 64_000
  /// The most checks that are kept.
  package static let mostChecks = 50

  /// Takes what the forge said. What is kept is bounded, whatever came.
  /// - Returns: what is otherwise than before, in the order in which it is told.
  package mutating func take(_ reading: RequestReading, at now: Timestamp) -> [RequestNews] {
    let before = self
    var news: [RequestNews] = []
    kind = reading.kind
    if !reading.pull.url.isEmpty, reading.pull.url.utf8.count <= 2_000 { url = reading.pull.url }
    if !reading.pull.commit.isEmpty, reading.pull.commit.utf8.count <= 64 { commit = reading.pull.commit }
    state = reading.pull.state
    if state != before.state { news.append(.state(state)) }
    isDraft = reading.pull.isDraft
    if isDraft != before.isDraft, state == .open { news.append(.draft(isDraft)) }
    if let how = releasedOutside(reading.pull) {
      hold = nil
      news.append(.released(how))
    }
    news += takeChecks(reading, before)
    if let notes = reading.notes { news += takeNotes(notes, login: reading.login) }
    seen = now
    if !news.isEmpty || commit != before.commit { changed = now }
    return news
  }

  /// How somebody let the checks go on the forge; nil: nobody has.
  private func releasedOutside(_ pull: PullRequest) -> String? {
    switch hold {
    case .draft where !pull.isDraft: "the pull request is no draft any more"
    case .label(let name) where pull.labels.contains(name): "the label \(name) is set"
    default: nil
    }
  }

  private mutating func takeChecks(_ reading: RequestReading, _ before: PublishedRequest) -> [RequestNews] {
    if commit != before.commit { checks = [] }
    if let checks = reading.checks {
      self.checks = checks.prefix(Self.mostChecks).map { check in
        CICheck(
          name: Self.cut(check.name, 200), state: check.state, text: Self.cut(check.text, 500), url: check.url.map { Self.cut($0, 1_000) })
      }
    }
    ci = hold != nil ? .held : Self.sum(checks)
    guard ci != before.ci else { return [] }
    switch ci {
    case .failed: return [.failed(failedChecks)]
    case .passed: return [.passed(checks.count)]
    case .none, .held, .running: return []
    }
  }

  /// What checks amount to: one that failed decides, then one that is not done yet.
  package static func sum(_ checks: [CICheck]) -> CIState {
    let states = Set(checks.map(\.state))
    return states.contains(.failed) ? .failed : states.contains(.running) ? .running : states.contains(.passed) ? .passed : .none
  }

  private mutating func takeNotes(_ given: [ReviewNote], login: String?) -> [RequestNews] {
    let known = Set(notes.map(\.id))
    let oldest = notes.first?.created
    var room = Self.longestNotes
    var kept: [ReviewNote] = []
    for var note in given.suffix(Self.mostNotes).reversed() {
      note.body = Self.cut(note.body, min(Self.longestNote, room))
      room = max(0, room - note.body.utf8.count)
      note.author = Self.cut(note.author, 100)
      note.path = note.path.map { Self.cut($0, 1_000) }
      note.url = note.url.map { Self.cut($0, 1_000) }
      kept.append(note)
    }
    notes = kept.reversed()
    // What came into view because a newer one was deleted is not new.
    let new = notes.filter { note in !known.contains(note.id) && (oldest.map { note.created >= $0 } ?? true) }
    read = Array(((read ?? []) + new.filter { $0.author == login || $0.isResolved }.map(\.id)).suffix(500))
    let asking = new.filter { $0.author != login && !$0.isResolved }
    guard !asking.isEmpty else { return [] }
    var authors: [String] = []
    for note in asking where !authors.contains(note.author) { authors.append(note.author) }
    let review = asking.count { $0.path != nil }
    return [.comments(review: review, others: asking.count - review, by: authors)]
  }

  /// The first bytes of a text, cut between characters.
  private static func cut(_ text: String, _ bytes: Int) -> String {
    guard text.utf8.count > bytes else { return text }
    var room = max(0, bytes - 3)
    var kept = ""
    for character in text {
      room -= character.utf8.count
      if room < 0 { break }
      kept.append(character)
    }
    return bytes >= 3 ? kept + "…" : ""
  }
}
