package import Model
internal import Screen

/// The transcript and the diff of one task, as far as they were asked for.
package struct TaskPanes: Hashable, Sendable {
  /// Committed entries, oldest first.
  package internal(set) var entries: [TranscriptEntry] = []
  /// Whether the store has older ones.
  package internal(set) var hasOlder = false
  /// Whether the first page has come.
  package internal(set) var isLoaded = false
  /// The changed files; nil until they were told.
  package internal(set) var diff: DiffListing?
  /// Rows scrolled up from the end of the transcript; 0 follows.
  package internal(set) var back = 0
  /// The first row of the diff's files that is shown.
  package internal(set) var diffTop = 0

  /// Takes a page of entries, in order.
  package mutating func apply(_ page: [TranscriptEntry], more: Bool, older: Bool) {
    let known = Set(entries.map(\.seq))
    entries += page.filter { !known.contains($0.seq) }
    entries.sort { $0.seq < $1.seq }
    if older || !isLoaded { hasOlder = more }
    isLoaded = true
  }
}
