package import Model

/// Makes items of a transcript's entries, taken in order. Pure.
package struct TranscriptFold: Hashable, Sendable {
  /// The items so far.
  package internal(set) var items: [TranscriptItem] = []
  /// How full the model's context was last said to be.
  package internal(set) var context: (used: Int, size: Int)? {
    get { contextFigures.map { ($0[0], $0[1]) } }
    set { contextFigures = newValue.map { [$0.used, $0.size] } }
  }
  private var contextFigures: [Int]?

  /// Where the last item of each name is.
  struct Name: Hashable, Sendable {
    var id: String
    /// nil: a tool call; requests have their own table.
    var stream: DeltaStream?
  }
  var streams: [Name: Int] = [:]
  var requests: [String: Int] = [:]
  var generations: [TranscriptItem.Identity: Int] = [:]
  /// Items before this belong to earlier turns.
  var turnFloor = 0
  var turnStarted: Timestamp?
  var tokens: TokenCount?
  var cost: Double?
  var session: String?

  /// A transcript without entries.
  package init() {}

  /// Takes the next entry.
  package mutating func apply(_ entry: TranscriptEntry) {
    switch entry.event {
    case .agent(let event): apply(event, entry)
    case .delta(let id, let stream, let offset, let text): takeDelta(id, stream, offset: offset, text, entry: entry)
    case .prompt(let text, let origin): add(entry, .prompt(text, origin: origin))
    case .answered(let request, let answer, let by):
      if let index = requests[request], items[index].openRequest != nil {
        settle(index, .answered(answer, by: by))
      } else {
        add(entry, .answer(answer, by: by))
      }
    case .phase(let phase, let reason): add(entry, .phase(phase, reason: reason))
    case .attempt(let number, let engine, let model):
      turnFloor = items.count
      session = nil
      add(entry, .attempt(number: number, engine: engine, model: model))
    case .snapshot(let summary): takeSnapshot(summary, entry)
    case .published(let publication): add(entry, .published(publication))
    case .note(let level, let text): add(entry, .note(level, text))
    }
  }

  /// Takes a piece that is not committed yet. False when pieces before it are missing.
  package mutating func apply(messageID: String, stream: DeltaStream, offset: Int, text: String) -> Bool {
    if let index = place(of: messageID, stream, startingAt: offset) {
      return change(index) { $0.append(text, at: offset) }
    }
    guard offset == 0 else { return false }
    let index = begin(messageID, stream, time: nil)
    return change(index) { $0.append(text, at: 0) }
  }

  mutating func add(_ entry: TranscriptEntry, _ kind: TranscriptItem.Kind) {
    items.append(TranscriptItem(id: .entry(entry.seq), time: entry.time, kind: kind))
  }

  private mutating func settle(_ index: Int, _ outcome: RequestOutcome) {
    guard case .request(let request, _) = items[index].kind else { return }
    items[index].kind = .request(request, outcome)
    items[index].revision += 1
  }

  mutating func withdraw(_ id: String) {
    if let index = requests[id], items[index].openRequest != nil { settle(index, .withdrawn) }
  }

  private mutating func takeSnapshot(_ summary: DiffSummary, _ entry: TranscriptEntry) {
    // Phase changes may stand between the turn's end and its measurement.
    for index in items.indices.reversed().prefix(4) {
      guard case .turnEnd(var end) = items[index].kind, end.diff == nil else { continue }
      end.diff = summary
      items[index].kind = .turnEnd(end)
      items[index].revision += 1
      return
    }
    add(entry, .snapshot(summary))
  }
}
