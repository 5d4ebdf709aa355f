internal import Model

/// Rows that have a number already and wait to be committed together, in order.
struct PendingEvents {
  /// The rows.
  private(set) var entries: [TranscriptEntry] = []
  /// About how many bytes they hold.
  private(set) var bytes = 0

  /// Adds rows at the end.
  mutating func append(_ more: [TranscriptEntry]) {
    entries += more
    bytes += Self.size(more)
  }

  /// Without the pieces of messages whose whole, or end, comes later in the same rows.
  var condensed: [TranscriptEntry] {
    struct Key: Hashable {
      var task: TaskID
      var piece: MessagePiece
    }
    var replaced: Set<Key> = []
    var kept: [TranscriptEntry] = []
    kept.reserveCapacity(entries.count)
    for entry in entries.reversed() {
      if !replaced.isEmpty, let piece = entry.event.piece, replaced.contains(Key(task: entry.task, piece: piece)) { continue }
      for piece in entry.event.replaces { replaced.insert(Key(task: entry.task, piece: piece)) }
      kept.append(entry)
    }
    kept.reverse()
    return kept
  }

  /// About how many bytes rows hold.
  static func size(_ entries: [TranscriptEntry]) -> Int { entries.reduce(0) { $0 + size($1.event) } }

  private static func size(_ event: TranscriptEvent) -> Int {
    switch event {
    case .delta(_, _, _, let text), .agent(.textDone(_, let text)), .agent(.thinkingDone(_, let text)),
      .agent(.toolFinished(_, _, let text, _)), .agent(.raw(let text)), .agent(.standardError(let text)), .prompt(let text, _):
      64 + text.utf8.count
    case .agent(.toolStarted(let call)): 128 + call.input.utf8.count
    default: 256
    }
  }
}
