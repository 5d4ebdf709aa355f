package import Model

extension TranscriptState {
  /// Takes entries: live ones, or a page after `lastSeq`. Those of other tasks and those that are known are left out; order does not matter.
  package mutating func apply(_ entries: [TranscriptEntry]) {
    let before = fold.items.count
    var late = false
    for entry in entries where entry.task == task {
      guard let last = self.entries.last?.seq else {
        self.entries.append(entry)
        fold.apply(entry)
        continue
      }
      if entry.seq > last {
        self.entries.append(entry)
        fold.apply(entry)
      } else if insert(entry) {
        late = true
      }
    }
    if late { rebuild() }
    noteNew(since: before)
    trim()
  }

  /// Takes a page of entries before the loaded ones; `more` is whether the store has still older ones.
  package mutating func prepend(_ page: [TranscriptEntry], more: Bool) {
    hasOlder = more
    askedOlder = nil
    let before = fold.items.count
    let wasEmpty = entries.isEmpty
    var known = entries
    let first = known.first?.seq ?? .max
    let older = page.filter { $0.task == task && $0.seq < first }.sorted { $0.seq < $1.seq }
    var unique: [TranscriptEntry] = []
    for entry in older where unique.last?.seq != entry.seq { unique.append(entry) }
    known.insert(contentsOf: unique, at: 0)
    entries = known
    if !unique.isEmpty { rebuild() }
    if wasEmpty, !isFollowing { newBelow += max(0, fold.items.count - before) }
    // Entries of the page that overlap what is loaded.
    let rest = page.filter { $0.seq >= first }
    if !rest.isEmpty { apply(rest) }
    goToSought()
  }

  /// Takes a streamed piece. False when pieces before it are missing: the owner asks for the entries after `lastSeq`. True when it is taken, known or
  /// of another task.
  package mutating func apply(delta task: TaskID, messageID: String, stream: DeltaStream, offset: Int, text: String) -> Bool {
    guard task == self.task else { return true }
    let before = fold.items.count
    let taken = fold.apply(messageID: messageID, stream: stream, offset: offset, text: text)
    noteNew(since: before)
    return taken
  }

  private mutating func noteNew(since before: Int) {
    if !isFollowing { newBelow += max(0, fold.items.count - before) }
  }

  private mutating func insert(_ entry: TranscriptEntry) -> Bool {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].seq < entry.seq { low = middle + 1 } else { high = middle }
    }
    if low < entries.count, entries[low].seq == entry.seq { return false }
    // What lies before the loaded part comes by `prepend`.
    if low == 0, hasOlder { return false }
    entries.insert(entry, at: low)
    return true
  }

  /// Makes the items anew, and keeps the places on the same items.
  mutating func rebuild() {
    let old = fold
    fold = TranscriptFold()
    for entry in entries { fold.apply(entry) }
    fold.adoptPieces(of: old)
    layouts = [:]
    let shift = fold.items.count - old.items.count
    func moved(_ place: TranscriptPlace) -> TranscriptPlace {
      guard old.items.indices.contains(place.item) else { return place }
      let id = old.items[place.item].id
      let guess = place.item + shift
      if fold.items.indices.contains(guess), fold.items[guess].id == id { return TranscriptPlace(item: guess, line: place.line) }
      if let index = fold.items.firstIndex(where: { $0.id == id }) { return TranscriptPlace(item: index, line: place.line) }
      return TranscriptPlace(item: max(0, min(guess, fold.items.count - 1)), line: 0)
    }
    cursor = moved(cursor)
    top = moved(top)
    numbered = moved(numbered)
  }

  /// Lets the oldest entries go while the operator looks at the end; they can be asked for again.
  private mutating func trim() {
    guard isFollowing, entries.count > 2 * Self.kept else { return }
    entries.removeFirst(entries.count - Self.kept)
    hasOlder = true
    askedOlder = nil
    rebuild()
  }
}
